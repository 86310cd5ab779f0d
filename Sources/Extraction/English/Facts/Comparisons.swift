import Language
import Model
import Values

/// What stands behind an amount and says it again or tells another one of the same thing: "(range 230–570 Mpc)", "(2006: EUR 0.43)",
/// "(+34%)", ", up 24% from 41.1 billion", ", compared with 4.3 billion a year earlier", ", i.e. 58.5% of the total".
struct Comparisons {
  let graph: SentenceGraph
  private let keys: FactKeys
  private(set) var drafts: [Draft] = []

  init(_ graph: SentenceGraph, after drafts: [Draft]) {
    self.graph = graph
    keys = FactKeys(graph: graph)
    var seen = Set<Int>()
    var amounts: [(draft: Draft, amount: Int)] = []
    for draft in drafts {
      guard let amount = amount(of: draft), seen.insert(amount).inserted else { continue }
      amounts.append((draft, amount))
    }
    amounts.sort { $0.amount < $1.amount }
    for (index, entry) in amounts.enumerated() {
      read(after: entry.amount, entry.draft, earlier: Array(amounts[..<index]))
    }
    for node in graph.nodes.indices where graph[node].isValue && !graph[node].isDate && !seen.contains(node) {
      readRangeBehind(node)
    }
  }

  /// The node of the amount that a fact states.
  private func amount(of draft: Draft) -> Int? {
    let object = draft.object
    if isAmount(object) { return object }
    return graph.children(of: object, "nummod", "nmod").first { child in
      isAmount(child) && (graph[child].relation == "nummod" || graph.preposition(of: child) == "of")
    }
  }

  private func isAmount(_ node: Int) -> Bool {
    guard let value = graph[node].value?.value else { return false }
    return value.kind != .date
  }

  private func lower(_ node: Int) -> String { node < graph.nodes.count ? graph[node].lower : "" }

  // MARK: Behind an amount

  private mutating func read(after amount: Int, _ draft: Draft, earlier: [(draft: Draft, amount: Int)]) {
    var at = end(of: amount)
    if let comma = comparison(behind: at) { at = comma }
    for _ in 0..<6 {
      guard at < graph.nodes.count else { return }
      if lower(at) == "(" {
        let close = (at..<graph.nodes.count).first { lower($0) == ")" } ?? graph.nodes.count
        readBracket(at + 1, close, amount, draft)
        at = close + 1
        continue
      }
      let next = lower(at) == "," ? at + 1 : at
      guard next < graph.nodes.count else { return }
      if let end = readMove(next, amount, draft, isSetOff: next > at) ?? readAgain(next, draft, isSetOff: next > at)
        ?? readEarlier(next, amount, draft, earlier)
      {
        at = end
      } else {
        return
      }
    }
  }

  /// One past the last word that belongs to an amount: "58.5% of the total".
  private func end(of amount: Int) -> Int {
    var last = graph.phrase(amount).nodes.last ?? amount
    // "a dividend of 0.53 per share", "51.1 billion for 2007"
    if last + 1 < graph.nodes.count, ["for", "in"].contains(lower(last + 1)), last + 2 < graph.nodes.count,
      graph[last + 2].isDate
    {
      last += 2
    }
    // "0.53 per share"
    if lower(last + 1) == "per", last + 2 < graph.nodes.count { last += 2 }
    return last + 1
  }

  /// Behind "112,262 people on the payroll, compared with": the comma before a comparison, past a phrase.
  private func comparison(behind start: Int) -> Int? {
    var at = start
    guard at < graph.nodes.count, graph[at].partOfSpeech == .adposition || graph[at].tag == "VBN" else { return nil }
    while at + 1 < graph.nodes.count, at - start < 12 {
      if graph[at].lower == "," {
        return lower(at + 1) == "compared" || Self.against.contains(lower(at + 1))
          || ["up", "down"].contains(lower(at + 1))
          ? at : nil
      }
      let isParticiple = graph[at].tag == "VBN" || graph[at].tag == "VBG"
      guard
        graph[at].isNominal || isParticiple || [.adposition, .determiner, .adjective].contains(graph[at].partOfSpeech),
        !graph[at].isValue || graph[at].isDate
      else { return nil }
      at += 1
    }
    return nil
  }

  private mutating func readBracket(_ first: Int, _ end: Int, _ amount: Int, _ draft: Draft) {
    let inside = first..<end
    guard inside.count <= 6, let other = inside.first(where: isAmount),
      let value = graph[other].value?.value
    else { return }
    if value.low != nil, lower(first).hasPrefix("rang") || inside.count == 1 {
      add(draft, "range", other, lemma: "range", rule: .range, subject: measured(amount))
    } else if isSameSort(other, amount), inside.contains(where: { graph[$0].isDate }) || lower(first).hasPrefix("prev")
    {
      addEarlier(draft, other)
    } else if value.kind == .percent, let sign = sign(first, other) {
      add(draft, sign, other, lemma: sign == "rose" ? "rise" : "fall", rule: .change)
    }
  }

