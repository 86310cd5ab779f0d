import ArgumentParser
import Corpora
import Evaluation
import Foundation
import Language

struct TreebankCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "treebank",
    abstract: "Measure words, sentences, tags, trees and names against a treebank.",
    discussion: """
      With --errors it lists the sentences of which most arcs are wrong when the words are given: for each wrong word what was told
      and what is there.

      Examples:
        courant-eval treebank en_ewt-dev.conllu.xz --names uner_ewt-dev.iob2.xz
        courant-eval treebank en_gum-dev.conllu.xz --treebank 1 --errors 20
      """
  )

  @Argument(help: "The treebank in CoNLL-U; .xz too.")
  var file: String

  @Option(help: "Names of its sentences in IOB2; .xz too.")
  var names: String?

  @OptionGroup var source: SourceOption

  @Flag(help: "Show each relation.")
  var relations = false

  @OptionGroup var output: OutputOptions

  func run() throws {
    try output.show(Self.measure(file, names: names, treebank: source.treebank, relations: relations))
  }

  static func measure(_ file: String, names: String?, treebank: Int, relations: Bool = false) throws -> [Report] {
    let model = try LanguageModel.installed("en")
    var bank = try Treebank(conllu: String(decoding: XZ.read(file), as: UTF8.self), file: file)
    if let names {
      try bank.takeNames(
        iob2: String(decoding: XZ.read(names), as: UTF8.self),
        file: names,
        kinds: NamesCommand.kinds
      )
    }
    let readings = bank.read(by: model, as: treebank)
    let given = TreebankScores(readings, on: bank)
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
    gold.errors = MisreadSentence.worst(readings, on: bank).map(describe)
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

  private static func describe(_ sentence: MisreadSentence) -> String {
    var lines = ["\(sentence.mistakes.count) of \(sentence.wordCount) words wrong: \(sentence.text)"]
    for mistake in sentence.mistakes {
      lines.append("  \(mistake.place) \(mistake.word): told \(mistake.told), there is \(mistake.there)")
    }
    return lines.joined(separator: "\n")
  }
}

/// As which text the words are read.
struct SourceOption: ParsableArguments {
  @Option(help: "As which of the treebanks the text is read: 0 is the web, 1 edited prose.")
  var treebank = 0

  func validate() throws {
    guard (0...1).contains(treebank) else { throw ValidationError("--treebank: is 0 or 1") }
  }
}
