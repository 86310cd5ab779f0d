import Language
import Model
import Values

/// What limits a clause: when and where it holds, how sure it is, and who says it.
struct Qualifiers {
  let graph: SentenceGraph
  /// The year of a date that lacks one.
  let year: Int?
  /// The document's own day, and the one that the text spoke of last: what relative dates are told from.
  let anchor: Day?
  let spoken: Day?
  /// The time that the document's title names: "a year earlier" and "the third quarter" are told from it.
  var period: Interval?

  // MARK: Time

  /// When a clause holds.
  func time(of clause: Clause) -> Interval? {
    for node in [clause.predicate] + clause.governors.reversed() {
      if let time = own(node) { return time }
    }
    if let time = clause.subjects.first.flatMap(opening) { return time }
    // "Speaking at a forum in April 2013, he outlined": he did so then.
    for child in graph.children(of: clause.predicate, "advcl")
    where child < clause.predicate && graph[child].tag == "VBG" {
      if graph.children(of: child, "mark", "aux", "nsubj").isEmpty, let time = own(child) { return time }
    }
    return inherited(clause.governors.first ?? clause.predicate, depth: 0)
  }

  /// "In December alone exports edged up", "four days later Linda Morabito noticed": a date that the parser hung on the subject behind it.
  private func opening(_ subject: Int) -> Interval? {
    // "that of 1 October 1995 overwhelmed the village"
    if graph[subject].lower == "that", let date = graph.children(of: subject, "nmod").first(where: { graph[$0].isDate })
    {
      return graph[date].value.flatMap { days($0) }
    }
    for child in graph.children[subject] where child < subject && graph[child].isDate {
      guard let span = graph[child].value, graph.preposition(of: child) != nil || span.relative != nil,
        graph[child].subtype != "poss"
      else { continue }
      return interval(span)
    }
    return nil
  }

  /// When the clause around a node holds, as far as it says so itself.
  func time(around node: Int) -> Interval? {
    var at = graph[node].head
    for _ in 0..<12 {
      guard let now = at else { return nil }
      if graph[now].partOfSpeech == .verb || graph.child(of: now, "cop") != nil {
        return own(now) ?? graph.child(of: now, "nsubj").flatMap(opening) ?? inherited(now, depth: 0)
      }
      at = graph[now].head
    }
    return nil
  }

  /// The date that says when a predicate holds.
  func dateNode(of node: Int) -> Int? {
    graph.children[node].first { isTime($0) }
  }

  /// Whether a node says when.
  func isTime(_ node: Int) -> Bool {
    guard ["obl", "nmod", "advmod", "advcl", "obj", "dep", "nummod", "parataxis"].contains(graph[node].relation),
      let span = graph[node].value
    else {
      return false
    }
    // "(H1 2022: EUR 2.00 billion)": of what is in the brackets.
    if graph.isBracketed(node), let head = graph[node].head, !graph.isBracketed(head) { return false }
    // "for the first time since 1937" is now.
    if isSinceLast(node) { return false }
    // "compared with 39.7 million in the second quarter of 2024": of what is compared.
    if isCompared(node) { return false }
    if isOfNoun(node, span) || isOfLaterVerb(node) { return false }
    // "68,483 twelve months before": of the amount.
    if span.relative?.anchor == .text, node > 0, graph[node - 1].isValue, !graph[node - 1].isDate { return false }
    // "more than in the previous year" compares.
    if let relative = span.relative, relative.anchor == .text,
      graph[node].relation != "obl"
        && !(graph[node].relation == "advmod" && graph[node].head.map { graph[$0].partOfSpeech == .verb } == true)
        || node > 0 && graph[graph.start(node) == 0 ? 0 : graph.start(node) - 1].lower == "than"
    {
      return false
    }
    return span.isDate && interval(span) != nil && !isMeasured(node)
  }

