import Language
import Values

/// Completes the names that the recogniser found by what the text itself tells: an acronym in brackets, and the words that names of
/// organisations are made with.
extension SentenceGraph {
  /// Words that make an organisation's name of the capitalised words around them.
  static let bodies: Set<String> = [
    "organization", "organisation", "university", "institute", "institution", "ministry", "agency", "survey", "bank",
    "commission", "committee", "council", "corporation", "company", "association", "foundation", "federation", "union",
    "academy", "department", "office", "bureau", "authority", "society", "college", "board", "court", "parliament",
    "programme", "program", "laboratory", "observatory", "administration", "assembly", "group", "club", "party", "fund",
    "league", "army", "navy", "police", "church", "museum", "library", "theatre", "hospital", "airlines", "airways",
  ]
  private static let connectors: Set<String> = ["of", "for", "the", "on", "in", "and", "&", "de", "du", "des"]

  /// Words that a place's name begins or ends with, and no person's.
  static let placesBefore: Set<String> = [
    "mount", "lake", "cape", "port", "fort", "isle", "gulf", "strait", "point",
  ]
  static let placesBehind: Set<String> = [
    "park", "bridge", "tower", "station", "plant", "mine", "airport", "lake", "river", "island", "islands", "valley",
    "street", "road", "avenue", "square", "mountain", "mountains", "bay", "sea", "ocean", "canal", "tunnel", "harbour",
    "harbor", "desert", "peninsula", "province", "county", "district", "glacier", "volcano", "forest", "beach",
  ]

  private static let directions: Set<String> = [
    "upper", "lower", "north", "south", "east", "west", "new", "old", "great", "greater", "little", "central",
  ]
  static let awards: Set<String> = ["award", "cup", "medal", "prize", "trophy"]

  /// Whether the words of a name are those of a body, a place or a company: "Halden Energy Institute", "Laukna Solar Park".
  static func isNoPersonsName(_ words: [String]) -> Bool {
    guard let last = words.last else { return true }
    return words.contains { bodies.contains($0.lowercased()) } || placesBefore.contains(words[0].lowercased())
      || directions.contains(words[0].lowercased())
      || placesBehind.contains(last.lowercased()) || CompanyNames.hasLegalForm(last)
  }

  /// "Laukna Solar Park" is nobody, and "chief executive Priya Castellane" no place.
  private mutating func correctKinds() {
    for index in names.indices where names[index].kind != .person && (2...3).contains(names[index].nodes.count) {
      let range = names[index].nodes
      guard case let before = nodes[max(range.lowerBound, 1) - 1],
        before.form == before.lower && SentenceFacts.offices.contains(before.lower) || isLiving(range),
        range.allSatisfy({ !Self.bodies.contains(nodes[$0].lower) && !Self.placesBehind.contains(nodes[$0].lower) })
      else { continue }
      mark(.person, of: index)
    }
    // "the Prince Eugen Medal", of which the recogniser knew "Eugen Medal".
    for index in names.indices where Self.awards.contains(nodes[names[index].nodes.upperBound - 1].lower) {
      var range = names[index].nodes
      guard range.count > 1 else { continue }
      while range.lowerBound > 0, nodes[range.lowerBound - 1].partOfSpeech == .name,
        isCapital(range.lowerBound - 1), nodes[range.lowerBound - 1].name == nil
      { range = (range.lowerBound - 1)..<range.upperBound }
      names[index].nodes = range
      mark(.organisation, of: index)
    }
    for index in names.indices where names[index].kind == .person && isJoined(names[index].nodes) {
      mark(.organisation, of: index)
    }
    for index in names.indices where names[index].kind == .person && names[index].nodes.count > 1 {
      let range = names[index].nodes
      guard
        Self.placesBefore.contains(nodes[range.lowerBound].lower)
          || Self.placesBehind.contains(nodes[range.upperBound - 1].lower)
      else { continue }
      mark(.place, of: index)
    }
  }

  private mutating func mark(_ kind: NameKind, of index: Int) {
    names[index].kind = kind
    for node in names[index].nodes {
      nodes[node].name = kind
      nodes[node].nameIndex = index
    }
  }

  /// Makes some words one name, in place of those that they were parts of.
  mutating func addName(_ kind: NameKind, _ range: Range<Int>) {
    names.removeAll { $0.nodes.overlaps(range) }
    names.append((kind, range))
    names.sort { $0.nodes.lowerBound < $1.nodes.lowerBound }
    for index in names.indices { mark(names[index].kind, of: index) }
  }

