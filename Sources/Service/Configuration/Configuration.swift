import Glibc
import Model
import Permissions

/// Everything about a daemon that can be set. The defaults are those of a single machine.
public struct Configuration: Sendable, Equatable {
  /// The folder of the database and the spool.
  public var state: String
  /// Folders whose files are documents, with everything below them.
  public var watch: [String] = []
  /// Folders into which links in watched folders may lead; a link elsewhere is not followed.
  public var links: [String] = []
  /// What becomes of the document of a watched file that is removed.
  public var deleted = DeletedFiles.keep
  /// How many bytes of originals are kept, compressed; the oldest go first. 0 keeps none.
  public var originalsBytes = 1 << 40
  /// The file of the names of entities; empty for none.
  public var aliasesFile = ""
  /// What it says, where this process goes by it.
  public var aliases = EntityAliases.none
  /// How many worker processes `courantd run` keeps; 0 for as many as there are cores.
  public var workers = 0
  public var endpoints: Endpoints
  public var listen = Listen()
  public var keys = Keys()
  public var limits = Limits()
  public var extraction = Extraction()
  /// Which fields of documents in JSON say what.
  public var json = JSONFields()
  public var journal = Journal()
  public var scrub = Scrub()
  public var metrics = Metrics()
  public var log = Log()
  /// What facts are fed into, in the order of the file.
  public var sinks: [Sink] = []
  /// What is fetched from the web, in the order of the file.
  public var feeds: [Feed] = []

  /// One sink, as the file has it; its kind knows what its options mean.
  public struct Sink: Sendable, Equatable {
    /// By which people know it, and its cursor is kept.
    public var name: String
    public var kind: String
    /// By name as they were written; members of a list with spaces between.
    public var options: [String: String]
    /// Where it was written: file and line.
    public var place: String

    /// Whether a text may be the name of a sink, and so of files.
    public static func isName(_ text: String) -> Bool {
      (1...64).contains(text.utf8.count)
        && text.utf8.allSatisfy {
          (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x2D
            || $0 == 0x5F
        }
    }

    /// Whether it is the same as another, wherever that was written.
    public func isSame(as other: Sink) -> Bool {
      (name, kind) == (other.name, other.kind) && options == other.options
    }

    public init(name: String, kind: String, options: [String: String], place: String) {
      self.name = name
      self.kind = kind
      self.options = options
      self.place = place
    }
  }

  /// Where the sockets are.
  public struct Endpoints: Sendable, Equatable {
    public var submit: String
    public var jobs: String
    public var batches: String
    public var updates: String
    public var query: String

    /// Sockets in the file system, in one folder; those of the workers in a folder below, so that they need see no other.
    public init(runtime folder: String) {
      submit = "ipc://\(folder)/submit.sock"
      jobs = "ipc://\(folder)/workers/jobs.sock"
      batches = "ipc://\(folder)/workers/batches.sock"
      updates = "ipc://\(folder)/updates.sock"
      query = "ipc://\(folder)/query.sock"
    }
  }

  /// Where the sockets are besides, for other hosts; empty for nowhere.
  public struct Listen: Sendable, Equatable {
    public var submit = ""
    public var jobs = ""
    public var batches = ""
    public var updates = ""
    public var query = ""

    public init() {}
  }

  /// Who this is, who is let in and who is expected, at endpoints that are TCP. Never a secret, but where it is.
  public struct Keys: Sendable, Equatable {
    /// The file of this process's secret key; empty for systemd's credential `courant.key`.
    public var secret = ""
    /// The file of the keys that are let in.
    public var allow = "/etc/courant/allowed-keys"
    /// The public key of the daemon that is connected to; empty for none.
    public var server = ""
    /// That of the aggregator, where it is another daemon; empty for the same.
    public var aggregator = ""
    /// The file of the key that intake and the aggregator share; empty for `job.key` in the state folder.
    public var jobs = ""

    public init() {}
  }

  /// What keeps hostile or plentiful input within bounds.
  public struct Limits: Sendable, Equatable {
    /// The largest document, in bytes.
    public var documentBytes = 16 << 20
    /// The largest message on any socket, in bytes.
    public var messageBytes = 32 << 20
    /// How many documents may wait in the spool, and how many bytes they may have together.
    public var spoolDocuments = 100_000
    public var spoolBytes = 4 << 30
    /// How long a worker may take over one document.
    public var jobTime = Duration.seconds(60)
    /// How often a document is tried before it is set aside.
    public var attempts = 3
    /// How much memory a worker may use, in bytes.
    public var workerBytes = 1 << 30
    /// How many bytes of batches may wait for the aggregator's writer.
    public var pendingBytes = 256 << 20
    /// How many bytes the chunks of large batches may take on disk before another begins.
    public var stagingBytes = 64 << 30
    /// How many messages may wait for one subscriber before it is dropped from the live stream.
    public var subscriberMessages = 10_000
    /// How many connections all sockets of a process may have together; each takes 23 KiB and more.
    public var connections = 1500
    /// How many documents one archive may hold.
    public var archiveMembers = 10_000
    /// How large a compressed archive may be when it is unpacked, in bytes.
    public var archiveBytes = 128 << 20

