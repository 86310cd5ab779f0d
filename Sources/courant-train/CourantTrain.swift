import ArgumentParser
import Corpora
import Foundation
import Language
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
    subcommands: [
      PretrainCommand.self, LabelCommand.self, ModelCommand.self, AverageCommand.self, CoreferenceCommand.self,
      LanguagesCommand.self,
    ]
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

struct LabelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "label",
    abstract: "Label plain text by several models together, for another model to learn from.",
    discussion: """
      Example:
        courant-train label --model a.model --model b.model --text text.txt -o silver.conllu
      """
  )

  @Option(
    name: .customLong("model"),
    help: ArgumentHelp("A model to label with; several times.", valueName: "file.model")
  )
  var models: [String]

  @Option(
    help: ArgumentHelp("The folder of the treebanks, to say how well the models read together.", valueName: "folder")
  )
  var data: String?

  @Option(help: ArgumentHelp("The text, a paragraph a line; .xz too.", valueName: "file"))
  var text: String

  @Option(help: ArgumentHelp("Label about so many thousands of words.", valueName: "n"))
  var thousands = 1100

  @Option(
    help: ArgumentHelp("Keep sentences whose heads are as probable as that, on the geometric mean.", valueName: "0…1")
  )
  var leastCertain = SilverLabeller.leastCertain

  @Option(help: ArgumentHelp("Where chance begins.", valueName: "n"))
  var seed: UInt64 = 1

  @Option(name: .shortAndLong, help: ArgumentHelp("The file to write.", valueName: "file.conllu"))
  var output: String

  func validate() throws {
    if models.isEmpty { throw ValidationError("--model wants at least one model") }
    if thousands < 1 { throw ValidationError("--thousands wants a number above 0") }
  }

  func run() throws {
    let labeller = try SilverLabeller(models: models, report: CourantTrain.report)
    if let data {
      let scores = try labeller.scores(on: Trainer(data: data, report: CourantTrain.report).development())
      CourantTrain.report(
        String(
          format: "together on the development part: UPOS %.2f  UAS %.2f  LAS %.2f  names %.2f",
          scores.uposAccuracy,
          scores.unlabelledAttachment,
          scores.labelledAttachment,
          scores.nameF1
        )
      )
    }
    try labeller.label(text: text, words: thousands * 1000, leastCertain: leastCertain, seed: seed, to: output)
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

  @Option(help: ArgumentHelp("What `courant-train pretrain` wrote, or a model to go on from.", valueName: "file"))
  var pretrained: String?

  @Option(help: ArgumentHelp("What `courant-train label` wrote.", valueName: "file.conllu"))
  var silver: String?

  @Option(help: ArgumentHelp("Go so many times through the treebanks.", valueName: "n"))
  var epochs = 16

  @Option(help: ArgumentHelp("Where chance begins.", valueName: "n"))
  var seed: UInt64 = 1

  @Flag(help: "Train a wider and slower network, as a teacher for others.")
  var wide = false

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
    settings.silver = silver
    let (model, card) = try Trainer(data: data, shape: wide ? .wide : NetworkShape(), report: CourantTrain.report)
      .train(settings)
    try Data(model).write(to: URL(fileURLWithPath: output), options: .atomic)
    try Data(card.utf8).write(to: URL(fileURLWithPath: output + ".md"), options: .atomic)
  }
}

struct AverageCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "average",
    abstract: "Make one model of several that went on from one with other seeds.",
    discussion: """
      Example:
        courant-train average --data ../shared/data --model a.model --model b.model -o en.model
      """
  )

  @Option(help: ArgumentHelp("The folder of the treebanks, to measure the mean.", valueName: "folder"))
  var data: String

  @Option(name: .customLong("model"), help: ArgumentHelp("A model; twice or more.", valueName: "file.model"))
  var models: [String]

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The model file to write; its card goes beside it.", valueName: "file.model")
  )
  var output: String

  func validate() throws {
    if models.count < 2 { throw ValidationError("--model wants two models or more") }
  }

  func run() throws {
    let development = try Trainer(data: data, report: CourantTrain.report).development()
    let (model, card) = try ModelAverage.of(models, on: development)
    try Data(model).write(to: URL(fileURLWithPath: output), options: .atomic)
    try Data(card.utf8).write(to: URL(fileURLWithPath: output + ".md"), options: .atomic)
  }
}