  /// What people do and no places, nor what has been founded.
  private static let lives: Set<String> = ["bear", "graduate", "marry", "retire", "study"]

  /// "Ngozi Uzor grew up in Enugu", "Ardal Kosk studied law"
  private func isLiving(_ name: Range<Int>) -> Bool {
    guard let top = top(of: name),
      nodes[top].relation == "nsubj", let verb = nodes[top].head, nodes[verb].partOfSpeech == .verb,
      !Places.isCountry(name.map { nodes[$0].lower }.joined(separator: " "))
    else { return false }
    if Self.lives.contains(nodes[verb].lemma) { return true }
    return nodes[verb].lemma == "grow" && verb + 1 < nodes.count && nodes[verb + 1].lower == "up"
  }

  /// "She then joined Halden Flow as a test engineer", "founded Lorne Pike": what is founded, or joined as something, is nobody.
  private func isJoined(_ name: Range<Int>) -> Bool {
    guard let top = top(of: name), let verb = nodes[top].head else { return false }
    // "Lunde was founded by Greta Lunde"
    if nodes[top].relation == "nsubj", nodes[top].subtype == "pass" {
      return ["found", "co-found", "cofound", "incorporate"].contains(nodes[verb].lemma)
    }
    guard nodes[top].relation == "obj", nodes[verb].partOfSpeech == .verb else { return false }
    switch nodes[verb].lemma {
    case "found", "co-found", "cofound", "acquire": return true
    case "join":
      return nodes.indices.contains { node in
        nodes[node].head == verb && node > top && nodes[node].relation == "obl"
          && nodes.indices.contains {
            nodes[$0].head == node && nodes[$0].lower == "as" && nodes[$0].relation == "case"
          }
      }
    default: return false
    }
  }

  /// Adds and widens names.
  mutating func completeNames() {
    uncapitalise()
    readAcronyms()
    trimNames()
    correctKinds()
    joinParted()
    var found: [(kind: NameKind, nodes: Range<Int>)] = []
    for node in nodes.indices {
      if let name = nameBeforeAcronym(node) { found.append(name) }
      // "Statistics Iceland"
      if nodes[node].form == "Statistics", node + 1 < nodes.count, Places.isCountry(nodes[node + 1].lower) {
        nodes[node].partOfSpeech = .name
        found.append((.organisation, node..<(node + 2)))
      }
      // A company that was read as one word.
      if nodes[node].value == nil, nodes[node].form.utf8.contains(0x20), nodes[node].form.first?.isUppercase ?? false {
        nodes[node].partOfSpeech = .name
        nodes[node].lemma = nodes[node].form
        found.append((.organisation, node..<(node + 1)))
      }
    }
    var at = 0
    while at < nodes.count {
      guard isCapital(at), let run = run(from: at) else {
        at += 1
        continue
      }
      let isBody = run.contains { Self.bodies.contains(nodes[$0].lower) && isCapital($0) }
      if isBody, run.count > 1, run.count < Self.longestName, !found.contains(where: { $0.nodes.overlaps(run) }) {
        found.append((.organisation, run))
      }
      if let firm = partnership(run), !found.contains(where: { $0.nodes.overlaps(firm) }) {
        found.append((.organisation, firm))
        joinWords(firm)
      }
      at = run.upperBound
    }
    if !found.isEmpty { names = names.filter { name in !found.contains { $0.nodes.overlaps(name.nodes) } } + found }
    guard widenNames() || !found.isEmpty else { return }
    names.sort { $0.nodes.lowerBound < $1.nodes.lowerBound }
    for node in nodes.indices {
      nodes[node].name = nil
      nodes[node].nameIndex = nil
    }
    for (index, name) in names.enumerated() {
      for node in name.nodes {
        nodes[node].name = name.kind
        nodes[node].nameIndex = index
      }
    }
  }