    public init() {}

    /// How slow the slowest text may be, in bytes a second: random short words are read with 66,000 and more (docs/extraction.md).
    private static let slowest = 50_000

    /// How long a worker may take over a document of a size: ``jobTime``, and more for a large one, so that whatever
    /// ``documentBytes`` allows can be done.
    public func jobTime(forBytes bytes: Int) -> Duration { jobTime + .seconds(bytes / Self.slowest) }

    /// The longest of these.
    public var longestJobTime: Duration { jobTime(forBytes: documentBytes) }
  }

  /// Which facts a worker reports.
  public struct Extraction: Sendable, Equatable {
    /// Facts of which the extractor is less sure are left out, 0 to 1.
    public var minimumConfidence = 0.5

    public init() {}
  }

  /// How much of the journal is kept; what is older goes, and never the state. 0 is no limit.
  public struct Journal: Sendable, Equatable {
    /// How long an event is kept.
    public var maxAge = Duration.zero
    /// How many bytes of events are kept, as they are published.
    public var maxBytes = 0
    /// How many events are kept.
    public var maxEvents = 0

    public init() {}
  }

  /// How the database is read to find damage.
  public struct Scrub: Sendable, Equatable {
    /// In bytes a second; 0 for never.
    public var rate = 4 << 20

    public init() {}
  }

  /// How the process is watched.
  public struct Metrics: Sendable, Equatable {
    /// Where metrics, health and readiness are told over HTTP; nil for nowhere.
    public var listen: LoopbackAddress?

    public init() {}
  }

  public struct Log: Sendable, Equatable {
    /// The levels there are, the least important first.
    public static let levels = ["trace", "debug", "info", "notice", "warning", "error", "critical"]
    /// The formats there are.
    public static let formats = ["auto", "text", "json", "journal"]

    public var level = "info"
    /// `auto`, `text`, `json` or `journal`.
    public var format = "auto"

    public init() {}
  }

  /// The defaults, for a state folder and a folder for the sockets.
  public init(state: String = Folders.state, runtime: String = Folders.runtime) {
    self.state = state
    endpoints = Endpoints(runtime: runtime)
  }
}

/// What becomes of the document of a watched file that is removed.
public enum DeletedFiles: String, Sendable, Equatable, CaseIterable {
  /// It stands.
  case keep
  /// It is withdrawn: all that it states is retracted.
  case withdraw
}

/// Why a configuration cannot be used, in one line.
public struct ConfigurationError: Error, Sendable, Equatable, CustomStringConvertible {
  public let description: String
  /// True when the disk is at fault or the system short of something, so that the same configuration may do later.
  public let mayPass: Bool
  /// True when a file or folder may not be used by this user.
  public let isDenied: Bool

  public init(_ description: String) {
    self.description = description
    mayPass = false
    isDenied = false
  }

  /// This user may not use a file.
  public init(_ denial: PermissionDenied) {
    self.init(denial.description, mayPass: false, isDenied: true)
  }

  /// What a file or folder is, in words, that this user may not use.
  public init(denied description: String) {
    self.init(description, mayPass: false, isDenied: true)
  }

  private init(_ description: String, mayPass: Bool, isDenied: Bool) {
    self.description = description
    self.mayPass = mayPass
    self.isDenied = isDenied
  }

  /// The same error of what an option names.
  /// - Parameter advice: stands behind it.
  public func of(_ option: String, advice: String = "") -> ConfigurationError {
    ConfigurationError("\(option): \(description)\(advice)", mayPass: mayPass, isDenied: isDenied)
  }

  /// Looks whether a file may be read by this user, before it is opened by what says less.
  /// - Throws: itself where permission is denied; what is not there is left to whoever opens it.
  public static func requireReadable(_ path: String) throws(ConfigurationError) {
    if Glibc.access(path, R_OK) != 0, PermissionDenied.isDenial(errno) {
      throw ConfigurationError(PermissionDenied(path, to: .read))
    }
  }

  /// - Parameters:
  ///   - path: the file or folder that a call has failed for.
  ///   - code: its `errno`.
  ///   - access: what it was wanted for.
  public init(file path: String, code: Int32, to access: PermissionDenied.Access) {
    if PermissionDenied.isDenial(code) {
      self.init(PermissionDenied(path, to: access))
    } else {
      self.init(path, code: code)
    }
  }

  /// - Parameters:
  ///   - place: what a call has failed for.
  ///   - code: its `errno`.
  public init(_ place: String, code: Int32) {
    description = "\(place): \(String(cString: strerror(code)))"
    mayPass = [EIO, ENOSPC, EDQUOT, EROFS, EMFILE, ENFILE, ENOMEM].contains(code)
    isDenied = PermissionDenied.isDenial(code)
  }
}