  /// "+34%", "up 3%", "-2%"
  private func sign(_ first: Int, _ amount: Int) -> String? {
    let start = graph.text[graph[amount].range.lowerBound]
    if lower(first) == "up" || lower(first) == "+" || start == UInt8(ascii: "+") { return "rose" }
    if ["down", "-", "–", "−"].contains(lower(first)) || start == UInt8(ascii: "-")
      || graph[amount].form.hasPrefix("−") || graph[amount].form.hasPrefix("–")
    {
      return "fell"
    }
    return nil
  }

  /// "up 24% from 41.1 billion", "down from 36%"
  private mutating func readMove(_ at: Int, _ amount: Int, _ draft: Draft, isSetOff: Bool) -> Int? {
    guard isSetOff, ["up", "down", "higher", "lower"].contains(lower(at)) else { return nil }
    let isUp = lower(at) == "up" || lower(at) == "higher"
    var next = at + 1
    if next < graph.nodes.count, isAmount(next) {
      add(draft, graph[at].form, next, lemma: isUp ? "rise" : "fall", rule: .change)
      next += 1
    }
    guard lower(next) == "from" || lower(next) == "on", let other = amountAt(next + 1), isSameSort(other, amount)
    else { return next > at + 1 ? next : nil }
    addEarlier(draft, other)
    return end(of: other)
  }

  /// "i.e. 58.5% of the total", "or some 7.7% of GDP": the same amount in other words.
  private mutating func readAgain(_ at: Int, _ draft: Draft, isSetOff: Bool) -> Int? {
    guard lower(at) == "i.e." || lower(at) == "ie" || (lower(at) == "or" && isSetOff) || lower(at) == "equivalent"
    else { return nil }
    var next = at + 1
    if lower(next) == "to" { next += 1 }
    guard let other = amountAt(next) else { return nil }
    add(draft, draft.relation, other, lemma: draft.lemma, preposition: draft.preposition, rule: .change)
    return end(of: other)
  }

  private static let against: Set<String> = ["against", "versus", "vs", "vs.", "after"]

  /// "compared with 4.3 billion and 1.05, respectively", "against 246 billion a year earlier"
  private mutating func readEarlier(
    _ at: Int,
    _ amount: Int,
    _ draft: Draft,
    _ earlier: [(draft: Draft, amount: Int)]
  ) -> Int? {
    var next = at
    if lower(at) == "compared", ["with", "to"].contains(lower(at + 1)) {
      next = at + 2
    } else if Self.against.contains(lower(at)) {
      next = at + 1
    } else {
      return nil
    }
    if let result = resultAt(next), isSameSort(result.amount, amount),
      lower(at) != "after" || isResultOfYear(result.noun) && isResultOfYear(owned(draft)?.subject)
    {
      addResult(draft, result.noun, result.amount)
      return end(of: result.amount)
    }
    guard let other = amountAt(next) else { return nil }
    // "4.3 billion and 1.05, respectively": one for each of the amounts before.
    var others = [other]
    var last = end(of: other)
    while ["and", ","].contains(lower(last)), let more = amountAt(last + 1) {
      others.append(more)
      last = end(of: more)
    }
    let before = earlier.suffix(others.count - 1).map { ($0.draft, $0.amount) } + [(draft, amount)]
    guard before.count == others.count else { return nil }
    for (pair, other) in zip(before, others) where isSameSort(other, pair.1) { addEarlier(pair.0, other) }
    return last
  }

  /// An amount at a node or behind adverbs and an article there.
  private func amountAt(_ node: Int) -> Int? {
    var at = node
    while at < min(node + 3, graph.nodes.count) {
      if isAmount(at) { return at }
      guard graph[at].partOfSpeech == .adverb || graph[at].partOfSpeech == .determiner || lower(at) == "," else {
        return nil
      }
      at += 1
    }
    return nil
  }

  /// "a profit of £27.1m" at a node: what a company had before.
  private func resultAt(_ start: Int) -> (noun: Int, amount: Int)? {
    guard let of = (start..<min(start + 6, graph.nodes.count)).first(where: { lower($0) == "of" }), of > start,
      let amount = amountAt(of + 1), keys.result(of - 1) != nil,
      (start..<of - 1).allSatisfy({
        [.determiner, .adjective, .noun, .adverb].contains(graph[$0].partOfSpeech) || graph[$0].head == of - 1
      })
    else { return nil }
    return (of - 1, amount)
  }

  /// "a profit after a loss", and not "a profit after costs".
  private func isResultOfYear(_ noun: Int?) -> Bool {
    noun.map { ["profit", "loss"].contains(graph[$0].lower) } ?? false
  }

