import ArgumentParser
import Evaluation
import Extraction
import Foundation
import Model
import Readers

struct RulesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules",
    abstract: "Tell what each rule and each repair of trees is worth on annotated documents.",
    discussion: """
      For each rule: the facts that it made, the share of them that is right, and F1 without them. For each repair: how often it did
      something, and F1 without it. A rule or a repair without which F1 is higher on documents that nobody tuned on does not earn its
      place.

        courant-eval rules Tests/Gold ../shared/gold/dev
      """
  )

  @Argument(help: "Folders of documents and their facts.")
  var folders: [String]

  @OptionGroup var output: OutputOptions

  /// The facts of one document with the rules that made them.
  private struct Reading {
    var document: AnnotatedDocument
    var facts: [Fact]
    var rules: [String]
    var isRight: [Bool]
  }

  func run() throws {
    let documents = try folders.flatMap { try AnnotatedDocument.read($0) }
    let extractor = try EnglishExtractor.installed()
    let readings = try documents.map { try read($0, extractor) }
    let whole = try f1(readings.map { ($0.document, $0.facts) })
    var all = Report("all")
    all.add("F1", whole)
    var reports = [all]
    for rule in EnglishExtractor.rules {
      let made = readings.flatMap { reading in zip(reading.rules, reading.isRight).filter { $0.0 == rule }.map(\.1) }
      var report = Report("rule \(rule)")
      report.add("facts", count: made.count)
      report.add("right", made.isEmpty ? 0 : Double(made.count { $0 }) / Double(made.count))
      let rest = readings.map { reading in
        (reading.document, zip(reading.facts, reading.rules).filter { $0.1 != rule }.map(\.0))
      }
      report.add("worth (F1)", whole - (try f1(rest)))
      reports.append(report)
    }
    var counts: [TreeRepair: Int] = [:]
    for document in documents {
      counts.merge(extractor.repairs(try PlainTextReader().read(document.content)), uniquingKeysWith: +)
    }
    for repair in TreeRepair.allCases {
      var report = Report("repair \(repair.rawValue)")
      report.add("times", count: counts[repair, default: 0])
      if counts[repair] != nil {
        var other = extractor
        other.withoutRepairs = [repair]
        report.add("worth (F1)", whole - (try f1(documents.map { ($0, try read($0, other).facts) })))
      }
      reports.append(report)
    }
    try output.show(reports)
  }

  private func read(_ document: AnnotatedDocument, _ extractor: EnglishExtractor) throws -> Reading {
    let marked = extractor.markedFacts(try PlainTextReader().read(document.content))
    let facts = marked.map(\.fact)
    return Reading(
      document: document,
      facts: facts,
      rules: marked.map { $0.marks.first { $0.hasPrefix("rule:") }.map { String($0.dropFirst(5)) } ?? "" },
      isRight: try GoldEvaluation.right(
        facts,
        gold: document.gold,
        file: document.file,
        text: String(decoding: document.content, as: UTF8.self)
      )
    )
  }

  private func f1(_ documents: [(document: AnnotatedDocument, facts: [Fact])]) throws -> Double {
    var evaluation = GoldEvaluation()
    for (document, facts) in documents {
      try evaluation.add(
        facts,
        gold: document.gold,
        file: document.file,
        text: String(decoding: document.content, as: UTF8.self)
      )
    }
    return evaluation.scores.f1
  }
}
