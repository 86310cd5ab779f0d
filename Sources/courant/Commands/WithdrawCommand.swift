import ArgumentParser
import Client
import Console
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
      // What is not known may wait at intake, and may have been taken by the time that intake says that it does not.
      if try !isKnown(uri, query) {
        var isUnknown = false
        let settleUnknown = { (outcome: Submitter.Outcome) throws in
          // Names are bytes.
          if case .refused(let refused, _) = outcome, refused.utf8.elementsEqual(uri.utf8) {
            isUnknown = true
          } else {
            try settle(outcome)
          }
        }
        try submitter.withdraw(uri: uri, ifWaiting: true, outcome: settleUnknown)
        try submitter.finish(outcome: settleUnknown)
        guard isUnknown else { continue }
        guard try isKnown(uri, query) else {
          failed = true
          Terminal.complain("\(uri): no document of this name states anything, and none waits; see: courant documents")
          continue
        }
      }
      try submitter.withdraw(uri: uri, outcome: settle)
    }
    try submitter.finish(outcome: settle)
    Terminal.flush()
    if failed { throw ExitStatus.failed }
  }

  /// Whether the aggregator knows a document that stands, or one that was set aside.
  private func isKnown(_ uri: String, _ query: Query) throws -> Bool {
    var isKnown = false
    try query.documents(prefix: uri) { if $0.uri.utf8.elementsEqual(uri.utf8) { isKnown = true } }
    return try isKnown || query.failures().failures.contains { $0.uri.utf8.elementsEqual(uri.utf8) }
  }
}
