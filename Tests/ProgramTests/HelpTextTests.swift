import ArgumentParser
import Testing

@testable import Console
@testable import courant
@testable import courantd

@Suite("Help, laid out once")
struct HelpTextTests {
  private static let commands: [any ParsableCommand.Type] =
    [Courant.self, Courantd.self] + Courant.configuration.subcommands + Courantd.configuration.subcommands
    + ConfigCommand.configuration.subcommands + KeysCommand.configuration.subcommands
    + FailedCommand.configuration.subcommands

  @Test(
    "no line is wider than the terminal but an example, and no paragraph is broken twice",
    arguments: [60, 80, 120]
  )
  func widths(columns: Int) {
    #expect(Self.commands.count > 35)
    for command in Self.commands {
      let raw = command.helpMessage(columns: 100_000)
      let text = HelpText.layOut(raw, columns: columns)
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      var isExample = false
      for (number, line) in lines.enumerated() {
        if line == "Examples:" { isExample = true }
        if !line.isEmpty, !line.hasPrefix(" "), line != "Examples:" { isExample = false }
        if !isExample { #expect(line.count <= columns, "\(command) at \(columns): \(line)") }
        // A line of a paragraph that is not its last is full: the next word had no room.
        if !isExample, !line.isEmpty, !line.hasPrefix(" "), number + 1 < lines.count, !line.hasSuffix(":"),
          let next = lines[number + 1].split(separator: " ").first, !lines[number + 1].hasPrefix(" ")
        {
          #expect(line.count + 1 + next.count > min(columns, 100), "\(command) at \(columns): \(line)")
        }
      }
      // Every word is there, in its order.
      func words(_ text: String) -> [Substring] { text.split { $0 == " " || $0 == "\n" } }
      #expect(words(text) == words(raw), "\(command)")
    }
  }

  @Test("a command of an example is never broken, and its comment has a line of its own where there is no room")
  func examples() {
    let raw = "OVERVIEW: x\n\nExamples:\n  courant get japan/population --as-of 1200      as it was after the event\n"
    #expect(
      HelpText.layOut(raw, columns: 60)
        == "OVERVIEW: x\n\nExamples:\n  courant get japan/population --as-of 1200\n      as it was after the event\n"
    )
    #expect(HelpText.layOut(raw, columns: 100) == raw)
  }

  @Test("what stands beside a label hangs below itself, and paragraphs are filled")
  func hanging() {
    let raw =
      "OVERVIEW: one two three four\nfive six seven\n\nOPTIONS:\n  --json                  Print an entry a line, as JSON, and more.\n"
    #expect(
      HelpText.layOut(raw, columns: 50)
        == "OVERVIEW: one two three four five six seven\n\nOPTIONS:\n  --json                  Print an entry a line,\n                          as JSON, and more.\n"
    )
  }

  @Test("what stands behind a long label, one space from it, hangs in its column as well")
  func longLabel() {
    let raw = "OVERVIEW: x\n\nOPTIONS:\n  --as-of <sequence|time> As it was recorded then: after an event.\n"
    #expect(
      HelpText.layOut(raw, columns: 50)
        == "OVERVIEW: x\n\nOPTIONS:\n  --as-of <sequence|time> As it was recorded then:\n                          after an event.\n"
    )
  }
}
