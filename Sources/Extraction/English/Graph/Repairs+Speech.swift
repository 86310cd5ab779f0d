import Language

/// Mends who says what, and amounts that go from one to another.
extension SentenceGraph {
  /// "A car ferry ran aground near Stord, injuring nine people, police said": what stands before the clause is its subject, and who speaks
  /// stands right before the verb of saying.
  mutating func mendLateSpeaker(_ verb: Int) -> Bool {
    guard Attributions.quoting.contains(nodes[verb].lemma), ["VBD", "VBZ"].contains(nodes[verb].tag),
      children(of: verb, "aux").isEmpty,
      let said = children(of: verb, "ccomp").first(where: { $0 < verb }),
      let subject = children(of: verb, "nsubj").first(where: { $0 < said }),
      children(of: said, "nsubj", "expl").allSatisfy({ $0 > said }),
      let speaker = (children(of: verb, "nsubj") + children(of: said, "nsubj", "obj", "obl", "appos", "parataxis"))
        .first(where: { $0 > said && $0 < verb && nodes[$0].isNominal && !nodes[$0].isValue }),
      preposition(of: speaker) == nil, isBehindComma(start(speaker)), subtree(speaker).last == verb - 1
    else { return false }
    attach(subject, to: said, child(of: said, "aux", subtype: "pass") == nil ? "nsubj" : "nsubj:pass")
    if nodes[speaker].head == verb, nodes[speaker].relation == "nsubj" { return true }
    return attach(speaker, to: verb, "nsubj")
  }

  /// "extended from five to ten frames": two amounts, and not one that is five and ten.
  mutating func mendFromTo(_ node: Int) -> Bool {
    guard nodes[node].isValue, !nodes[node].isDate, node > 1, nodes[node - 1].lower == "to",
      nodes[node - 1].relation == "case", case let first = node - 2, nodes[first].isValue, !nodes[first].isDate,
      nodes[first].head == node, nodes[first].relation == "nummod", first > 0, nodes[first - 1].lower == "from",
      nodes[first - 1].head == node, let verb = nodes[node].head
    else { return false }
    attach(first - 1, to: first, "case")
    return attach(first, to: verb, nodes[node].relation)
  }

  private static let setting: Set<String> = [
    "bring", "change", "cut", "extend", "increase", "lengthen", "lower", "lift", "narrow", "raise", "reduce", "shorten",
    "widen",
  ]

  /// "reduces the share of costs borne by Ferrand from 80% to 60%": reduced, and not borne from.
  mutating func mendSetting(_ node: Int) -> Bool {
    guard nodes[node].isValue, !nodes[node].isDate, preposition(of: node) == "from", let participle = nodes[node].head,
      nodes[participle].relation == "acl", nodes[participle].tag == "VBN", let last = subtree(node).last,
      let target = ((node + 1)..<min(node + 5, nodes.count)).first(where: {
        nodes[$0].isValue && preposition(of: $0) == "to"
      }), target <= last + 2
    else { return false }
    var at = participle
    for _ in 0..<8 {
      guard let head = nodes[at].head, head < at else { return false }
      at = head
      if nodes[at].partOfSpeech == .verb { break }
    }
    guard Self.setting.contains(nodes[at].lemma), attach(node, to: at, "obl") else { return false }
    return attach(target, to: at, "obl")
  }

  /// "Lanternfish is an editor for subtitles, written in Rust": the editor is, behind the comma, and not the subtitles.
  mutating func mendDistantParticiple(_ node: Int) -> Bool {
    guard nodes[node].relation == "acl", nodes[node].tag == "VBN", nodes[node].subtype.isEmpty,
      let near = nodes[node].head, nodes[near].relation == "nmod", nodes[near].partOfSpeech == .noun,
      nodes[near].name == nil, child(of: near, "det") == nil, isBehindComma(start(node)),
      let top = nodes[near].head, child(of: top, "cop") != nil, child(of: top, "nsubj") != nil, top < near
    else { return false }
    return attach(node, to: top, "acl")
  }

