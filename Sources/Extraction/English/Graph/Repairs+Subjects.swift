import Language

/// Mends clauses of which one has another's subject or verb.
extension SentenceGraph {
  /// "Exports rose 3% and imports fell 4%", where the first amount is read as the subject of the second verb.
  mutating func mendValueSubject(_ node: Int) -> Bool {
    guard nodes[node].relation == "nsubj", nodes[node].isValue, !nodes[node].isDate, let verb = nodes[node].head,
      nodes[verb].relation == "conj", let first = nodes[verb].head, first < node, node < verb,
      nodes[first].partOfSpeech == .verb, children(of: first, "obj").isEmpty,
      let subject = children(of: node, "conj").first(where: {
        $0 > node && $0 < verb && nodes[$0].isNominal && !nodes[$0].isValue
      }),
      let link = child(of: subject, "cc"), ["and", "but", "while"].contains(nodes[link].lower)
    else { return false }
    attach(link, to: verb, "cc")
    attach(subject, to: verb, "nsubj")
    return attach(node, to: first, "obj")
  }

  /// "Norland exports oil and imports 4 million tonnes of grain": a noun in a verb's form, right before an amount that would be the
  /// second object.
  mutating func mendNounOfDeed(_ node: Int) -> Bool {
    guard nodes[node].relation == "conj", ["NNS", "VBZ"].contains(nodes[node].tag),
      nodes[node].form == nodes[node].lower,
      let other = nodes[node].head, nodes[other].relation == "obj", let verb = nodes[other].head,
      nodes[verb].tag == "VBZ", child(of: node, "cc").map({ $0 == node - 1 }) == true, node + 1 < nodes.count,
      nodes[node + 1].isValue, !nodes[node + 1].isDate, nodes[node + 1].head == verb
    else { return false }
    nodes[node].tag = "VBZ"
    nodes[node].partOfSpeech = .verb
    attach(node, to: verb, "conj")
    return attach(node + 1, to: node, "obj")
  }

  /// "Lena Orr, a chemist, lives in Graz; Otto Lind lives in Riga", where the first verb hangs on its subject and this on the second verb.
  mutating func mendFirstClause(_ node: Int) -> Bool {
    guard ["parataxis", "acl", "appos"].contains(nodes[node].relation),
      ["VBZ", "VBD", "VBP"].contains(nodes[node].tag),
      children(of: node, "nsubj", "mark").isEmpty, let subject = nodes[node].head, subject < node,
      nodes[subject].relation == "nsubj", let verb = nodes[subject].head, node < verb,
      let other = children(of: verb, "nsubj").first(where: { $0 > node }),
      (node..<other).contains(where: { nodes[$0].lower == ";" })
    else { return false }
    attach(node, to: verb, "parataxis")
    return attach(subject, to: node, "nsubj")
  }

  /// "The tower, 92 m high, dates from 1880", where "dates" is read as a noun.
  mutating func mendDates(_ node: Int) -> Bool {
    guard nodes[node].lower == "dates", nodes[node].tag == "NNS", node + 1 < nodes.count,
      ["from", "back"].contains(nodes[node + 1].lower), children(of: node, "cop", "det").isEmpty
    else { return false }
    let noun = nodes[node].relation == "root" ? child(of: node, "nsubj") : nodes[node].head
    guard let noun, nodes[noun].isNominal, noun < node,
      nodes[node].relation == "root" || nodes[noun].relation == "root" && children(of: noun, "cop", "nsubj").isEmpty
    else { return false }
    nodes[node].head = nil
    nodes[node].relation = "root"
    attach(noun, to: node, "nsubj")
    for child in children[node] where child != noun && !nodes[child].isPunctuation {
      if child < node {
        attach(child, to: noun, "acl")
      } else if nodes[child].relation == "nmod" {
        nodes[child].relation = "obl"
      }
    }
    nodes[node].tag = "VBZ"
    nodes[node].partOfSpeech = .verb
    nodes[node].lemma = "date"
    return true
  }

