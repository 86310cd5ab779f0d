extension WordData {
  /// Lists of words, each with what they are marked as.
  static let marked: [(table: String, words: StaticString, flag: WordInfo.Flags)] = [
    ("WordData.numbered", numbered, .numbered), ("WordData.labels", labels, .label),
    ("WordData.weights", weights, .weight), ("WordData.paid", paid, .paid),
    ("WordData.adjectives", adjectives, .adjective), ("WordData.stars", stars, .star),
  ]

  /// Names, with a capital, that a number after them belongs to: vehicles, roads, indices, software, rounds of a contest, forms.
  static let numbered: StaticString = """
    apollo voyager pioneer mariner viking gemini vostok voskhod soyuz sputnik luna falcon ariane atlas artemis explorer \
    boeing airbus concorde tupolev antonov cessna \
    route highway interstate motorway autobahn junction exit gate runway terminal platform \
    ftse fortune russell nasdaq nikkei stoxx topix ibex sensex nifty cac dax asx csi kospi global dow seng \
    windows android iphone ipad playstation xbox office firefox chrome ubuntu fedora debian python java \
    formula division league game match round heat lap week day group pool area channel radio catch fahrenheit covid \
    form proposition title amendment agenda vision bay room unit block lot zone sector district precinct ward pier studio \
    bus flight train hurricane omega vitamin carbon uranium plutonium caesium cesium strontium iodine polonium \
    war ios macos order bill decree measure bbc psalm sonnet symphony opus episode season part book step item question option model mark
    """

  /// Words in small letters whose number is a name: "day 1", "round 1".
  static let labels: StaticString = """
    day week month year game match round heat lap group team pool area channel bay room unit block lot zone sector ward \
    part book step item question option model mark number seed gate lane route platform class formula division league \
    episode season quarter period set rank ranked place position beta build release phase version
    """

  /// Words that make pounds beside them weight.
  static let weights: StaticString = """
    weigh weighs weighed weighing weight heavy heavier lighter lift lifts lifted lifting hauled hoisted thrust force payload \
    cargo bench shed tipped scales overweight underweight meat beef pork fish cheese butter flour sugar coffee cotton cocaine \
    heroin marijuana coal ore steel copper lead muscle fat explosives dynamite tnt bomb dog cat baby calf catfish trout \
    salmon tuna turkey pumpkin lobster cobalt uranium honey rice wheat grain corn potatoes tomatoes waste garbage trash \
    debris ice snow soil rock concrete
    """

  /// Words that make pounds beside them money.
  static let paid: StaticString = """
    cost costs costing pay pays paid paying price priced prices worth sold sell sells bought buy buys spent spend spends \
    spending earn earns earned earning fine fined owe owes owed debt debts fee fees bill bills budget loan loans salary \
    income revenue profit turnover bonus wage wages donated donate donation invest invested investment rent fund funding \
    tax taxes grant grants note ticket prize voucher deposit deal contract cash savings compensation charity bribe ransom \
    reward bid aid borrowed lent stole stolen insured refund refunded
    """

  /// Adjectives that stand before others in front of what is counted.
  static let adjectives: StaticString = """
    new old large small big little great huge tiny young long short tall high low wide narrow thick thin heavy light fast \
    slow early late modern ancient former current recent major minor main key local foreign domestic national regional \
    international global public private federal municipal royal rural urban coastal native wild domesticated dead living \
    healthy sick rare common popular famous unknown different separate similar various individual single double daily weekly \
    monthly annual extra additional further more red blue green yellow black white grey gray brown purple orange pink golden \
    wooden metal plastic electric electronic digital mechanical nuclear solar medical legal social political military naval \
    civil civilian commercial industrial agricultural financial economic residential historic historical cheap expensive \
    very free full empty open clean dirty fresh raw dry wet hot cold warm cool strong weak hard soft deep shallow flat round \
    square experienced senior junior male female adult elderly homeless poor rich fellow top leading serious severe fatal \
    illegal temporary permanent active left right ahead behind overall auto lower higher \
    better worse older younger bigger smaller larger greater fewer
    """

  /// Words that speak of stars.
  static let stars: StaticString = """
    star stars stellar interstellar galaxy galaxies galactic nebula nebulae telescope telescopes astronomer astronomers \
    astronomical astronomy parsec parsecs kiloparsecs megaparsecs supernova supernovae pulsar pulsars quasar quasars kpc mpc \
    milky andromeda hipparcos gaia parallax
    """
}
