import ArgumentParser
import Client
import Console
import Model
import ZeroMQ

struct ReprocessCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reprocess",
    abstract: "Have documents read anew, from the originals that the daemon keeps.",
    discussion: """
      For a new version of the extractor: the journal gets the difference between what it finds and what stands. Documents
      that this version has read already are left. Comes back when the daemon has all of them on its list.

      Examples:
        courant reprocess                               every document
        courant reprocess report.txt https://example.org/report.txt
      """
  )

  @OptionGroup var daemon: DaemonOptions

  @Argument(help: ArgumentHelp("URIs, or files by their paths; none for all.", valueName: "document"))
  var documents: [String] = []

  @Flag(name: .long, help: "Print a receipt a line, as JSON.")
  var json = false

  func run() throws {
    let context = try Context()
    let submitter = try daemon.submitter(context)
    let query = try daemon.query(context)
    var (failed, accepted) = (false, 0)
    let settle = { (outcome: Submitter.Outcome) throws in
      switch outcome {
      case .waiting: return
      case .refused(_, let reason):
        failed = true
        Terminal.complain(reason)
      case .accepted(let receipt):
        accepted += 1
        if json { Terminal.write(try JSON.encode(receipt)) }
      }
    }
    let take = { (document: KnownDocument) throws in
      try submitter.reprocess(
        uri: document.uri,
        digest: document.digest,
        mediaType: document.mediaType,
        outcome: settle
      )
    }
    if documents.isEmpty { try query.documents(prefix: "", each: take) }
    for document in documents {
      let uri = FileName.documentURI(document)
      var isKnown = false
      try query.documents(prefix: uri) { known in
        guard known.uri.isExactly(uri) else { return }
        isKnown = true
        try take(known)
      }
      if !isKnown {
        failed = true
        Terminal.complain("\(uri) states nothing now; submit it")
      }
    }
    try submitter.finish(outcome: settle)
    if !json { Terminal.print("\(accepted) documents will be read anew") }
    Terminal.flush()
    if failed { throw ExitStatus.failed }
  }
}
