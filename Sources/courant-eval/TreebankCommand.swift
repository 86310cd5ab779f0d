import ArgumentParser
import Corpora
import Evaluation
import Foundation
import Language

struct TreebankCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "treebank",
    abstract: "Measure words, sentences, tags, trees and names against a treebank."
  )

  @Argument(help: "The treebank in CoNLL-U; .xz too.")
  var file: String

  @Option(help: "Names of its sentences in IOB2; .xz too.")
  var names: String?

  @Option(help: "As which of the treebanks the text is read: 0 is the web, 1 edited prose.")
  var treebank = 0

  @Flag(help: "Show each relation.")
  var relations = false

  @OptionGroup var output: OutputOptions

  func run() throws {
    try output.show(Self.measure(file, names: names, treebank: treebank, relations: relations))
  }

  static func measure(_ file: String, names: String?, treebank: Int, relations: Bool = false) throws -> [Report] {
    let model = try LanguageModel.installed("en")
    var bank = try Treebank(conllu: String(decoding: XZ.read(file), as: UTF8.self), file: file)
    if let names {
      try bank.takeNames(
        iob2: String(decoding: XZ.read(names), as: UTF8.self),
        file: names,
        kinds: ["PER", "LOC", "ORG"]
      )
    }
    let given = TreebankScores(model, on: bank, source: treebank)
    var gold = Report("words given")
    gold.add("UPOS", given.uposAccuracy)
    gold.add("XPOS", given.xposAccuracy)
    gold.add("UAS", given.unlabelledAttachment)
    gold.add("LAS", given.labelledAttachment)
    if names != nil {
      gold.add("names precision", given.namePrecision)
      gold.add("names recall", given.nameRecall)
      gold.add("names F1", given.nameF1)
      for (kind, count) in given.byKind.sorted(by: { $0.key < $1.key }) { gold.add("names F1, \(kind)", count.f1) }
    }
    if relations {
      for (relation, count) in given.byRelation.sorted(by: { ($1.value.there, $0.key) < ($0.value.there, $1.key) }) {
        gold.add(relation, count.f1)
      }
    }
    let raw = RawTextScores(model, on: bank, treebank: treebank)
    var text = Report("from text")
    text.add("tokens", raw.tokens.f1)
    text.add("sentences", raw.sentences.f1)
    text.add("UPOS", raw.upos.f1)
    text.add("XPOS", raw.xpos.f1)
    text.add("lemmas", raw.lemmas.f1)
    text.add("UAS", raw.unlabelled.f1)
    text.add("LAS", raw.labelled.f1)
    return [gold, text]
  }
}
