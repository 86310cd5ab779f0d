import ArgumentParser
import Foundation
import Glibc
import Keys
import Logging
import Metrics
import Pipeline
import Polling
import Service
import ServiceLifecycle
import Sinks

extension DeletedFiles: ExpressibleByArgument {}

/// Runs services until they are told to end.
enum Roles {
  /// How long the daemon takes to end at most.
  private static let grace = Duration.seconds(9)

  /// Where metrics, health and readiness are told, if they are to be. To be made before the services, which count from their beginning on.
  /// - Parameter role: what the process was started as.
  /// - Throws: ``ConfigurationError`` when the address cannot be had.
  static func metricsServer(
    _ configuration: Configuration,
    vitals: Vitals,
    role: String
  ) throws(ConfigurationError) -> MetricsServer? {
    guard let address = configuration.metrics.listen else { return nil }
    let registry = MetricsRegistry()
    let server = try MetricsServer(address, registry: registry, vitals: vitals, role: role)
    MetricsSystem.bootstrap(registry)
    return server
  }

  /// - Parameters:
  ///   - vitals: how the services say that they are; systemd is told.
  ///   - metrics: tells until all services have ended.
  static func run(
    _ services: [any ServiceLifecycle.Service],
    vitals: Vitals,
    metrics: MetricsServer? = nil
  ) async throws {
    let logger = logger("courantd")
    // The last, so that it is the first to be stopped: systemd hears of it at once.
    let notifier = try SystemdNotifier(
      vitals,
      environment: ProcessInfo.processInfo.environment,
      logger: Logger(label: "courantd")
    )
    // Meant for this process alone, and not for the workers that it starts.
    for name in ["NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"] { unsetenv(name) }
    var all: [any ServiceLifecycle.Service] = []
    if let metrics { all.append(metrics) }
    all += services
    all.append(StopNote(vitals))
    if let notifier { all.append(notifier) }
    var configuration = ServiceGroupConfiguration(
      services: all.map { service in
        // When one role cannot go on, the daemon ends, and whoever keeps it starts it anew.
        ServiceGroupConfiguration.ServiceConfiguration(
          service: NamedService(service),
          successTerminationBehavior: .gracefullyShutdownGroup,
          failureTerminationBehavior: .cancelGroup
        )
      },
      gracefulShutdownSignals: [.sigterm, .sigint],
      logger: logger
    )
    configuration.maximumGracefulShutdownDuration = grace
    // Long enough for the workers' own grace: the lifecycle ends the process with a crash when it is over.
    configuration.maximumCancellationDuration = .seconds(8)
    defer { LineLogHandler.sumUp(all: true) }
    try await ServiceGroup(configuration: configuration).run()
  }

  /// What follows the configuration when it is read anew on SIGHUP.
  static func reloader(
    _ live: LiveConfiguration,
    isChild: Bool = false,
    _ load: @escaping @Sendable () throws -> Configuration
  ) -> Reloader {
    Reloader(
      live,
      load: load,
      apply: { LineLogHandler.setLevel($0.log.level) },
      isChild: isChild,
      logger: Logger(label: "courantd")
    )
  }

  /// Warns once if others can read what is in the state folder. The files in it are for their owner alone; their names are not.
  static func checkState(_ configuration: Configuration) {
    guard let exposure = FolderMaker.exposure(of: configuration.state) else { return }
    Logger(label: "courantd").warning("\(exposure)")
  }

  /// The lifecycle's own messages matter only when something is wrong with it.
  static func logger(_ label: String) -> Logger {
    var logger = Logger(label: label)
    logger.logLevel = max(logger.logLevel, .warning)
    return logger
  }
}

