/// One thing that can be set: its name in the file, what it means, and how a text becomes its value.
///
/// The list of them is the one definition: file, environment and help go by it.
public struct ConfigurationOption: Sendable {
  /// Such as `limits.document_bytes`; dots lead into the sections of the file.
  public let name: String
  /// What it means, in one line.
  public let help: String
  /// The value now, as it would be written in the file.
  public let value: @Sendable (Configuration) -> String
  /// Sets it from what was written; a list has one text for each member.
  let set: @Sendable (inout Configuration, [String]) throws(ConfigurationError) -> Void

  /// Such as `COURANT_LIMITS_DOCUMENT_BYTES`.
  public var environmentName: String {
    "COURANT_" + name.uppercased().map { $0 == "." ? "_" : String($0) }.joined()
  }

  public static let all: [ConfigurationOption] = [
    text("state", "folder of the database and the spool", \.state),
    list("watch", "folders whose files are documents, with everything below them", \.watch),
    ConfigurationOption(
      name: "deleted",
      help: "what becomes of the document of a watched file that is removed: keep, withdraw",
      value: { $0.deleted.rawValue }
    ) { configuration, texts throws(ConfigurationError) in
      let text = try single(texts)
      guard let deleted = DeletedFiles(rawValue: text) else {
        throw ConfigurationError("is \"\(text)\", want one of keep, withdraw")
      }
      configuration.deleted = deleted
    },
    size("originals_bytes", "originals that are kept, compressed; 0B keeps none", \.originalsBytes, 0...(1 << 50)),
    count("workers", "worker processes; 0 for as many as there are cores", \.workers, 0...1024),
    ConfigurationOption(
      name: "extraction.min_confidence",
      help: "facts that are less sure are left out, 0 to 1",
      value: { "\($0.extraction.minimumConfidence)" }
    ) { configuration, texts throws(ConfigurationError) in
      let text = try single(texts)
      guard let number = Double(text), (0...1).contains(number) else {
        throw ConfigurationError("is \"\(text)\", want a number from 0 to 1")
      }
      configuration.extraction.minimumConfidence = number
    },
    ConfigurationOption(
      name: "journal.max_age",
      help: "events that are older are removed, never the state; 0s for no limit",
      value: { Quantities.time($0.journal.maxAge) }
    ) { configuration, texts throws(ConfigurationError) in
      let text = try single(texts)
      guard let duration = Quantities.duration(text) else {
        throw ConfigurationError("is \"\(text)\", want a time such as 12h or 30d, or 0s for no limit")
      }
      configuration.journal.maxAge = duration
    },
    size(
      "journal.max_bytes",
      "the oldest events beyond this size are removed; 0B for no limit",
      \.journal.maxBytes,
      0...(1 << 50)
    ),
    count(
      "journal.max_events",
      "the oldest events beyond this number are removed; 0 for no limit",
      \.journal.maxEvents,
      0...1_000_000_000_000
    ),
    text("endpoints.submit", "where intake takes documents", \.endpoints.submit),
    text("endpoints.jobs", "where workers ask intake for work", \.endpoints.jobs),
    text("endpoints.batches", "where workers send the aggregator facts", \.endpoints.batches),
    text("endpoints.updates", "where the aggregator publishes events", \.endpoints.updates),
    text("endpoints.query", "where the aggregator answers questions", \.endpoints.query),
    size("limits.document_bytes", "largest document", \.limits.documentBytes, 1...(1 << 30)),
    size("limits.message_bytes", "largest message on any socket", \.limits.messageBytes, 4096...(1 << 31)),
    count("limits.spool_documents", "documents that may wait in the spool", \.limits.spoolDocuments, 1...100_000_000),
    size("limits.spool_bytes", "bytes that may wait in the spool", \.limits.spoolBytes, 1...(1 << 50)),
    time("limits.job_time", "longest that a worker may take over one document", \.limits.jobTime),
    count("limits.attempts", "tries of a document before it is set aside", \.limits.attempts, 1...100),
    size("limits.worker_bytes", "memory of one worker", \.limits.workerBytes, (64 << 20)...(1 << 40)),
    size(
      "limits.pending_bytes",
      "batches that may wait for the aggregator's writer",
      \.limits.pendingBytes,
      4096...(1 << 40)
    ),
    size(
      "limits.staging_bytes",
      "chunks of large batches that may be on disk before another begins",
      \.limits.stagingBytes,
      1...(1 << 50)
    ),
    count(
      "limits.subscriber_messages",
      "messages that may wait for one subscriber before the live stream drops it",
      \.limits.subscriberMessages,
      1...10_000_000
    ),
    choice(
      "log.level",
      "least important messages that are logged",
      \.log.level,
      [
        "trace", "debug", "info", "notice", "warning", "error", "critical",
      ]
    ),
    choice("log.format", "text for people, json for machines", \.log.format, ["text", "json"]),
  ]

