import ArgumentParser
import Coreference
import Corpora
import Evaluation
import Extraction
import Foundation
import Language

struct CoreferenceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "coreference",
    abstract: "Measure which phrases are put together as one thing.",
    discussion: """
      Words and sentences are given. MUC, B-cubed and CEAF (phi4) leave out things of one mention on both sides; CoNLL is the mean
      of their F1. "found" has trees, names and mentions as they are read, compared with people's by all words and by heads alone;
      "given" has people's trees and mentions. For each sort of mention: of those that go back to an earlier one, how many are
      put to a mention of the right thing (recall), and how many of those that were put to one are right (precision).
      "taken by the extractor" is what rules and model together tell of pronouns, and of phrases with "the" or "this" of
      things that the document has named, read from its text on.

      Examples:
        courant-eval coreference en_gum-dev.conllu.xz
        courant-eval coreference en_gum-dev.conllu.xz --precise --errors 20
      """
  )

  @Argument(help: "The treebank with mentions, in CoNLL-U; .xz too.")
  var file: String

  @Option(
    help: ArgumentHelp("The model of coreference; the installed one if nothing is said.", valueName: "file.model")
  )
  var model: String?

  @Flag(help: "Tell only what is sure.")
  var precise = false

  @OptionGroup var output: OutputOptions

  func run() throws {
    let bank = try Treebank(conllu: String(decoding: XZ.read(file), as: UTF8.self), file: file)
    let language = try LanguageModel.installed("en")
    let ranker: CoreferenceModel
    do throws(CoreferenceModelError) {
      if let model {
        ranker = try CoreferenceModel(path: model)
      } else {
        ranker = try CoreferenceModel.installed("en")
      }
    } catch {
      throw CorpusError(error.description)
    }
    let documents = CoreferenceDocument.all(of: bank, readBy: language)
    guard documents.contains(where: { !$0.hasNoMentions }) else { throw CorpusError("\(file): has no mentions") }
    var reports: [Report] = []
    for given in [false, true] {
      let scores = CoreferenceScores(
        documents,
        model: ranker,
        language: language,
        policy: precise ? .precise : .balanced,
        givenMentions: given
      )
      let title = given ? "mentions given" : "mentions found"
      reports.append(Self.report(given ? title : title + ", all words", scores.exact))
      if !given { reports.append(Self.report(title + ", heads", scores.byHead)) }
      for sort in MentionClass.allCases {
        let count = scores.counts[sort] ?? CoreferenceScores.Count()
        reports.append(Self.report("\(title), \(sort)", count))
      }
      if !given { reports[reports.count - 1].errors = scores.errors }
    }
    let extractor = EnglishExtractor(model: language, coreference: ranker)
    let taken = ReferenceScores(bank, extractor: extractor)
    for sort in ReferenceScores.Sort.allCases {
      let count = taken.counts[sort] ?? CoreferenceScores.Count()
      reports.append(Self.report("taken by the extractor, \(sort.rawValue)", count))
    }
    reports[reports.count - 1].errors = taken.errors
    try output.show(reports)
  }

  private static func report(_ title: String, _ count: CoreferenceScores.Count) -> Report {
    var report = Report(title)
    report.add("recall", count.recall)
    report.add("precision", count.precision)
    report.add("there", count: count.there)
    report.add("told", count: count.told)
    report.add("right", count: count.right)
    return report
  }

  private static func report(_ title: String, _ metrics: CoreferenceMetrics) -> Report {
    var report = Report(title)
    for (name, sums) in [("MUC", metrics.muc), ("B-cubed", metrics.bCubed), ("CEAF", metrics.ceaf)] {
      report.add(name + " precision", sums.precision)
      report.add(name + " recall", sums.recall)
      report.add(name + " F1", sums.f1)
    }
    report.add("CoNLL F1", metrics.conll)
    report.add("mentions precision", metrics.mentions.precision)
    report.add("mentions recall", metrics.mentions.recall)
    return report
  }
}
