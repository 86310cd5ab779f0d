import Corpora
import Evaluation
import Foundation
import Language

/// Labels plain text by several models together, for another model to learn from.
public struct SilverLabeller {
  /// How long a sentence may be, in words.
  static let lengths = 5...50
  /// How probable the heads of a sentence must be if nothing else is said, on the geometric mean; text that is no sentence seldom is.
  public static let leastCertain: Float = 0.8

  private let models: [LanguageModel]
  private let report: (String) -> Void

  /// - Parameters:
  ///   - models: the model files.
  ///   - report: takes a line of progress.
  public init(models: [String], report: @escaping (String) -> Void) throws {
    self.models = try models.map { try LanguageModel(path: $0) }
    self.report = report
  }

  /// Labels a sample of a text, a paragraph a line, and writes it as CoNLL-U; the last column has the name and how certain each label is.
  /// - Parameters:
  ///   - wanted: about how many words to label.
  ///   - leastCertain: how probable the heads of a sentence must be, on the geometric mean, for it to be written.
  public func label(
    text path: String,
    words wanted: Int,
    leastCertain: Float = leastCertain,
    seed: UInt64,
    to output: String
  ) throws {
    guard let ensemble = Ensemble(models), let first = models.first else {
      throw Self.unlike
    }
    let text = try XZ.read(path)
    guard FileManager.default.createFile(atPath: output, contents: nil),
      let file = FileHandle(forWritingAtPath: output)
    else { throw CorpusError("\(output): cannot be written") }
    defer { try? file.close() }
    var random = SeededRandom(seed: seed)
    var lines: [Range<Int>] = []
    var start = 0
    for end in text.indices where text[end] == 0x0A {
      lines.append(start..<end)
      start = end + 1
    }
    lines.shuffle(using: &random)
    let segmenter = Segmenter(first)
    var seen = 0
    var kept = 0
    var count = 0
    try text.withUnsafeBytes { bytes in
      for line in lines where seen < wanted {
        let segments = segmenter.segment(bytes, in: line)
        for sentence in segments.sentences where Self.lengths.contains(sentence.count) {
          let words = Array(segments.tokens[sentence])
          // Half as web text, half as edited prose, so that neither way of reading is forgotten.
          let treebank = count % 2
          let readings = ensemble.read(bytes, words: words, treebank: treebank)
          seen += words.count
          let certainty = readings.reduce(0) { $0 + Float(log(Double(max($1.headProbability, 1e-9)))) }
          guard certainty >= Float(words.count) * Float(log(Double(max(leastCertain, 1e-9)))) else { continue }
          count += 1
          kept += words.count
          let id = "\(SilverTreebank.idPrefix)\(treebank)-\(count)"
          try file.write(contentsOf: Data(Self.lines(bytes, words, readings, id: id).utf8))
          if count.isMultiple(of: 10_000) { report("\(seen) words labelled, \(kept) kept") }
        }
      }
    }
    report("\(seen) words labelled, \(kept) kept in \(count) sentences")
  }

  /// How well the models together read a treebank.
  public func scores(on treebank: Treebank) throws -> TreebankScores {
    guard let ensemble = Ensemble(models) else { throw Self.unlike }
    return TreebankScores(
      treebank.sentences.map { sentence in
        var bytes: [UInt8] = []
        var words: [Range<Int>] = []
        for word in sentence.words {
          words.append(bytes.count..<(bytes.count + word.form.utf8.count))
          bytes += Array(word.form.utf8) + [0x20]
        }
        return bytes.withUnsafeBytes { ensemble.read($0, words: words, treebank: 0) }.map { reading in
          TokenReader.Reading(
            upos: reading.upos,
            xpos: reading.xpos,
            head: reading.head,
            relation: reading.relation,
            name: reading.name
          )
        }
      },
      on: treebank
    )
  }

  private static var unlike: CorpusError {
    CorpusError("the models to label with have not the same labels: train them on the same data")
  }

  private static func lines(
    _ bytes: UnsafeRawBufferPointer,
    _ words: [Range<Int>],
    _ readings: [Ensemble.Reading],
    id: String
  ) -> String {
    func text(_ range: Range<Int>) -> String {
      String(decoding: UnsafeRawBufferPointer(rebasing: bytes[range]), as: UTF8.self)
    }
    var lines = "# newpar\n# sent_id = \(id)\n"
    for (index, (word, reading)) in zip(words, readings).enumerated() {
      let probabilities = [
        reading.tagProbability, reading.headProbability, reading.relationProbability, reading.nameProbability,
      ]
      let sure = probabilities.map { String(Int($0 * 100)) }.joined(separator: ",")
      let isTight = index + 1 < words.count && words[index + 1].lowerBound == word.upperBound
      lines +=
        "\(index + 1)\t\(text(word))\t_\t\(reading.upos)\t\(reading.xpos)\t_\t\(reading.head)\t\(reading.relation)\t_\t"
      lines += "Name=\(reading.name)|Sure=\(sure)\(isTight ? "|SpaceAfter=No" : "")\n"
    }
    return lines + "\n"
  }
}
