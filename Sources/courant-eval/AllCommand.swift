import ArgumentParser
import Corpora
import Evaluation
import Extraction
import Foundation

struct AllCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "all",
    abstract: "Measure everything that a folder has data for, and write a page of it.",
    discussion: """
      The folder is to have data/ (treebanks and names), eval/ (CaRB, values) and gold/dev/ (documents with their facts).
      Of a page that is there, what stands below the first heading of the second level is kept.

      Examples:
        courant-eval all ../shared
        courant-eval all ../shared --gold Tests/Gold --page docs/accuracy.md --compare before.json
      """
  )

  @Argument(help: "The folder.")
  var folder: String

  @Option(help: ArgumentHelp("Measure these documents with their facts too.", valueName: "folder"))
  var gold: [String] = []

  @Option(help: ArgumentHelp("Write a page in Markdown.", valueName: "file.md"))
  var page: String?

  @OptionGroup var output: OutputOptions

  func run() throws {
    let data = folder + "/data/"
    let web = try TreebankCommand.measure(
      data + "en_ewt-dev.conllu.xz",
      names: data + "uner_ewt-dev.iob2.xz",
      treebank: 0
    )
    let prose = try TreebankCommand.measure(data + "en_gum-dev.conllu.xz", names: nil, treebank: 1)
    let annotated = [("gold/dev", folder + "/gold/dev")] + gold.map { ($0, $0) }
    let golds = try annotated.map { (title: $0.0, reports: try GoldCommand.measure($0.1)) }
    // Sentences that stand alone: what a pronoun in them stands for, nobody can know.
    let extractor = try EnglishExtractor.installed(minimumConfidence: 0)
    let file = folder + "/eval/carb-dev.tsv.xz"
    let carb = try CarbEvaluation(String(decoding: XZ.read(file), as: UTF8.self), file: file, extractor: extractor)
      .scores
    let values = try ValueEvaluation(XZ.read(folder + "/eval/values-en.jsonl.xz"), name: "values-en.jsonl")

    var reports: [Report] = []
    for (name, part) in [("EWT dev", web), ("GUM dev", prose)] {
      for var report in part {
        report.title = name + ", " + report.title
        reports.append(report)
      }
    }
    var extractions = Report("CaRB dev")
    extractions.add("precision", carb.precision)
    extractions.add("recall", carb.recall)
    extractions.add("F1", carb.f1)
    reports.append(extractions)
    for gold in golds {
      guard var all = gold.reports.last else { continue }
      all.title = gold.title
      reports.append(all)
    }
    var numbers = Report("values")
    for group in ["Number/", "NumberWithUnit/", "DateTime/"] {
      let scores = values.scores.filter { $0.model.hasPrefix(group) }
      let expected = scores.reduce(0) { $0 + $1.expected }
      guard expected > 0 else { continue }
      numbers.add(group + "* right %", 100 * Double(scores.reduce(0) { $0 + $1.right }) / Double(expected))
    }
    reports.append(numbers)
    try output.show(reports)
    guard let page else { return }
    // What is measured elsewhere stands below, under headings of its own.
    let old = FileManager.default.contents(atPath: page).map { String(decoding: $0, as: UTF8.self) } ?? ""
    let rest = old.range(of: "\n## ").map { String(old[$0.lowerBound...]) } ?? ""
    do {
      try Data((Self.page(reports) + rest).utf8).write(to: URL(fileURLWithPath: page), options: .atomic)
    } catch {
      throw CorpusError("\(page): cannot be written: \(error.localizedDescription)")
    }
  }

  /// What is to be reached, by report and figure.
  private static let goals: [String: String] = [
    "EWT dev, words given/LAS": "85.5 (88)", "EWT dev, from text/LAS": "82.0 (85)",
    "EWT dev, words given/UPOS": "95.5 (96.5)",
    "EWT dev, words given/names F1": "75 (82)", "CaRB dev/F1": ".54 (.58)", "gold/dev/precision": ".72 (.82)",
    "gold/dev/recall": ".62 (.75)", "gold/dev/F1": ".67 (.78)", "gold/dev/values right %": "97 (99)",
    "gold/dev/qualifiers right %": "85 (95)",
  ]

  private static func page(_ reports: [Report]) -> String {
    var lines = [
      "# Accuracy", "",
      "Written by `make eval`; each figure was measured by the program with the model of this tree. In the last column is what is to be reached, and in",
      "parentheses what we wish for. What the measures mean is said in [extraction.md](extraction.md).", "",
      "| measured on | figure | | to reach |", "| --- | --- | --- | --- |",
    ]
    for report in reports {
      for figure in report.figures where figure.name != "predictions" {
        let goal = goals[report.title + "/" + figure.name] ?? ""
        let value = figure.text.trimmingCharacters(in: .whitespaces)
        lines.append("| \(report.title) | \(figure.name) | \(goal.isEmpty ? value : "**\(value)**") | \(goal) |")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
