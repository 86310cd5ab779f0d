import Language
import Model
import Values

/// When facts hold.
extension SentenceFacts {
  /// The date that hangs on an amount: "from 3.2 in 2010".
  func ownDate(_ object: Int) -> Interval? {
    guard !graph[object].isDate else { return nil }
    // "founded by Lena Orr (1880–1951)": when she lived.
    if !graph[object].isValue,
      graph.children(of: object, "nmod").contains(where: { graph[$0].isDate && graph.isBracketed($0) })
    {
      return nil
    }
    for child in graph.children(of: object, "nmod", "obl", "nummod") {
      // "up 9.3% from 377.6 million in 2023": of the amount that it is compared with.
      if graph[object].isValue, object + 1 < graph.start(child),
        (object + 1..<graph.start(child)).contains(where: { ["from", "than", "against"].contains(graph[$0].lower) })
      {
        continue
      }
      if let span = graph[child].value, span.isDate, let interval = qualifiers.interval(span) { return interval }
    }
    return nil
  }

  /// Whether a time stands in what is said: "pointed out that the firm had been fined in 2022".
  private func isSaidIn(_ time: Interval, _ draft: Draft) -> Bool {
    guard let words = time.text else { return false }
    return graph.words(graph.subtree(draft.object)).contains(words)
  }

  func time(_ draft: Draft, _ object: Value, isOld: Bool) -> Interval? {
    // What somebody said has its own time, and the saying another.
    if draft.rule == .speech { return draft.time.flatMap { isSaidIn($0, draft) ? nil : $0 } }
    if let own = ownDate(draft.object) { return own }
    if isOld { return dateBeside(draft, near: draft.time?.start) ?? draft.time?.yearBefore }
    if graph[draft.object].isDate, let span = graph[draft.object].value {
      if let open = openTime(draft, span) { return open }
      if let days = qualifiers.days(span) { return days }
    }
    let isAmount = object.kind.isTyped && object.kind != .date
    if draft.clause == nil, draft.time == nil, isAmount, draft.rule != .age {
      let around = qualifiers.time(around: draft.subject)
      // "A dividend of 9 cents will be paid on 12 September", "the crowd of 12,406 was the largest since 1994": not of the amount.
      return draft.rule == .measure && (around?.end == nil || around == nil || isAhead(draft.subject)) ? nil : around
    }
    if draft.rule == .range { return draft.time }
    return dateBeside(amount(draft.object), near: draft.time?.start) ?? draft.time
      ?? dateWithin(draft.subject, of: draft.object)
  }

  /// Whether the verb around a node is of the future.
  private func isAhead(_ node: Int) -> Bool {
    var at = node
    for _ in 0..<8 {
      guard let head = graph[at].head else { return false }
      if graph.children(of: head, "aux").contains(where: { ["will", "shall", "to"].contains(graph[$0].lower) }) {
        return true
      }
      at = head
    }
    return false
  }

  /// "has been twinned since 1990", "was mined until 1924", "built before 2010": the date is an end of the time.
  private func openTime(_ draft: Draft, _ span: ValueSpan) -> Interval? {
    guard let days = qualifiers.days(span) else { return nil }
    switch draft.preposition {
    case "since": return Interval(text: days.text, start: days.start, end: nil)
    // "was not opened until 1996" says when it was.
    case "until", "till":
      return draft.polarity == .negative ? nil : Interval(text: days.text, start: nil, end: days.end)
    case "before":
      return days.start.flatMap { Day(daysSince1970: $0.daysSince1970 - 1) }.map {
        Interval(text: days.text, start: nil, end: $0)
      }
    case "after":
      return days.end.flatMap { Day(daysSince1970: $0.daysSince1970 + 1) }.map {
        Interval(text: days.text, start: $0, end: nil)
      }
    default: return nil
    }
  }

