import Language
import Values

/// Lists whose members belong to the members of another, one by one: "A and B rose 3% and 5%, respectively".
enum Lists {
  /// Of the facts of every subject with every object keeps those that belong together.
  static func pair(_ drafts: inout [Draft], _ graph: SentenceGraph, _ qualifiers: Qualifiers) {
    guard graph.nodes.contains(where: { $0.lower == "respectively" }) else { return }
    pairDates(&drafts, graph, qualifiers)
    var clauses: [Int: (subjects: [Int], objects: [Int])] = [:]
    for draft in drafts {
      guard let clause = draft.clause else { continue }
      var lists = clauses[clause.predicate] ?? ([], [])
      if !lists.subjects.contains(draft.subject) { lists.subjects.append(draft.subject) }
      if !lists.objects.contains(draft.object) { lists.objects.append(draft.object) }
      clauses[clause.predicate] = lists
    }
    drafts.removeAll { draft in
      guard let clause = draft.clause, let lists = clauses[clause.predicate], lists.subjects.count > 1,
        lists.subjects.count == lists.objects.count
      else { return false }
      return lists.subjects.firstIndex(of: draft.subject) != lists.objects.firstIndex(of: draft.object)
    }
  }
}

extension Lists {
  /// "visited Jupiter and Saturn on 9 July 1979 and 26 August 1981, respectively"
  private static func pairDates(_ drafts: inout [Draft], _ graph: SentenceGraph, _ qualifiers: Qualifiers) {
    var objects: [Int: [Int]] = [:]
    for draft in drafts {
      guard let verb = draft.clause?.predicate, !graph[draft.object].isDate else { continue }
      if !objects[verb, default: []].contains(draft.object) { objects[verb, default: []].append(draft.object) }
    }
    for index in drafts.indices {
      guard let verb = drafts[index].clause?.predicate, let list = objects[verb], list.count > 1,
        let at = list.firstIndex(of: drafts[index].object)
      else { continue }
      let dates = graph.nodes.indices.filter { $0 > verb && graph[$0].value?.value?.kind == .date }
      guard dates.count == list.count, let span = graph[dates[at]].value, let days = qualifiers.days(span) else {
        continue
      }
      drafts[index].time = days
    }
  }
}

/// Clauses that leave their verb out because the one before has it: "Europe accounted for 39%, Asia for 22% and Africa for 14%",
/// "exports rose 0.8% to 1,327.6 billion and imports 1.4% to 1,104.1 billion".
struct Gaps {
  let graph: SentenceGraph

  /// Adds the facts of what follows facts that tie amounts, and takes away what the tree made of the same words.
  func fill(_ drafts: inout [Draft]) {
    var models: [Int: [Draft]] = [:]
    var clauses: [Int] = []
    for draft in drafts {
      guard let verb = draft.clause?.predicate, isAmount(draft.object), draft.rule != .existential else { continue }
      if models[verb] == nil { clauses.append(verb) }
      models[verb, default: []].append(draft)
    }
    for verb in clauses {
      guard let own = models[verb] else { continue }
      // One subject's amounts are the pattern; a list of subjects repeats them.
      let model = own.filter { $0.subject == own[0].subject }.sorted { $0.object < $1.object }
      fill(&drafts, model, verb)
    }
  }

  private func fill(_ drafts: inout [Draft], _ model: [Draft], _ verb: Int) {
    // The tree may have taken amounts of later members for more amounts of the first: begin behind each in turn.
    for index in model.indices {
      let known = Array(model[...index])
      var at = end(of: known[index].object)
      guard at < graph.nodes.count, at > known[index].object else { continue }
      var found: [Draft] = []
      while let segment = segment(at) {
        let more = read(segment, like: known)
        guard !more.isEmpty else { break }
        found += more
        at = segment.upperBound
      }
      guard !found.isEmpty else { continue }
      if end(of: model[index].object) == model[index].object + 1 {
        for other in drafts.indices
        where drafts[other].object == model[index].object && drafts[other].objectNodes == nil {
          drafts[other].objectNodes = graph.phrase(model[index].object).nodes.filter { $0 <= model[index].object }
        }
      }
      let start = end(of: model[index].object) - 1
      drafts.removeAll { draft in
        draft.clause?.predicate == verb && draft.object > start && draft.object < at
          || (draft.rule == .apposition && draft.subject > start && draft.subject < at && draft.object < at)
      }
      drafts += found
      return
    }
  }

  private func isAmount(_ node: Int) -> Bool { graph[node].isValue && !graph[node].isDate }

