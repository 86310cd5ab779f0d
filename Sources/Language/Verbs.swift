/// Common verbs and their forms.
public enum Verbs {
  /// Which form of its verb a word is.
  public enum Form: Sendable, Hashable {
    /// "rise": plural present, infinitive.
    case base
    /// "rises"
    case third
    /// "rose": past tense only.
    case past
    /// "risen": participle only.
    case participle
    /// "reached": past tense or participle.
    case pastOrParticiple
    /// "rising"
    case gerund
  }

  /// A word as a form of a verb.
  public struct Reading: Sendable, Hashable {
    /// The infinitive.
    public let lemma: String
    /// The form that the word is.
    public let form: Form
    /// Whether the word is a noun as often: "exports", "shares", "results".
    public let isAlsoNoun: Bool
  }

  /// What a word in lower case is as a form of a known verb; nil where it is none.
  public static func reading(_ word: String) -> Reading? { table[word] }

  private static let regular = """
    reach account amount total stand exceed average equal measure weigh cover span contain include comprise consist carry launch build \
    discover develop open close start finish end begin continue remain become form join leave visit return arrive depart enter land orbit \
    produce generate supply consume import export sell buy ship deliver earn report record post register increase decrease decline drop \
    climb grow shrink expand double triple slip jump surge slump edge narrow widen improve worsen recover gain lose win receive accept \
    adopt ratify sign approve reject propose plan expect predict forecast estimate calculate project announce publish release say tell \
    add note warn state explain argue claim suggest show indicate confirm deny describe call name consider regard serve work live study \
    teach graduate marry die move travel lead head direct manage own operate run hold host house employ hire elect appoint succeed \
    replace found establish create invent introduce design construct complete restore destroy damage kill injure affect cause prevent \
    treat cure infect spread transmit detect observe identify find locate situate lie sit rise fall flow drain connect link join separate \
    divide border surround dominate attract draw bring take give get make put set keep let help allow require need want wish hope intend \
    agree decide choose refuse fail manage try attempt seek aim support oppose promote protect reduce limit ban permit regulate govern \
    provide offer grant award invest spend pay cost charge borrow lend fund finance tax collect raise lower cut boost stimulate \
    represent constitute correspond match differ vary range compare rank belong depend rely base derive result stem follow precede \
    accompany contribute participate cooperate compete fight attack defend invade occupy capture liberate surrender win defeat \
    write compose paint translate record perform play sing act star feature star appear attend speak meet discuss negotiate conclude \
    think believe know understand see hear feel learn remember forget use apply test check verify prove demonstrate examine analyse \
    analyze investigate explore search photograph film image send transfer transport fly sail drive ride walk climb cross pass stop \
    reverse accelerate slow turn rotate emit absorb reflect scatter contract melt freeze boil evaporate erupt explode collapse \
    shift change alter modify transform convert adapt adjust update upgrade renew revise amend repeal enact pass oblige bind apply \
    recommend urge demand order ask request answer reply respond react occur happen last take extend stretch reach enter serve \
    encompass house store process handle recycle burn emit release eliminate phase protect conserve restore monitor track \
    outline advance attach engage characterize deepen estimate mark celebrate originate emerge evolve survive disappear vanish \
    ensure solve share affirm reaffirm deliver heat flatter poison equip power handle poison swear vote resign retire issue deplete grant block commission decommission inaugurate electrify connect carry outnumber outweigh attribute ascribe credit blame overtake surpass top \
    hit touch narrow widen stabilise stabilize recede inhabit populate settle migrate emigrate immigrate acquire merge list trade
    """
  /// base past participle
  private static let irregular = """
    rise rose risen;fall fell fallen;grow grew grown;stand stood stood;become became become;begin began begun;build built built;\
    buy bought bought;sell sold sold;lead led led;hold held held;lie lay lain;leave left left;lose lost lost;win won won;\
    find found found;found founded founded;say said said;tell told told;make made made;take took taken;give gave given;get got got;\
    put put put;set set set;keep kept kept;let let let;hit hit hit;bring brought brought;draw drew drawn;show showed shown;\
    think thought thought;know knew known;see saw seen;hear heard heard;feel felt felt;understand understood understood;\
    write wrote written;speak spoke spoken;meet met met;send sent sent;spend spent spent;pay paid paid;cost cost cost;lend lent lent;\
    cut cut cut;fly flew flown;run ran run;shrink shrank shrunk;spread spread spread;sink sank sunk;strike struck struck;\
    teach taught taught;fight fought fought;choose chose chosen;seek sought sought;bind bound bound;drive drove driven;\
    overtake overtook overtaken;freeze froze frozen;burn burned burned;forecast forecast forecast;go went gone;come came come;\
    break broke broken;bear bore born;throw threw thrown;wear wore worn;eat ate eaten;sing sang sung;ride rode ridden;\
    withdraw withdrew withdrawn;undergo underwent undergone;overcome overcame overcome;sit sat sat;forget forgot forgotten;do did done
    """
  private static let nouns: Set<String> = [
    "account", "amount", "total", "stand", "average", "measure", "cover", "span", "launch", "start", "finish", "end",
    "form", "visit",
    "return", "land", "orbit", "supply", "import", "export", "ship", "report", "record", "post", "register", "increase",
    "decrease",
    "decline", "drop", "climb", "double", "slip", "jump", "surge", "slump", "edge", "gain", "sign", "plan", "forecast",
    "estimate",
    "project", "release", "note", "state", "claim", "show", "call", "name", "work", "study", "move", "travel", "lead",
    "head", "run",
    "hold", "host", "house", "damage", "cause", "cure", "spread", "find", "rise", "fall", "flow", "drain", "link",
    "border", "draw",
    "set", "help", "need", "wish", "hope", "aim", "support", "limit", "ban", "offer", "grant", "award", "pay", "cost",
    "charge", "fund",
    "tax", "raise", "cut", "boost", "match", "range", "rank", "base", "result", "stem", "attack", "defeat", "paint",
    "play", "act",
    "star", "feature", "feel", "use", "test", "check", "search", "photograph", "film", "image", "transfer", "transport",
    "fly", "sail",
    "drive", "ride", "walk", "pass", "stop", "reverse", "turn", "contract", "shift", "change", "update", "upgrade",
    "demand", "order",
    "request", "answer", "reply", "last", "stretch", "store", "process", "handle", "phase", "monitor", "track",
    "advance", "mark",
    "commission", "credit", "blame", "top", "hit", "touch", "list", "trade", "share", "open", "lower", "close",
    "separate", "complete",
    "meet", "direct", "narrow", "slow", "own", "fight", "study", "issue", "value", "number", "matter", "lie",
    "graduate", "estimate",
    "attribute", "object", "subject", "elect", "corporate", "articulate", "house", "set", "make", "ship", "found",
  ]

