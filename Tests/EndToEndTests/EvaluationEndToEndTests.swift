import Foundation
import Testing

/// The real `courant-eval` on a small folder: what it prints, saves, compares and refuses.
@Suite("What courant-eval measures", .serialized)
struct EvaluationEndToEndTests {
  private static let text = "The port of Lindhaven handled 14.2 million tonnes of cargo in 2021.\n"
  private static let gold =
    #"{"sentence": "The port of Lindhaven handled 14.2 million tonnes of cargo in 2021.", "subject": ["The port of Lindhaven"], "relation": ["handled"], "object": ["14.2 million tonnes of cargo"], "value": {"kind": "quantity", "number": 14200000, "unit": "t"}, "time": {"start": "2021-01-01", "end": "2021-12-31"}, "attribution": null, "polarity": "positive", "modality": "asserted", "core": true, "place": null}"#
    + "\n"
    + #"{"sentence": "The port of Lindhaven handled 14.2 million tonnes of cargo in 2021.", "subject": ["Nobody at all"], "relation": ["sleeps"], "object": ["under water"], "value": null, "time": null, "attribution": null, "polarity": "positive", "modality": "asserted", "core": true, "place": null}"#
    + "\n"

  private func folder() throws -> Workbench {
    let bench = try Workbench()
    try bench.write(Self.text, to: "gold/port.txt")
    try bench.write(Self.gold, to: "gold/port.jsonl")
    return bench
  }

  @Test("figures are printed, and errors with their sentence")
  func prints() throws {
    let bench = try folder()
    let output = try bench.run("courant-eval", ["gold", "gold", "--errors", "5"])
    #expect(output.code == 0, "\(output.errors)")
    #expect(output.lines.contains("port"))
    #expect(output.lines.contains("all documents"))
    #expect(output.lines.contains("  precision                    1.000"))
    #expect(output.lines.contains("  recall                       0.500"))
    #expect(output.lines.contains("  missed: Nobody at all | sleeps | under water"))
    let json = try bench.run("courant-eval", ["gold", "gold", "--json"])
    let reports = try #require(JSONSerialization.jsonObject(with: Data(json.text.utf8)) as? [[String: Any]])
    #expect(reports.compactMap { $0["title"] as? String } == ["port", "all documents"])
  }

  @Test("what was saved is compared with, figure by figure, even in the file that is saved to")
  func compares() throws {
    let bench = try folder()
    #expect(try bench.run("courant-eval", ["gold", "gold", "--save", "before.json"]).code == 0)
    let same = try bench.run("courant-eval", ["gold", "gold", "--compare", "before.json"])
    #expect(same.code == 0, "\(same.errors)")
    let figures = same.lines.filter { $0.hasPrefix("  ") }
    #expect(figures.count > 5)
    #expect(figures.allSatisfy { $0.hasSuffix("  +0.000") }, "\(same.text)")
    // Without the fact that nobody finds, recall is one.
    let first = Self.gold.split(separator: "\n")[0]
    try bench.write(first + "\n", to: "gold/port.jsonl")
    for _ in 0..<2 {
      // Compared before it is written anew; the second time it has become the same.
      let other = try bench.run("courant-eval", ["gold", "gold", "--compare", "before.json", "--save", "before.json"])
      #expect(other.code == 0, "\(other.errors)")
      let recall = try #require(other.lines.first { $0.hasPrefix("  recall") })
      #expect(recall.hasPrefix("  recall                       1.000  +0."))
    }
  }

  @Test("names, trees and values are saved and compared too")
  func comparesTheOthers() throws {
    let bench = try Workbench()
    try bench.write("# text = Oslo slept\n1\tOslo\tB-LOC\n2\tslept\tO\n", to: "a.iob2")
    try bench.write(
      """
      # text = Ships wait
      1\tShips\tship\tNOUN\tNNS\t_\t2\tobj\t_\t_
      2\twait\twait\tVERB\tVBP\t_\t0\troot\t_\t_


      """,
      to: "a.conllu"
    )
    try bench.write(
      #"{"model": "NumberWithUnit/CurrencyModel", "input": "it paid $94 .", "results": [{"Text": "$94", "Start": 8, "TypeName": "currency", "Resolution": {"value": "94", "unit": "Dollar"}}]}"#,
      to: "a.jsonl"
    )
    try bench.write("Oslo has 15 districts .\thas\tOslo\t15 districts\n", to: "a.tsv")
    for (command, file) in [("names", "a.iob2"), ("treebank", "a.conllu"), ("values", "a.jsonl"), ("carb", "a.tsv")] {
      let saved = try bench.run("courant-eval", [command, file, "--save", "a.json"])
      #expect(saved.code == 0, "\(saved.errors)")
      #expect(!saved.text.contains("+0.000"))
      let compared = try bench.run("courant-eval", [command, file, "--compare", "a.json", "--errors", "3"])
      #expect(compared.code == 0, "\(compared.errors)")
      #expect(compared.text.contains("+0.000"), "\(compared.text)")
      if command == "treebank" {
        #expect(
          compared.text.contains(
            "\n1 of 2 words wrong: Ships wait\n  1 Ships: told nsubj of wait, there is obj of wait\n"
          )
        )
      }
    }
  }

  @Test("what cannot be measured is said in one line")
  func refuses() throws {
    let bench = try folder()
    try bench.write("{]", to: "damaged.json")
    try bench.write("[{\"title\": 3}]", to: "other.json")
    try bench.write("no fact\n", to: "bad/port.jsonl")
    try bench.write(Self.text, to: "bad/port.txt")
    try bench.write("1\tOslo\tPLACE\n", to: "bad.iob2")
    try FileManager.default.createDirectory(atPath: "\(bench.folder)/empty", withIntermediateDirectories: false)
    let refusals: [([String], String)] = [
      (["gold", "nowhere"], "nowhere: is not a folder"),
      (["gold", "empty"], "empty: has no documents NAME.txt with NAME.jsonl"),
      (["gold", "bad"], "bad/port.jsonl: line 1 is no fact"),
      (["gold", "gold", "--compare", "damaged.json"], "damaged.json: is not a file of saved figures"),
      (["gold", "gold", "--compare", "other.json"], "other.json: is not a file of saved figures"),
      (["gold", "gold", "--compare", "missing.json", "--json"], "missing.json: is not a file of saved figures"),
      (["names", "missing.iob2"], "missing.iob2: cannot be read"),
      (["names", "bad.iob2"], "bad.iob2:1: a label is O, B-KIND or I-KIND, and not \"PLACE\""),
      (["treebank", "bad.iob2"], "bad.iob2:1: 3 columns where CoNLL-U has 10"),
    ]
    for (arguments, message) in refusals {
      let output = try bench.run("courant-eval", arguments)
      #expect(output.code == 1)
      #expect(output.errors == "courant-eval: \(message)\n")
      #expect(output.text.isEmpty)
    }
    let unwritable = try bench.run("courant-eval", ["gold", "gold", "--save", "nowhere/a.json"])
    #expect(unwritable.code == 1)
    #expect(unwritable.errors.hasPrefix("courant-eval: nowhere/a.json: cannot be written: "))
    #expect(unwritable.errors.split(separator: "\n").count == 1)
    #expect(try bench.run("courant-eval", ["gold", "gold", "--errors=-1"]).code == 64)
  }
}
