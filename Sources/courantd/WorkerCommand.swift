import ArgumentParser
import Extraction
import Formats
import Glibc
import Interpretation
import Keys
import Languages
import Logging
import PDF
import Pipeline
import Sandbox
import Service
import ZeroMQ

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
    var interpreter: Interpreter
    /// True when it is to make no connection but the two that it needs.
    var endsConnecting: Bool
    var context: Context
  }

  /// Reads what it needs, and gives up what it does not: documents are hostile. On the main thread, while that is the only one.
  func prepare() throws -> Prepared {
    Self.endAtOnce()
    let configuration = try settings.load()
    let keys = try configuration.keyRing(connecting: [.jobs, .batches])
    LineLogHandler.bootstrap(configuration.log)
    // Before the process gives up starting others, and with memory of its own.
    let pdf = Self.startPDF()
    try Worker.limitMemory(bytes: configuration.limits.workerBytes)
    let extractor: EnglishExtractor
    do {
      extractor = try EnglishExtractor.installed(minimumConfidence: configuration.extraction.minimumConfidence)
    } catch {
      throw ConfigurationError("\(error)")
    }
    let languages: LanguageMarks
    do throws(LanguageTableError) {
      languages = try LanguageMarks.installed(reader: DocumentReader(pdf: pdf, json: configuration.json))
    } catch {
      throw ConfigurationError("\(error)")
    }
    TextDecoder.prepare()
    let isRemote = [AccessDomain.jobs, .batches].contains(where: configuration.isTCP)
    let needs = Sandbox.Needs(network: isRemote)
    var complaints = Sandbox.enter(needs, [.process, .files])
    let context = try Context()
    // libzmq's threads set their own scheduling when they start, by their numbers; the filter lets nobody's be set.
    try context.startThreads()
    complaints += Sandbox.enter(needs, .systemCalls)
    let logger = Logger(label: "worker")
    if complaints.isEmpty { logger.debug("confined") }
    for complaint in complaints { logger.warning("this system does not let the worker be confined: \(complaint)") }
    return Prepared(
      configuration: configuration,
      keys: keys,
      interpreter: Self.interpreter(extractor, languages, configuration),
      // One that somebody else keeps must be able to come back to a daemon that was started again.
      endsConnecting: parent != nil && !isRemote,
      context: context
    )
  }

  private static func interpreter(
    _ extractor: EnglishExtractor,
    _ languages: LanguageMarks,
    _ configuration: Service.Configuration
  ) -> Interpreter {
    var limits = Container.Limits()
    limits.members = configuration.limits.archiveMembers
    limits.bytes = configuration.limits.archiveBytes
    limits.memberBytes = configuration.limits.documentBytes
    return Interpreter(ExtractorRegistry(extractor), languages: languages, limits: limits)
  }

  /// Starts what takes PDFs apart; nil where it is not installed, and PDFs are refused.
  private static func startPDF() -> PDFReader? {
    do throws(PDFProgram.StartError) {
      return PDFReader(try PDFProgram())
    } catch {
      Logger(label: "worker").warning("PDFs cannot be read: \(error)")
      return nil
    }
  }

  /// Ends the worker at once on a signal that arrives while the model loads: nothing needs cleaning up yet. The lifecycle handles signals later.
  private static func endAtOnce() {
    for number in [SIGTERM, SIGINT] { signal(number) { _ in _exit(0) } }
  }

  func run() async throws { try await Self.work(prepare()) }

  @Sendable private static func endConnecting() {
    guard let complaint = Sandbox.endConnecting() else { return }
    Logger(label: "worker").warning("this system does not let the worker be confined: \(complaint)")
  }

  static func work(_ prepared: Prepared) async throws {
    // A loop that does not turn for as long as a document may take has one that it cannot read.
    let vitals = Vitals([Worker.part], patience: prepared.configuration.limits.longestJobTime)
    let worker = Worker(
      configuration: prepared.configuration,
      keys: prepared.keys,
      interpreter: prepared.interpreter,
      context: prepared.context,
      onceConnected: prepared.endsConnecting ? endConnecting : nil,
      vitals: vitals
    )
    try await Roles.run([worker], vitals: vitals)
  }
}
