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
      guard dates.count == list.count, let span = graph[dates[at]].value, var days = qualifiers.days(span) else {
        continue
      }
      days.text = graph.plain(span.outer)
      drafts[index].time = days
    }
  }
}

/// Clauses that leave their verb out because the one before has it: "Europe accounted for 39%, Asia for 22% and Africa for 14%".
struct Gaps {
  let graph: SentenceGraph
  let qualifiers: Qualifiers

  /// The facts of what follows facts that tie an amount.
  func drafts(after drafts: [Draft]) -> [Draft] {
    var result: [Draft] = []
    let taken = Set(drafts.map(\.object))
    for draft in drafts {
      guard draft.clause != nil, graph[draft.object].isValue, !graph[draft.object].isDate, draft.rule != .existential
      else { continue }
      var at = (graph.phrase(draft.object).nodes.last ?? draft.object) + 1
      // Only what stands right behind the amount.
      guard at < graph.nodes.count, at > draft.object else { continue }
      while let segment = segment(at) {
        guard let found = read(segment, like: draft, taken) else { break }
        result.append(found)
        at = segment.upperBound
      }
    }
    return result
  }

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

  /// A noun phrase, perhaps the same preposition, and an amount of the same kind.
  private func read(_ segment: Range<Int>, like draft: Draft, _ taken: Set<Int>) -> Draft? {
    let amounts = segment.filter { graph[$0].isValue && !graph[$0].isDate }
    guard amounts.count == 1, let amount = amounts.first, amount > segment.lowerBound, !taken.contains(amount),
      amount == segment.upperBound - 1,
      graph[amount].value?.value?.kind == graph[draft.object].value?.value?.kind
    else { return nil }
    guard !segment.contains(where: { graph[$0].partOfSpeech == .verb || graph[$0].partOfSpeech == .auxiliary }) else {
      return nil
    }
    var end = amount
    while end > segment.lowerBound, [.adverb, .adposition, .auxiliary].contains(graph[end - 1].partOfSpeech) {
      end -= 1
    }
    let preposition = (end..<amount).filter { graph[$0].partOfSpeech == .adposition }.map { graph[$0].lower }.last
    guard preposition == draft.preposition || draft.preposition == nil || preposition == nil else { return nil }
    let nodes = Array(segment.lowerBound..<end)
    guard
      let head = nodes.last(where: { node in
        graph[node].isNominal && !(graph[node].head.map { nodes.contains($0) } ?? false)
      }) ?? nodes.first(where: { graph[$0].isNominal })
    else { return nil }
    var result = draft
    result.subject = head
    result.subjectNodes = graph[head].name == nil ? nodes : nil
    if nodes.contains(where: { graph[$0].relation == "det" }), graph[head].name != nil { result.subjectNodes = nodes }
    result.object = amount
    result.objectNodes = nil
    result.rule = .gap
    return result
  }
}
