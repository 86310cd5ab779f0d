import Extraction
import Foundation
import Interpretation
import Language
import Readers
import Values

/// How fast text is read, stage by stage, on one thread.
///
/// Each stage is timed by itself over the same text; the raw limit beside them is the time that the machine needs to read the text's bytes once,
/// and for the network that of its matrix products alone.
@main
struct LanguageStages {
  private static let rounds = 7

  static func main() throws {
    guard CommandLine.arguments.count > 1 else {
      FileHandle.standardError.write(Data("usage: language-stages FILE...\n".utf8))
      exit(64)
    }
    var text: [UInt8] = []
    for path in CommandLine.arguments.dropFirst() {
      guard let data = FileManager.default.contents(atPath: path) else {
        FileHandle.standardError.write(Data("language-stages: \(path): cannot be read\n".utf8))
        exit(1)
      }
      text += Array(data) + Array("\n\n".utf8)
    }
    // Enough for a second or so.
    let once = text
    while text.count < 1 << 20 { text += once }

    let start = ContinuousClock().now
    let model = try LanguageModel.installed("en")
    let opening = ContinuousClock().now - start
    print("model opened and checked in \(milliseconds(opening)) ms")

    let segmenter = Segmenter(model)
    let analyser = Analyser(model)
    let extractor = try EnglishExtractor.installed()
    let range = 0..<text.count
    let words = text.withUnsafeBytes { segmenter.segment($0, in: range).tokens.count }
    let blocks = paragraphs(text)
    print("\(text.count) bytes, \(words) words, \(rounds) rounds")

    var rows: [(name: String, seconds: Double)] = []
    rows.append(("bytes read once", median { text.reduce(0) { $0 &+ Int($1) } }))
    rows.append(("plain text to blocks", try median { try PlainTextReader().read(text).blocks.count }))
    rows.append(("values", median { Values.find(in: text).count }))
    rows.append(
      ("sentences and words", median { text.withUnsafeBytes { segmenter.segment($0, in: range).tokens.count } })
    )
    rows.append(
      ("the same, tags, trees, names", median { text.withUnsafeBytes { analyser.analyse($0, blocks: blocks).count } })
    )
    rows.append(
      (
        "everything, to facts",
        try median { try extractor.extract(text, uri: "file:b", mediaType: "text/plain").facts.count }
      )
    )
    for row in rows {
      let name = row.name.padding(toLength: 30, withPad: " ", startingAt: 0)
      print(
        name,
        String(
          format: "%9.1f ms %9.0f words/s %8.2f MB/s",
          row.seconds * 1000,
          Double(words) / row.seconds,
          Double(text.count) / row.seconds / 1e6
        )
      )
    }
  }

  /// Ranges of text between empty lines.
  private static func paragraphs(_ text: [UInt8]) -> [Range<Int>] {
    var result: [Range<Int>] = []
    var start = 0
    for at in text.indices.dropLast() where text[at] == 0x0A && text[at + 1] == 0x0A {
      if at > start { result.append(start..<at) }
      start = at + 2
    }
    return result
  }

  /// The median CPU time of some rounds, in seconds.
  private static func median(_ body: () throws -> Int) rethrows -> Double {
    var times: [Double] = []
    for _ in 0..<rounds {
      let before = clock()
      let result = try body()
      times.append(Double(clock() - before) / Double(CLOCKS_PER_SEC))
      precondition(result >= 0)
    }
    return times.sorted()[rounds / 2]
  }

  private static func milliseconds(_ duration: Duration) -> Int {
    Int(duration.components.attoseconds / 1_000_000_000_000_000) + Int(duration.components.seconds) * 1000
  }
}
