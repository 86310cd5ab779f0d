import ArgumentParser
import Corpora
import Foundation
import Language
import Training

struct CoreferenceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "coreference",
    abstract: "Learn which phrases of a document are of one thing.",
    discussion: """
      It reads the words by the installed model of English. Documents, mentions and things are those of GUM's notes `Entity=`.

      Example:
        courant-train coreference --train en_gum-train.conllu.xz --out en-coreference.model
      """
  )

  @Option(help: ArgumentHelp("The treebank with mentions; .xz too.", valueName: "file"))
  var train: String

  @Option(name: [.long, .short], help: ArgumentHelp("The model file to write.", valueName: "file.model"))
  var out: String

  func run() throws {
    let bank = try Treebank(conllu: String(decoding: XZ.read(train), as: UTF8.self), file: train)
    let language = try LanguageModel.installed("en")
    let model: [UInt8]
    do throws(CorpusError) {
      model = try CoreferenceTrainer(language: language, report: CourantTrain.report).trainedBytes(bank)
    } catch {
      throw CorpusError("\(train): \(error)")
    }
    do {
      try Data(model).write(to: URL(fileURLWithPath: out), options: .atomic)
    } catch {
      throw CorpusError("\(out): cannot be written: \(error.localizedDescription)")
    }
  }
}
