import Language
import Values

extension SentenceGraph {
  /// What a phrase leaves out always: what has facts of its own, and what says when or how.
  private static let left: Set<String> = [
    "appos", "parataxis", "cc", "conj", "cop", "nsubj", "csubj", "aux", "mark", "discourse", "vocative", "dep", "list",
    "expl", "advcl", "orphan",
  ]

  /// The phrase of a node, without relative clauses, appositions, brackets, prepositions before it and the other members of its list.
  func phrase(_ head: Int, keepsConjuncts: Bool = false) -> Phrase {
    memory.phrase(head, keepsConjuncts) {
      var nodes = [head]
      var next = 0
      while next < nodes.count {
        for child in children[nodes[next]] where keeps(child, of: nodes[next], top: head, keepsConjuncts) {
          nodes.append(child)
        }
        next += 1
      }
      nodes = inOrder(nodes)
      trim(&nodes)
      return Phrase(head: head, nodes: nodes.isEmpty ? [head] : nodes)
    }
  }

  /// The phrase of a node with all that is said in it: relative clauses, brackets, what is set off; but no other member of its list.
  func wholePhrase(_ head: Int) -> [Int] {
    let copula = children(of: head, "cop").last { $0 < head }
    var whole = subtree(head) { child in
      let parent = self.nodes[child].head
      if self.nodes[child].relation == "parataxis" { return false }
      // "other markets, according to the company", "lenders, among them two banks"
      if ["nmod", "obl"].contains(self.nodes[child].relation), self.isSetOff(child),
        let preposition = self.preposition(of: child), preposition == "among" || preposition.hasPrefix("according")
      {
        return false
      }
      guard parent == head else { return true }
      // "In fact they are not uncommon", "are now in session"
      if let copula, child < copula { return false }
      if self.nodes[child].relation == "advmod", child < head, self.preposition(of: head) != nil { return false }
      switch self.nodes[child].relation {
      case "conj", "cc", "case", "cop", "nsubj", "aux", "mark", "parataxis", "discourse", "advcl", "dep": return false
      case "punct": return child > head
      case "appos": return self.isBracketed(child) || self.isNameBehind(child, head)
      default: return !(self.nodes[child].isDate && child > head && self.isSetOff(child))
      }
    }
    if whole.count > 24 { return phrase(head).nodes }
    trim(&whole)
    return whole
  }

  /// "the former bank manager Radomir Veselka": a name that follows what it is the name of.
  private func isNameBehind(_ child: Int, _ head: Int) -> Bool {
    child > head && nodes[child].nameIndex != nil && !isSetOff(child) && start(child) == head + 1
  }

  private func keeps(_ child: Int, of parent: Int, top: Int, _ keepsConjuncts: Bool) -> Bool {
    // Below the head only its brackets tell one phrase from another.
    guard parent != top else { return keepsAny(child, of: parent, top: top, keepsConjuncts) }
    return memory.keeps(child, isBracketed: isBracketed(top), keepsConjuncts) {
      keepsAny(child, of: parent, top: top, keepsConjuncts)
    }
  }

  private func keepsAny(_ child: Int, of parent: Int, top: Int, _ keepsConjuncts: Bool) -> Bool {
    let node = nodes[child]
    if nodes[parent].isValue {
      // Of an amount stays what it is a part of: "58.5% of the total".
      if child > parent { return node.relation == "nmod" && preposition(of: child) == "of" && !isSetOff(child) }
      if node.lower == "up" || node.lower == "down" { return false }
    }
    if node.nameIndex != nil, node.nameIndex == nodes[parent].nameIndex, node.relation != "conj" { return true }
    switch node.relation {
    case _ where parent == top && child < top && children(of: top, "cop").contains { child < $0 && $0 < top }:
      // "In fact they are uncommon": what stands before the copula is no part of what follows it.
      return false
    case "case":
      // "'s" of an owner stays, "in" of the whole phrase goes.
      return parent != top
    case "conj", "cc":
      return keepsConjuncts || isHyphenated(parent, child)
        || (parent != top && !hasClause(child) && child - parent <= 4)
    case "acl":
      if node.subtype == "relcl" { return false }
      // "the claim that the lake is poisoned"
      if children(of: child, "mark").contains(where: { nodes[$0].lower == "that" }) { return false }
      // "goods sold abroad": short ones are part of the name of the thing.
      guard !isSetOff(child), node.tag != "VBG" else { return false }
      return subtree(child) { self.nodes[$0].relation != "acl" && !self.isSetOff($0) }.count <= 5
    case "punct":
      return isInnerMark(child, parent)
    case "advmod":
      return child < parent || nodes[parent].partOfSpeech != .noun
    case "nmod" where child < parent && node.value?.relative != nil && node.subtype != "poss",
      "compound"
    where
      child < parent && node.value?.relative?.anchor == .text,
      "obl" where child < parent && node.value?.relative != nil:
      // "four days later Linda Morabito", "that quarter net sales"
      return false
    case "nmod":
      // "In 2012 the trade volume": when is no part of what.
      if child < parent, node.isDate, preposition(of: child) != nil { return false }
      // "The court on Wednesday dismissed"
      if node.isDate, preposition(of: child) == "on", node.value?.relative != nil { return false }
      if isBracketed(child), !isBracketed(top) { return false }
      return !(child > parent && isSetOff(child))
        && !["among", "such as", "including"].contains(preposition(of: child) ?? "")
    case "obl", "xcomp", "ccomp", "obj":
      return nodes[parent].partOfSpeech == .adjective || parent != top || nodes[parent].partOfSpeech == .noun
    case "amod":
      // "The summit, 1,745 m high before the eruption,": said of it on the side.
      return child < parent || !isSetOff(child)
    default:
      return !Self.left.contains(node.relation)
    }
  }

