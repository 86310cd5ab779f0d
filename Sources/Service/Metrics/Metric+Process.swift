/// What any process of Courant's tells, and what more than one role counts.
extension Metric {
  public static let messagesMalformed = Metric(
    "courant_messages_malformed_total",
    .counter,
    "Messages that could not be read and were refused, by the role that they came to.",
    label: "role",
    values: ["aggregator", "intake"]
  )
  public static let peersRefused = Metric(
    "courant_peers_refused_total",
    .counter,
    "Peers that were turned away. Over TCP: unknown key, key without a role for the socket, request that its roles do not allow, failed handshake. Anywhere: message of too many frames or without an end, or answers that are not read, protocol other than ZMTP 3, too few file descriptors, too many connections, worker at a socket that is not for workers.",
    label: "reason",
    values: [
      "connections", "descriptors", "forbidden", "handshake", "message", "protocol", "request", "unknown", "worker",
    ]
  )
  public static let connectionsEnded = Metric(
    "courant_connections_ended_total",
    .counter,
    "Connections over TCP that ended, whoever ended them; that of a peer whose message was too long is among them."
  )
  public static let sinkEvents = Metric(
    "courant_sink_events_total",
    .counter,
    "Events that were given to a sink.",
    label: "sink"
  )
  public static let sinkFaults = Metric(
    "courant_sink_faults_total",
    .counter,
    "Times that a sink failed and was tried again.",
    label: "sink"
  )
  public static let sinkSnapshots = Metric(
    "courant_sink_snapshots_total",
    .counter,
    "Snapshots that were given to a sink, whole.",
    label: "sink"
  )

  // MARK: Told when asked

  static let ready = Metric(
    "courant_role_ready",
    .gauge,
    "1 while a role is ready: it has started, its loop turns and its disk takes what comes.",
    label: "role"
  )
  static let fault = Metric(
    "courant_role_fault",
    .gauge,
    "1 while a role's disk takes nothing: it is full, read-only or broken.",
    label: "role"
  )
  static let loopAge = Metric(
    "courant_loop_age_seconds",
    .gauge,
    "How long ago the loop of a role turned; it does every second.",
    label: "role"
  )
  static let stopping = Metric("courant_stopping", .gauge, "1 while the process ends.")
  static let build = Metric(
    "courant_build_info",
    .gauge,
    "Always 1; the labels are the version of Courant and what the process was started as."
  )
  static let processorSeconds = Metric(
    "process_cpu_seconds_total",
    .counter,
    "Processor time of the process, of user and system, without its workers."
  )
  static let residentBytes = Metric("process_resident_memory_bytes", .gauge, "Memory of the process that is resident.")
  static let virtualBytes = Metric("process_virtual_memory_bytes", .gauge, "Address space of the process.")
  static let openFiles = Metric("process_open_fds", .gauge, "Open files and sockets of the process.")
  static let maximumFiles = Metric("process_max_fds", .gauge, "How many files and sockets the process may have open.")
  static let startTime = Metric(
    "process_start_time_seconds",
    .gauge,
    "When the process started, in seconds since 1970."
  )

  static let ofProcess = [
    messagesMalformed, peersRefused, connectionsEnded, sinkEvents, sinkFaults, sinkSnapshots, ready, fault, loopAge,
    stopping, build,
    processorSeconds, residentBytes, virtualBytes, openFiles, maximumFiles, startTime,
  ]

  /// All metrics, in the order in which they are told.
  public static let all = ofIntake + ofAggregator + ofDatabase + ofFeeds + ofProcess

  /// All metrics as a table in Markdown, a row each.
  public static var table: String {
    let rows = all.map { metric in
      let label =
        switch metric.name {
        case build.name: "`version`, `role`"
        default: metric.label.map { "`\($0)`" } ?? ""
        }
      return "| `\(metric.name)` | \(metric.kind) | \(label) | \(metric.help) |"
    }
    return (["| metric | type | label | meaning |", "| --- | --- | --- | --- |"] + rows).joined(separator: "\n")
  }
}
