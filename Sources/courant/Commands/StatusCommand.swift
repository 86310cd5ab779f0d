import ArgumentParser
import Console
import Model
import ZeroMQ

struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Show how the daemon is.",
    discussion: """
      Exit code 1 when a role is not ready: there is something that it cannot do, such as write to a full disk. It is the
      same when one of the two roles does not answer, and 3 when neither does.

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
    let (reports, silent) = try daemon.statuses(context)
    var isReady = silent.isEmpty
    for report in reports {
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
    for role in silent { Terminal.complain("\(role)") }
    if !isReady { throw ExitStatus.failed }
  }

  /// `pendingBytes` as people write it.
  private static func words(_ name: String) -> String {
    name.reduce(into: "") { words, character in
      words += character.isUppercase ? " " + character.lowercased() : String(character)
    }
  }
}
