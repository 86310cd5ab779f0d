/// The units, a line each: symbol | factor to the base unit of its dimension | dimension | prefixes | names | other symbols.
///
/// - The dimension is written with the letters of the base quantities: `L` metre, `M` kilogram, `T` second, `I` ampere, `K` kelvin,
///   `N` mole, `J` candela, `B` bit, `A` degree of arc, with their exponents; `1` for a plain number, `-` for what converts into nothing else.
/// - A factor is exact; one that is measured or rounded has `~` before it. An offset, for temperatures, follows after `@`.
/// - Prefixes are those that occur. Names are in the singular, American spellings and plurals being made by rule; an irregular
///   plural follows after `:`.
enum UnitData {
  static let physics: StaticString = """
    m|1|L|kdcmµnpfM|metre|
    Å|1e-10|L||angstrom,ångström|
    in|0.0254|L|!|inch:inches|
    ft|0.3048|L||foot:feet|
    yd|0.9144|L||yard|yds
    mi|1609.344|L||mile,statute mile|
    nmi|1852|L||nautical mile,sea mile|NM
    fathom|1.8288|L||fathom|
    furlong|201.168|L||furlong|
    chain|20.1168|L||surveyor chain|
    league|~4828.032|L||league|
    mil|0.0000254|L|!|thou|
    verst|1066.8|L||verst|
    AU|149597870700|L||astronomical unit|au,ua
    ly|9460730472580800|L|kMG|light year,lightyear|
    pc|~30856775814913673|L|kMG|parsec|
    solar radius|~695700000|L||solar radius:solar radii|R☉,R⊙
    earth radius|~6378100|L||earth radius:earth radii|R⊕
    ha|10000|L2||hectare|
    acre|4046.8564224|L2||acre|ac
    b|1e-28|L2|!mµnpfk|barn|
    L|0.001|L3|kdcmµnhMG||
    l|0.001|L3|kdcmµnhMG|litre|ℓ
    gal|0.003785411784|L3||gallon,us gallon|
    imp gal|0.00454609|L3||imperial gallon,uk gallon|
    qt|0.000946352946|L3||quart|
    pt|0.000473176473|L3||pint|
    imp pt|0.00056826125|L3||imperial pint|
    fl oz|0.0000295735295625|L3||fluid ounce,fl oz|
    cup|0.0002365882365|L3||cup,cupful|
    tbsp|0.00001478676478125|L3||tablespoon,tablespoonful|Tbsp
    tsp|0.00000492892159375|L3||teaspoon,teaspoonful|
    bbl|0.158987294928|L3|kM|barrel,oil barrel|
    bu|0.03523907016688|L3||bushel|
    peck|0.00880976754172|L3||peck|
    acre-foot|1233.48183754752|L3||acre foot:acre feet,acre-foot:acre-feet|acre-ft
    board foot|0.002359737216|L3||board foot:board feet|
    kg|1|M||kilogram,kilogramme,kilo|
    g|0.001|M|mµnpM|gram,gramme|gr
    t|1000|M|kMG|tonne,metric ton,metric tonne|
    ton|~907.18474|M||ton|
    short ton|907.18474|M||short ton|
    long ton|1016.0469088|M||long ton|
    lb|0.45359237|M|k|pound|lbs,lbm
    oz|0.028349523125|M||ounce|
    oz t|0.0311034768|M||troy ounce,fine ounce|ozt
    st|6.35029318|M|!|stone:stone|
    cwt|45.359237|M||hundredweight:hundredweight|
    gr.|0.00006479891|M||grain|
    dr|0.0017718451953125|M|!|dram,drachm|
    ct|0.0002|M||carat|
    slug|~14.593902937|M||slug|
    pood|16.3804964|M||pood|
    q|100|M|!|quintal|
    Da|~1.66053906892e-27|M|!kM|dalton,atomic mass unit,unified atomic mass unit|
    solar mass|~1.98841e30|M||solar mass|M☉,M⊙,Msun
    earth mass|~5.9722e24|M||earth mass|M⊕
    s|1|T|mµnpf|second|sec,secs
    min|60|T||minute|mins
    h|3600|T||hour|hr,hrs
    day|86400|T||day|d
    week|604800|T||week|wk,wks
    fortnight|1209600|T||fortnight|
    month|2629800|T||month|mo
    quarter|7889400|T||quarter|
    year|31557600|T|kMG|year,calendar year,annum|yr,yrs
    decade|315576000|T||decade|
    century|3155760000|T||century|
    millennium|31557600000|T||millennium:millennia|
    sol|88775.244|T||sol|
    A|1|I|kmµnp|ampere,amp|
    K|1|K|mµnk|kelvin:kelvin|
    °C|1@273.15|K||degree celsius,degree centigrade,degree c,deg c,deg celsius,celsius,centigrade|ºC,℃,degC,°Celsius
    °F|5/9@459.67|K||degree fahrenheit,degree f,deg f,deg fahrenheit,fahrenheit|ºF,℉,degF,°Fahrenheit
    °R|5/9|K||degree rankine|
    mol|1|N|kmµnp|mole|
    mM|1|NL-3||millimolar|
    µM|0.001|NL-3||micromolar|
    nM|0.000001|NL-3||nanomolar|
    cd|1|J|mk|candela|
    lm|1|J|k|lumen|
    lx|1|JL-2|k|lux:lux|
    nit|1|JL-2||nit|
    °|1|A||degree,degree of arc|º,deg
    ′|1/60|A||arcminute,minute of arc|arcmin
    ″|1/3600|A||arcsecond,second of arc|arcsec
    mas|1/3600000|A||milliarcsecond|
    rad|~57.29577951308232|A|mµ|radian|
    sr|1|-||steradian|
    turn|360|A||turn|
    gon|0.9|A||gon,gradian|
    Hz|1|T-1|kMGTmµ|hertz:hertz|
    rpm|1/60|T-1||revolution per minute|RPM,r/min
    bpm|1/60|T-1||beat per minute|
    Bq|1|T-1|kMGTPmµ|becquerel|
    Ci|37000000000|T-1|mµnpk|curie|
    kn|1852/3600|LT-1||knot|kt.,kts
    mph|0.44704|LT-1||mile an hour|
    ft/s|0.3048|LT-1|||fps
    c₀|299792458|LT-1|||
    Gal|0.01|LT-2|m||
    g₀|9.80665|LT-2||standard gravity|
    N|1|LMT-2|kMGmµn|newton|
    dyn|0.00001|LMT-2||dyne|
    lbf|4.4482216152605|LMT-2|k|pound force|
    kgf|9.80665|LMT-2||kilogram force,kilopond|kp
    Pa|1|L-1MT-2|hkMGmµ|pascal|
    bar|100000|L-1MT-2|mkµ|bar|
    atm|101325|L-1MT-2||standard atmosphere|
    mmHg|133.322387415|L-1MT-2||millimetre of mercury|
    inHg|3386.389|L-1MT-2||inch of mercury:inches of mercury|
    Torr|101325/760|L-1MT-2|m|torr:torr|
    psi|~6894.757293168|L-1MT-2|k||PSI
    J|1|L2MT-2|kMGTPEmµn|joule|
    Wh|3600|L2MT-2|kMGTP|watt hour,watthour|
    cal|4.184|L2MT-2|kM|calorie|Cal
    eV|1.602176634e-19|L2MT-2|kMGTmµ|electronvolt,electron volt|
    Btu|1055.05585262|L2MT-2||british thermal unit|BTU
    MMBtu|1055055852.62|L2MT-2||million british thermal unit|
    therm|105505585.262|L2MT-2||therm|
    erg|1e-7|L2MT-2||erg|
    toe|41868000000|L2MT-2|kM|tonne of oil equivalent,ton of oil equivalent|
    boe|~6117863200|L2MT-2|kM|barrel of oil equivalent|
    kt TNT|4184000000000|L2MT-2||kiloton of tnt,kilotonne of tnt|
    ft·lbf|1.3558179483314004|L2MT-2||foot pound|
    W|1|L2MT-3|kMGTPmµnpf|watt|
    Wp|1|L2MT-3|kMG|watt peak|
    hp|745.69987158227022|L2MT-3|k|horsepower:horsepower|bhp,HP
    PS|735.49875|L2MT-3||metric horsepower:metric horsepower|
    solar luminosity|~3.828e26|L2MT-3||solar luminosity|L☉,L⊙
    VA|1|L2MT-3|kM|volt ampere|
    V|1|L2MT-3I-1|kMmµn|volt|
    Ω|1|L2MT-3I-2|kMGmµ|ohm|Ω
    S|1|L-2M-1T3I2|!mµn|siemens:siemens|
    F|1|L-2M-1T4I2|mµnp|farad|
    C|1|TI|!mµnpk|coulomb|
    Ah|3600|TI|mk|ampere hour,amp hour|
    H|1|L2MT-2I-2|!mµn|henry|
    T|1|MT-2I-1|mµn|tesla|
    G|0.0001|MT-2I-1|!mkµ|gauss:gauss|
    Wb|1|L2MT-2I-1|mµ|weber|
    Sv|1|L2T-2|mµn|sievert|
    rem|0.01|L2T-2|m||
    Gy|1|L2T-2|mµk|gray|
    R|0.000258|M-1TI|!m|roentgen,röntgen|
    kat|1|NT-1|mµn|katal|
    P|0.1|L-1MT-1|!cm|poise|
    St|0.0001|L2T-1|!c|stokes:stokes|
    D|~9.869233e-13|L2|!m|darcy|
    Jy|1e-26|MT-2|mµ|jansky|
    dB|1|-||decibel|dBA,dB(A)
    pH|1|-|||
    σ|1|-|||
    sigma|1|-||sigma|
    mag|1|-||magnitude|
    """

