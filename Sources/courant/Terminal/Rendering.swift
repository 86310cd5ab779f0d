import Model

/// How facts look to people.
enum Rendering {
  static func style(_ status: Entry.Status) -> Style? {
    switch status {
    case .single: nil
    case .corroborated: .green
    case .disputed: .red
    case .withdrawn: .dim
    }
  }

  static func style(_ effect: Event.Effect) -> Style? {
    switch effect {
    case .new: .green
    case .corroborates: .cyan
    case .repeats: .dim
    case .disputes: .red
    case .supersedes: .yellow
    case .withdraws, .none: .dim
    }
  }

  /// A value as stated, with its normal form where that says more.
  /// - Parameter speaker: whom the documents report as saying it.
  static func value(_ value: Value, _ polarity: Fact.Polarity, _ modality: Fact.Modality, speaker: String? = nil)
    -> String
  {
    var text = value.name ?? value.text
    if value.kind.isTyped { text = value.text }
    let marks = [polarity == .negative ? "denied" : nil, modality == .asserted ? nil : modality.rawValue, speaker]
      .compactMap { $0 }
    if !marks.isEmpty { text += " (\(marks.joined(separator: ", ")))" }
    return text
  }

  /// The words of a relation, with the "not" of what is denied: "did not approve".
  static func relation(_ relation: String, _ polarity: Fact.Polarity) -> String {
    guard polarity == .negative else { return relation }
    var words = relation.split(separator: " ").map(String.init)
    guard let first = words.first else { return "not" }
    words.insert("not", at: auxiliaries.contains(first.lowercased()) ? 1 : 0)
    return words.joined(separator: " ")
  }

  private static let auxiliaries: Set<String> = [
    "am", "are", "can", "could", "did", "do", "does", "had", "has", "have", "is", "may", "might", "must", "shall",
    "should", "was", "were", "will", "would",
  ]

  /// What a fact states of its key.
  static func value(of fact: Fact) -> String {
    value(fact.value, fact.polarity, fact.modality, speaker: fact.attribution?.source)
  }

  /// The normal form of a value: `33500000000 USD`; empty where there is none.
  static func normal(_ value: Value) -> String {
    var parts: [String] = []
    if let low = value.low, let high = value.high {
      parts.append("\(number(low))–\(number(high))")
    } else if let number = value.number {
      let sign = value.approximate ? "~" : value.bound == .min ? "≥" : value.bound == .max ? "≤" : ""
      parts.append(sign + self.number(number))
    } else if let start = value.start, let end = value.end {
      parts.append(start == end ? "\(start)" : "\(start)..\(end)")
    }
    if let unit = value.unit { parts.append(unit) }
    return parts.joined(separator: " ")
  }

  static func number(_ number: Double) -> String {
    if let whole = Int64(exactly: number) { return String(whole) }
    return "\(number)"
  }

  /// When something holds, as briefly as it can be said: `2012`, `2013-04`, `2015-09-14`, `2010..`.
  static func time(_ time: Interval?) -> String {
    guard let time else { return "" }
    guard let start = time.start, let end = time.end else {
      return "\(time.start.map(\.description) ?? "")..\(time.end.map(\.description) ?? "")"
    }
    if start == end { return "\(start)" }
    if start.day == 1, end.day == Day.length(ofMonth: end.month, year: end.year) {
      if start.year == end.year, start.month == end.month { return String("\(start)".prefix(7)) }
      if start.month == 1, end.month == 12 {
        return start.year == end.year ? String("\(start)".prefix(4)) : "\("\(start)".prefix(4))..\("\(end)".prefix(4))"
      }
    }
    return "\(start)..\(end)"
  }

  /// A moment, to the second where people read it.
  static func moment(_ timestamp: Timestamp) -> String {
    guard Terminal.isTerminal else { return timestamp.description }
    return timestamp.description.prefix(19).replacing("T", with: " ") + "Z"
  }

  /// The last part of a URI, which is what people know a document by; all of it where there is room.
  static func name(_ uri: String, isWide: Bool = false) -> String {
    isWide ? uri : uri.split(separator: "/").last.map(String.init) ?? uri
  }

  static func sources(_ value: EntryValue, isWide: Bool) -> String {
    let names = value.sources.map { name($0.document.uri, isWide: isWide) }
    return sources(names, of: value.sourceCount, listed: value.sources.count, origins: value.originCount)
  }

  /// Documents by their names, as "5 sources, 2 origins: a.txt, b.txt and 3 more".
  /// - Parameters:
  ///   - count: how many sources there are.
  ///   - listed: how many of them the documents are.
  static func sources(_ documents: [String], of count: Int, listed: Int, origins: Int) -> String {
    var names: [String] = []
    for name in documents.prefix(EntryValue.maximumSources) where !names.contains(name) { names.append(name) }
    let more = count - listed + max(0, documents.count - EntryValue.maximumSources)
    let counted = count > 1 ? "\(plural(count, "source")), \(plural(origins, "origin")): " : ""
    return counted + names.joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
  }

  static func plural(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
}