  /// "called the ruling a mistake": a participle with an article is a noun, and what is called so.
  mutating func mendNounOfParticiple(_ node: Int) -> Bool {
    guard ["xcomp", "ccomp"].contains(nodes[node].relation), let verb = nodes[node].head, verb < node,
      let article = child(of: node, "det"), article == node - 1, nodes[node].lower.hasSuffix("ing"),
      let name = children(of: verb, "xcomp").first(where: { $0 > node && nodes[$0].isNominal })
        ?? (ClauseFacts.naming.contains(nodes[verb].lemma) ? child(of: node, "obj") : nil)
    else { return false }
    nodes[node].tag = "NN"
    nodes[node].partOfSpeech = .noun
    nodes[node].lemma = nodes[node].lower
    attach(name, to: verb, "xcomp")
    return attach(node, to: verb, "obj")
  }

  /// "Feed costs rose 6%", where the first word is read as a verb: a noun before a noun.
  mutating func mendBareSubject(_ node: Int) -> Bool {
    guard node == 0, nodes[node].relation == "csubj", nodes[node].tag == "VB", nodes.count > 2,
      let verb = nodes[node].head,
      ["VBD", "VBZ", "VBP"].contains(nodes[verb].tag), verb == 2, nodes[1].relation == "obj", nodes[1].head == node,
      nodes[1].partOfSpeech == .noun, children[node].count == 1, children[1].isEmpty
    else { return false }
    nodes[node].tag = "NN"
    nodes[node].partOfSpeech = .noun
    attach(1, to: verb, "nsubj")
    return attach(node, to: 1, "compound")
  }

  private static let results: Set<String> = ["earnings", "income", "loss", "margin", "profit", "profits", "result"]

  /// "Reported profit before tax was 44 million pounds", where "before tax" is read as a clause: the profit was.
  mutating func mendBeforeTax(_ node: Int) -> Bool {
    guard ["tax", "taxes", "interest"].contains(nodes[node].lower), nodes[node].relation == "nsubj", node > 1,
      ["before", "after"].contains(nodes[node - 1].lower), nodes[node - 1].relation == "mark",
      let predicate = nodes[node].head, nodes[node - 1].head == predicate, Self.results.contains(nodes[node - 2].lower)
    else { return false }
    let noun = node - 2
    if let verb = nodes[noun].head, nodes[predicate].head == verb, nodes[verb].relation == "root", verb == noun - 1,
      nodes[verb].tag == "VBN"
    {
      nodes[predicate].head = nil
      nodes[predicate].relation = "root"
      for child in children[verb] where child != noun && child != predicate {
        attach(child, to: predicate, nodes[child].relation)
      }
      attach(noun, to: predicate, "nsubj")
      nodes[verb].partOfSpeech = .adjective
      attach(verb, to: noun, "amod")
    } else {
      guard attach(noun, to: predicate, "nsubj") else { return false }
    }
    attach(node - 1, to: node, "case")
    return attach(node, to: noun, "nmod")
  }

  /// "The bus, police said, carried 40 pupils": who says it stands right before the verb of saying, and the other subject is of what is
  /// said.
  mutating func mendInterruption(_ verb: Int) -> Bool {
    guard Attributions.quoting.contains(nodes[verb].lemma), nodes[verb].partOfSpeech == .verb,
      let said = child(of: verb, "ccomp"), said > verb, children(of: said, "nsubj", "mark").isEmpty,
      verb + 1 < said, isBehindComma(start(said)) || nodes[verb + 1].lower == ","
    else { return false }
    let subjects = children(of: verb, "nsubj").filter { $0 < verb }
    // "The ferry, witnesses said, hit": or an apposition to the other subject.
    if subjects.count == 1, let speaker = children(of: subjects[0], "appos").last, child(of: speaker, "det") == nil,
      subtree(speaker).last == verb - 1, nodes[start(speaker) - 1].lower == ","
    {
      attach(subjects[0], to: said, "nsubj")
      return attach(speaker, to: verb, "nsubj")
    }
    guard subjects.count == 2, subtree(subjects[1]).last == verb - 1,
      (subjects[0]..<subjects[1]).contains(where: { nodes[$0].lower == "," })
    else { return false }
    return attach(subjects[0], to: said, "nsubj")
  }
}
