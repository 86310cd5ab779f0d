/// The legal forms of companies: which spellings are one form, and which forms a translation leaves open.
///
/// The forms and their abbreviations are those of the Entity Legal Forms code list (ISO 20275), the commonest of each
/// country.
enum LegalForms {
  /// Whether one company may carry both: they are equal, or one is the general word for the other.
  static func agree(_ a: String, _ b: String) -> Bool {
    a == b || parents[a, default: []].contains(b) || parents[b, default: []].contains(a)
  }

  /// A form found in a name.
  struct Found {
    /// How many tokens it takes.
    let count: Int
    /// Its code; nil for words such as `Company` that name no form.
    let code: String?
  }

  /// The form that tokens end with. Never all of them.
  static func atEnd(of tokens: ArraySlice<NameToken>) -> Found? {
    for count in stride(from: min(longest, tokens.count - 1), to: 0, by: -1) {
      let words = tokens.suffix(count)
      if let code = code(of: words, in: spellings) { return Found(count: count, code: code) }
      if isFiller(words) { return Found(count: count, code: nil) }
    }
    return nil
  }

  /// The form that tokens begin with, where the language puts it there. Never all of them.
  static func atStart(of tokens: ArraySlice<NameToken>) -> Found? {
    for count in stride(from: min(longest, tokens.count - 1), to: 0, by: -1) {
      let words = tokens.prefix(count)
      let isShort = words.count == 1 && words.allSatisfy { $0.scalars.count < 5 && !$0.isAbbreviation }
      if !isShort, let code = code(of: words, in: leading) { return Found(count: count, code: code) }
    }
    return nil
  }

  /// A token of a script without spaces, without the form that is written together with it. Never all of it.
  static func cutAffix(_ token: ArraySlice<Unicode.Scalar>) -> (rest: ArraySlice<Unicode.Scalar>, code: String)? {
    for (form, code) in affixes where token.count > form.count {
      if token.starts(with: form) { return (token.dropFirst(form.count), code) }
      if token.suffix(form.count).elementsEqual(form) { return (token.dropLast(form.count), code) }
    }
    return nil
  }

  private static func code(of words: ArraySlice<NameToken>, in table: [String: String]) -> String? {
    let isSpelledOut = words.count > 1 && words.allSatisfy { $0.scalars.count == 1 }
    let joined = words.map(\.text).joined(separator: isSpelledOut ? "" : " ")
    // `Spa` is a word as well: only capitals within or dots make it a form.
    if words.count == 1, alsoWords.contains(joined), words.first?.isAbbreviation == false { return nil }
    if let code = table[joined] { return code }
    // Long forms are written with mistakes, or cut at the end of a field.
    guard words.count >= 3, joined.utf8.count >= 16 else { return nil }
    let scalars = Array(joined.unicodeScalars)
    return phrases.first { EditDistance.between(scalars, $0.scalars, limit: 1) != nil }?.code
  }

  private static func isFiller(_ words: ArraySlice<NameToken>) -> Bool {
    fillers.contains(words.map(\.text).joined(separator: " "))
  }

  private static let longest = 6

  private static let alsoWords: Set<String> = [
    "spa", "too", "pat", "ad", "as", "se", "pt", "ae", "ev", "eg", "cv", "ug",
  ]

  private static let fillers: Set<String> = [
    "co", "company", "and co", "and company", "cie", "et cie", "compagnie", "und co", "y cia", "cia",
  ]

