import Client
import Model

extension GetCommand {
  private struct Enough: Error {}

  /// Of so many entries that nobody states any longer the journal is asked what they said.
  private static let maximumAsked = 200

  /// Shows the entries of a key, or of every key that begins so.
  /// - Parameter mentions: what is shown where there is no entry.
  func showEntries(_ question: KnownQuestion, or mentions: [KnownRow] = []) throws {
    var rows: [KnownRow] = []
    var (count, hidden) = (0, 0)
    // As they come, where their order is that of the keys.
    let isStreamed = json && sort == nil
    let show = { (found: Entry) throws in
      guard let entry = question.filter.filter(found), entry.sequence > question.start,
        try question.hasEffect(entry.key, at: entry.sequence)
      else { return }
      guard entry.status != .withdrawn || question.hasWithdrawn else { return hidden += 1 }
      if isStreamed {
        if count == limit { throw Enough() }
        count += 1
        return Terminal.write(try JSON.encode(entry))
      }
      count += 1
      if json { return rows.append(try KnownRow(entry)) }
      if entry.values.isEmpty {
        rows.append(try lastStated(entry, rows.count, question))
      }
      if found.values.count < entry.valueCount {
        Terminal.complain("\(entry.key): the first \(found.values.count) of \(entry.valueCount) values are shown")
      }
      rows += entry.values.map { KnownRow(entry, $0) }
    }
    // What is asked of entities begins with them.
    let wanted =
      key.isEmpty && !question.filter.prefixes.isEmpty
      ? question.filter.prefixes : [isBeginning ? String(key.dropLast()) : key]
    do {
      for key in wanted {
        try question.query.get(key, asOf: question.sequence, asOf: question.time, in: question.filter.days, each: show)
      }
    } catch is Enough {
      Terminal.flush()
      return Terminal.complain("the first \(count) are shown; --limit shows more")
    }
    if count == 0, hidden == 0, !mentions.isEmpty { return try print(mentions, KnownColumn.ofEntity) }
    if !isStreamed { try print(rows, isSorted: sort == nil, KnownColumn.ofEntries) }
    Terminal.flush()
    if count == 0 { try failWithNothing(question, hasWithdrawn: hidden > 0) }
  }

  /// An entry that nobody states any longer, as it was stated last: the journal tells, as far as it is kept.
  private func lastStated(_ entry: Entry, _ place: Int, _ question: KnownQuestion) throws -> KnownRow {
    var row = KnownRow(status: entry.status, key: entry.key, time: entry.time)
    row.sequence = entry.sequence
    guard place < Self.maximumAsked else { return row }
    var last: Fact?
    _ = try question.query.history(of: entry.key) { event in
      guard event.kind == .factRetracted, event.sequence <= entry.sequence, case .fact(let fact) = event.data,
        fact.time?.start == entry.time?.start, fact.time?.end == entry.time?.end,
        entry.document.map({ fact.document.uri.isExactly($0) }) ?? true
      else { return }
      last = fact
    }
    guard let last else { return row }
    row.relation = last.relation.text
    row.value = last.value
    (row.polarity, row.modality, row.speaker) = (last.polarity, last.modality, last.attribution?.source)
    row.documents = [last.document]
    return row
  }
}