  /// "be succeeded by Meera Joshi, a director since 2021", "the old ice house, vacant since 2021": of what stands right before it.
  private func isOfNoun(_ node: Int, _ span: ValueSpan) -> Bool {
    let first = graph.start(node)
    guard span.bearing == .since, first > 0, let verb = graph[node].head, verb < first,
      graph[first - 1].isNominal || graph[first - 1].partOfSpeech == .adjective
    else { return false }
    return (verb..<first).contains { graph[$0].lower == "," }
  }

  private static let subordinators: Set<String> = [
    "after", "although", "as", "because", "before", "since", "that", "when", "which", "while", "who",
  ]

  /// "fell to 21 million after a trial was stopped in February": a date behind another verb is of that one, wherever the parser hung it.
  private func isOfLaterVerb(_ node: Int) -> Bool {
    let first = graph.start(node)
    guard let verb = graph[node].head, graph[verb].partOfSpeech == .verb, verb + 2 < first else { return false }
    var isBelow = false
    for word in (verb + 1)..<first {
      if Self.subordinators.contains(graph[word].lower) { isBelow = true }
      if graph[word].lower == "," || graph[word].lower == ";" { isBelow = false }
      guard isBelow, graph[word].partOfSpeech == .verb, ["VBD", "VBN", "VBZ", "VBP"].contains(graph[word].tag) else {
        continue
      }
      return true
    }
    return false
  }

  /// "for the first time since 1937": when it was before.
  func isSinceLast(_ node: Int) -> Bool {
    graph[node].value?.bearing == .since && graph.start(node) > 0 && graph[graph.start(node) - 1].lower == "time"
  }

  func isCompared(_ node: Int) -> Bool {
    var at = graph.start(node)
    for _ in 0..<16 where at > 0 {
      at -= 1
      switch graph[at].lower {
      case "compared", "versus", "vs", "vs.": return true
      case "against":
        // "voted against it in 2010" compares nothing.
        return at + 1 < graph.nodes.count && graph[at + 1].isValue && !graph[at + 1].isDate
      case "from":
        // "up from 5 million in 2022", "rose from 18,400 in 2022 to 21,150 this year"
        if at + 1 < graph.nodes.count, graph[at + 1].isValue, !graph[at + 1].isDate { return true }
      case "than":
        if at + 1 < graph.nodes.count, !graph[at + 1].isValue || graph[at + 1].isDate { return true }
      case "to":
        if at + 1 < graph.nodes.count, graph[at + 1].isValue, !graph[at + 1].isDate { return false }
      case ";": return false
      default: if ["VBD", "VBZ", "VBP"].contains(graph[at].tag) { return false }
      }
    }
    return false
  }

  /// "From 1,500 in 1990": the date is of the amount, not of the clause.
  private func isMeasured(_ node: Int) -> Bool {
    guard let head = graph[node].head else { return false }
    // "Between 2015 and 2018 the reductions were 6.3%": of the clause.
    if let copula = graph.child(of: head, "cop"), node < copula { return false }
    return graph[head].isValue && !graph[head].isDate
  }

  private func own(_ node: Int) -> Interval? {
    if let date = dateNode(of: node) { return interval(of: date) }
    // "in the autumn of 1986", "during the year 2012"
    for child in graph.children(of: node, "obl", "advmod") {
      for inner in graph.children(of: child, "nmod", "appos", "nummod", "compound") {
        if let span = graph[inner].value, span.isDate, !isCompared(inner), isTimeNoun(child) || isEvent(child, inner),
          let interval = interval(span)
        {
          return interval
        }
      }
    }
    return nil
  }

  /// When a date says, and all of its list: "in the 1950s and 1960s".
  private func interval(of date: Int) -> Interval? {
    guard let span = graph[date].value else { return nil }
    // "not until 18 August 1786" says when it began.
    if span.bearing == .until, date > 1,
      graph[graph.start(date)].lower == "not" || graph.follows(graph.start(date), mark: "not")
    {
      return days(span)
    }
    guard var whole = interval(span) else { return nil }
    for member in graph.children(of: date, "conj") {
      // "in the 1950s and 1960s" is one time; "in 1998, 2002 and 2006" is three.
      guard let other = graph[member].value.flatMap(interval), let end = whole.end, let start = other.start,
        start.daysSince1970 == end.daysSince1970 + 1
      else { continue }
      whole.end = other.end
      whole.text = graph.plain(span.outer.lowerBound..<graph[member].range.upperBound)
    }
    return whole
  }