  /// The next stretch between commas, semicolons and "and".
  private func segment(_ start: Int) -> Range<Int>? {
    var first = start
    while first < graph.nodes.count, isSeparator(first) { first += 1 }
    guard first > start, first < graph.nodes.count else { return nil }
    var last = first
    while last < graph.nodes.count, ![",", ";", ".", ":"].contains(graph[last].lower) {
      // "and" ends a member only behind an amount.
      if graph[last].lower == "and", last > first, graph[last - 1].isValue { break }
      last += 1
    }
    return first < last ? first..<last : nil
  }

  private func isSeparator(_ node: Int) -> Bool { [",", ";", "and", "while", "but"].contains(graph[node].lower) }

  /// A noun phrase, and behind it amounts with the prepositions that those of the model have.
  private func read(_ segment: Range<Int>, like model: [Draft]) -> [Draft] {
    let amounts = segment.filter(isAmount)
    guard let first = amounts.first, first > segment.lowerBound, amounts.count <= model.count,
      amounts.last == segment.upperBound - 1,
      !segment.contains(where: isPredicate)
    else { return [] }
    var end = first
    while end > segment.lowerBound, isTie(end - 1) { end -= 1 }
    guard let subject = subject(segment.lowerBound..<end) else { return [] }
    var result: [Draft] = []
    var from = end
    var next = 0
    for amount in amounts {
      // Nothing but a preposition between the amounts.
      guard (from..<amount).allSatisfy(isTie) else { return [] }
      let preposition = (from..<amount).filter { graph[$0].partOfSpeech == .adposition }.map { graph[$0].lower }.last
      guard
        let index = model[next...].firstIndex(where: { draft in
          isAlike(amount, draft.object)
            && (draft.preposition == preposition || (amounts.count == 1 && preposition == nil))
        })
      else { return [] }
      next = index
      var draft = model[index]
      draft.subject = subject.head
      draft.subjectNodes = subject.nodes
      if isUnitShared(amount, draft.object) {
        // "Labour won 34 seats, a gain of 12"
        guard graph[subject.head].partOfSpeech == .name || ["NNS", "NNPS"].contains(graph[subject.head].tag) else {
          return []
        }
        draft.unitNode = draft.object
      }
      draft.object = amount
      draft.objectNodes = graph.phrase(amount).nodes.filter { $0 >= end }
      draft.rule = .gap
      result.append(draft)
      from = amount + 1
    }
    return result
  }

  /// Whether two amounts are of one sort: "34 seats" and "12" are.
  private func isAlike(_ amount: Int, _ model: Int) -> Bool {
    graph[amount].value?.value?.kind == graph[model].value?.value?.kind || isUnitShared(amount, model)
  }

  private func isUnitShared(_ amount: Int, _ model: Int) -> Bool {
    guard graph[amount].value?.value?.kind == .number, let value = graph[model].value?.value else { return false }
    return value.kind == .quantity && value.unit.map { Unit($0)?.dimension == nil } == true
  }

  /// Whether a node is a verb with words of its own, and not one that the tagger took a noun for.
  private func isPredicate(_ node: Int) -> Bool {
    switch graph[node].partOfSpeech {
    case .auxiliary: true
    case .verb: !["amod", "compound", "appos", "nsubj", "flat"].contains(graph[node].relation)
    default: false
    }
  }

  /// One past an amount and what belongs to it, but for another amount.
  private func end(of amount: Int) -> Int {
    let nodes = graph.phrase(amount).nodes
    if nodes.contains(where: { $0 > amount && isAmount($0) }) { return amount + 1 }
    return (nodes.last ?? amount) + 1
  }

  private func isTie(_ node: Int) -> Bool {
    [.adverb, .adposition, .auxiliary, .particle].contains(graph[node].partOfSpeech) && graph[node].lower != "of"
  }

  private func subject(_ words: Range<Int>) -> (head: Int, nodes: [Int]?)? {
    var nodes = Array(words)
    // "72 turbines and a capacity of 1,080 MW": what the amount is of, and nobody who has it.
    if let last = nodes.last, graph[last].partOfSpeech == .adposition { return nil }
    // "leads with 1,142 points, ahead of Rautio with 1,078": who does not lead.
    if let first = nodes.first, [.adverb, .adposition].contains(graph[first].partOfSpeech) { return nil }
    // "Earnings per share (EPS)"
    if let last = nodes.last, graph[last].lower == ")", let open = nodes.lastIndex(where: { graph[$0].lower == "(" }) {
      nodes.removeSubrange(open...)
    }
    guard
      let head = nodes.first(where: { node in
        graph[node].isNominal && !(graph[node].head.map { nodes.contains($0) } ?? false)
      }) ?? nodes.first(where: { graph[$0].isNominal }), !isAmount(head), !graph[head].isDate
    else { return nil }
    let isPlainName = graph[head].name != nil && !nodes.contains { graph[$0].relation == "det" }
    return (head, isPlainName && graph.nameNodes(head) == nodes ? nil : nodes)
  }
}
