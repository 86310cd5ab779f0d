/// What words mean by themselves.
enum WordData {
  static let small: StaticString = """
    zero 0|nought 0|naught 0|one 1|two 2|three 3|four 4|five 5|six 6|seven 7|eight 8|nine 9|ten 10|eleven 11|twelve 12|thirteen 13|fourteen 14|\
    fifteen 15|sixteen 16|seventeen 17|eighteen 18|nineteen 19|twenty 20|thirty 30|forty 40|fourty 40|fifty 50|sixty 60|\
    seventy 70|eighty 80|ninety 90
    """

  /// Powers of ten; a dozen is none, and stands as 100.
  static let scales: StaticString = """
    hundred 2|thousand 3|million 6|billion 9|trillion 12|quadrillion 15|lakh 5|lakhs 5|lac 5|crore 7|crores 7|dozen 100|\
    dozens 100|milliard 9
    """

  /// Scales in letters that mean nothing else after a number.
  static let shortScales: StaticString = """
    bn 9|tn 12|trn 12|tln 12|mn 6|mln 6|mio 6|bln 9|mil 6|mrd 9|bil 9|tril 12|mm 6
    """

  /// The second number is 1 for a plural, which is only the lower part of a fraction.
  static let ordinals: StaticString = """
    first 1|second 2|third 3|fourth 4|fifth 5|sixth 6|seventh 7|eighth 8|ninth 9|nineth 9|tenth 10|eleventh 11|twelfth 12|\
    thirteenth 13|fourteenth 14|fifteenth 15|sixteenth 16|seventeenth 17|eighteenth 18|nineteenth 19|twentieth 20|\
    thirtieth 30|fortieth 40|fiftieth 50|sixtieth 60|seventieth 70|eightieth 80|ninetieth 90|hundredth 102|thousandth 103|\
    millionth 106|billionth 109|trillionth 112
    """

  static let months: StaticString = """
    january 1|february 2|march 3|april 4|may 5|june 6|july 7|august 8|september 9|october 10|november 11|december 12|jan 1|\
    feb 2|mar 3|apr 4|jun 6|jul 7|aug 8|sep 9|sept 9|oct 10|nov 11|dec 12
    """

  static let weekdays: StaticString = """
    monday 1|tuesday 2|wednesday 3|thursday 4|friday 5|saturday 6|sunday 7|mon 1|tue 2|tues 2|wed 3|thu 4|thur 4|thurs 4|\
    fri 5|sat 6|sun 7
    """

  static let seasons: StaticString = "spring 1|summer 2|autumn 3|fall 3|winter 4"

  /// See ``Period``.
  static let periods: StaticString = """
    day 1|days 1|week 2|weeks 2|month 3|months 3|quarter 4|quarters 4|year 5|years 5|decade 6|decades 6|century 7|\
    centuries 7|millennium 8|millennia 8|weekend 9|weekends 9|fortnight 10|fortnights 10|morning 11|afternoon 11|evening 11|\
    night 11|nights 1|semester 12|hour 13|hours 13|minute 13|minutes 13|second 13|seconds 13|season 14|term 14|half 15|halves 15
    """

  static let nineties: StaticString = """
    twenties 20|thirties 30|forties 40|fifties 50|sixties 60|seventies 70|eighties 80|nineties 90
    """

  /// Words that end as a plural does and are none, and words that end the search for what is counted.
  static let never: StaticString = """
    was is has its his hers this thus as us does goes says across versus plus less yes perhaps whereas towards afterwards \
    besides always and or but of in to from for by with at on per than the a an that which who were are had have will after \
    before when while since until about more most some not only also where into over under between against during each then \
    it he she they be been can could may ago later earlier above below times sometimes followed respectively others another \
    other unless alas nonetheless nevertheless regardless else otherwise yours ours theirs ourselves themselves would should \
    must might did do we you i if because though although despite via upon within without throughout amid among amongst out \
    off up down through till so yet nor both either neither all any these those our their her my your what whose whom how why \
    said say including compared according rose fell grew pm am gmt utc minus apart overseas indoors outdoors upstairs needs \
    makes takes gives shows means comes seems remains became becomes includes contains equals represents corresponds thereof
    """

