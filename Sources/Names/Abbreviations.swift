/// Words of the names of organisations and places that are written short.
enum Abbreviations {
  /// The groups that a word is in. Words of one group stand for each other.
  static func groups(of word: String) -> Set<Int> { groupsByWord[word] ?? [] }

  private static let rows = """
    international intl
    national natl
    brothers bros
    association assn assoc
    associates assoc
    department dept
    government govt
    university univ
    institute inst
    manufacturing mfg mfrg
    industries inds
    services svcs
    service svc
    group grp
    holdings hldgs
    holding hldg
    management mgmt mgt
    committee cttee
    foundation fdn
    laboratories labs
    laboratory lab
    engineering engg
    development dev
    center centre ctr
    technologies techs
    technology tech
    insurance ins
    federation fed
    saint st
    sainte ste
    mount mt
    fort ft
    """

  private static let groupsByWord: [String: Set<Int>] = {
    var groups: [String: Set<Int>] = [:]
    for (index, row) in rows.split(separator: "\n").enumerated() {
      for word in row.split(separator: " ") { groups[String(word), default: []].insert(index) }
    }
    return groups
  }()
}
