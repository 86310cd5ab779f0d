import FileOutput
import Model

/// What facts can be exported as.
public enum ExportFormat: String, CaseIterable, Sendable {
  case jsonl, csv, parquet, ntriples, sqlite

  /// True where the bytes are nothing for a terminal.
  public var isBinary: Bool { self == .parquet || self == .sqlite }

  /// True where the facts cannot be written one after the other, and so want a file.
  public var wantsFile: Bool { self == .sqlite }
}

/// Writes facts in one format, one after the other, and holds no more of them than it must.
public protocol FactWriter {
  mutating func write(_ stated: StatedFact) throws

  /// What comes after the last fact.
  mutating func finish() throws
}

extension ExportFormat {
  /// A writer of this format for one file.
  /// - Parameters:
  ///   - cursor: the moment that the facts are of.
  ///   - isCSVSafe: whether text that a spreadsheet would run as a formula is neutralised; of CSV alone.
  /// - Throws: ``ExportError`` or `FileError`.
  public func writer(to file: OutputFile, cursor: Cursor, isCSVSafe: Bool = true) throws -> any FactWriter {
    switch self {
    case .jsonl: JSONLinesWriter(file: file)
    case .csv: try CSVWriter(file: file, isSafe: isCSVSafe)
    case .parquet: try ParquetWriter(file: file, cursor: cursor)
    case .ntriples: NTriplesWriter(file: file)
    case .sqlite: try SQLiteWriter(path: file.draft(), cursor: cursor)
    }
  }
}

/// Why facts cannot be written, in one line.
public struct ExportError: Error, Sendable, Equatable, CustomStringConvertible {
  public let description: String

  public init(_ description: String) {
    self.description = description
  }
}