  /// "may not start before the season ends, and must be completed by November": behind the comma the main clause goes on.
  ///
  /// So it does in "denied reports that the stage would be shortened, but said that it could be moved": who denied it said so.
  mutating func mendOuterVerb(_ node: Int) -> Bool {
    if let outer = outerSpeech(node) { return attach(node, to: outer, "conj") }
    guard nodes[node].relation == "conj", nodes[node].partOfSpeech == .verb, let inner = nodes[node].head,
      inner < node, nodes[inner].relation == "advcl", isSetOff(inner), let main = nodes[inner].head, main < inner,
      children(of: node, "nsubj", "expl").isEmpty, let conjunction = child(of: node, "cc"),
      conjunction > 0, nodes[conjunction - 1].lower == ",",
      children(of: node, "aux").contains(where: { nodes[$0].tag == "MD" }),
      children(of: main, "aux").contains(where: { nodes[$0].tag == "MD" })
    else { return false }
    return attach(node, to: main, "conj")
  }

  /// The verb of saying that another one of the past goes on, where the parser has it as a part of what was said.
  private func outerSpeech(_ node: Int) -> Int? {
    guard nodes[node].relation == "conj", nodes[node].tag == "VBD", Attributions.saying.contains(nodes[node].lemma),
      children(of: node, "nsubj").isEmpty, let conjunction = child(of: node, "cc"), nodes[conjunction].lower == "but",
      let inner = nodes[node].head, inner < node, nodes[inner].tag != "VBD",
      children(of: inner, "aux").contains(where: { nodes[$0].tag == "MD" })
    else { return nil }
    var at = inner
    for _ in 0..<6 {
      guard let head = nodes[at].head else { return nil }
      at = head
      if nodes[at].tag == "VBD", child(of: at, "nsubj") != nil { return at }
    }
    return nil
  }

  /// "Vessels longer than 24 metres must carry cameras": which vessels, and no second subject.
  mutating func mendLimit(_ node: Int) -> Bool {
    guard nodes[node].relation == "nsubj", nodes[node].isValue, !nodes[node].isDate, node > 0,
      nodes[node].lower.contains(" than "), nodes[node - 1].relation == "nsubj", !nodes[node - 1].isValue,
      nodes[node - 1].head == nodes[node].head
    else { return false }
    return attach(node, to: node - 1, "amod")
  }

  /// "accused the company of having saved money": the deed that it is accused of.
  mutating func mendAccusation(_ node: Int) -> Bool {
    guard nodes[node].relation == "acl", let object = nodes[node].head, nodes[object].relation == "obj",
      let verb = nodes[object].head, verb < object,
      children(of: node, "mark").contains(where: { ["of", "from"].contains(nodes[$0].lower) }),
      ["accuse", "acquit", "charge", "clear", "convict", "suspect", "absolve", "exonerate"].contains(nodes[verb].lemma)
    else { return false }
    return attach(node, to: verb, "xcomp")
  }

  /// "The main employers are a paper mill, a clinic and the firm Brehmer": three, and not a mill that is a clinic.
  mutating func mendListOfKinds(_ node: Int) -> Bool {
    guard nodes[node].relation == "appos", nodes[node].isNominal, let first = nodes[node].head, first < node,
      ["NN", "NNP"].contains(nodes[first].tag), let determiner = child(of: first, "det"),
      ["a", "an"].contains(nodes[determiner].lower), child(of: node, "det") != nil,
      children(of: first, "cop").contains(where: { ["are", "were"].contains(nodes[$0].lower) }),
      let last = subtree(node).first(where: {
        $0 > node && nodes[$0].relation == "conj" && child(of: $0, "cc") != nil && child(of: $0, "det") != nil
      })
    else { return false }
    for member in children(of: node, "conj") where member != last { attach(member, to: first, "conj") }
    attach(last, to: first, "conj")
    return attach(node, to: first, "conj")
  }

  /// "five villages, the largest of which is Hohenau": of the largest it is said, and not of what stands before.
  mutating func mendOfWhich(_ node: Int) -> Bool {
    guard nodes[node].relation == "acl", nodes[node].subtype == "relcl", let head = nodes[node].head,
      children(of: node, "nsubj").isEmpty,
      let part = children(of: head, "appos", "conj", "parataxis").last(where: { part in
        part > head && part < node
          && children[part].contains { nodes[$0].lower == "which" && preposition(of: $0) == "of" }
      })
    else { return false }
    guard attach(part, to: node, "nsubj") else { return false }
    // "Altstadt, Neustadt and five villages, the largest of which": of the last of a list.
    if let last = children(of: head, "conj").last(where: { $0 < part }), attach(node, to: last, "acl") {
      nodes[node].subtype = "relcl"
    }
    return true
  }
}
