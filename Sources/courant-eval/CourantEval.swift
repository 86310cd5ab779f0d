import Corpora
import ArgumentParser
import Evaluation
import Foundation

/// Measures what is found against what is expected.
@main
struct CourantEval: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "courant-eval",
    abstract: "Measure what Courant finds in texts against what is expected of it.",
    subcommands: [
      AllCommand.self, GoldCommand.self, CarbCommand.self, TreebankCommand.self, NamesCommand.self,
      ValuesCommand.self, ConfidenceCommand.self, CoreferenceCommand.self, RulesCommand.self,
      ReadersCommand.self,
    ]
  )

  static func main() {
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch let error as CorpusError {
      FileHandle.standardError.write(Data("courant-eval: \(error)\n".utf8))
      Foundation.exit(1)
    } catch {
      exit(withError: error)
    }
  }
}
