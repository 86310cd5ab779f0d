/// Currencies, a line each: ISO 4217 code | names in the singular, or with an irregular plural after `:` | how many places a minor
/// unit is shifted, and the names of minor units that no other currency has.
enum CurrencyData {
  static let table: StaticString = """
    USD|us dollar,american dollar,united states dollar,dollar,buck,greenback|2,cent,us cent,penny of a dollar
    EUR|euro:euros/euro|2,euro cent,eurocent
    GBP|british pound,pound sterling:pounds sterling,sterling,uk pound,quid:quid|2,penny:pence/pennies,british penny:british pence
    JPY|yen:yen,japanese yen:japanese yen|
    CHF|swiss franc|2,rappen:rappen,swiss centime
    CNY|yuan:yuan,renminbi:renminbi,chinese yuan:chinese yuan,yuan renminbi:yuan renminbi,chinese renminbi:chinese renminbi|2,fen:fen
    RUB|rouble,ruble,russian rouble,russian ruble|2,kopek,kopeck,copeck
    INR|rupee,indian rupee|2,paisa:paise/paisa
    AED|dirham,uae dirham,emirati dirham|2,fils:fils
    AFN|afghani,afghan afghani|
    ALL|lek:lek/leke,albanian lek:albanian lek/albanian leke|
    AMD|dram of armenia,armenian dram|
    ANG|antillean guilder|
    AOA|kwanza,angolan kwanza|
    ARS|argentine peso,argentinian peso|
    AUD|australian dollar,aussie dollar|2,australian cent
    AWG|aruban florin|
    AZN|manat,azerbaijani manat,azeri manat|
    BAM|convertible mark,bosnian mark|
    BBD|barbadian dollar,barbados dollar|
    BDT|taka:taka,bangladeshi taka:bangladeshi taka|
    BGN|lev:leva,bulgarian lev:bulgarian leva|2,stotinka:stotinki
    BHD|bahraini dinar|
    BIF|burundian franc,burundi franc|
    BMD|bermudian dollar,bermuda dollar|
    BND|brunei dollar|
    BOB|boliviano,bolivian boliviano|
    BRL|real of brazil:reais,brazilian real:brazilian reais/brazilian reals|
    BSD|bahamian dollar|
    BTN|ngultrum,bhutanese ngultrum|
    BWP|pula:pula,botswana pula:botswana pula|
    BYN|belarusian rouble,belarusian ruble,belarus rouble|
    BZD|belize dollar|
    CAD|canadian dollar,loonie|2,canadian cent
    CDF|congolese franc|
    CLP|chilean peso|
    CLF|unidad de fomento|
    COP|colombian peso|
    CRC|costa rican colon:costa rican colones|
    CUP|cuban peso|
    CVE|cape verdean escudo,cape verde escudo|
    CZK|koruna:koruny/korun/korunas,czech koruna:czech korunas/czech koruny,czech crown|
    DJF|djiboutian franc,djibouti franc|
    DKK|danish krone:danish kroner/danish krones,danish crown|
    DOP|dominican peso|
    DZD|algerian dinar|
    EGP|egyptian pound|2,piastre,piaster
    ERN|nakfa:nakfa,eritrean nakfa:eritrean nakfa|
    ETB|birr:birr,ethiopian birr:ethiopian birr|
    FJD|fijian dollar,fiji dollar|
    FKP|falkland islands pound,falklands pound|
    GEL|lari:lari/laris,georgian lari:georgian lari/georgian laris|2,tetri:tetri
    GHS|cedi,ghanaian cedi,ghana cedi|2,pesewa
    GIP|gibraltar pound|
    GMD|dalasi:dalasi/dalasis,gambian dalasi:gambian dalasi|
    GNF|guinean franc|
    GTQ|quetzal:quetzales/quetzals,guatemalan quetzal:guatemalan quetzales/guatemalan quetzals|
    GYD|guyanese dollar,guyana dollar|
    HKD|hong kong dollar|
    HNL|lempira,honduran lempira|
    HTG|gourde,haitian gourde|
    HUF|forint:forint/forints,hungarian forint:hungarian forint/hungarian forints|
    IDR|rupiah:rupiah/rupiahs,indonesian rupiah:indonesian rupiah/indonesian rupiahs|
    ILS|shekel,israeli shekel,new israeli shekel,new shekel|2,agora:agorot
    IQD|iraqi dinar|
    IRR|iranian rial|
    ISK|icelandic krona:icelandic kronur/icelandic kronas,icelandic króna:icelandic krónur,króna:krónur,icelandic crown|
    JMD|jamaican dollar|
    JOD|jordanian dinar|
    KES|kenyan shilling,kenya shilling|
    KGS|kyrgyz som:kyrgyz som/kyrgyz soms,kyrgyzstani som:kyrgyzstani som|
    KHR|riel,cambodian riel|
    KMF|comorian franc|
    KPW|north korean won:north korean won|
    KRW|korean won:korean won,south korean won:south korean won,won:won|
    KWD|kuwaiti dinar|
    KYD|cayman islands dollar,cayman dollar|
    KZT|tenge:tenge/tenges,kazakh tenge:kazakh tenge,kazakhstani tenge:kazakhstani tenge|
    LAK|kip:kip,lao kip:lao kip,laotian kip:laotian kip|
    LBP|lebanese pound,lebanese lira:lebanese lira|
    LKR|sri lankan rupee,sri lanka rupee|
    LRD|liberian dollar|
    LSL|loti:maloti,lesotho loti:lesotho maloti|
    LYD|libyan dinar|
    MAD|moroccan dirham|
    MDL|moldovan leu:moldovan lei|
    MGA|ariary:ariary,malagasy ariary:malagasy ariary|
    MKD|denar,macedonian denar|
    MMK|kyat:kyat/kyats,burmese kyat:burmese kyat/burmese kyats,myanmar kyat:myanmar kyat/myanmar kyats|
    MNT|tugrik,togrog,mongolian tugrik,mongolian togrog|
    MOP|pataca,macanese pataca,macau pataca|
    MRU|ouguiya:ouguiya,mauritanian ouguiya:mauritanian ouguiya|
    MUR|mauritian rupee|
    MVR|rufiyaa:rufiyaa,maldivian rufiyaa:maldivian rufiyaa|
    MWK|malawian kwacha:malawian kwacha/malawian kwachas|
    MXN|mexican peso|
    MYR|ringgit:ringgit/ringgits,malaysian ringgit:malaysian ringgit/malaysian ringgits|2,sen:sen
    MZN|metical:meticais,mozambican metical:mozambican meticais/mozambican meticals|
    NAD|namibian dollar,namibia dollar|
    NGN|naira:naira/nairas,nigerian naira:nigerian naira/nigerian nairas|2,kobo:kobo
    NIO|nicaraguan cordoba,nicaraguan córdoba|
    NOK|norwegian krone:norwegian kroner/norwegian krones,norwegian crown|
    NPR|nepalese rupee,nepali rupee,nepal rupee|
    NZD|new zealand dollar,kiwi dollar|2,new zealand cent
    OMR|omani rial|
    PAB|balboa,panamanian balboa|
    PEN|peruvian sol:peruvian soles/peruvian sols,nuevo sol:nuevos soles|
    PGK|kina:kina,papua new guinean kina:papua new guinean kina|
    PHP|philippine peso,filipino peso|
    PKR|pakistani rupee,pakistan rupee|
    PLN|zloty:zloty/zlotys/zlotych/zloties,złoty:złoty/złotys/złotych,polish zloty:polish zloty/polish zlotys,polish złoty:polish złoty/polish złotys|2,grosz:groszy/grosze
    PYG|guarani:guaranies/guaranis,paraguayan guarani:paraguayan guaranies/paraguayan guaranis|
    QAR|qatari riyal,qatari rial,qatar riyal|
    RON|romanian leu:romanian lei,leu:lei|2,ban of a leu:bani
    RSD|serbian dinar|
    RWF|rwandan franc|
    SAR|saudi riyal,saudi arabian riyal,riyal|2,halala
    SBD|solomon islands dollar|
    SCR|seychellois rupee,seychelles rupee|
    SDG|sudanese pound|
    SEK|swedish krona:swedish kronor/swedish kronas,swedish crown,swedish kronor:swedish kronor,kronor:kronor|2,öre:öre
    SGD|singapore dollar,singaporean dollar|2,singapore cent
    SHP|saint helena pound,st helena pound|
    SLE|leone,sierra leonean leone|
    SOS|somali shilling|
    SRD|surinamese dollar|
    SSP|south sudanese pound|
    STN|dobra,são tomé dobra|
    SVC|salvadoran colon:salvadoran colones|
    SYP|syrian pound|
    SZL|lilangeni:emalangeni,swazi lilangeni:swazi emalangeni|
    THB|baht:baht,thai baht:thai baht|2,satang:satang
    TJS|somoni:somoni,tajik somoni:tajik somoni,tajikistani somoni:tajikistani somoni|
    TMT|turkmen manat,turkmenistani manat|
    TND|tunisian dinar|
    TOP|paanga:paanga,tongan paanga:tongan paanga|
    TRY|turkish lira:turkish lira/turkish liras|2,kuruş:kuruş,kurus:kurus
    TTD|trinidad and tobago dollar,trinidad dollar|
    TWD|taiwan dollar,new taiwan dollar,taiwanese dollar|
    TZS|tanzanian shilling,tanzania shilling|
    UAH|hryvnia:hryvnia/hryvnias,ukrainian hryvnia:ukrainian hryvnia/ukrainian hryvnias,hryvna|
    UGX|ugandan shilling,uganda shilling|
    UYU|uruguayan peso|
    UZS|uzbek sum:uzbek sum/uzbek sums,uzbekistani som:uzbekistani som|
    VES|venezuelan bolivar:venezuelan bolivares/venezuelan bolivars,bolivar:bolivares/bolivars,bolívar:bolívares|
    VND|dong:dong,vietnamese dong:vietnamese dong,đồng:đồng|
    VUV|vatu:vatu|
    WST|tala:tala,samoan tala:samoan tala|
    XAF|central african franc,central african cfa franc|
    XOF|cfa franc,west african franc,west african cfa franc|
    XCD|east caribbean dollar|
    XPF|cfp franc,pacific franc|
    XDR|special drawing right|
    XAU||
    XAG||
    YER|yemeni rial|
    ZAR|rand:rand/rands,south african rand:south african rand/south african rands|
    ZMW|zambian kwacha:zambian kwacha/zambian kwachas,kwacha:kwacha/kwachas|2,ngwee:ngwee
    ZWL|zimbabwean dollar,zimbabwe dollar|
    ZWG||
    BTC|bitcoin|8,satoshi
    ETH|ether of ethereum|
    DEM|deutsche mark:deutsche marks/deutschmarks/deutsche mark,german mark,deutschmark,deutschemark,d mark|2,pfennig:pfennig/pfennigs
    FRF|french franc|
    ITL|italian lira:italian lire/italian liras,lire:lire|
    ESP|peseta,spanish peseta|
    NLG|guilder,dutch guilder,netherlands guilder|
    BEF|belgian franc|
    ATS|austrian schilling,schilling|2,groschen:groschen
    IEP|irish pound,irish punt,punt|
    PTE|portuguese escudo,escudo|
    GRD|greek drachma:greek drachmas/greek drachmae|
    FIM|finnish markka:finnish markkaa/finnish markkas,finnmark|
    HRK|kuna:kuna/kunas,croatian kuna:croatian kuna/croatian kunas|
    EEK|estonian kroon:estonian krooni/estonian kroons|
    LTL|litas:litas,lithuanian litas:lithuanian litas|
    LVL|lats:lats,latvian lats:latvian lats|
    SKK|slovak koruna:slovak koruny/slovak korunas|
    SIT|tolar,slovenian tolar|
    SUR|soviet rouble,soviet ruble|
    ZWD||
    CHE||
    CHW||
    COU||
    BOV||
    MXV||
    USN||
    UYI||
    UYW||
    VED||
    XPD||
    XPT||
    CUC||
    kr?|krone:kroner/krones,krona:kronas|
    li?|lira:lira/liras|
    fr?|franc|
    """