  /// "lift-and-carry": one word with what joins its parts.
  private func isHyphenated(_ first: Int, _ last: Int) -> Bool {
    guard first < last, last - first <= 6 else { return false }
    return (first..<last).allSatisfy { nodes[$0].range.upperBound == nodes[$0 + 1].range.lowerBound }
      && nodes[first + 1].lower == "-"
  }

  private func hasClause(_ node: Int) -> Bool {
    nodes[node].partOfSpeech == .verb || child(of: node, "nsubj") != nil
  }

  /// Hyphens, quotes and points that belong to a word, not commas and brackets.
  private func isInnerMark(_ mark: Int, _ parent: Int) -> Bool {
    switch nodes[mark].lower {
    case ",", ";", ":", "(", ")", "[", "]", ".", "!", "?", "–", "—": return false
    // A dash between spaces parts; a hyphen joins.
    case "-": return mark > 0 && nodes[mark - 1].range.upperBound == nodes[mark].range.lowerBound
    default: return true
    }
  }

  /// Takes marks and conjunctions off the ends, and a quote whose partner is not there.
  private func trim(_ phrase: inout [Int]) {
    while let first = phrase.first, phrase.count > 1,
      nodes[first].isPunctuation || nodes[first].partOfSpeech == .conjunction
    {
      if isQuote(first), phrase.dropFirst().contains(where: isQuote) { break }
      phrase.removeFirst()
    }
    // "however China", "also pending"
    while let first = phrase.first, phrase.count > 1, nodes[first].partOfSpeech == .adverb,
      nodes[first].relation == "advmod",
      let head = nodes[first].head, phrase.contains(head), !nodes[head].isValue, nodes[head].isNominal
    { phrase.removeFirst() }
    while let last = phrase.last, phrase.count > 1, nodes[last].isPunctuation {
      if nodes[last].lower == ")", phrase.contains(where: { nodes[$0].lower == "(" }) { break }
      if isQuote(last), phrase.dropLast().contains(where: isQuote) { break }
      phrase.removeLast()
    }
    // A mark within it whose partner the tree hung elsewhere.
    if let first = phrase.first, let last = phrase.last, phrase.count(where: isQuote) % 2 == 1 {
      let all = (first...last).filter(isQuote)
      if all.count == 2 { phrase = inOrder(Array(Set(phrase).union(all))) }
    }
  }

  private func isQuote(_ node: Int) -> Bool { nodes[node].isQuote }

  /// The members of a list, each a node; the node alone where it is none, or where "between" or a name holds them together.
  func members(_ head: Int) -> [Int] {
    if let counted = counted(head) { return counted }
    if children(of: head, "case").contains(where: { nodes[$0].lower == "between" }) { return [head] }
    var result = [head]
    var queue = [head]
    while let next = queue.popLast() {
      for child in children[next] where nodes[child].relation == "conj" && result.count < 64 {
        guard nodes[child].isNominal || nodes[child].partOfSpeech == nodes[head].partOfSpeech, !hasClauseOfItsOwn(child)
        else { continue }
        if let name = nodes[child].nameIndex, name == nodes[head].nameIndex { continue }
        if nodes[head].isValue, nodes[child].isValue, hasNounBefore(child, after: next) { continue }
        // "Olli-Pekka Kallasvuo, President and CEO": what a person is, is no second person.
        if nodes[head].name == .person, nodes[child].name != .person, nodes[child].partOfSpeech != .pronoun,
          !isValuePair(head, child), self.child(of: child, "det") == nil, !isBesideName(child)
        {
          continue
        }
        if nodes[head].name == .place, nodes[child].partOfSpeech == .noun, !nodes[child].isValue,
          !["NNS"].contains(nodes[child].tag),
          self.child(of: child, "det") == nil
        {
          continue
        }
        result.append(child)
        queue.append(child)
      }
    }
    return result.sorted()
  }

