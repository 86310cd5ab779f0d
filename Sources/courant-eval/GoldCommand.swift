import ArgumentParser
import Evaluation
import Extraction
import Interpretation

struct GoldCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gold",
    abstract: "Compare the facts that are found with those that people found: NAME.txt with NAME.jsonl."
  )

  @Argument(help: "A folder of documents and their facts.")
  var folder: String

  @Option(help: "Show errors of this kind only: missed, wrong, value, time, attribution, polarity, modality.")
  var kind: String?

  @Option(help: "Only documents whose name contains this.")
  var only: String?

  @OptionGroup var output: OutputOptions

  func run() throws { try output.show(Self.measure(folder, only: only, kind: kind)) }

  /// A report for each document, and one for all.
  static func measure(_ folder: String, only: String? = nil, kind: String? = nil) throws -> [Report] {
    let extractor = try EnglishExtractor.installed()
    var evaluation = GoldEvaluation()
    var reports: [Report] = []
    for document in try AnnotatedDocument.read(folder, only: only) {
      let extraction = try extractor.extract(
        document.content,
        uri: "file:" + document.name,
        mediaType: "text/plain"
      )
      let before = evaluation.scores
      try evaluation.add(extraction.facts, gold: document.gold, file: document.file, text: extraction.text)
      let after = evaluation.scores
      var report = Report(document.name)
      report.add("precision", share(after.right - before.right, after.predicted - before.predicted))
      report.add("recall", share(after.found - before.found, after.core - before.core))
      reports.append(report)
    }
    var all = Report("all documents")
    let scores = evaluation.scores
    all.add("precision", scores.precision)
    all.add("recall", scores.recall)
    all.add("F1", scores.f1)
    all.add("predictions", count: scores.predicted)
    all.add("values right %", scores.typed == 0 ? 100 : 100 * share(scores.typedRight, scores.typed))
    all.add("times right %", scores.times.percent)
    all.add("attributions right %", scores.attributions.percent)
    all.add("polarity right %", scores.polarities.percent)
    all.add("modality right %", scores.modalities.percent)
    let marked = [scores.times, scores.attributions, scores.polarities, scores.modalities]
    all.add("qualifiers right %", 100 * share(marked.reduce(0) { $0 + $1.right }, marked.reduce(0) { $0 + $1.all }))
    all.errors = evaluation.errors.filter { kind == nil || $0.kind == kind }.map {
      "## \($0.sentence)\n  \($0.kind): \($0.detail)"
    }
    return reports + [all]
  }

  private static func share(_ part: Int, _ whole: Int) -> Double { whole == 0 ? 0 : Double(part) / Double(whole) }
}
