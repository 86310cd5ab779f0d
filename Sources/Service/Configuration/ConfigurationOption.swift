/// One thing that can be set: its name in the file, what it means, and how a text becomes its value.
///
/// The list of them is the one definition: file, environment and help go by it.
public struct ConfigurationOption: Sendable {
  /// Such as `limits.document_bytes`; dots lead into the sections of the file.
  public let name: String
  /// What it means, in one line.
  public let help: String
  /// What can be written, such as "0 to 1024".
  public let values: String
  /// The value now, as it would be written in the file.
  public let value: @Sendable (Configuration) -> String
  /// Sets it from what was written; a list has one text for each member.
  let set: @Sendable (inout Configuration, [String]) throws(ConfigurationError) -> Void
  /// Takes it over from one configuration into another.
  let copy: @Sendable (Configuration, inout Configuration) -> Void
  /// Whether a running daemon takes it on SIGHUP.
  public private(set) var isLive = false
  /// Whether it has members, with `:` between them in the environment.
  private(set) var isList = false

  init(
    name: String,
    help: String,
    values: String,
    value: @escaping @Sendable (Configuration) -> String,
    set: @escaping @Sendable (inout Configuration, [String]) throws(ConfigurationError) -> Void,
    copy: @escaping @Sendable (Configuration, inout Configuration) -> Void
  ) {
    self.name = name
    self.help = help
    self.values = values
    self.value = value
    self.set = set
    self.copy = copy
  }

  /// The same, taken while the daemon runs.
  func live() -> ConfigurationOption {
    var option = self
    option.isLive = true
    return option
  }

  /// The same, with members.
  func listing() -> ConfigurationOption {
    var option = self
    option.isList = true
    return option
  }

  /// Such as `COURANT_LIMITS_DOCUMENT_BYTES`.
  public var environmentName: String {
    "COURANT_" + name.uppercased().map { $0 == "." ? "_" : String($0) }.joined()
  }

  public static let all: [ConfigurationOption] = [
    text("state", "folder of the database and the spool", "a path", \.state),
    list("watch", "folders whose files are documents, with everything below them", \.watch).live(),
    list("links", "folders into which links in watched folders may lead; no other link is followed", \.links).live(),
    choice("deleted", "what becomes of the document of a watched file that is removed", \.deleted).live(),
    text(
      "aliases",
      "file of the names of entities; what is read from then on goes by it",
      "a path",
      \.aliasesFile,
      isOptional: true
    ).live(),
    size("originals_bytes", "originals that are kept, compressed; 0B keeps none", \.originalsBytes, 0...(1 << 50)),
    count("workers", "worker processes; 0 for as many as there are cores", \.workers, 0...1024).live(),
    share(
      "extraction.min_confidence",
      "facts that are less sure are left out; what was read before is read anew only by a newer extractor",
      \.extraction.minimumConfidence
    ).live(),
    age(
      "journal.max_age",
      "events that are older are removed, never the state; 0s for no limit",
      \.journal.maxAge
    ).live(),
    size(
      "journal.max_bytes",
      "the oldest events beyond this size are removed; 0B for no limit",
      \.journal.maxBytes,
      0...(1 << 50)
    ).live(),
    count(
      "journal.max_events",
      "the oldest events beyond this number are removed; 0 for no limit",
      \.journal.maxEvents,
      0...1_000_000_000_000
    ).live(),
    size(
      "scrub.rate",
      "how much of the database is read a second to find damage, in the background; 0B for never",
      \.scrub.rate,
      0...(1 << 40)
    ).live(),
    text("endpoints.submit", "where intake takes documents", "ipc://…, tcp://…", \.endpoints.submit),
    text("endpoints.jobs", "where workers ask intake for work", "ipc://…, tcp://…", \.endpoints.jobs),
    text("endpoints.batches", "where workers send the aggregator facts", "ipc://…, tcp://…", \.endpoints.batches),
    text("endpoints.updates", "where the aggregator publishes events", "ipc://…, tcp://…", \.endpoints.updates),
    text("endpoints.query", "where the aggregator answers questions", "ipc://…, tcp://…", \.endpoints.query),
    listen("submit", \.listen.submit),
    listen("jobs", \.listen.jobs),
    listen("batches", \.listen.batches),
    listen("updates", \.listen.updates),
    listen("query", \.listen.query),
    text(
      "keys.secret",
      "file of this process's secret key, for tcp:// endpoints; empty for systemd's credential courant.key",
      "a path",
      \.keys.secret,
      isOptional: true
    ),
    text(
      "keys.allow",
      "file of the keys that are let in at tcp:// endpoints, read when it changes",
      "a path",
      \.keys.allow
    ),
    text(
      "keys.server",
      "public key of the daemon at the tcp:// endpoints that are connected to",
      "40 characters",
      \.keys.server,
      isOptional: true
    ),
    text(
      "keys.aggregator",
      "public key of the aggregator, where it is another daemon than intake; empty for that of keys.server",
      "40 characters",
      \.keys.aggregator,
      isOptional: true
    ),
    text(
      "keys.jobs",
      "file of the key that intake and the aggregator share, where their state folders differ; empty for job.key in the state folder",
      "a path",
      \.keys.jobs,
      isOptional: true
    ),
    size("limits.document_bytes", "largest document", \.limits.documentBytes, 1...(1 << 30)),
    size(
      "limits.message_bytes",
      "largest message on the batches socket, so the largest fact",
      \.limits.messageBytes,
      4096...(1 << 31)
    ),
    count("limits.spool_documents", "documents that may wait in the spool", \.limits.spoolDocuments, 1...100_000_000),
    size("limits.spool_bytes", "bytes that may wait in the spool", \.limits.spoolBytes, 1...(1 << 50)),
    time(
      "limits.job_time",
      "longest that a worker may take over one document, and a second more for each 50 kB of it",
      \.limits.jobTime
    ),
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
    count(
      "limits.connections",
      "connections to all sockets of a process together; the newest beyond are turned away, but for each socket's own sixteenth",
      \.limits.connections,
      16...65_536
    ),
    count("limits.archive_members", "documents that one archive may hold", \.limits.archiveMembers, 1...1_000_000),
    size(
      "limits.archive_bytes",
      "largest compressed archive when it is unpacked",
      \.limits.archiveBytes,
      1...(1 << 32)
    ),
    list(
      "json.text",
      "fields of a JSON document that are its text; the first that it has counts",
      \.json.text,
      empty: "name; name a field"
    ),
    list("json.title", "fields of a JSON document that are its title", \.json.title, empty: "name; name a field"),
    list("json.date", "fields of a JSON document that are its day", \.json.date, empty: "name; name a field"),
    list("json.id", "fields of a JSON document that are its id", \.json.id, empty: "name; name a field"),
    value(
      "metrics.listen",
      "where /metrics, /healthz and /readyz are told over HTTP; empty for nowhere, port 0 for one that is free",
      "a loopback address and a port",
      \.metrics.listen,
      write: { $0?.description ?? "" }
    ) { text throws(ConfigurationError) in text.isEmpty ? nil : try LoopbackAddress(text) },
    choice(
      "log.level",
      "least important messages that are logged",
      \.log.level,
      Configuration.Log.levels
    ).live(),
    choice(
      "log.format",
      "text for people, json for machines, journal for systemd's with fields; auto is journal under systemd, else text",
      \.log.format,
      Configuration.Log.formats
    ),
  ]
}