  /// "Aslam and Yahya": a name that only "and" parts from the name before it.
  private func isBesideName(_ node: Int) -> Bool {
    let first = start(node)
    guard nodes[node].partOfSpeech == .name, nodes[node].nameIndex != nil, nodes[first].lower == "and", first > 0 else {
      return false
    }
    return nodes[first - 1].name == .person && nodes[node].form.contains(where: \.isLowercase)
  }

  /// "Two experiments, ATLAS and CMS,": what a counted noun counts, where just as many follow it.
  func counted(_ head: Int) -> [Int]? {
    guard nodes[head].tag == "NNS", let number = countOf(head), (2...16).contains(number) else { return nil }
    // "three areas in which it would share its experience: towns, medicine and food": a colon parts a list from what stands between.
    var hasVerb = false
    for mark in (head + 1)..<min(head + 24, nodes.count) {
      if nodes[mark].isValue { return nil }
      if nodes[mark].partOfSpeech == .verb { hasVerb = true }
      guard hasVerb ? nodes[mark].lower == ":" : [",", "–", "—", ":", "("].contains(nodes[mark].lower) else { continue }
      if let list = list(mark + 1, count: number) { return list }
    }
    return nil
  }

  private static let numbers = [
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12,
  ]

  /// How many of something there are, exactly.
  private func countOf(_ head: Int) -> Int? {
    for node in [head] + children(of: head, "nummod") {
      if let value = nodes[node].value?.value {
        guard value.bound == nil, !value.approximate, let number = value.number, number < 100 else { return nil }
        return Int(number)
      }
      if let number = Self.numbers[nodes[node].lower] { return number }
    }
    return nil
  }

  /// The heads of a list of nouns, parted by commas and "and", that ends with a mark or the sentence after so many members.
  private func list(_ start: Int, count: Int) -> [Int]? {
    var heads: [Int] = []
    var at = start
    while heads.count < count, at < nodes.count {
      let first = at
      // "improving towns, medicine and food"
      if nodes[at].tag == "VBG", heads.isEmpty { at += 1 }
      while at < nodes.count, at - first < 7, isListWord(at) { at += 1 }
      let words = first..<at
      guard
        let head = words.first(where: { word in
          nodes[word].isNominal && !(nodes[word].head.map { words.contains($0) } ?? false)
        }) ?? words.last(where: { nodes[$0].isNominal })
      else { return nil }
      heads.append(self.head(ofName: head))
      if heads.count == count { break }
      guard at < nodes.count, nodes[at].lower == "," || nodes[at].lower == "and" else { return nil }
      at += 1
      if at < nodes.count, nodes[at].lower == "and" { at += 1 }
    }
    guard heads.count == count, at >= nodes.count || [",", "–", "—", ")", ";", ".", ":"].contains(nodes[at].lower)
    else {
      return nil
    }
    return heads
  }

  private func isListWord(_ node: Int) -> Bool {
    switch nodes[node].partOfSpeech {
    case .noun, .name, .adjective, .determiner, .other, .particle: !nodes[node].isValue
    case .punctuation: nodes[node].lower == "-" || nodes[node].lower == "'"
    default: false
    }
  }

  /// Whether an amount has a noun of its own before it: "39% of sales, Asia for 22%" are not two amounts of one thing.
  private func hasNounBefore(_ node: Int, after first: Int) -> Bool {
    var at = node - 1
    while at > first, ![",", ";", "and", "or"].contains(nodes[at].lower) {
      if nodes[at].partOfSpeech == .noun || nodes[at].partOfSpeech == .name { return true }
      at -= 1
    }
    return false
  }

  private func isValuePair(_ first: Int, _ second: Int) -> Bool { nodes[first].isValue && nodes[second].isValue }

  private func hasClauseOfItsOwn(_ node: Int) -> Bool {
    child(of: node, "nsubj") != nil || child(of: node, "cop") != nil || child(of: node, "orphan") != nil
  }

  /// The words of a phrase.
  func words(_ phrase: Phrase) -> String { words(phrase.nodes) }

  /// The words of a phrase as a name: without determiners and possessive pronouns before it, and without quotes around it.
  func name(_ phrase: Phrase) -> String {
    var kept = phrase.nodes[...]
    while let first = kept.first, kept.count > 1,
      nodes[first].relation == "det" || nodes[first].lower == "the" || isQuote(first)
    { kept.removeFirst() }
    while let last = kept.last, kept.count > 1, isQuote(last) { kept.removeLast() }
    return words(Array(kept))
  }

  private static let particles: Set<String> = ["ahead", "aside", "down", "off", "out", "over", "up"]

  /// "stepped down", "went ahead": the word without which a verb says something else.
  func particle(of verb: Int) -> Int? {
    if let particle = child(of: verb, "compound", subtype: "prt") { return particle }
    guard verb + 1 < nodes.count, nodes[verb + 1].head == verb, nodes[verb + 1].relation == "advmod",
      Self.particles.contains(nodes[verb + 1].lower), children[verb + 1].isEmpty
    else { return nil }
    return verb + 1
  }
}