  /// Whose an amount is that a verb has for its object: the subject's, where the verb is one of having results or other amounts.
  private func owner(_ draft: Draft) -> Int? {
    draft.owner ?? (FactKeys.reporting.contains(draft.lemma) ? draft.subject : nil)
  }

  /// The result of the time before, which may be of another sort: a loss after a profit.
  private mutating func addResult(_ draft: Draft, _ noun: Int, _ amount: Int) {
    let words = graph.phrase(noun).nodes.filter { $0 <= noun && !isArticle($0) }
    add(draft, "was", amount, lemma: "be", rule: .comparison, subject: words)
    let last = drafts.count - 1
    drafts[last].owner =
      owned(draft) == nil ? draft.owner ?? graph.child(of: draft.subject, "nmod", subtype: "poss") : owner(draft)
    drafts[last].objectNodes = [amount]
    drafts[last].isEarlier = true
  }

  /// Whether two amounts can be of one thing: money beside money, and a bare number beside any count.
  private func isSameSort(_ first: Int, _ second: Int) -> Bool {
    guard let one = graph[first].value?.value, let other = graph[second].value?.value else { return false }
    if one.kind == .number || other.kind == .number {
      return one.kind == other.kind || one.kind == .quantity || other.kind == .quantity
    }
    return one.kind == other.kind && (one.kind != .quantity || one.unit == other.unit)
  }

  // MARK: Ranges without a fact before them

  /// "an estimated 10.0 million people (range: 9.0–11.1 million)"
  private mutating func readRangeBehind(_ node: Int) {
    let open = end(of: node)
    guard lower(open) == "(", lower(open + 1).hasPrefix("rang") else { return }
    let close = (open..<graph.nodes.count).first { lower($0) == ")" } ?? graph.nodes.count
    guard close - open <= 5, let other = (open..<close).first(where: isAmount),
      graph[other].value?.value?.low != nil
    else { return }
    drafts.append(
      Draft(
        subject: node,
        subjectNodes: measured(node) ?? graph.phrase(node).nodes,
        relation: "range",
        lemma: "range",
        object: other,
        objectNodes: [other],
        rule: .range
      )
    )
  }

  /// The words of what an amount is the measure of: "a luminosity distance" of "a luminosity distance of about 410 Mpc".
  private func measured(_ amount: Int) -> [Int]? {
    guard let head = graph[amount].head, graph[amount].relation == "nmod", graph[head].partOfSpeech == .noun,
      !graph[head].isValue
    else { return nil }
    return graph.phrase(head).nodes.filter { $0 <= head }
  }

  // MARK: Making

  /// What the amount of a fact is of: "net sales" of "reported net sales of EUR 51.1 billion".
  private func owned(_ draft: Draft) -> (subject: Int, nodes: [Int])? {
    guard !isAmount(draft.object), let amount = amount(of: draft), graph[amount].relation == "nmod" else { return nil }
    return (draft.object, graph.phrase(draft.object).nodes.filter { $0 <= draft.object && !isArticle($0) })
  }

  private func isArticle(_ node: Int) -> Bool { graph[node].relation == "det" }

  private mutating func add(
    _ draft: Draft,
    _ relation: String,
    _ object: Int,
    lemma: String,
    preposition: String? = nil,
    rule: Rule,
    subject: [Int]? = nil
  ) {
    var result = draft
    if let subject, let head = subject.last {
      result.subject = head
      result.subjectNodes = subject
    } else if relation != draft.relation, let owned = owned(draft) {
      result.subject = owned.subject
      result.subjectNodes = owned.nodes
      result.owner = owner(draft)
    }
    result.relation = relation
    result.lemma = lemma
    result.preposition = preposition
    result.object = object
    result.objectNodes = graph.phrase(object).nodes.filter { $0 >= object }
    result.rule = rule
    drafts.append(result)
  }

  /// The same of a time before.
  private mutating func addEarlier(_ draft: Draft, _ object: Int) {
    // "reported 41 calls, down from 57": of whom these were reported, the sentence does not say.
    if Attributions.quoting.contains(draft.lemma), owned(draft) == nil { return }
    // "carried 4.2 million passengers, down from 5.1 million": it carried those too.
    if draft.clause?.kind == .verbal, !FactKeys.valueVerbs.contains(draft.lemma), owned(draft) == nil,
      draft.rule != .change
    {
      // "knows 28 languages, up from 22": when it knew 22, nothing says.
      guard
        graph.children(of: object, "nmod", "obl").contains(where: { graph[$0].isDate })
          || object + 1 < graph.nodes.count && (graph[object + 1].isDate || graph[object + 1].lower == "in")
      else { return }
      add(draft, draft.relation, object, lemma: draft.lemma, preposition: draft.preposition, rule: .comparison)
    } else {
      add(draft, "was", object, lemma: "be", rule: .comparison)
    }
    drafts[drafts.count - 1].isEarlier = true
    drafts[drafts.count - 1].objectNodes = [object]
  }
}
