import ArgumentParser
import Client
import Model
import ZeroMQ

struct WithdrawCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "withdraw",
    abstract: "Take documents back: what they state is retracted.",
    discussion: """
      Comes back when the withdrawal is on the daemon's disk; it takes its turn after the revisions that came before it.
      A document that is submitted again afterwards is taken as new.

      Examples:
        courant withdraw report.txt
        courant withdraw https://example.org/report.txt
      """
  )

  @OptionGroup var daemon: DaemonOptions

  @Argument(help: ArgumentHelp("URIs, or files by their paths, there or not.", valueName: "document"))
  var documents: [String]

  @Flag(name: .long, help: "Print a receipt a line, as JSON.")
  var json = false

  func run() throws {
    let context = try Context()
    let submitter = try daemon.submitter(context)
    let query = try daemon.query(context)
    var failed = false
    let settle = { (outcome: Submitter.Outcome) throws in
      switch outcome {
      case .waiting: return
      case .refused(_, let reason):
        failed = true
        Terminal.complain(reason)
      case .accepted(let receipt):
        if json { return Terminal.write(try JSON.encode(receipt)) }
        Terminal.print("withdrawn \(Terminal.clean(receipt.uri))")
      }
    }
    for document in documents {
      let uri = FileName.documentURI(document)
      var isKnown = false
      try query.documents(prefix: uri) { if $0.uri.isExactly(uri) { isKnown = true } }
      if !isKnown { Terminal.complain("\(uri) states nothing now; what waits of it before this is withdrawn") }
      try submitter.withdraw(uri: uri, outcome: settle)
    }
    try submitter.finish(outcome: settle)
    Terminal.flush()
    if failed { throw ExitStatus.failed }
  }
}
