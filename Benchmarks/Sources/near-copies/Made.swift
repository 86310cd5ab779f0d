import Extraction
import Foundation
import Interpretation
import Model
import Store

/// A document that was made of a text: a batch without its fingerprint, and beside it the fingerprint as it comes over the wire.
struct Made {
  var batch: FactBatch
  var fingerprint: [UInt8]?

  var withoutFingerprint: Made { Made(batch: batch, fingerprint: nil) }

  /// A document that is only known, without facts.
  static func bare(_ number: Int) -> Made {
    // 64 hashes of a text that nobody else has.
    let words = (0..<40).map { "word\($0)in\(number)" }.joined(separator: " ")
    let document = Document(uri: "https://example.org/known/\(number)", digest: Digest(of: Array(words.utf8)))
    return made(document, fingerprintOf: words, [])
  }

  /// Document of a number: one of the texts with other names, so that its facts are about other things. Each tenth is a near copy of the
  /// one before.
  static func document(_ number: Int, of texts: [String], by extractor: EnglishExtractor) throws -> Made {
    let isCopy = number % 10 == 9
    let original = isCopy ? number - 1 : number
    let text =
      renamed(texts[original % texts.count], original) + (isCopy ? "\n\nMore is to follow in the evening.\n" : "")
    let uri = "https://example.org/documents/\(number)"
    let extraction = try extractor.extract(Array(text.utf8), uri: uri, mediaType: "text/plain")
    // No run of words is that of another text.
    let own = extraction.text.split(separator: " ").map { "\($0)\(original)" }.joined(separator: " ")
    return made(extraction.document, fingerprintOf: own, try extraction.facts.map { try JSON.encode($0) })
  }

  private static func made(_ document: Document, fingerprintOf own: String, _ facts: [[UInt8]]) -> Made {
    Made(
      batch: FactBatch(
        job: "benchmark-\(document.uri)",
        document: document,
        extractor: "benchmark/1",
        count: facts.count,
        lines: FactLines(bytes: facts.flatMap { $0 + [UInt8(ascii: "\n")] })
      ),
      fingerprint: Fingerprint(ofText: own.utf8).flatMap { try? JSON.encode($0) }
    )
  }

  /// Gives names of five letters and more another ending.
  private static func renamed(_ text: String, _ number: Int) -> String {
    let syllables = ["ba", "do", "fi", "gu", "ke", "lo", "mi", "na", "pe", "ro"]
    let ending = syllables[number % 10] + syllables[number / 10 % 10] + syllables[number / 100 % 10]
    return text.split(separator: " ", omittingEmptySubsequences: false).map { word in
      guard word.utf8.count >= 5, word.allSatisfy(\.isLetter), word.first?.isUppercase ?? false else {
        return String(word)
      }
      return word + ending
    }.joined(separator: " ")
  }
}
