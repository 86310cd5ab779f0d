import ArgumentParser
import Extraction
import Keys
import Language
import Logging
import Pipeline
import Sandbox
import Service

struct WorkerCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "worker",
    abstract: "Run one worker: read documents, and find their facts."
  )

  @OptionGroup var settings: Settings

  @Option(help: ArgumentHelp("End when this process, the parent, does.", visibility: .hidden))
  var parent: Int32?

  /// What a worker has of files, read while it may read them.
  struct Prepared: Sendable {
    var configuration: Service.Configuration
    var keys: KeyRing
    var extractor: EnglishExtractor
  }

  /// Reads what it needs, and gives up what it does not: documents are hostile. On the main thread, while that is the only one.
  func prepare() throws -> Prepared {
    let configuration = try settings.load()
    let keys = try configuration.keyRing(connecting: [.jobs, .batches])
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
    let isRemote = [AccessDomain.jobs, .batches].contains(where: configuration.isTCP)
    let complaints = Sandbox.enter(Sandbox.Needs(network: isRemote))
    let logger = Logger(label: "worker")
    if complaints.isEmpty { logger.debug("confined") }
    for complaint in complaints { logger.warning("this system does not let the worker be confined: \(complaint)") }
    return Prepared(configuration: configuration, keys: keys, extractor: extractor)
  }

  func run() async throws { try await Self.work(prepare()) }

  static func work(_ prepared: Prepared) async throws {
    // A loop that does not turn for as long as a document may take has one that it cannot read.
    let vitals = Vitals([Worker.part], patience: prepared.configuration.limits.jobTime)
    let worker = Worker(
      configuration: prepared.configuration,
      keys: prepared.keys,
      extractor: prepared.extractor,
      vitals: vitals
    )
    try await Roles.run([worker], vitals: vitals)
  }
}
