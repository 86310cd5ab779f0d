import Foundation
import Testing

@testable import Extraction
@testable import Values

@Suite("The data of the lexicon")
struct LexiconDataTests {
  private static let project = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

  /// Where an entry stands: `UnitData.swift: line 12`.
  private func place(_ fault: LexiconFault) -> String {
    let words = fault.table.split { $0 == " " || $0 == "." }
    let name = words.first { $0.hasSuffix("Data") } ?? "UnitData"
    // What is English of a table may stand in a file of its own.
    for path in ["\(name)", "English/\(name)", "English/CurrencyWords", "English/WordMarks"] {
      let file = "Sources/Values/\(path).swift"
      guard let text = try? String(contentsOfFile: "\(Self.project)/\(file)", encoding: .utf8) else { continue }
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      // Of doubled ones it is the last.
      if let line = lines.lastIndex(where: { $0.contains(fault.entry) }) {
        return "\(file): line \(line + 1): \(fault)"
      }
    }
    return "\(fault)"
  }

  @Test("no line of it is bad or doubled")
  func sound() throws {
    var builder = LexiconBuilder()
    builder.addWords()
    builder.addUnits()
    builder.addCurrencies()
    builder.addCurrencyWords()
    builder.addModifiers()
    builder.addMarks()
    #expect(builder.faults.map(place) == [])
    #expect(builder.units.count > 200 && builder.currencies.count > 150 && builder.infos.count > 1000)
  }

  @Test("no country is bad or doubled")
  func places() {
    #expect(Places.faults == [])
    #expect(Places.demonym("norwegian") == "norway")
  }

  private func faults(_ read: (inout LexiconBuilder) -> Void) -> [String] {
    var builder = LexiconBuilder()
    read(&builder)
    return builder.faults.map(\.reason)
  }

  @Test("each kind of bad line is named")
  func badLines() {
    #expect(faults { $0.addUnits("t", "m|1|L|kd|metre|\nkm2|1|L2|||") } == [])
    #expect(faults { $0.addUnits("t", "m|1|L|kd|metre") } == ["has 5 fields, want 6"])
    #expect(faults { $0.addUnits("t", "|1|L|kd|metre|") } == ["has no symbol"])
    #expect(faults { $0.addUnits("t", "m|one|L||metre|") } == ["has the factor \"one\", want a number above 0"])
    #expect(faults { $0.addUnits("t", "m|0|L||metre|") } == ["has the factor \"0\", want a number above 0"])
    #expect(faults { $0.addUnits("t", "m|1@x|K||metre|") } == ["has the offset \"x\", want a number"])
    #expect(
      faults { $0.addUnits("t", "m|1|Q||metre|") }
        == ["has the dimension \"Q\", want letters of base quantities, 1 or -"]
    )
    #expect(faults { $0.addUnits("t", "m|1|L|kq|metre|") } == ["has the prefix \"q\", which there is not"])
    #expect(
      faults { $0.addUnits("t", "m|1|L||a:b:c|") }
        == ["has the name \"a:b:c\", want a singular and, after one :, a plural"]
    )
    #expect(faults { $0.addUnits("t", "m|1|L|||\nm|2|L|||") } == ["says \"m\" again"])
    #expect(faults { $0.addUnits("t", "m|1|L||metre|\nn|2|L||metre|") } == ["says \"metre\" again"])
    #expect(faults { $0.addUnits("t", "m|1|L|||x,x") } == ["says \"x\" again"])
    #expect(
      faults { $0.addComposed("t", "kph") } == ["has 1 fields, want a symbol and what it stands for"]
    )
    #expect(faults { $0.each("t", "one 1|two") { _, _ in } } == ["want a word and a number from -128 to 127"])
    #expect(faults { $0.each("t", "one 1|two 200") { _, _ in } } == ["want a word and a number from -128 to 127"])
    #expect(faults { $0.each("t", "one 1|one 2") { _, _ in } } == ["says \"one\" again"])
  }

  /// A list of words in the sources, with the line of each.
  private struct WordList {
    var place: String
    var words: [(word: String, line: Int)]
  }

  /// The literals of sets and dictionaries of words in a file.
  private func lists(_ text: String, _ file: String) -> [WordList] {
    var lists: [WordList] = []
    var open: WordList?
    for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      // Most lines have nothing of it.
      guard open != nil || line.utf8.contains(UInt8(ascii: "[")) else { continue }
      var line = line.firstRange(of: "// ").map { line[..<$0.lowerBound] } ?? line
      if open == nil {
        guard let begin = line.firstMatch(of: #/(?:: Set<String> =|: \[String: [\w.]+\] =|Set\() \[|^ +\[$/#) else {
          continue
        }
        open = WordList(place: file, words: [])
        line = line[begin.range.upperBound...]
      }
      let end = line.firstIndex(of: "]")
      // Keys of dictionaries, and members of sets: what a colon stands before is a value.
      for found in line[..<(end ?? line.endIndex)].matches(of: #/(:\s*)?"([^"\\]+)"/#) where found.output.1 == nil {
        open?.words.append((String(found.output.2), number + 1))
      }
      if end != nil, let list = open {
        lists.append(list)
        open = nil
      }
    }
    return lists
  }

  private func doubles(_ lists: [WordList]) -> [String] {
    lists.flatMap { list in
      var seen: Set<String> = []
      return list.words.compactMap {
        seen.insert($0.word).inserted ? nil : "\(list.place): line \($0.line): \"\($0.word)\" is there twice"
      }
    }
  }

  @Test("no list of words in the sources has a word twice")
  func wordLists() throws {
    var all: [WordList] = []
    for module in ["Extraction", "Language", "Values", "Readers", "State"] {
      let folder = "\(Self.project)/Sources/\(module)"
      let files = FileManager.default.enumerator(atPath: folder)?.allObjects as? [String] ?? []
      for file in files.sorted() where file.hasSuffix(".swift") {
        all += lists(try String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8), "Sources/\(module)/\(file)")
      }
    }
    #expect(all.count > 30)
    #expect(all.reduce(0) { $0 + $1.words.count } > 800)
    #expect(doubles(all) == [])
  }

  @Test("a word that is there twice is found, with its line")
  func doubledWord() {
    let text =
      "let a: Set<String> = [\n  \"x\", \"y\", // \"z\"\n  \"z\", \"x\",\n]\nlet b: [String: Int] = [\"p\": 1, \"p\": 2]\n"
    #expect(
      doubles(lists(text, "f")) == ["f: line 3: \"x\" is there twice", "f: line 5: \"p\" is there twice"]
    )
  }
}
