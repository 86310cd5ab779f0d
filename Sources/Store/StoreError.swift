import FileOutput
import GRDB

/// Why the database cannot be used, in one line that says what to do.
public struct StoreError: Error, Sendable, Equatable, CustomStringConvertible {
  public enum Code: Sendable, Equatable {
    /// The file is a database of another program, or no database.
    case notOurs
    /// The file was written by a newer version.
    case newer
    /// Another process holds it.
    case locked
    /// A batch that contradicts itself; the database is as it was.
    case badBatch
    /// A review that cannot hold; the database is as it was.
    case badReview
    /// What was put aside of a batch cannot be read: the batch must come anew. The database is as it was.
    case unreadable
    /// The disk is full, read-only or broken, or the file is damaged.
    case storage
    /// The journal no longer goes back to what was asked for; it goes back to this event.
    case tooOld(UInt64)
  }

  public let code: Code
  public let description: String

  public init(_ code: Code, _ description: String) {
    self.code = code
    self.description = description
  }

  /// What SQLite says on several lines, or with bytes of a damaged file in it, on one.
  static func oneLine(_ text: String) -> String {
    let isControl = { (scalar: Unicode.Scalar) in scalar.properties.generalCategory == .control }
    let words = text.unicodeScalars.split { isControl($0) || $0 == " " || $0 == "\u{2028}" || $0 == "\u{2029}" }
    return words.map { String(String.UnicodeScalarView($0)) }.joined(separator: " ")
  }

  /// What SQLite says, as an error of the store at `path`.
  static func from(_ error: any Error, path: String) -> StoreError {
    if let error = error as? StoreError { return error }
    if let error = error as? FileError { return StoreError(.storage, error.description) }
    guard let error = error as? DatabaseError else {
      return StoreError(.storage, "\(path): \(error)")
    }
    if let fault = PageSums.fault(error) { return StoreError(.storage, "\(path) is damaged: \(fault)") }
    let detail = oneLine(error.message ?? "SQLite error \(error.extendedResultCode.rawValue)")
    switch error.resultCode {
    case .SQLITE_NOTADB:
      return StoreError(
        .notOurs,
        "\(path) is not a Courant database: \(detail); name another file or move this one away"
      )
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      return StoreError(.locked, "\(path) is locked by another process; stop it, or name another state folder")
    case .SQLITE_FULL:
      return StoreError(.storage, "\(path): the disk is full; make room")
    case .SQLITE_READONLY:
      return StoreError(.storage, "\(path) cannot be written: \(detail)")
    case .SQLITE_CANTOPEN:
      return StoreError(.storage, "\(path) cannot be opened: \(detail); check the folder and its permissions")
    case .SQLITE_CORRUPT:
      return StoreError(.storage, "\(path) is damaged: \(detail); restore a backup")
    default:
      return StoreError(.storage, "\(path): \(detail)")
    }
  }
}