  /// Symbols; of two that begin alike the longer stands first.
  static let symbols: StaticString = """
    US$ USD|$US USD|$NZ NZD|$HK HKD|$CA CAD|$A AUD|$C CAD|$S SGD|U$S USD|US $ USD|U.S.$ USD|USD$ USD|HK$ HKD|NZ$ NZD|NT$ TWD|MX$ MXN|Mex$ MXN|hk $ HKD|HK $ HKD|MXN$ MXN|CAD$ CAD|AUD$ AUD|CA$ CAD|AU$ AUD|TT$ TTD|EC$ XCD|\
    BZ$ BZD|Bds$ BBD|RD$ DOP|N$ NAD|J$ JMD|R$ BRL|A$ AUD|C$ CAD|S$ SGD|Z$ ZWL|AR$ ARS|$U UYU|$ USD|€ EUR|£ GBP|E£ EGP|¥ JPY|￥ JPY|\
    CN¥ CNY|RMB¥ CNY|JP¥ JPY|元 CNY|円 JPY|₹ INR|₽ RUB|₩ KRW|₺ TRY|₴ UAH|₪ ILS|₦ NGN|₫ VND|₱ PHP|฿ THB|₡ CRC|₲ PYG|₵ GHS|₸ KZT|₼ AZN|₾ GEL|₮ MNT|\
    ₭ LAK|₿ BTC|៛ KHR|৳ BDT|zł PLN|Kč CZK|﷼ IRR|Rs. INR|Rs INR|RM MYR|Rp IDR|Ft HUF|Fr. CHF|SFr CHF|SFr. CHF|kr. kr?|kr kr?|Kr. kr?|Kr kr?|DKr DKK|Dkr DKK|NKr NOK|Nkr NOK|SKr SEK|Skr SEK|IKr ISK|\
    RMB CNY|DM DEM|Rbs RUB|Stg GBP|＄ USD|ரூ LKR
    """
}