  /// "The IIRS is based": capitals to the end are an abbreviation, and no plural.
  private mutating func readAcronyms() {
    let found = nodes.indices.filter { node in
      guard nodes[node].tag == "NNS" || nodes[node].tag == "NN", nodes[node].value == nil else { return false }
      let form = nodes[node].form.utf8
      return (3...8).contains(form.count)
        && form.allSatisfy { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
    }
    // In a headline all is in capitals.
    guard !found.isEmpty, nodes.contains(where: { $0.form.contains(where: \.isLowercase) && $0.form.count > 3 }) else {
      return
    }
    for node in found {
      nodes[node].tag = "NNP"
      nodes[node].partOfSpeech = .name
      nodes[node].lemma = nodes[node].form
    }
  }

  /// "In the league Rosendal FC finished": a name that begins with a small noun, of another phrase.
  private mutating func trimNames() {
    for index in names.indices where names[index].nodes.count > 1 {
      var range = names[index].nodes
      while range.count > 1, nodes[range.lowerBound].form == nodes[range.lowerBound].lower,
        nodes[range.lowerBound].tag == "NN", nodes[range.lowerBound + 1].form.first?.isUppercase ?? false
      {
        nodes[range.lowerBound].name = nil
        nodes[range.lowerBound].nameIndex = nil
        range = (range.lowerBound + 1)..<range.upperBound
      }
      names[index].nodes = range
    }
    // "Ole Berg and Kai Lund" are two.
    for index in names.indices where names[index].kind == .person {
      let range = names[index].nodes
      guard let middle = range.first(where: { nodes[$0].lower == "and" }), middle - range.lowerBound > 1,
        range.upperBound - middle > 2
      else { continue }
      names[index].nodes = range.lowerBound..<middle
      nodes[middle].name = nil
      nodes[middle].nameIndex = nil
      names.append((.person, (middle + 1)..<range.upperBound))
      mark(.person, of: names.count - 1)
    }
    // "In the trade of Norway Sweden’s share": two countries side by side are not one.
    for index in names.indices where names[index].kind != .person && names[index].nodes.count == 2 {
      let range = names[index].nodes
      guard range.allSatisfy({ Places.isCountry(nodes[$0].lower) }) else { continue }
      names[index].nodes = range.lowerBound..<(range.lowerBound + 1)
      mark(.place, of: index)
      names.append((.place, (range.lowerBound + 1)..<range.upperBound))
      mark(.place, of: names.count - 1)
    }
  }

  /// "Revenue of Velmora Foods": the first word has its capital from the sentence, and is no part of the name.
  private mutating func uncapitalise() {
    guard nodes.count > 3, ["of", "in", "at"].contains(nodes[1].lower), nodes[0].partOfSpeech == .name,
      KeyWords.results.contains(nodes[0].lower) || KeyWords.statistics.contains(nodes[0].lower)
        || KeyWords.flows.contains(nodes[0].lower)
        || ["exports", "imports", "production", "output"].contains(nodes[0].lower)
    else { return }
    nodes[0].partOfSpeech = .noun
    nodes[0].name = nil
    nodes[0].nameIndex = nil
    guard let index = names.firstIndex(where: { $0.nodes.contains(0) }) else { return }
    if names[index].nodes.upperBound > 2 {
      nodes[1].name = nil
      nodes[1].nameIndex = nil
      names[index].nodes = 2..<names[index].nodes.upperBound
    } else {
      names.remove(at: index)
      for name in names.indices { mark(names[name].kind, of: name) }
    }
  }

  /// "Oberlin & Sons", "Marsh & Pell": the sign stands in names, and hardly anywhere else between capitals.
  private func partnership(_ run: Range<Int>) -> Range<Int>? {
    let next = run.upperBound + 1
    guard next < nodes.count, nodes[run.upperBound].lower == "&", nodes[next].form.first?.isUppercase ?? false,
      !nodes[next].isValue, run.count <= 3, run.allSatisfy({ nodes[$0].form.first?.isUppercase ?? false })
    else { return nil }
    var end = next + 1
    while end < nodes.count, end - run.lowerBound < Self.longestName, isCapital(end) { end += 1 }
    return run.lowerBound..<end
  }

  /// Makes one phrase of the words of a name: the one that hangs on what is outside has the others.
  private mutating func joinWords(_ name: Range<Int>) {
    guard let top = top(of: name) else { return }
    for node in name where node != top {
      nodes[node].head = top
      nodes[node].relation = "flat"
      nodes[node].subtype = ""
    }
  }

  /// "the former bank manager Radomir Veselka", of which the tree has both words beside the manager: one name, and what hangs on its last
  /// word by "of" belongs to the verb.
  private mutating func joinParted() {
    for name in names where (2...3).contains(name.nodes.count) {
      let tops = name.nodes.filter { !(nodes[$0].head.map(name.nodes.contains) ?? false) }
      guard tops.count > 1, let head = nodes[tops[0]].head, tops.allSatisfy({ nodes[$0].head == head }),
        nodes[tops[0]].relation == "appos"
      else { continue }
      for node in nodes.indices where !name.nodes.contains(node) && nodes[node].head.map(name.nodes.contains) ?? false {
        let isOf =
          nodes[node].relation == "nmod"
          && nodes.contains { $0.head == node && $0.relation == "case" && $0.lower == "of" }
        if isOf, let verb = nodes[head].head, nodes[verb].partOfSpeech == .verb {
          nodes[node].head = verb
          nodes[node].relation = "obl"
        } else {
          nodes[node].head = tops[0]
        }
      }
      joinWords(name.nodes)
    }
  }

  func isCapital(_ node: Int) -> Bool {
    guard let first = nodes[node].form.first, first.isUppercase, !nodes[node].isValue else { return false }
    if nodes[node].partOfSpeech == .name { return true }
    // The first word of a sentence is capitalised whatever it is.
    return node > 0 && [.noun, .adjective, .other].contains(nodes[node].partOfSpeech)
  }

  /// Capitalised words with small words between them, from one on.
  private func run(from start: Int) -> Range<Int>? {
    var end = start + 1
    while end < nodes.count, end - start < Self.longestName {
      // "Sea-Air-Space Museum"
      if nodes[end].lower == "-", end + 1 < nodes.count, isCapital(end + 1),
        nodes[end - 1].range.upperBound == nodes[end].range.lowerBound,
        nodes[end].range.upperBound == nodes[end + 1].range.lowerBound
      {
        end += 2
        continue
      }
      if isCapital(end)
        || (["'s", "’s", "'", "’"].contains(nodes[end].lower) && end + 1 < nodes.count && isCapital(end + 1))
      {
        end += 1
        continue
      }
      var next = end
      while next < nodes.count, Self.connectors.contains(nodes[next].lower), next - end < 2 { next += 1 }
      guard next > end, next < nodes.count, isCapital(next), joins(start..<end, end, next) else { break }
      end = next + 1
    }
    return start..<end
  }

  /// Whether a small word between two capitalised ones belongs to one name: "Institute of Volcanology and Seismology", but not "the
  /// Bank of England and the University of Oxford" nor "the Commission in Brussels".
  private func joins(_ before: Range<Int>, _ first: Int, _ next: Int) -> Bool {
    let words = (first..<next).map { nodes[$0].lower }
    let hasBody = before.contains { Self.bodies.contains(nodes[$0].lower) }
    switch words[0] {
    case "of", "for", "de", "du", "des": return hasBody || next - first == 1
    case "and", "&":
      guard words.count == 1, before.contains(where: { ["of", "for"].contains(nodes[$0].lower) }) else { return false }
      return nodes[next].name == nil && !Self.bodies.contains(nodes[next].lower)
    case "on": return hasBody && words.count == 1
    default: return false
    }
  }

  /// "the Philippine Institute of Volcanology and Seismology (PHIVOLCS)": the capitalised words before the bracket, from the one that
  /// begins as the acronym does.
  private func nameBeforeAcronym(_ node: Int) -> (kind: NameKind, nodes: Range<Int>)? {
    guard node > 1, node + 2 < nodes.count, nodes[node].lower == "(", nodes[node + 2].lower == ")",
      let first = nodes[node + 1].form.first, nodes[node + 1].form.count > 1,
      nodes[node + 1].form.allSatisfy(\.isLetter), nodes[node + 1].form.count <= 10,
      nodes[node + 1].form.count(where: \.isUppercase) * 2 > nodes[node + 1].form.count, isCapital(node - 1)
    else { return nil }
    var start = node - 1
    var best: Int?
    while start >= 0, node - start <= 12 {
      if isCapital(start) {
        if nodes[start].form.first == first { best = start }
      } else if !Self.connectors.contains(nodes[start].lower) {
        break
      }
      start -= 1
    }
    guard let best, node - best > 1 else { return nil }
    let kind = nodes[best..<node].lazy.compactMap(\.name).first { $0 != .person } ?? .organisation
    let hasBody = nodes[best..<node].contains { Self.bodies.contains($0.lower) }
    return (hasBody ? .organisation : kind, best..<node)
  }
}
