import ArgumentParser
import Client
import Foundation
import Permissions
import Service
import Testing

@testable import Console
@testable import courant
@testable import courantd

@Suite("What the two programs share")
struct ConsoleTests {
  private func message(_ words: [String], _ root: any ParsableCommand.Type) -> String {
    do {
      try Program.checkCommands(words, of: root)
      return ""
    } catch {
      return (error as? ValidationError)?.message ?? "\(error)"
    }
  }

  @Test(
    "a command that is mistyped is named with the nearest",
    arguments: [
      (["watsh"], "courant has no command \"watsh\"; did you mean watch?"),
      (["help", "watsh"], "courant has no command \"watsh\"; did you mean watch?"),
      (["failed", "rety", "x"], "courant failed has no command \"rety\"; did you mean retry?"),
      (["help", "failed", "lst"], "courant failed has no command \"lst\"; did you mean list?"),
      (["help", "get", "more"], "courant get has no command \"more\""),
      (["g\u{7}et"], "courant has no command \"g\\u{7}et\"; did you mean get?"),
    ]
  )
  func mistyped(words: [String], text: String) { #expect(message(words, Courant.self) == text) }

  @Test("one that nothing is near to is named with all")
  func unknown() {
    let text = message(["nonsense"], Courant.self)
    #expect(text.hasPrefix("courant has no command \"nonsense\"; want submit, withdraw, "), "\(text)")
    #expect(message(["chek"], Courantd.self) == "courantd has no command \"chek\"; did you mean check?")
    #expect(message(["config", "shw"], Courantd.self) == "courantd config has no command \"shw\"; did you mean show?")
    #expect(
      message(["keys", "revok"], Courantd.self) == "courantd keys has no command \"revok\"; did you mean revoke?"
    )
  }

  @Test(
    "what is right goes on to the parser",
    arguments: [
      [], ["get", "a/b"], ["--help"], ["help"], ["help", "get"], ["failed"], ["failed", "--json"], ["failed", "list"],
    ]
  )
  func right(words: [String]) { #expect(message(words, Courant.self) == "") }

  /// What is said of a wrong command line.
  private func usage(_ words: [String], _ root: any ParsableCommand.Type) -> String {
    do {
      _ = try root.parseAsRoot(words)
      return ""
    } catch {
      return UsageMessage.text(root.fullMessage(for: error)).split(separator: "\n").first.map(String.init) ?? ""
    }
  }

  @Test(
    "a value that is none of an option's is named with all, and with the nearest",
    arguments: [
      (
        ["get", "--kind", "mony"],
        "Error: --kind is \"mony\", want entity, text, number, quantity, money, percent, date, duration; did you mean money?"
      ),
      (
        ["get", "--status", "dispute"],
        "Error: --status is \"dispute\", want single, corroborated, disputed, withdrawn; did you mean disputed?"
      ),
      (
        ["get", "--modality", "planed"],
        "Error: --modality is \"planed\", want asserted, possible, planned, required, conditional, desired; did you mean planned?"
      ),
      (
        ["export", "--format", "cvs"],
        "Error: --format is \"cvs\", want jsonl, csv, parquet, ntriples, sqlite; did you mean csv?"
      ),
    ]
  )
  func values(words: [String], text: String) { #expect(usage(words, Courant.self) == text) }

  @Test("what every command has is suggested too; what is like nothing is not")
  func optionsOfAll() {
    #expect(usage(["--hepl"], Courant.self) == "Error: Unknown option '--hepl'; did you mean --help?")
    #expect(usage(["get", "--vresion"], Courant.self) == "Error: Unknown option '--vresion'; did you mean --version?")
    #expect(usage(["get", "--zzzzzzzz"], Courant.self) == "Error: Unknown option '--zzzzzzzz'")
  }

  @Test("the daemon's options are told the same way")
  func daemonValues() {
    #expect(
      usage(["run", "--log-level", "wanring"], Courantd.self)
        == "Error: --log-level is \"wanring\", want trace, debug, info, notice, warning, error, critical; did you mean warning?"
    )
    #expect(
      usage(["run", "--deleted", "kep"], Courantd.self)
        == "Error: --deleted is \"kep\", want keep, withdraw; did you mean keep?"
    )
    #expect(
      usage(["keys", "allow", "ann", "k", "--role", "reed"], Courantd.self)
        == "Error: --role is \"reed\", want submit, work, read, review, admin; did you mean read?"
    )
  }

  @Test(
    "the words of an option are in its help and in completion",
    arguments: ["--log-level", "--log-format", "--deleted", "--kind", "--status", "--modality", "--effect", "--format"]
  )
  func words(option: String) {
    let words: [String: [String]] = [
      "--log-level": Configuration.Log.levels, "--log-format": Configuration.Log.formats,
      "--deleted": ["keep", "withdraw"], "--kind": ["entity", "money", "duration"],
      "--status": ["single", "withdrawn"], "--modality": ["asserted", "desired"], "--effect": ["new", "none"],
      "--format": ["jsonl", "csv", "parquet", "ntriples", "sqlite"],
    ]
    let isDaemon = option.hasPrefix("--log") || option == "--deleted"
    let command: any ParsableCommand.Type = option == "--format" ? ExportCommand.self : GetCommand.self
    let help =
      isDaemon
      ? Courantd.helpMessage(for: Run.self, columns: 10_000)
      : Courant.helpMessage(for: command, columns: 10_000)
    let line = help.split(separator: "\n").first { $0.contains("  \(option) <") } ?? ""
    let script = isDaemon ? Courantd.completionScript(for: .bash) : Courant.completionScript(for: .bash)
    for word in words[option] ?? [] {
      #expect(line.contains(word), "\(option): \(line)")
      #expect(script.contains(word), "\(option): \(word)")
    }
    #expect(line.contains("(values: "), "\(line)")
  }

  @Test("each way to fail has its own code", arguments: ProgramExit.allCases)
  func exits(exit: ProgramExit) throws {
    let project = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().path
    let operations = try String(contentsOfFile: project + "/docs/operations.md", encoding: .utf8)
    let isInTable = operations.contains("\n| \(exit.rawValue) | \(exit.meaning) |\n")
    #expect(isInTable, "run: make docs")
    for page in ["courant.1.md", "courantd.8.md"] where exit != .noDaemon || page == "courant.1.md" {
      let text = try String(contentsOfFile: "\(project)/docs/man/\(page)", encoding: .utf8)
      let isInPage = text.contains("\n\(exit.rawValue)\n: ")
      #expect(isInPage, "\(page)")
    }
  }

  @Test("errors say how the program ends")
  func errors() {
    let denial = PermissionDenied("/nowhere", to: .read)
    #expect(ClientError.noDaemon(endpoint: "x").exit == .noDaemon)
    #expect(ClientError.denied(denial).exit == .denied)
    #expect(ClientError.refused("x").exit == .failed)
    #expect(ConfigurationError("x").exit == .configuration)
    #expect(ConfigurationError(denial).exit == .denied)
    #expect(ConfigurationError(denial).of("keys.secret").exit == .denied)
    #expect("\(ConfigurationError("x").of("keys.allow", advice: "; do y"))" == "keys.allow: x; do y")
    #expect(ConfigurationError("x", code: ENOSPC).exit == .failed)
    #expect(ConfigurationError("x", code: EACCES).exit == .denied)
    #expect(ConfigurationError(file: "/nowhere/x", code: ENOENT, to: .read).exit == .configuration)
  }
}
