import Logging

/// Messages that people and programs look for in the log, each with an id of its own that never changes, whatever its words.
///
/// The journal has it as `MESSAGE_ID`, JSON lines as `messageID`.
public enum MessageID: String, CaseIterable, Sendable {
  case ready = "cde885dd2cbf47bfa975080b7394c29f"
  case stopping = "4fddf84ee6054e0c807d039394d85e4f"
  case documentDone = "1e268341c5c54d35bc245d772200552c"
  case documentRetried = "922363129f094fd2bc3793ca7055b7b0"
  case documentSetAside = "289fd155285e4643aef5a9516cba4686"
  case workerEnded = "c3484404ec364e468caa7a6880bf591c"
  case configurationTaken = "b181860d221c4972bbf0ada9f72a0a67"
  case configurationRefused = "14052bcbe16949acba2f08a7564b51e0"
  case configurationWaits = "8fc825cd987f4c3f93f1ac5c859c85c8"
  case loopHangs = "477a7222499b4a548354279a67e44a7f"
  case cannotCommit = "eff9c3b727d54bf2b5c6ce46555cefb5"
  case commitsAgain = "b016f538324143cfbd3f925ef645c104"
  case spoolTakesNothing = "891c997bb8d347e09d38e7a1b573346e"
  case spoolTakesAgain = "2a656657ade944aebcca3024e6832dc4"
  case peerRefused = "1612f0dff5f746318c929c1dc0255316"
  case journalWentBack = "4917bf485dc64977af8dc2e8d727b9d0"
  case databaseDamaged = "49f5b1f4c9a4481090969f047f5a7cb0"
  case databaseLost = "fbe34b3c33a34bc1b1d5885c0bcc3667"
  case sinkFault = "4af3d9cb1358497491f610c8b25ef629"

  /// The name by which a message's metadata has it.
  static let metadataKey = "messageID"

  /// When it is logged, and what to do then.
  public var explanation: (meaning: String, advice: String) {
    switch self {
    case .ready: ("a role has started, and its sockets are bound", "")
    case .stopping: ("a role was told to end", "")
    case .documentDone: ("the facts of `COURANT_DOCUMENT` are in the journal", "")
    case .documentRetried:
      ("work on `COURANT_DOCUMENT` has failed, and is tried again", "look at `COURANT_REASON` when it happens often")
    case .documentSetAside:
      (
        "`COURANT_DOCUMENT` was given up",
        "`courant failed show`; put right what `COURANT_REASON` says, then `courant failed retry` or `drop`"
      )
    case .workerEnded:
      (
        "a worker process has ended, and is started again",
        "look at `COURANT_REASON`; raise `limits.worker_bytes` or `limits.job_time`"
      )
    case .configurationTaken: ("SIGHUP: the configuration was read, and what has changed is in force", "")
    case .configurationRefused:
      (
        "SIGHUP: the configuration is wrong, and the old one in force",
        "put the line right that is named; `courantd config check`"
      )
    case .configurationWaits: ("SIGHUP: options have changed that need a restart", "restart when it suits")
    case .loopHangs:
      (
        "a loop has not turned for 20 s, and systemd is told no longer that it lives",
        "systemd restarts the service; keep the log"
      )
    case .cannotCommit:
      ("the database's disk takes nothing; batches wait", "make room, or put the disk right; it goes on by itself")
    case .commitsAgain: ("the database's disk takes batches again", "")
    case .spoolTakesNothing:
      (
        "the spool's disk takes no documents; whoever submits waits",
        "make room, or put the disk right; it goes on by itself"
      )
    case .spoolTakesAgain: ("the spool's disk takes documents again", "")
    case .peerRefused:
      ("somebody was turned away over TCP", "`courantd keys allow`, if it is one of yours")
    case .journalWentBack:
      (
        "the database is not the one that was left: its log is gone, or an older copy was put back; the journal has a new epoch",
        "submit what has come since the last backup once more"
      )
    case .databaseDamaged:
      (
        "pages of the database are not what was written; what needs them is answered with an error",
        "`courantd check` names what is damaged; restore a backup, and look at the disk"
      )
    case .databaseLost:
      (
        "a file of the database was removed, replaced or cut off under the daemon, which takes nothing any more and ends",
        "do what the line says, and start it again"
      )
    case .sinkFault: ("a sink has failed, and is tried again", "look at the far side; nothing is lost meanwhile")
    }
  }

  /// All of them as a table in Markdown, a row each.
  public static var table: String {
    let rows = allCases.map { id in
      let (meaning, advice) = id.explanation
      return "| `\(id.rawValue)` | \(meaning) | \(advice) |"
    }
    return (["| MESSAGE_ID | when | what to do |", "| --- | --- | --- |"] + rows).joined(separator: "\n")
  }
}

extension Logger {
  /// Logs a message that has an id.
  public func log(
    _ id: MessageID,
    _ level: Logger.Level,
    _ message: @autoclosure () -> Logger.Message,
    metadata: @autoclosure () -> Logger.Metadata = [:],
    file: String = #fileID,
    function: String = #function,
    line: UInt = #line
  ) {
    log(
      level: level,
      message(),
      metadata: metadata().merging([MessageID.metadataKey: "\(id.rawValue)"]) { $1 },
      file: file,
      function: function,
      line: line
    )
  }
}
