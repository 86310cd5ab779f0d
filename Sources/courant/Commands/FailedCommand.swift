import ArgumentParser
import Client
import Console
import Model
import Wire
import ZeroMQ

struct FailedCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "failed",
    abstract: "Show the documents that were set aside, and why; try them again, or drop them.",
    discussion: """
      Files of watched folders that are refused are shown as well, until they are taken or removed: mend or remove them
      where they are.

      Examples:
        courant failed
        courant failed list --json | jq -r .uri
        courant failed show report.txt > report.bytes
        courant failed retry --all
        courant failed drop report.txt
      """,
    subcommands: [FailedList.self, FailedShow.self, FailedRetry.self, FailedDrop.self],
    defaultSubcommand: FailedList.self
  )
}

struct FailedList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Show the documents that were set aside and the files that are refused, and why."
  )

  @OptionGroup var daemon: DaemonOptions

  @Flag(name: .long, help: "Print a document a line, as JSON.")
  var json = false

  @OptionGroup var tables: TableOptions

  func validate() throws { try tables.validate(json: json) }

  func run() throws {
    let context = try Context()
    let list = try daemon.query(context).failures()
    let refused = RefusedFilesReport(daemon, context)
    var table = Table(
      ["SET ASIDE", "ATTEMPTS", "CODE", "DOCUMENT", "REASON"],
      spareable: ["SET ASIDE", "ATTEMPTS"],
      isWide: tables.wide
    )
    for failure in list.failures {
      if json {
        Terminal.write(try JSON.encode(failure))
      } else {
        table.add(
          Table.Cell(Rendering.moment(failure.time), .dim),
          Table.Cell("\(failure.attempts)"),
          Table.Cell(failure.code ?? "", .red),
          Table.Cell(failure.uri, .bold),
          Table.Cell(failure.reason, .red)
        )
      }
    }
    for file in refused.files {
      if json {
        Terminal.write(try JSON.encode(RefusedFilesReport.Line(file)))
      } else {
        table.add(
          Table.Cell(Rendering.moment(file.time), .dim),
          Table.Cell("refused", .red),
          Table.Cell(file.code ?? "", .red),
          Table.Cell(file.uri, .bold),
          Table.Cell(file.reason, .red)
        )
      }
    }
    if !json, !table.isEmpty { table.print() }
    if list.total > list.failures.count {
      Terminal.complain("only the last \(list.failures.count) of \(list.total) are shown")
    } else if list.total == 0, refused.files.isEmpty, !json, Terminal.isTerminal {
      Terminal.print("No document was set aside.")
    }
    Terminal.flush()
    refused.complain()
  }
}

struct FailedShow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Print the bytes of a document that was set aside; what is known of it goes to standard error."
  )

  @OptionGroup var daemon: DaemonOptions

  @Argument(help: ArgumentHelp("A URI, or a file by its path.", valueName: "document"))
  var document: String

  @Flag(name: .long, help: "Print what is known of it as JSON, without its bytes.")
  var json = false

  func run() throws {
    let context = try Context()
    let submitter = try daemon.submitter(context)
    let (report, content) = try submitter.showFailed(uri: FileName.documentURI(document))
    if json {
      Terminal.write(try JSON.encode(report))
    } else {
      let facts: [(String, String)] = [
        ("document", report.revision.uri), ("reason", report.reason), ("code", report.code ?? "none"),
        ("attempts", "\(report.attempts)"),
        ("extractor", report.extractor ?? "none"), ("received", report.revision.received.description),
        ("digest", report.revision.digest.description), ("bytes", "\(content.count)"),
      ]
      for (name, value) in facts { Terminal.warn("\(name): \(Terminal.clean(value))") }
      // As it is for a file or another program; for people, as they can see it.
      StandardOutput.writeBytes(
        Terminal.isTerminal ? Array(VisibleText.lines(String(decoding: content, as: UTF8.self)).utf8) : content
      )
    }
    Terminal.flush()
  }
}

/// The documents that one of the commands below is about.
struct FailedDocuments: ParsableArguments {
  @OptionGroup var daemon: DaemonOptions

  @Argument(help: ArgumentHelp("URIs, or files by their paths.", valueName: "document"))
  var documents: [String] = []

  @Flag(name: .long, help: "Every document that is set aside.")
  var all = false

  func validate() throws {
    if documents.isEmpty != all { throw ValidationError("name documents, or give --all") }
  }

  /// Does it to each, and says so; one that cannot be done does not keep the others.
  func settle(_ action: FailedDocument.Action, _ word: String) throws {
    let context = try Context()
    let submitter = try daemon.submitter(context)
    let uris =
      all ? try daemon.query(context).failures().failures.map(\.uri) : documents.map { FileName.documentURI($0) }
    var failed = false
    for uri in uris {
      do {
        if action == .drop, !all { try checkIsSetAside(uri, submitter, context) }
        let receipt = try submitter.settleFailed(uri: uri, action)
        Terminal.print("\(word) \(Terminal.clean(receipt.uri))")
      } catch ClientError.refused(let reason, _) {
        failed = true
        Terminal.complain(reason)
      }
    }
    Terminal.flush()
    if failed { throw ExitStatus.failed }
  }

  /// Refuses a name under which nothing is set aside: intake drops what is dropped already without a word, for whoever asks again.
  private func checkIsSetAside(_ uri: String, _ submitter: Submitter, _ context: Context) throws {
    let list: FailureList
    do {
      list = try daemon.query(context).failures()
    } catch is ClientError {
      // Without the aggregator intake decides.
      return
    }
    // Not all may be listed; and what was set aside a moment ago is with intake alone.
    guard list.total == list.failures.count, !list.failures.contains(where: { $0.uri.isExactly(uri) }) else { return }
    _ = try submitter.showFailed(uri: uri)
  }
}

struct FailedRetry: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "retry",
    abstract: "Have documents tried again that were set aside, when the reason is gone."
  )

  @OptionGroup var documents: FailedDocuments

  func run() throws {
    try documents.settle(.retry, "tries again")
  }
}

struct FailedDrop: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "drop",
    abstract: "Forget documents that were set aside, and remove their bytes."
  )

  @OptionGroup var documents: FailedDocuments

  func run() throws {
    try documents.settle(.drop, "dropped")
  }
}
