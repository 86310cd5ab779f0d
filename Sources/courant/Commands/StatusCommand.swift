import ArgumentParser
import Console
import Model
import ZeroMQ

struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Show how the daemon is.",
    discussion: """
      Exit code 1 when a role is not ready: there is something that it cannot do, such as write to a full disk.

      Examples:
        courant status
        courant status --json | jq '.counts.waiting // empty'
      """
  )

  @OptionGroup var daemon: DaemonOptions

  @Flag(name: .long, help: "Print a role a line, as JSON.")
  var json = false

  func run() throws {
    let context = try Context()
    let intake = try daemon.submitter(context).status()
    let aggregator = try daemon.query(context).status()
    var isReady = true
    for report in [intake, aggregator] {
      if report.fault != nil { isReady = false }
      if json {
        Terminal.write(try JSON.encode(report))
        continue
      }
      Terminal.print(
        "\(Style.bold(report.role))  version \(report.version), process \(report.pid), since \(report.started)"
      )
      if let fault = report.fault { Terminal.print("  \(Style.red("not ready")): \(Terminal.clean(fault))") }
      for notice in report.notices ?? [] { Terminal.print("  \(Style.yellow("note")): \(Terminal.clean(notice))") }
      var table = Table(["  COUNT", "VALUE"])
      for (name, count) in report.counts.sorted(by: { $0.key < $1.key }) {
        table.add(Table.Cell("  " + Self.words(name)), Table.Cell("\(count)"))
      }
      table.print()
    }
    Terminal.flush()
    if !isReady { throw ExitStatus.failed }
  }

  /// `pendingBytes` as people write it.
  private static func words(_ name: String) -> String {
    name.reduce(into: "") { words, character in
      words += character.isUppercase ? " " + character.lowercased() : String(character)
    }
  }
}