  static let others: StaticString = """
    bit|1|B|kMGT|bit|
    B|8|B|kMGTPE|byte|
    KB|8000|B|||
    KiB|8192|B||kibibyte|
    MiB|8388608|B||mebibyte|
    GiB|8589934592|B||gibibyte|
    TiB|8796093022208|B||tebibyte|
    kb|1000|B|||
    Mb|1000000|B|||
    Gb|1000000000|B|||
    bit/s|1|BT-1|kMGT||
    base pair|1|-||base pair|
    kbp|1|-||kilobase,kilobase pair|
    Mbp|1|-||megabase,megabase pair|
    qubit|1|-||qubit|
    px|1|-|kMG|pixel|
    MP|1|-||megapixel|Mpx
    Bd|1|T-1|kM|baud|
    IOPS|1|T-1|||
    FLOPS|1|T-1|kMGTPE||flops
    %|0.01|1||percent,per cent,percentage,pct|pct,percent
    ‰|0.001|1||per mille,per mil,permille|
    percentage point|0.01|1||percentage point,percent point,per cent point|p.p.,pp
    basis point|0.0001|1||basis point|bps,bp
    ppm|0.000001|1||part per million|ppmv
    ppb|1e-9|1||part per billion|ppbv
    ppt|1e-12|1||part per trillion|
    TEU|1|-|kM|twenty foot equivalent unit|
    IU|1|-|kM|international unit|
    CFU|1|-||colony forming unit|cfu
    Scoville|1|-||scoville unit|SHU
    denier|1|-||denier:denier|
    tog|1|-||tog|
    em|1|-|!|em|
    °dH|1|-|||
    °Bx|1|-||degree brix|
    proof|1|-|!!|proof|
    hand|0.1016|L|!|hand|hh
    rod|5.0292|L|!|rod|
    cable|185.2|L|!|cable length|
    pica|~0.0042333333|L||pica|
    point|~0.000352777778|L|!!||
    cord|3.624556363776|L3|!|cord|
    gill|0.00011829411825|L3||gill|
    dry pint|0.0005506104713575|L3||dry pint|
    hogshead|0.238480942392|L3||hogshead|
    firkin|0.04091481|L3||firkin|
    minim|6.1611519921875e-8|L3||minim|
    drop|~5e-8|L3|!|drop of liquid|
    scruple|0.0012959782|M||scruple|
    dwt|0.00155517384|M||pennyweight|
    tola|~0.0116638038|M||tola|
    maund|37.3242|M||maund|
    catty|0.60478982|M||catty|
    picul|60.478982|M||picul|
    bale|217.7243376|M||bale of cotton|
    feddan|4200|L2||feddan|
    dunam|1000|L2||dunam|
    mu|~666.6666667|L2|!||
    rai|1600|L2||rai|
    tsubo|400/121|L2||tsubo|
    pyeong|400/121|L2||pyeong|
    stremma|1000|L2||stremma|
    desyatina|10925.4|L2||desyatina|
    morgen|~8565.32|L2|!|morgen|
    shake|1e-8|T|!|shake of time|
    jiffy|0.01|T|!||
    mho|1|L-2M-1T3I2|!|mho|
    abA|10|I||abampere|
    Oe|~79.57747155|L-1I|k|oersted|
    Mx|1e-8|L2MT-2I-1||maxwell|
    ph|10000|JL-2|!|phot|
    sb|10000|JL-2|!|stilb|
    fc|1/0.09290304|JL-2||foot candle|
    dpt|1|L-1||dioptre|
    Kayser|100|L-1||kayser|
    tex|0.000001|L-1M|d|tex:tex|
    """