  private static let table: [String: Reading] = {
    var table: [String: Reading] = [:]
    func put(_ word: String, _ lemma: String, _ form: Form) {
      guard table[word] == nil else { return }
      let noun: Bool
      switch form {
      case .base, .third: noun = nouns.contains(lemma)
      case .past, .participle, .pastOrParticiple, .gerund: noun = false
      }
      table[word] = Reading(lemma: lemma, form: form, isAlsoNoun: noun)
    }
    for entry in irregular.split(separator: ";") {
      let forms = entry.split(whereSeparator: { $0 == " " || $0 == "\n" }).map(String.init)
      guard forms.count == 3 else { continue }
      let lemma = forms[0]
      put(forms[1], lemma, forms[1] == forms[2] ? .pastOrParticiple : .past)
      // "run, ran, run": as its participle the word follows an auxiliary, which its reader sees.
      if forms[2] == lemma, forms[1] != lemma { put(lemma, lemma, .base) }
      if forms[1] != forms[2] { put(forms[2], lemma, .participle) }
      put(lemma, lemma, .base)
      put(third(lemma), lemma, .third)
      put(gerund(lemma), lemma, .gerund)
    }
    for word in regular.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
      let lemma = String(word)
      if let known = table[lemma], known.form == .base { continue }
      put(lemma, lemma, .base)
      put(third(lemma), lemma, .third)
      put(past(lemma), lemma, .pastOrParticiple)
      put(gerund(lemma), lemma, .gerund)
    }
    return table
  }()

  static func third(_ lemma: String) -> String {
    if lemma.hasSuffix("y"), !endsInVowelAndY(lemma) { return lemma.dropLast() + "ies" }
    for ending in ["s", "sh", "ch", "x", "z", "o"] where lemma.hasSuffix(ending) { return lemma + "es" }
    return lemma + "s"
  }

  static func past(_ lemma: String) -> String {
    if lemma.hasSuffix("e") { return lemma + "d" }
    if lemma.hasSuffix("y"), !endsInVowelAndY(lemma) { return lemma.dropLast() + "ied" }
    return doubled(lemma) + "ed"
  }

  static func gerund(_ lemma: String) -> String {
    if lemma.hasSuffix("ie") { return lemma.dropLast(2) + "ying" }
    if lemma.hasSuffix("e"), !lemma.hasSuffix("ee") { return lemma.dropLast() + "ing" }
    return doubled(lemma) + "ing"
  }

  private static func endsInVowelAndY(_ word: String) -> Bool {
    guard let before = word.dropLast().last else { return false }
    return "aeiou".contains(before)
  }

  /// "stop" → "stopp": one syllable that ends in one vowel and one consonant.
  private static func doubled(_ lemma: String) -> String {
    let letters = Array(lemma)
    let known: Set<String> = [
      "equip", "ban", "stop", "ship", "drop", "slip", "plan", "star", "top", "refer", "permit", "commit", "begin",
      "run", "set",
      "cut", "put", "get", "hit", "let", "win", "sit", "transfer", "transmit", "emit", "admit", "occur",
    ]
    guard known.contains(lemma), let last = letters.last else { return lemma }
    return lemma + String(last)
  }
}
