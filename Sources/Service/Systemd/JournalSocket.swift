import Glibc
import Logging

/// Writes log messages to systemd's journal with their fields, by its native protocol (systemd.io/JOURNAL_NATIVE_PROTOCOL).
struct JournalSocket: Sendable {
  /// Where the journal listens.
  static let path = "/run/systemd/journal/socket"

  private let path: String

  init(path: String = JournalSocket.path) {
    self.path = path
  }

  /// Whether standard error leads into the journal, which then names its device and inode: systemd.exec(5).
  static func isStandardError(environment: [String: String]) -> Bool {
    guard let stream = environment["JOURNAL_STREAM"] else { return false }
    var status = stat()
    return fstat(2, &status) == 0 && stream == "\(status.st_dev):\(status.st_ino)"
  }

  /// The message as the journal takes it, `COURANT_` before the names of its own fields.
  /// - Parameter id: the 32 digits of a message that has an id.
  static func datagram(
    _ message: String,
    level: Logger.Level,
    id: String? = nil,
    role: String,
    fields: [(String, String)]
  ) -> [UInt8] {
    var bytes: [UInt8] = []
    add("MESSAGE", message, to: &bytes)
    if let id { add("MESSAGE_ID", id, to: &bytes) }
    add("PRIORITY", "\(priority(level))", to: &bytes)
    add("SYSLOG_IDENTIFIER", "courantd", to: &bytes)
    add("COURANT_ROLE", role, to: &bytes)
    for (name, value) in fields { add("COURANT_" + fieldName(name), value, to: &bytes) }
    return bytes
  }

  /// A field is `NAME=value`, or, where the value has more than one line, the name, a line's end, its length and the value.
  private static func add(_ name: String, _ value: String, to bytes: inout [UInt8]) {
    bytes += Array(name.utf8)
    // A datagram has an end: of more than this much nobody reads every word.
    let text = Array(value.utf8.prefix(32 << 10))
    if text.contains(0x0A) {
      bytes.append(0x0A)
      withUnsafeBytes(of: UInt64(text.count).littleEndian) { bytes += Array($0) }
    } else {
      bytes.append(UInt8(ascii: "="))
    }
    bytes += text
    bytes.append(0x0A)
  }

  /// `pendingBytes` as the journal wants it: `PENDING_BYTES`.
  private static func fieldName(_ name: String) -> String {
    var result = ""
    for character in name.prefix(48) {
      if character.isUppercase, !result.isEmpty { result += "_" }
      result += character.isASCII && (character.isLetter || character.isNumber) ? character.uppercased() : "_"
    }
    return result
  }

  /// As syslog counts: 2 is critical, 7 is for debugging.
  private static func priority(_ level: Logger.Level) -> Int {
    switch level {
    case .critical: 2
    case .error: 3
    case .warning: 4
    case .notice: 5
    case .info: 6
    case .debug, .trace: 7
    }
  }

  /// - Returns: false when the journal did not take it.
  func send(_ datagram: [UInt8]) -> Bool {
    UnixDatagram.send(datagram, to: Array(path.utf8))
  }
}