  /// The date that singles a subject out: "the 2023 budget".
  private func dateWithin(_ subject: Int, of object: Int) -> Interval? {
    // "A fire in 1688 destroyed": what an event did, it did then.
    if let article = graph.child(of: subject, "det"), ["a", "an", "another"].contains(graph[article].lower),
      let verb = graph[subject].head, graph[verb].tag == "VBD",
      let date = graph.children(of: subject, "nmod").first(where: {
        $0 > subject && graph[$0].isDate && ["in", "on", "of"].contains(graph.preposition(of: $0))
      })
    {
      return graph[date].value.flatMap { qualifiers.days($0) }
    }
    // "Enrolment on 1 October was 3,418": of an amount the day that its subject names.
    if graph[object].isValue, !graph[object].isDate,
      let date = graph.children(of: subject, "nmod").first(where: {
        $0 > subject && graph[$0].isDate && ["on", "at"].contains(graph.preposition(of: $0))
      }), let days = graph[date].value.flatMap({ qualifiers.days($0) })
    {
      return days
    }
    return graph.children(of: subject, "nummod", "compound", "amod", "nmod").lazy
      .filter { [graph] in $0 < subject && graph[$0].isDate && graph.preposition(of: $0) == nil }
      .compactMap { [graph, qualifiers] in graph[$0].value.flatMap { qualifiers.days($0) } }.first
  }

  /// The amount in an object: 51.1 billion of "net sales of 51.1 billion"; the object itself where it is one, or has none.
  private func amount(_ object: Int) -> Int {
    if graph[object].isValue { return object }
    return graph.children(of: object, "nmod").first {
      graph[$0].isValue && !graph[$0].isDate && graph.preposition(of: $0) == "of"
    }
      ?? object
  }

  /// The date beside the amount of a fact; behind one that something is compared with, any date is its own: ", up from €2.1m in 2023".
  func dateBeside(_ draft: Draft, near: Day? = nil) -> Interval? {
    if let date = dateBeside(draft.object, near: near) { return date }
    let date = draft.object + 2
    guard draft.rule == .comparison, graph[draft.object].isValue, date < graph.nodes.count,
      ["in", "on"].contains(graph[date - 1].lower), let span = graph[date].value, span.isDate, span.relative == nil
    else { return nil }
    return qualifiers.days(span)
  }

  /// The date of an amount that stands right beside it: "from EUR 41.1 billion a year earlier", "(2006: EUR 0.43)", "5.5 billion in 2006".
  func dateBeside(_ amount: Int, near: Day? = nil) -> Interval? {
    guard graph[amount].isValue, !graph[amount].isDate else { return nil }
    let isBracketed = graph.isBracketed(amount)
    for (node, mark) in [
      (amount + 1, ""), (amount + 2, "in"), (amount + 2, "for"), (amount - 2, ":"), (amount - 1, ""),
    ] {
      guard graph.nodes.indices.contains(node), let span = graph[node].value, span.isDate else { continue }
      if !mark.isEmpty, graph[node > amount ? amount + 1 : amount - 1].lower != mark { continue }
      // Beside an amount in running text only what is told from another date is the amount's own.
      guard isBracketed || (node == amount + 1 && span.relative != nil) || mark == "for" else { continue }
      // What is told from a date of its own sentence is told from that.
      let isTold = graph.nodes[..<amount].contains { $0.isDate && $0.value?.value != nil }
      return qualifiers.days(span, near: isTold ? nil : near)
    }
    return nil
  }

  func isPast(_ draft: Draft) -> Bool {
    guard let clause = draft.clause else { return false }
    // "exports to it falling by 4%" falls when its clause's verb does, and so does an amount "which corresponds to 15%".
    let isParticiple = graph[clause.predicate].tag == "VBG" && graph.children(of: clause.predicate, "aux").isEmpty
    if isParticiple || (clause.isShared && clause.subjects.contains { graph[$0].isValue }) {
      var at = graph[clause.predicate].head
      for _ in 0..<6 {
        guard let now = at else { return false }
        if graph[now].partOfSpeech == .verb { return graph[now].tag == "VBD" || graph[now].tag == "VBN" }
        at = graph[now].head
      }
      return false
    }
    let auxiliaries = graph.children(of: clause.predicate, "aux")
    // "had shown that": before what the document is about.
    if auxiliaries.contains(where: { ["had", "'d"].contains(graph[$0].lower) && graph[$0].subtype != "pass" }) {
      return false
    }
    let nodes = [clause.predicate] + clause.governors + graph.children(of: clause.predicate, "cop", "aux")
    // "is created", "has grown", "may be revoked": whatever the participle is, that is of now or of no certain time.
    if nodes.contains(where: { ["VBZ", "VBP", "MD"].contains(graph[$0].tag) }) { return false }
    if nodes.contains(where: { graph[$0].tag == "VBD" }) { return true }
    // "Sales increased 3%" often has the tag of a participle; "deals based on triggers" is one.
    return nodes.contains { graph[$0].tag == "VBN" } && !graph.children(of: clause.predicate, "nsubj").isEmpty
  }
}
