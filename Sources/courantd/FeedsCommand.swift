import ArgumentParser
import Glibc
import Polling
import Service

struct FeedsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "feeds",
    abstract: "Fetch the feeds of the configuration, hand their articles to intake, and nothing else.",
    discussion: """
      courantd run does the same in a child process while the configuration has feeds. docs/feeds.md has the options of a
      feed. SIGHUP reads the configuration anew.

      Examples:
        courantd feeds --config courantd.yaml
        courant feeds                           how each feed is
      """
  )

  @OptionGroup var settings: Settings

  @Option(help: ArgumentHelp("End when this process, the parent, does.", visibility: .hidden))
  var parent: Int32?

  func run() async throws {
    let live = LiveConfiguration(try settings.load())
    let keys = try live.current.keyRing(connecting: [.submit])
    LineLogHandler.bootstrap(live.current.log)
    // A request to a slow server is one turn of its loop.
    let vitals = Vitals([FeedService.part], patience: .seconds(120))
    // As a child of the daemon's it leaves the port for metrics to that.
    let metrics = parent == nil ? try Roles.metricsServer(live.current, vitals: vitals, role: "feeds") : nil
    let parent = parent
    try await Roles.run(
      [
        FeedService(live, keys: keys, vitals: vitals) { parent.map { getppid() != $0 } ?? false },
        Roles.reloader(live) { try settings.load() },
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