  /// The other times of a clause that names several: "in 1998, 2002 and 2006". Empty where it names one, or one long one.
  func furtherTimes(of clause: Clause) -> [Interval] {
    guard let date = dateNode(of: clause.predicate), let first = interval(of: date) else { return [] }
    var times: [Interval] = []
    var at = date + 1
    while times.count < 16 {
      while at < graph.nodes.count, [",", "and", "or"].contains(graph[at].lower) { at += 1 }
      guard at > date + 1, at < graph.nodes.count, graph[at].isDate, let time = graph[at].value.flatMap({ days($0) })
      else { break }
      // "the 1950s and 1960s" is one time, which the first has told.
      if let start = time.start, let end = first.end, start > end { times.append(time) }
      at += 1
      guard at < graph.nodes.count, [",", "and", "or"].contains(graph[at].lower) else { break }
    }
    return times
  }

  /// "in the election of 12 June 2022"
  private func isEvent(_ node: Int, _ date: Int) -> Bool {
    graph.preposition(of: date) == "of" && ["in", "at", "during"].contains(graph.preposition(of: node) ?? "")
  }

  private func isTimeNoun(_ node: Int) -> Bool {
    [
      "year", "month", "day", "week", "quarter", "season", "spring", "summer", "autumn", "winter", "end", "beginning",
      "start", "half", "period", "decade", "night", "morning", "evening", "afternoon", "middle",
    ].contains(graph[node].lemma.lowercased())
  }

  /// The days of a date, whatever its preposition makes of it.
  /// - Parameter near: the day that it is told from, where it is told from another and the clause has said when it holds.
  func days(_ span: ValueSpan, near: Day? = nil) -> Interval? {
    var plain = span
    plain.bearing = .at
    var interval = plain.interval(
      year: year,
      anchor: anchor(of: span),
      spoken: near ?? lastDay(before: span),
      tense: tense(of: span)
    )
    interval?.text = graph.plain(span.outer)
    return interval
  }

  /// The day that the text spoke of last before a date that is told from it: "41.1 billion a year earlier".
  private func lastDay(before span: ValueSpan) -> Day? {
    guard span.relative != nil else { return spoken }
    for node in graph.nodes.reversed() where node.range.upperBound <= span.range.lowerBound && node.isDate {
      guard let date = node.value else { continue }
      if case .time = date.content { continue }
      // "begins in May and ends two years later": of a May whose year nothing tells, and not of what was spoken of before.
      return date.value?.start
        ?? date.interval(year: year, anchor: anchor(of: date), spoken: spoken, tense: tense(of: date))?.start
    }
    if let start = period?.start, let form = span.relative?.form {
      switch form {
      case .period(.year, _), .shifted(_, .year): return start
      default: break
      }
    }
    return spoken
  }

  /// "the third quarter" of a report for 2007, written in 2008, is of 2007.
  private func anchor(of span: ValueSpan) -> Day? {
    if case .portion(_, _, _) = span.relative?.form, let start = period?.start { return start }
    return anchor
  }

  func interval(_ span: ValueSpan) -> Interval? {
    // "had to fall by 2020" holds then.
    if span.bearing == .relative, graph.plain(span.outer).lowercased().hasPrefix("by ") { return days(span) }
    guard
      var interval = span.interval(
        year: year,
        anchor: anchor(of: span),
        spoken: lastDay(before: span),
        tense: tense(of: span)
      )
    else { return nil }
    interval.text = graph.plain(span.outer)
    return interval
  }

