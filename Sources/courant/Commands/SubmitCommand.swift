import ArgumentParser
import Client
import Console
import Model
import ZeroMQ

struct SubmitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "submit",
    abstract: "Hand documents to the daemon.",
    discussion: """
      What begins with http:// or https:// is fetched, as courantd feeds does it, and submitted under that URL.
      Comes back when every document is on the daemon's disk, or was refused; then the daemon works on them.
      A file that is submitted again after a change is a new revision of the same document.

      Examples:
        courant submit *.txt
        courant submit https://example.org/report.html
        curl -s https://example.org/report.txt | courant submit - --uri https://example.org/report.txt
      """
  )

  @OptionGroup var daemon: DaemonOptions

  @Argument(help: ArgumentHelp("Files, URLs, or - for standard input.", valueName: "file"))
  var files: [String]

  @Option(
    name: .long,
    help: ArgumentHelp("The name of the document, in place of its path; for one file.", valueName: "uri")
  )
  var uri: String?

  @Flag(
    name: .long,
    help:
      "Fetch URLs also from hosts whose addresses are not public, such as this machine; redirects lead to no others."
  )
  var allowPrivate = false

  @Flag(name: .long, help: "Print a receipt a line, as JSON.")
  var json = false

  func validate() throws {
    if let fault = uri.flatMap(DocumentURI.faultOfNew) { throw ValidationError("--uri: \(fault)") }
    if uri != nil, files.count != 1 { throw ValidationError("--uri names one document, and there are \(files.count)") }
    if files.filter({ $0 == "-" }).count > 1 { throw ValidationError("- can be given once") }
  }

  func run() throws {
    let context = try Context()
    let submitter = try daemon.submitter(context)
    let limit = try submitter.status().counts["documentLimit"].map(Int.init(clamping:)) ?? InputFile.defaultLimit
    var progress = Progress(total: files.count)
    var done = 0
    var failures: Set<ProgramExit> = []
    var waitingFor: String?
    let settle = { (outcome: Submitter.Outcome) throws in
      switch outcome {
      case .waiting(_, let reason):
        // Said once, and again when the reason is another.
        if waitingFor != reason {
          progress.clear()
          Terminal.complain("waiting for the daemon: \(reason)")
        }
        waitingFor = reason
        return
      case .accepted(let receipt):
        done += 1
        if json {
          Terminal.write(try JSON.encode(receipt))
        } else if Terminal.isTerminal || files.count == 1 {
          progress.clear()
          Terminal.print("\(Style.green("accepted")) \(Terminal.clean(receipt.uri))")
        } else {
          Terminal.print("accepted \(receipt.uri)")
        }
      case .refused(_, let reason):
        done += 1
        failures.insert(.failed)
        progress.clear()
        Terminal.complain(reason)
      }
      progress.show(done)
    }
    var pages: PageFetcher?
    for file in files {
      do {
        if PageFetcher.isMeant(file) {
          if pages == nil { pages = try PageFetcher(limit: limit, allowsPrivate: allowPrivate) }
          guard let page = try pages?.page(file) else { continue }
          try submitter.submit(
            uri: uri ?? page.uri,
            mediaType: page.mediaType,
            content: page.content,
            outcome: settle
          )
          continue
        }
        let input = try InputFile(file, limit: limit)
        try submitter.submit(uri: uri ?? input.uri, content: input.content, outcome: settle)
      } catch let error as InputError {
        failures.insert(error.exit)
        done += 1
        progress.clear()
        Terminal.complain(error.description)
      }
    }
    try submitter.finish(outcome: settle)
    progress.clear()
    Terminal.flush()
    if !failures.isEmpty { throw InputError.exit(of: failures) }
  }
}
