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

  /// "Okafor, 24, joined City": who did is the name, and not its age.
  mutating func mendAge(_ age: Int) -> Bool {
    guard let number = nodes[age].value?.value, number.kind == .number, let years = number.number, years > 0,
      years < 120,
      age >= 2, age + 2 < nodes.count, nodes[age - 1].lower == ",", nodes[age + 1].lower == ",",
      let verb = nodes[age].head, verb > age, verb <= age + 4, ["VBD", "VBZ", "VBP", "VBN"].contains(nodes[verb].tag),
      children(of: verb, "nsubj", "csubj", "expl").allSatisfy({ $0 == age })
    else { return false }
    var name = age - 2
    while nodes[name].relation == "flat" || nodes[name].relation == "compound", let head = nodes[name].head,
      abs(head - name) <= 3, head < age
    { name = head }
    guard nodes[name].head == verb, nodes[name].form.first?.isUppercase ?? false, !nodes[name].isValue,
      ["advmod", "obl", "dep", "vocative", "discourse", "parataxis", "dislocated", "nmod"].contains(
        nodes[name].relation
      ),
      children(of: name, "case").isEmpty, attach(name, to: verb, "nsubj")
    else { return false }
    if let passive = child(of: verb, "aux", subtype: "pass"), passive < verb { nodes[name].subtype = "pass" }
    // A surname that nobody knows may have been taken for an exclamation.
    (nodes[name].partOfSpeech, nodes[name].tag) = (.name, "NNP")
    return attach(age, to: name, "appos")
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

  /// "In the trade of Russia Japan’s share accounts for 3.6%": a share is no account, but what it accounts for.
  mutating func mendAccountFor(_ node: Int) -> Bool {
    guard ["account", "accounts"].contains(nodes[node].lower), nodes[node].partOfSpeech == .noun, node > 0,
      nodes[node - 1].partOfSpeech == .noun, nodes[node - 1].head == node, nodes[node - 1].relation == "compound",
      let value = children(of: node, "nmod").first(where: {
        nodes[$0].value?.value?.kind == .percent && preposition(of: $0) == "for"
      }), start(value) == node + 1
    else { return false }
    let share = node - 1
    // What stands before the noun is the share's, but for the preposition of a phrase that ended before it.
    var outer: Int?
    if let preposition = child(of: node, "case") {
      guard let owner = child(of: node, "nmod", subtype: "poss"), let head = nodes[node].head, head < node,
        let other = children(of: owner, "compound").first, other == preposition + 1,
        Places.isCountry(nodes[other].lower),
        Places.isCountry(nodes[owner].lower), attach(other, to: head, "nmod"), attach(preposition, to: other, "case")
      else { return false }
      outer = head
    } else if nodes[node].relation != "nsubj" {
      return false
    }
    for child in children[node] where child < share && nodes[child].head == node {
      let subtype = nodes[child].subtype
      if attach(child, to: share, nodes[child].relation) { nodes[child].subtype = subtype }
    }
    nodes[share].relation = "nsubj"
    nodes[node].partOfSpeech = .verb
    nodes[node].tag = nodes[node].lower == "accounts" ? "VBZ" : "VBP"
    nodes[node].lemma = "account"
    nodes[value].relation = "obl"
    // The phrase before it says where; the verb that stands further on, if any, is a sentence of its own.
    var top = outer ?? node
    while let head = nodes[top].head, head < node { top = head }
    if let head = nodes[top].head {
      nodes[node].head = head
      nodes[node].relation = "parataxis"
      for child in children[head] where child < start(share) && child != node && nodes[child].head == head {
        attach(child, to: node, "obl")
      }
    } else {
      nodes[node].head = nil
      nodes[node].relation = "root"
    }
    if top != node { attach(top, to: node, "obl") }
    return true
  }

  /// "There continues to develop educational exchange between them": what stands behind the verb is who does it.
  mutating func mendThereSubject(_ node: Int) -> Bool {
    guard nodes[node].partOfSpeech == .verb, nodes[node].lemma != "be",
      let there = child(of: node, "expl"), nodes[there].lower == "there", there < node,
      children(of: node, "nsubj", "csubj").isEmpty,
      children[node].allSatisfy({
        $0 >= there || ["punct", "cc", "mark", "advmod", "obl"].contains(nodes[$0].relation)
      })
    else { return false }
    let verb = children(of: node, "xcomp").first { isInfinitive($0) && children(of: node, "obj").isEmpty } ?? node
    guard let thing = child(of: verb, "obj"), thing > verb, nodes[thing].isNominal else { return false }
    // "develop vigorously educational exchange": how it does, and not how educational that is.
    if verb + 1 < thing, nodes[verb + 1].relation == "advmod", nodes[verb + 1].lower.hasSuffix("ly"),
      nodes[verb + 1].head != verb
    {
      attach(verb + 1, to: verb, "advmod")
    }
    return attach(thing, to: node, "nsubj")
  }
}
