import ArgumentParser
import Corpora
import Foundation
import Training

/// Trains language models; not a part of what is installed.
@main
struct CourantTrain: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "courant-train",
    abstract: "Train the language model of English.",
    discussion: """
      What it learns from, and where that is to be had, is said in docs/training.md.
      """,
    subcommands: [PretrainCommand.self, ModelCommand.self]
  )

  static func main() {
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch let error as CorpusError {
      FileHandle.standardError.write(Data("courant-train: \(error)\n".utf8))
      Foundation.exit(1)
    } catch {
      exit(withError: error)
    }
  }

  /// Prints a line of progress at once.
  static func report(_ line: String) {
    print(line)
    fflush(nil)
  }
}

struct PretrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pretrain",
    abstract: "Learn from plain text what words stand beside each other.",
    discussion: """
      Example:
        courant-train pretrain --data ../shared/data --text text.txt -o pretrained
      """
  )

  @Option(help: ArgumentHelp("The folder of the treebanks.", valueName: "folder"))
  var data: String

  @Option(help: ArgumentHelp("The text, a paragraph a line; .xz too.", valueName: "file"))
  var text: String

  @Option(help: ArgumentHelp("Go through so many millions of words.", valueName: "n"))
  var millions = 13

  @Option(help: ArgumentHelp("Where chance begins.", valueName: "n"))
  var seed: UInt64 = 11

  @Option(name: .shortAndLong, help: ArgumentHelp("The file to write.", valueName: "file"))
  var output: String

  func validate() throws {
    if millions < 1 { throw ValidationError("--millions wants a number above 0") }
  }

  func run() throws {
    try Trainer(data: data, report: CourantTrain.report)
      .pretrain(text: text, words: millions * 1_000_000, seed: seed, to: output)
  }
}

struct ModelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "model",
    abstract: "Train the model, and write it with its card.",
    discussion: """
      Example:
        courant-train model --data ../shared/data --gazetteers gazetteers.tsv --pretrained pretrained -o en.model
      """
  )

  @Option(help: ArgumentHelp("The folder of the treebanks.", valueName: "folder"))
  var data: String

  @Option(help: ArgumentHelp("Lists of names: a list and a name a line, parted by a tab.", valueName: "file.tsv"))
  var gazetteers: String

  @Option(help: ArgumentHelp("What `courant-train pretrain` wrote.", valueName: "file"))
  var pretrained: String?

  @Option(help: ArgumentHelp("Go so many times through the treebanks.", valueName: "n"))
  var epochs = 20

  @Option(help: ArgumentHelp("Where chance begins.", valueName: "n"))
  var seed: UInt64 = 1

  @Option(help: ArgumentHelp("The day for the model card; today if nothing is said.", valueName: "YYYY-MM-DD"))
  var date: String?

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The model file to write; its card goes beside it.", valueName: "file.model")
  )
  var output: String

  func validate() throws {
    if epochs < 1 { throw ValidationError("--epochs wants a number above 0") }
  }

  func run() throws {
    var settings = Trainer.Settings(
      gazetteers: gazetteers,
      pretrained: pretrained,
      date: date ?? String(Date.now.formatted(.iso8601).prefix(10))
    )
    settings.epochs = epochs
    settings.seed = seed
    let (model, card) = try Trainer(data: data, report: CourantTrain.report).train(settings)
    try Data(model).write(to: URL(fileURLWithPath: output), options: .atomic)
    try Data(card.utf8).write(to: URL(fileURLWithPath: output + ".md"), options: .atomic)
  }
}
