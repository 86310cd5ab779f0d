import ArgumentParser
import Model

/// A column of a table of what is known.
enum KnownColumn: String, CaseIterable {
  case role, status, key, attribute, verb, time, value, normal, speaker, sources, origins, confidence, document, date

  /// What a table of entries has, and what one of an entity has.
  static let ofEntries: [KnownColumn] = [.status, .key, .time, .value, .normal, .sources]
  static let ofEntity: [KnownColumn] = [.role, .status, .key, .verb, .time, .value, .normal, .sources, .date]

  var heading: String { rawValue.uppercased() }

  /// Columns that go first where there is no room for all, in that order.
  static let spareable = ["NORMAL", "DATE", "CONFIDENCE", "SOURCES", "TIME", "VERB"]

  /// Reads names between commas.
  /// - Throws: `ValidationError` that lists the names.
  static func list(_ text: String) throws -> [KnownColumn] {
    let names = allCases.map(\.rawValue).joined(separator: ", ")
    var columns: [KnownColumn] = []
    for name in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard let column = KnownColumn(rawValue: name.lowercased()) else {
        throw ValidationError("--columns has \"\(name)\", want names between commas, of \(names)")
      }
      guard !columns.contains(column) else { throw ValidationError("--columns has \(name) twice") }
      columns.append(column)
    }
    return columns
  }

  func cell(_ row: KnownRow, isWide: Bool) -> Table.Cell {
    switch self {
    case .role: Table.Cell(row.role?.rawValue ?? "")
    case .status: Table.Cell(row.status?.rawValue ?? "", row.status.flatMap(Rendering.style))
    case .key: Table.Cell(row.key?.description ?? "", .bold)
    case .attribute: Table.Cell(row.key?.attribute ?? "", .bold)
    case .verb: Table.Cell(Rendering.relation(row.relation, row.polarity))
    case .time: Table.Cell(Rendering.time(row.time))
    case .value: Table.Cell(Self.value(row))
    case .normal: Table.Cell(row.value.map(Rendering.normal) ?? "", .cyan)
    case .speaker: Table.Cell(row.speaker ?? "")
    case .sources: Table.Cell(Self.sources(row, isWide: isWide), .dim)
    case .origins: Table.Cell(row.status == nil ? "" : "\(row.originCount)")
    case .confidence: Table.Cell(row.confidence.map { "\($0)" } ?? "")
    case .document: Table.Cell(row.documents.first.map { Rendering.name($0.uri, isWide: isWide) } ?? "")
    case .date: Table.Cell(row.documents.first?.date?.description ?? "", .dim)
    }
  }

  private static func value(_ row: KnownRow) -> String {
    guard let value = row.value else { return row.role == .mention ? row.documents.first?.title ?? "" : "" }
    return Rendering.value(value, row.polarity, row.modality, speaker: row.speaker)
  }

  private static func sources(_ row: KnownRow, isWide: Bool) -> String {
    let names = row.documents.map { Rendering.name($0.uri, isWide: isWide) }
    if row.role == .mention {
      return "\(Rendering.plural(row.mentions, "sentence")): \(names.joined(separator: ", "))"
    }
    return Rendering.sources(names, of: row.sourceCount, listed: row.listed, origins: row.originCount)
  }
}