  /// Plurals that no rule makes, and the singular.
  static let irregular: StaticString = """
    people person|persons person|children child|men man|women woman|lives life|wives wife|knives knife|leaves leaf|\
    halves half|wolves wolf|shelves shelf|loaves loaf|calves calf|species species|aircraft aircraft|spacecraft spacecraft|\
    series series|crew crew|homes home|mice mouse|teeth tooth|feet foot|geese goose|oxen ox|criteria criterion|\
    phenomena phenomenon|bacteria bacterium|data data|nuclei nucleus|fungi fungus|alumni alumnus|stimuli stimulus|\
    analyses analysis|crises crisis|theses thesis|hypotheses hypothesis|bases basis|axes axis|genera genus|larvae larva|\
    vertebrae vertebra|antennae antenna|formulae formula|indices index|matrices matrix|vertices vertex|appendices appendix|\
    buses bus|viruses virus|campuses campus|bonuses bonus|censuses census|gases gas|lenses lens|sheep sheep|cattle cattle|\
    fish fish|diabetes diabetes|news news|headquarters headquarters|deer deer|staff staff|police police|troops troop|movies movie|ties tie|pies pie|lies lie|cookies cookie|\
    calories calorie|zombies zombie|prairies prairie|shoes shoe|canoes canoe|heroes hero|potatoes potato|tomatoes tomato|\
    volcanoes volcano|echoes echo|vetoes veto|cargoes cargo|houses house|horses horse|nurses nurse|courses course|\
    cases case|phases phase|releases release|purchases purchase|diseases disease|increases increase|licenses license|\
    senses sense|responses response|expenses expense|universities university|offspring offspring|fishermen fisherman|\
    policemen policeman|firemen fireman|salesmen salesman|congressmen congressman|spokesmen spokesman|caches cache|\
    aches ache|headaches headache|axles axle|sizes size|prizes prize|mazes maze|breezes breeze|goalless goalless
    """

  /// Words before a number that make of it the number of a place in a document, or of a thing.
  static let references: StaticString = """
    figure figures fig figs table tables section sections sect chapter chapters chap article articles art paragraph paragraphs \
    para paras page pages appendix annex clause clauses equation equations eq eqs footnote footnotes theorem lemma \
    proposition corollary volume vol issue issues no nos nr rule rules regulation directive resolution resolutions protocol \
    exhibit schedule phase type stage grade category level tier verse verses line lines column scene act
    """

  /// How exactly an amount is meant: `~` about, `>` at least, `<` at most, `=` between, `x` nothing.
  static let modifiers: StaticString = """
    ~ about|~ around|~ roughly|~ approximately|~ approx|~ nearly|~ almost|~ some|~ circa|~ estimated|~ an estimated|\
    ~ an approximate|~ a projected|~ close to|~ near|~ in the region of|~ in the order of|~ of the order of|~ on the order of|\
    ~ somewhere around|~ practically|~ virtually|~ the some|~ a rough|~ approaching|~ give or take|~ something like|\
    > over|> above|> exceeding|> at least|> more than|> greater than|> larger than|> higher than|> longer than|> bigger than|\
    > older than|> heavier than|> faster than|> better than|> no less than|> not less than|> no fewer than|> not fewer than|\
    > no lower than|> not lower than|> upwards of|> upward of|> in excess of|> a minimum of|> minimum of|> minimum|> just over|\
    > well over|> a little over|> slightly over|> a little more than|> slightly more than|> just above|> well above|\
    > slightly above|> just more than|> far more than|> much more than|> well more than|> anything over|> north of|> beyond|> greater than or equal to|> more than or equal to|> at least or equal to|> equal to or greater than|\
    > starting at|> no smaller than|\
    < under|< below|< at most|< up to|< less than|< fewer than|< smaller than|< lower than|< shorter than|< younger than|\
    < no more than|< not more than|< no greater than|< not greater than|< no higher than|< not higher than|< no larger than|\
    < not exceeding|< a maximum of|< maximum of|< maximum|< just under|< well under|< slightly under|< a little under|\
    < slightly less than|< a little less than|< just below|< well below|< slightly below|< just less than|< far less than|\
    < much less than|< well less than|< south of|< no longer than|< not longer than|< no later than|< within|\
    < as much as|< as far as|< as high as|< less than or equal to|< at most or equal to|< equal to or less than|\
    < not to exceed|< as many as|< inside|\
    = between|= from between|x exactly|x precisely|x only|x just|x a total of|x altogether|x an additional|x an average of|\
    x a record|x a mere|x a further|x a full|x equal to|< less or equal than|> greater or equal than|> bigger or equal than|> higher or equal than|< lower or equal than|< smaller or equal than|< less or equal to|> more or equal to
    """
}