  /// Wordings of a unit that is made of others, and its symbol.
  static let composed: StaticString = """
    kph|km/h
    kmh|km/h
    kmph|km/h
    km/hr|km/h
    KPH|km/h
    kms|km
    kgs|kg
    KM|km
    Kg|kg
    Km|km
    KW|kW
    Kw|kW
    kwh|kWh
    KWh|kWh
    kw|kW
    Mw|MW
    Mwh|MWh
    MWH|MWh
    KWH|kWh
    hz|Hz
    khz|kHz
    Khz|kHz
    mhz|MHz
    ghz|GHz
    Mhz|MHz
    Ghz|GHz
    tonnes|t
    mcg|µg
    ug|µg
    um|µm
    ul|µl
    uL|µL
    uM|µM
    umol|µmol
    uSv|µSv
    uA|µA
    uV|µV
    uW|µW
    uF|µF
    uH|µH
    uGy|µGy
    uBq|µBq
    mi/h|mph
    MPH|mph
    mpg|mi/gal
    sq km|km²
    sq m|m²
    sq mi|mi²
    sq ft|ft²
    sq yd|yd²
    sq in|in²
    cu m|m³
    cu ft|ft³
    cu in|in³
    sqm|m²
    sqkm|km²
    sqft|ft²
    sqmi|mi²
    cc|cm³
    cbm|m³
    cfm|ft³/min
    cfs|ft³/s
    cumec|m³/s
    cumecs|m³/s
    bpd|bbl/day
    b/d|bbl/day
    bbl/d|bbl/day
    bopd|bbl/day
    mb/d|Mbbl/day
    mbpd|Mbbl/day
    boepd|boe/day
    boe/d|boe/day
    bcm|billion m³
    mcm|million m³
    tcm|trillion m³
    bcf|billion ft³
    tcf|trillion ft³
    Bcf|billion ft³
    Tcf|trillion ft³
    mt|t
    mtpa|Mt/year
    Mtpa|Mt/year
    mmt|Mt
    kbps|kbit/s
    Mbps|Mbit/s
    Gbps|Gbit/s
    kb/s|kbit/s
    Mb/s|Mbit/s
    Gb/s|Gbit/s
    mm Hg|mmHg
    amu|Da
    Myear|Myr
    Gyear|Gyr
    kyear|kyr
    Ma|Myr
    Ga|Gyr
    ka|kyr
    """
}