struct Run: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run everything on one machine, with workers as child processes.",
    discussion: """
      Examples:
        courantd run
        courantd run --watch ~/inbox --watch /srv/wire --workers 4
        courantd run --watch ~/inbox --deleted withdraw     a file that is removed takes its facts along
      """
  )

  @OptionGroup var settings: Settings

  @Option(
    name: .long,
    help: ArgumentHelp("Take the files of a folder, and of those below it, as documents.", valueName: "folder")
  )
  var watch: [String] = []

  @Option(
    name: .long,
    help: ArgumentHelp("What becomes of the document of a watched file that is removed.", valueName: "action")
  )
  var deleted: DeletedFiles?

  @Option(
    name: .long,
    parsing: .unconditional,
    help: ArgumentHelp("How many workers; 0 for as many as there are cores.", valueName: "count")
  )
  var workers: Int?

  @Flag(name: .long, help: "Leave the feeds of the configuration to courantd feeds.")
  var withoutFeeds = false

  func validate() throws {
    try Settings.check(watch: watch)
    if let workers, !(0...1024).contains(workers) { throw ValidationError("--workers is \(workers), want 0 to 1024") }
  }

  private func load() throws -> Configuration {
    var configuration = try settings.load()
    if !watch.isEmpty { configuration.watch = watch.map(Settings.absolute) }
    if let deleted { configuration.deleted = deleted }
    if let workers { configuration.workers = workers }
    try configuration.checkFolders()
    try configuration.loadAliases()
    try LiveSinks.check(configuration)
    return configuration
  }

  func run() async throws {
    let configuration = try load()
    try OpenFiles.prepare()
    let keys = try configuration.keyRing(listening: AccessDomain.allCases, connecting: [.batches, .query])
    let live = LiveConfiguration(configuration)
    LineLogHandler.bootstrap(configuration.log)
    Roles.checkState(configuration)
    let vitals = Vitals([Aggregator.part, Intake.part])
    let metrics = try Roles.metricsServer(configuration, vitals: vitals, role: "run")
    let executable = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    let supervisor = WorkerSupervisor(
      configuration: live,
      executable: executable,
      arguments: ["worker", "--parent", "\(getpid())"]
    )
    let intake = Intake(configuration: live, keys: keys, workers: supervisor, vitals: vitals)
    supervisor.onEnd { intake.note($0) }
    var services: [any ServiceLifecycle.Service] = [
      Aggregator(
        configuration: live,
        keys: keys,
        hasOwnWorkers: true,
        identify: Identities().identity,
        vitals: vitals
      )
    ]
    services +=
      [LiveSinks(live, keys: keys), intake, supervisor, Roles.reloader(live, load)] as [any ServiceLifecycle.Service]
    if !withoutFeeds {
      let arguments = ["feeds", "--parent", "\(getpid())"] + settings.arguments
      services.append(FeedKeeper(live, executable: executable, arguments: arguments))
    }
    // Stopped in the opposite order: first the workers finish, last the aggregator commits.
    try await Roles.run(services, vitals: vitals, metrics: metrics)
  }
}

struct IntakeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "intake",
    abstract: "Run intake alone: accept documents, and hand them to workers."
  )

  @OptionGroup var settings: Settings

  @Option(
    name: .long,
    help: ArgumentHelp("Take the files of a folder, and of those below it, as documents.", valueName: "folder")
  )
  var watch: [String] = []

  @Option(
    name: .long,
    help: ArgumentHelp("What becomes of the document of a watched file that is removed.", valueName: "action")
  )
  var deleted: DeletedFiles?

  func validate() throws { try Settings.check(watch: watch) }

  private func load() throws -> Configuration {
    var configuration = try settings.load()
    if !watch.isEmpty { configuration.watch = watch.map(Settings.absolute) }
    if let deleted { configuration.deleted = deleted }
    try configuration.checkFolders()
    return configuration
  }

  func run() async throws {
    let live = LiveConfiguration(try load())
    try OpenFiles.prepare()
    let keys = try live.current.keyRing(listening: [.submit, .jobs], connecting: [.batches])
    LineLogHandler.bootstrap(live.current.log)
    Roles.checkState(live.current)
    let vitals = Vitals([Intake.part])
    let metrics = try Roles.metricsServer(live.current, vitals: vitals, role: "intake")
    try await Roles.run(
      [Intake(configuration: live, keys: keys, vitals: vitals), Roles.reloader(live, load)],
      vitals: vitals,
      metrics: metrics
    )
  }
}

struct AggregatorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "aggregator",
    abstract: "Run the aggregator alone: keep the journal and the state, publish, and answer questions."
  )

  @OptionGroup var settings: Settings

  private func load() throws -> Configuration {
    var configuration = try settings.load()
    try configuration.loadAliases()
    return configuration
  }

  func run() async throws {
    let live = LiveConfiguration(try load())
    try OpenFiles.prepare()
    let keys = try live.current.keyRing(listening: [.batches, .updates, .query])
    LineLogHandler.bootstrap(live.current.log)
    Roles.checkState(live.current)
    let vitals = Vitals([Aggregator.part])
    let metrics = try Roles.metricsServer(live.current, vitals: vitals, role: "aggregator")
    try await Roles.run(
      [
        Aggregator(configuration: live, keys: keys, identify: Identities().identity, vitals: vitals),
        Roles.reloader(live, load),
      ],
      vitals: vitals,
      metrics: metrics
    )
  }
}

/// A service that is called by its type. The lifecycle takes what a service prints as for its name, which of a worker would be all that its
/// models hold: two seconds of work at each start.
private struct NamedService: ServiceLifecycle.Service, CustomStringConvertible {
  private let service: any ServiceLifecycle.Service

  init(_ service: any ServiceLifecycle.Service) { self.service = service }

  var description: String { "\(type(of: service))" }

  func run() async throws { try await service.run() }
}
