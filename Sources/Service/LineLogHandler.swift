import Foundation
import Glibc
import Logging
import Model
import Synchronization

/// Writes each message as one line to standard error: text for people, or JSON for machines.
public struct LineLogHandler: LogHandler {
  public enum Format: Sendable {
    case text(colour: Bool)
    case json
    /// To systemd's journal, with fields; as text where it does not take them.
    case journal
  }

  /// The least important messages that are logged; of a logger that has no level of its own, the program's.
  public var logLevel: Logger.Level {
    get { ownLevel ?? Self.programLevel.withLock { $0 } }
    set { ownLevel = newValue }
  }
  public var metadata: Logger.Metadata = [:]
  private var ownLevel: Logger.Level?
  private static let programLevel = Mutex(Logger.Level.info)
  private let label: String
  private let format: Format
  private let journal: JournalSocket
  /// How long a message is at most, and each field beside it, in bytes.
  private static let longestValue = 4096
  /// Lines from ``Logger/Level/notice`` on are those that documents and peers can cause.
  static let rate = LogRate(limit: 20)

  public init(label: String, format: Format) {
    self.init(label: label, format: format, journal: JournalSocket())
  }

  init(label: String, format: Format, journal: JournalSocket) {
    self.label = label
    self.format = format
    self.journal = journal
  }

  /// Sets the program's level, for all loggers that have none of their own, from now on.
  public static func setLevel(_ name: String) {
    programLevel.withLock { $0 = Logger.Level(rawValue: name) ?? .info }
  }

  /// Makes this the program's way of logging; once, at its start.
  public static func bootstrap(_ log: Configuration.Log) {
    setLevel(log.level)
    let colour = isatty(2) == 1 && getenv("NO_COLOR") == nil
    let format: Format
    switch log.format {
    case "json": format = .json
    case "journal": format = .journal
    case "auto" where JournalSocket.isStandardError(environment: ProcessInfo.processInfo.environment): format = .journal
    default: format = .text(colour: colour)
    }
    UnixDatagram.prepare()
    LoggingSystem.bootstrap { LineLogHandler(label: $0, format: format) }
  }

  public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  public func log(event: LogEvent) {
    if event.level >= .notice {
      let place = LogRate.Place(file: event.file, line: event.line)
      guard Self.rate.admits(event.message.description, of: place, label, event.level) else { return }
    }
    write(event.message.description, event.level, metadata.merging(event.metadata ?? [:]) { $1 })
  }

  /// Says how many lines were left out; to be called every second or so, and with `all` at the program's end.
  public static func sumUp(all: Bool = false) {
    for omission in rate.omissions(all: all) {
      let logger = Logger(label: omission.label)
      // Past the rate, for this is what keeps it.
      guard let handler = logger.handler as? LineLogHandler else { continue }
      handler.write("\(omission.count) more like this within a minute: \(omission.message)", omission.level, [:])
    }
  }

  private func write(_ message: String, _ level: Logger.Level, _ metadata: Logger.Metadata) {
    // A document's name may be as long; peers can send more.
    let message = message.cut(to: Self.longestValue)
    var metadata = metadata
    // For machines: people have the words.
    let id = metadata.removeValue(forKey: MessageID.metadataKey)?.description
    let fields = metadata.sorted { $0.key < $1.key }.map { ($0.key, $0.value.description.cut(to: Self.longestValue)) }
    if case .journal = format {
      let datagram = JournalSocket.datagram(
        message,
        level: level,
        id: id,
        role: label,
        fields: fields
      )
      if journal.send(datagram) { return }
    }
    var line: String
    switch format {
    case .json:
      var record: [(String, String)] = [
        ("time", Timestamp.now.description), ("level", level.rawValue), ("role", label),
        ("message", message),
      ]
      if let id { record.append((MessageID.metadataKey, id)) }
      record += fields
      line = "{" + record.map { "\(Self.quoted($0.0)):\(Self.quoted($0.1))" }.joined(separator: ",") + "}"
    case .text, .journal:
      let colour = if case .text(colour: true) = format { true } else { false }
      let word = level.rawValue.padding(to: 7)
      line =
        "\(Timestamp.now) \(colour ? Self.coloured(word, level) : word) \(label): \(Self.oneLine(message))"
      for (name, value) in fields {
        let text = Self.oneLine(value)
        line +=
          " \(name)=\(text.contains(where: { $0 == " " || $0.isNewline || $0 == "\"" }) ? Self.quoted(text) : text)"
      }
    }
    line += "\n"
    // One call a line, so that the lines of several threads and processes do not mix.
    var bytes = Array(line.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Glibc.write(2, $0.baseAddress, $0.count) }
      guard count > 0 else { return }
      bytes = bytes.dropFirst(count)
    }
  }

  private static func coloured(_ text: String, _ level: Logger.Level) -> String {
    switch level {
    case .trace, .debug: "\u{1B}[2m\(text)\u{1B}[0m"
    case .info, .notice: text
    case .warning: "\u{1B}[33m\(text)\u{1B}[0m"
    case .error, .critical: "\u{1B}[31m\(text)\u{1B}[0m"
    }
  }

  private static func oneLine(_ text: String) -> String {
    // Documents and their names are hostile: nothing in a log moves a cursor or begins a line.
    VisibleText.line(text)
  }

  private static func quoted(_ text: String) -> String {
    (try? JSON.text(text)) ?? "\"\""
  }
}

extension String {
  fileprivate func padding(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
