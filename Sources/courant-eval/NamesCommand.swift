import ArgumentParser
import Corpora
import Evaluation
import Foundation
import Language

struct NamesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "names",
    abstract: "Compare the names that are found with those of a file in IOB2.",
    discussion: """
      Each line of the file is a word: its number, the word and its label (O, B-PER, I-PER, …), parted by tabs; an empty line ends
      a sentence. A name is right where its words and its kind are. Kinds other than PER, LOC and ORG are left out.

      Examples:
        courant-eval names uner_ewt-dev.iob2.xz
        courant-eval names uner_ewt-dev.iob2.xz --errors 20
      """
  )

  /// The kinds of names that models learn.
  static let kinds: Set<String> = ["PER", "LOC", "ORG"]

  @Argument(help: "The names in IOB2; .xz too.")
  var file: String

  @OptionGroup var source: SourceOption

  @OptionGroup var output: OutputOptions

  func run() throws {
    let bank = try Treebank(iob2: String(decoding: XZ.read(file), as: UTF8.self), file: file, kinds: Self.kinds)
    guard !bank.sentences.isEmpty else { throw CorpusError("\(file): has no words") }
    let scores = NameScores(try LanguageModel.installed("en"), on: bank, source: source.treebank)
    var all = Self.report("all names", scores.all)
    all.add("missed", count: scores.missed)
    all.add("spurious", count: scores.spurious)
    all.add("wrong kind", count: scores.wrongKind)
    all.add("wrong bounds", count: scores.wrongBounds)
    let kinds = scores.byKind.sorted { $0.key < $1.key }.map { Self.report($0.key, $0.value) }
    // The errors stand at the end.
    var last = kinds.last ?? all
    last.errors = scores.misread.map { sentence in
      ([sentence.text] + sentence.mistakes.map { "  \($0)" }).joined(separator: "\n")
    }
    try output.show(kinds.isEmpty ? [last] : [all] + kinds.dropLast() + [last])
  }

  private static func report(_ title: String, _ count: NameScores.Count) -> Report {
    var report = Report(title)
    report.add("precision", count.precision)
    report.add("recall", count.recall)
    report.add("F1", count.f1)
    report.add("there", count: count.there)
    report.add("told", count: count.told)
    return report
  }
}
