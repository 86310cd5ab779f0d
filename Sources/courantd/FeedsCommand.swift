import ArgumentParser
import Glibc
import Keys
import Logging
import Polling
import Sandbox
import Service

struct FeedsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "feeds",
    abstract: "Fetch the feeds of the configuration, hand their articles to intake, and nothing else.",
    discussion: """
      courantd run does the same in a child process while the configuration has feeds. docs/feeds.md has their options.
      SIGHUP reads the configuration anew.

      Examples:
        courantd feeds --config courantd.yaml
        courant feeds                           how each feed is
      """
  )

  @OptionGroup var settings: Settings

  @Option(help: ArgumentHelp("End when this process, the parent, does.", visibility: .hidden))
  var parent: Int32?

  /// What it starts with.
  struct Prepared: Sendable {
    var live: LiveConfiguration
    var keys: KeyRing
  }

  /// Reads its settings, and gives up what it does not need: servers are strangers. On the main thread, while that is
  /// the only one.
  func prepare() throws -> Prepared {
    let live = LiveConfiguration(try settings.load())
    let keys = try live.current.keyRing(connecting: [.submit])
    LineLogHandler.bootstrap(live.current.log)
    let folder = FeedFile.folder(state: live.current.state)
    try FolderMaker.make(folder)
    let logger = Logger(label: "feeds")
    let complaints = Sandbox.enterWriting(in: [folder])
    if complaints.isEmpty { logger.debug("confined") }
    for complaint in complaints { logger.warning("this system does not let the role be confined: \(complaint)") }
    return Prepared(live: live, keys: keys)
  }

  func run() async throws { try await work(prepare()) }

  func work(_ prepared: Prepared) async throws {
    let (live, keys, parent) = (prepared.live, prepared.keys, parent)
    // A request to a slow server is one turn of its loop.
    let vitals = Vitals([FeedService.part], patience: .seconds(120))
    // As a child of the daemon's it leaves the port for metrics to that.
    let metrics = parent == nil ? try Roles.metricsServer(live.current, vitals: vitals, role: "feeds") : nil
    try await Roles.run(
      [
        FeedService(live, keys: keys, vitals: vitals) { parent.map { getppid() != $0 } ?? false },
        Roles.reloader(live, isChild: parent != nil) { try settings.load() },
      ],
      vitals: vitals,
      metrics: metrics
    )
  }
}

extension Settings {
  /// The same settings on the command line of a child process.
  var arguments: [String] {
    var arguments: [String] = []
    if let config { arguments += ["--config", Self.absolute(config)] }
    if let state { arguments += ["--state", Self.absolute(state)] }
    if let runtime { arguments += ["--runtime", Self.absolute(runtime)] }
    if let logLevel { arguments += ["--log-level", logLevel.word] }
    if let logFormat { arguments += ["--log-format", logFormat.word] }
    return arguments
  }
}