  /// Spellings by code; the first of each line is the code.
  private static let rows = """
    ag: aktiengesellschaft
    gmbh: gesellschaft mit beschrankter haftung; gesellschaft mbh; mbh; ges mbh; gesmbh
    ug: unternehmergesellschaft; ug haftungsbeschrankt; unternehmergesellschaft haftungsbeschrankt
    gmbh co kg: gmbh and co kg; gmbh and co kgaa; gmbh u co kg; gmbh und co kg
    ag co kg: ag and co kg; ag and co kgaa
    kg: kommanditgesellschaft
    kgaa: kommanditgesellschaft auf aktien
    ohg: offene handelsgesellschaft
    eg: eingetragene genossenschaft
    ev: eingetragener verein
    se: societas europaea
    plc: public limited company; public ltd co
    ltd: limited; ltda; limitada
    co ltd: company limited; co limited; company ltd
    pte ltd: private limited; pte limited; pvt ltd; pvt limited; private ltd
    pty ltd: pty limited; proprietary limited
    sdn bhd: sendirian berhad
    bhd: berhad
    llc: limited liability company; ooo; tov; too; l l c; obshchestvo s ogranichennoy otvetstvennostyu; \
    tovaristvo z obmezhenoyu vidpovidalnistyu; tovarystvo z obmezhenoyu vidpovidalnistyu; limited liability co
    llp: limited liability partnership
    lp: limited partnership
    inc: incorporated; corp; corporation; incorporation
    sa: societe anonyme; sociedad anonima; sociedade anonima; spolka akcyjna
    sab: sab de cv; sociedad anonima bursatil
    sa de cv: s a de c v; sociedad anonima de capital variable
    sas: societe par actions simplifiee; sasu
    sarl: societe a responsabilite limitee
    srl: societa a responsabilita limitata; societatea cu raspundere limitata; sociedad de responsabilidad limitada
    spa: societa per azioni
    sl: sociedad limitada; slu
    sca: societe en commandite par actions
    nv: naamloze vennootschap
    bv: besloten vennootschap; bvba
    cv: cooperatieve vennootschap
    ab: aktiebolag; ab publ; aktiebolag publ
    as: aktieselskab; aksjeselskap; anonim sirketi; akciova spolecnost; anonim sirket
    asa: allmennaksjeselskap
    aps: anpartsselskab
    oy: osakeyhtio; oy ab
    oyj: julkinen osakeyhtio; oyj abp; abp
    kk: kabushiki kaisha; kabushiki gaisha; kabushikigaisha
    jsc: joint stock company; joint stock co; ao; aktsionernoe obshchestvo; aktsionernoye obshchestvo; \
    aktsionerne tovaristvo
    ojsc: open joint stock company; pjsc; public joint stock company; oao; pao; otkrytoe aktsionernoe obshchestvo; \
    publichnoe aktsionernoe obshchestvo; open joint stock co; public joint stock co; \
    publichne aktsionerne tovaristvo; pat
    cjsc: closed joint stock company; zao; zakrytoe aktsionernoe obshchestvo; closed joint stock co
    spzoo: sp z o o; spolka z ograniczona odpowiedzialnoscia; sp zoo; sp z oo
    sro: spolecnost s rucenim omezenym; spol s r o; spol sro
    kft: korlatolt felelossegu tarsasag
    nyrt: nyilvanosan mukodo reszvenytarsasag
    zrt: zartkoruen mukodo reszvenytarsasag
    doo: drustvo s ogranicenom odgovornoscu; d o o
    dd: dionicko drustvo
    ad: aktsionerno druzhestvo; akcionarsko drustvo
    ood: druzhestvo s ogranichena otgovornost
    ae: anonymi etaireia; anonimi eteria
    fsue: fgup; federal state unitary enterprise; federalnoe gosudarstvennoe unitarnoe predpriyatie; \
    federalnoye gosudarstvennoye unitarnoye predpriyatiye
    pt: perseroan terbatas
    tbk: terbuka
    """

  private static let codesAndSpellings: [(code: String, spelling: String)] = rows.split(separator: "\n").flatMap {
    row in
    let parts = row.split(separator: ":").map(String.init)
    guard let code = parts.first?.trimmed, let list = parts.last else { return [(code: String, spelling: String)]() }
    return [(code, code)] + list.split(separator: ";").map { (code, String($0).trimmed) }
  }

  private static let spellings = Dictionary(codesAndSpellings.map { ($0.spelling, $0.code) }) { first, _ in first }

  private static let phrases: [(scalars: [Unicode.Scalar], code: String)] =
    codesAndSpellings
    .filter { $0.spelling.utf8.count >= 16 && $0.spelling.utf8.contains(0x20) }
    .map { (Array($0.spelling.unicodeScalars), $0.code) }

  /// Forms that stand before the name: of Russia and its neighbours, of Romania, of Indonesia, and those written out.
  private static let leading = spellings.filter { spelling, code in
    ["ooo", "oao", "pao", "zao", "ao", "ab", "fgup", "too", "tov", "pat", "pt", "srl", "jsc", "ojsc", "pjsc", "cjsc"]
      .contains(spelling)
      || spelling.utf8.count >= 16 && ["llc", "jsc", "ojsc", "cjsc", "srl", "sarl", "sa", "fsue"].contains(code)
      || spelling == "joint stock company"
  }

  private static let affixes: [(form: [Unicode.Scalar], code: String)] = [
    ("株式会社", "kk"), ("有限会社", "yk"), ("合同会社", "gk"), ("股份有限公司", "co ltd"), ("有限公司", "co ltd"),
    ("주식회사", "kk"),
  ].map { (Array($0.0.unicodeScalars), $0.1) }

  /// The general words that a special form may be translated with.
  private static let parents: [String: Set<String>] = [
    "ojsc": ["jsc"], "cjsc": ["jsc"], "as": ["jsc"], "ad": ["jsc"], "oyj": ["oy"], "asa": ["as"], "sab": ["sa"],
    "sa de cv": ["sa"], "co ltd": ["ltd", "kk", "inc"], "pte ltd": ["ltd"], "pty ltd": ["ltd"], "tbk": ["pt"],
    "kg": ["gmbh co kg", "ag co kg"], "spzoo": ["llc", "ltd"], "sro": ["llc", "ltd"], "gmbh": ["llc"], "srl": ["llc"],
    "sarl": ["llc"], "doo": ["llc"], "ood": ["llc"], "nyrt": ["plc"], "bhd": ["sdn bhd"],
  ]
}

extension String {
  fileprivate var trimmed: String {
    var scalars = unicodeScalars[...]
    while scalars.first == " " { scalars.removeFirst() }
    while scalars.last == " " { scalars.removeLast() }
    return String(scalars)
  }
}