  /// The time of the clause that a clause hangs on, where it holds for both.
  private func inherited(_ node: Int, depth: Int) -> Interval? {
    guard depth < 16, let head = graph[node].head else { return nil }
    if let date = graph.cleft(node), graph[date].isDate { return graph[date].value.flatMap { days($0) } }
    // "on 18 August 1786, when the Crown granted it a charter"; "it was on 6 January 1912 that he argued"
    if graph[head].isDate, ["advcl", "acl", "ccomp", "csubj"].contains(graph[node].relation) {
      return graph[head].value.flatMap { days($0) }
    }
    switch graph[node].relation {
    case "conj":
      // "In 2012 exports rose and imports fell": a date before both is of both.
      if let date = dateNode(of: head), let span = graph[date].value {
        return date < head ? interval(span) : nil
      }
      return inherited(head, depth: depth + 1)
    case "ccomp":
      // "For 2020 the government said that …": a date before the speaker is of what is said.
      if let date = dateNode(of: head), let speaker = graph.child(of: head, "nsubj"), date < speaker {
        return interval(of: date)
      }
      return nil
    case "acl" where graph[head].relation == "root":
      // "In 2012 the trade volume amounted to": the date before the noun is of the verb.
      return graph.children(of: head, "nmod").first {
        $0 < head && graph[$0].isDate && graph.preposition(of: $0) != nil
      }.flatMap { interval(of: $0) }
    case "advcl", "xcomp", "parataxis":
      return own(head) ?? inherited(head, depth: depth + 1)
    default:
      return nil
    }
  }

  // MARK: Polarity

  /// Whether a clause denies.
  func isNegative(_ clause: Clause) -> Bool {
    var isNegative = false
    for node in [clause.predicate] + clause.governors {
      for child in graph.children[node] {
        let word = graph[child]
        switch word.relation {
        case "advmod", "cc", "det", "aux", "advcl":
          if TruthClass.negation.has(word.lower) {
            // "not only", "not until" affirm.
            let next = child + 1 < graph.nodes.count ? graph[child + 1].lower : ""
            if next != "only" && next != "until" && next != "just" { isNegative.toggle() }
          }
          if word.lower == "no", word.relation == "advmod" { isNegative = true }
          // "no longer sees a cut"
          if word.lower == "longer" || word.lower == "more", word.relation == "advmod", child > 0,
            graph[child - 1].lower == "no"
          {
            isNegative = true
          }
        default: break
        }
      }
      if clause.governors.contains(node),
        TruthClass.failure.has(graph[node].lemma) || TruthClass.disbelief.has(graph[node].lemma) || isYet(node)
      {
        isNegative.toggle()
      }
    }
    if clause.subjects.allSatisfy(isNone) { isNegative.toggle() }
    return isNegative
  }

  /// "No city", "none of the above", "neither side", "nobody".
  func isNone(_ node: Int) -> Bool {
    if ["none", "nobody", "nothing", "neither", "no-one"].contains(graph[node].lower) { return true }
    // "Not all of the 40 members", "Not every ship"
    let first = graph.start(node)
    if graph[first].lower == "not", graph.child(of: node, "nsubj") == nil, first + 1 < graph.nodes.count,
      TruthClass.whole.has(graph[first + 1].lower)
    {
      return true
    }
    return graph.children(of: node, "det", "cc", "advmod").contains {
      // "our No Fuss banner" has a name.
      ["no", "neither", "nor"].contains(graph[$0].lower) && $0 < node
        && (graph[$0].form == graph[$0].lower || $0 == 0 || graph[$0 + 1].form == graph[$0 + 1].lower)
    }
  }
}

extension Interval {
  /// The same time of the year before, where this is half a year to a year; nil for any other time.
  var yearBefore: Interval? {
    guard let start, let end, (180...366).contains(end.daysSince1970 - start.daysSince1970 + 1) else { return nil }
    func before(_ day: Day) -> Day? {
      let year = day.year - 1
      // The last of February stays the last.
      let isLast = day.day == Day.length(ofMonth: day.month, year: day.year)
      let length = Day.length(ofMonth: day.month, year: year)
      return Day(year: year, month: day.month, day: isLast ? length : min(day.day, length))
    }
    guard let first = before(start), let last = before(end) else { return nil }
    return Interval(text: nil, start: first, end: last)
  }
}