  private typealias Path<Value> = any WritableKeyPath<Configuration, Value> & Sendable

  private static func single(_ texts: [String]) throws(ConfigurationError) -> String {
    guard texts.count == 1 else { throw ConfigurationError("wants one value, not a list") }
    return texts[0]
  }

  private static func text(_ name: String, _ help: String, _ path: Path<String>) -> ConfigurationOption {
    ConfigurationOption(name: name, help: help, value: { $0[keyPath: path] }) {
      configuration,
      texts throws(ConfigurationError) in
      let text = try single(texts)
      guard !text.isEmpty else { throw ConfigurationError("is empty") }
      configuration[keyPath: path] = text
    }
  }

  private static func list(_ name: String, _ help: String, _ path: Path<[String]>) -> ConfigurationOption {
    ConfigurationOption(name: name, help: help, value: { "[" + $0[keyPath: path].joined(separator: ", ") + "]" }) {
      configuration,
      texts throws(ConfigurationError) in
      configuration[keyPath: path] = texts
    }
  }

  private static func count(
    _ name: String,
    _ help: String,
    _ path: Path<Int>,
    _ range: ClosedRange<Int>
  ) -> ConfigurationOption {
    ConfigurationOption(name: name, help: help, value: { "\($0[keyPath: path])" }) {
      configuration,
      texts throws(ConfigurationError) in
      let text = try single(texts)
      guard let number = Int(text), range.contains(number) else {
        throw ConfigurationError("is \"\(text)\", want a whole number from \(range.lowerBound) to \(range.upperBound)")
      }
      configuration[keyPath: path] = number
    }
  }

  private static func size(
    _ name: String,
    _ help: String,
    _ path: Path<Int>,
    _ range: ClosedRange<Int>
  ) -> ConfigurationOption {
    ConfigurationOption(name: name, help: help, value: { Quantities.size($0[keyPath: path]) }) {
      configuration,
      texts throws(ConfigurationError) in
      let text = try single(texts)
      guard let bytes = Quantities.bytes(text), range.contains(bytes) else {
        throw ConfigurationError(
          "is \"\(text)\", want a size from \(Quantities.size(range.lowerBound)) to \(Quantities.size(range.upperBound)), such as 16MiB"
        )
      }
      configuration[keyPath: path] = bytes
    }
  }

  private static func time(_ name: String, _ help: String, _ path: Path<Duration>) -> ConfigurationOption {
    ConfigurationOption(name: name, help: help, value: { Quantities.time($0[keyPath: path]) }) {
      configuration,
      texts throws(ConfigurationError) in
      let text = try single(texts)
      guard let duration = Quantities.duration(text), duration > .zero else {
        throw ConfigurationError("is \"\(text)\", want a time such as 500ms, 30s or 5m")
      }
      configuration[keyPath: path] = duration
    }
  }

  private static func choice(
    _ name: String,
    _ help: String,
    _ path: Path<String>,
    _ choices: [String]
  ) -> ConfigurationOption {
    ConfigurationOption(name: name, help: "\(help): \(choices.joined(separator: ", "))", value: { $0[keyPath: path] }) {
      configuration,
      texts throws(ConfigurationError) in
      let text = try single(texts)
      guard choices.contains(text) else {
        throw ConfigurationError("is \"\(text)\", want one of \(choices.joined(separator: ", "))")
      }
      configuration[keyPath: path] = text
    }
  }
}
