import ArgumentParser
import Extraction
import Foundation
import Glibc
import Language
import Logging
import Pipeline
import Service
import ServiceLifecycle
import Sinks

extension DeletedFiles: ExpressibleByArgument {}

/// Runs services until they are told to end.
enum Roles {
  /// How long the daemon takes to end at most.
  private static let grace = Duration.seconds(9)

  static func run(_ services: [any ServiceLifecycle.Service], logger: Logger) async throws {
    var configuration = ServiceGroupConfiguration(
      services: services.map { service in
        // When one role cannot go on, the daemon ends, and whoever keeps it starts it anew.
        ServiceGroupConfiguration.ServiceConfiguration(
          service: service,
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
    try await ServiceGroup(configuration: configuration).run()
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
    help: ArgumentHelp("What becomes of the document of a watched file that is removed.", valueName: "keep|withdraw")
  )
  var deleted: DeletedFiles?

  @Option(name: .long, help: ArgumentHelp("How many workers; 0 for as many as there are cores.", valueName: "count"))
  var workers: Int?

  func validate() throws {
    if let workers, !(0...1024).contains(workers) { throw ValidationError("--workers is \(workers), want 0 to 1024") }
  }

  func run() async throws {
    var configuration = try settings.load()
    if !watch.isEmpty { configuration.watch = watch.map(Settings.absolute) }
    if let deleted { configuration.deleted = deleted }
    if let workers { configuration.workers = workers }
    LineLogHandler.bootstrap(configuration.log)
    try configuration.checkFolders()
    let executable = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    let supervisor = WorkerSupervisor(
      count: configuration.workers,
      executable: executable,
      arguments: ["worker", "--parent", "\(getpid())"],
      environment: configuration.environment
    )
    let intake = Intake(configuration: configuration, workers: supervisor)
    supervisor.onEnd { pid, reason in intake.workerEnded(pid: pid, reason: reason) }
    var services: [any ServiceLifecycle.Service] = [Aggregator(configuration: configuration)]
    for sink in configuration.sinks {
      services.append(try SinkService(sink, configuration, outlivesFaults: true))
    }
    services += [intake, supervisor] as [any ServiceLifecycle.Service]
    // Stopped in the opposite order: first the workers finish, last the aggregator commits.
    try await Roles.run(services, logger: Roles.logger("courantd"))
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
    help: ArgumentHelp("What becomes of the document of a watched file that is removed.", valueName: "keep|withdraw")
  )
  var deleted: DeletedFiles?

  func run() async throws {
    var configuration = try settings.load()
    if !watch.isEmpty { configuration.watch = watch.map(Settings.absolute) }
    if let deleted { configuration.deleted = deleted }
    LineLogHandler.bootstrap(configuration.log)
    try configuration.checkFolders()
    try await Roles.run([Intake(configuration: configuration)], logger: Roles.logger("courantd"))
  }
}

struct AggregatorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "aggregator",
    abstract: "Run the aggregator alone: keep the journal and the state, publish, and answer questions."
  )

  @OptionGroup var settings: Settings

  func run() async throws {
    let configuration = try settings.load()
    LineLogHandler.bootstrap(configuration.log)
    try await Roles.run([Aggregator(configuration: configuration)], logger: Roles.logger("courantd"))
  }
}

struct WorkerCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "worker",
    abstract: "Run one worker: read documents, and find their facts."
  )

  @OptionGroup var settings: Settings

  @Option(help: ArgumentHelp("End when this process, the parent, does.", visibility: .hidden))
  var parent: Int32?

  func run() async throws {
    let configuration = try settings.load()
    LineLogHandler.bootstrap(configuration.log)
    try Worker.limitMemory(bytes: configuration.limits.workerBytes)
    let extractor: EnglishExtractor
    do {
      extractor = EnglishExtractor(
        model: try LanguageModel.installed("en"),
        minimumConfidence: configuration.extraction.minimumConfidence
      )
    } catch {
      throw ConfigurationError("language model: \(error)")
    }
    try await Roles.run([Worker(configuration: configuration, extractor: extractor)], logger: Roles.logger("courantd"))
  }
}
