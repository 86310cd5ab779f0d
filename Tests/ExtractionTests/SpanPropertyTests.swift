import Extraction
import Interpretation
import Language
import Model
import Readers
import TestSupport
import Testing
import Values

@Suite struct SpanPropertyTests {
  private static let pieces = [
    "Japan", "Reykjavík", "exports", "the", "of", "is", "reached", "5", "2012", "1,280", "0,839", "33.5 billion",
    "U.S. dollars", "€", "$",
    "%", " ", "\n", "\n\n", "\r\n", ".", ",", ";", "(", ")", "[3]", "“", "”", "’s", "'", "–", "−", "×", "10⁻²¹", "°C",
    "km²", "ISSN", "2618-7159",
    "between", "and", "to", "from", "in", "since", "about", "at least", "population", "was", "not", "may", "which",
    "He", "said", "that", "日本",
    "語。", "😀", "\u{301}", "\u{A0}", "\u{202F}", "\u{2028}", "Дом", "е", "ß", "İ", "\u{FEFF}", "http://a.b/1", "n't",
    "don't", "A.", "B.", "?",
    "!", "…", "- ", "# ", "January", "20 November 1998", "20", "million", "m", "bn", "CHF", "hundred", "two",
    "half a million", "\t", "=", "~",
    "ИФ РИНЦ = 0,839", "Prime Minister Shinzo Abe", "according to", "has", "had", "rose", "by", "1/2", "09:50", "1.2.3",
    "-",
  ]

  private func document(_ generator: inout SeededGenerator) -> String {
    var text = ""
    for _ in 0..<Int.random(in: 1...120, using: &generator) {
      if Int.random(in: 0..<12, using: &generator) == 0 {
        let number = UInt32.random(in: 1...0x2FFFF, using: &generator)
        if let scalar = Unicode.Scalar(number) { text.unicodeScalars.append(scalar) }
      } else if let piece = Self.pieces.randomElement(using: &generator) {
        text += piece
        if Bool.random(using: &generator) { text += " " }
      }
    }
    return text
  }

  @Test func everySpanCutsOutItsText() throws {
    let seed = UInt64.random(in: .min ... .max)
    var generator = SeededGenerator(seed: seed)
    let extractor = try English.extractor()
    var (read, facts) = (0, 0)
    defer { #expect(read > 300 && facts > 50, "seed \(seed): \(read) documents, \(facts) facts") }
    for round in 0..<400 {
      let bytes = Array(document(&generator).utf8)
      let first: Extraction
      do throws(ReadError) {
        first = try extractor.extract(bytes, uri: "file:r", mediaType: "text/plain")
      } catch {
        #expect(bytes.contains(0) || error.description == "empty document", "seed \(seed), round \(round): \(error)")
        continue
      }
      read += 1
      facts += first.facts.count
      let again = try extractor.extract(bytes, uri: "file:r", mediaType: "text/plain")
      #expect(first == again, "seed \(seed), round \(round)")
      let text = Array(first.text.utf8)
      for fact in first.facts {
        let cut = try #require(text[safe: fact.evidence.start..<fact.evidence.end], "seed \(seed), round \(round)")
        #expect(String(decoding: cut, as: UTF8.self) == fact.evidence.text, "seed \(seed), round \(round)")
        #expect(Array(cut) == Array(fact.evidence.text.utf8), "seed \(seed), round \(round)")
        #expect((0...1).contains(fact.confidence), "seed \(seed), round \(round)")
      }
      #expect(
        Set(first.facts.map(\.id)).count == first.facts.count,
        "seed \(seed), round \(round): two facts say the same"
      )
    }
  }

  @Test func valuesAndTokensStandInOrderOnWholeScalars() throws {
    let seed = UInt64.random(in: .min ... .max)
    var generator = SeededGenerator(seed: seed)
    let segmenter = Segmenter(try English.model())
    for round in 0..<1500 {
      let bytes = Array(document(&generator).utf8)
      var end = 0
      let spans = Values.find(in: bytes)
      for span in spans {
        #expect(span.range.lowerBound >= end && !span.range.isEmpty, "seed \(seed), round \(round)")
        #expect(
          span.outer.lowerBound <= span.range.lowerBound && span.outer.upperBound == span.range.upperBound,
          "seed \(seed), round \(round)"
        )
        #expect(String(validating: bytes[span.range], as: UTF8.self) != nil, "seed \(seed), round \(round)")
        end = span.range.upperBound
      }
      let segments = bytes.withUnsafeBytes {
        segmenter.segment(
          $0,
          in: 0..<bytes.count,
          standIns: spans.map { StandIn(range: $0.range, form: $0.standIn) }[...]
        )
      }
      end = 0
      for token in segments.tokens {
        #expect(token.lowerBound >= end && !token.isEmpty, "seed \(seed), round \(round)")
        #expect(String(validating: bytes[token], as: UTF8.self) != nil, "seed \(seed), round \(round)")
        end = token.upperBound
      }
      #expect(segments.sentences.first?.lowerBound ?? 0 == 0, "seed \(seed), round \(round)")
      #expect(segments.sentences.last?.upperBound ?? 0 == segments.tokens.count, "seed \(seed), round \(round)")
      for (first, second) in zip(segments.sentences, segments.sentences.dropFirst()) {
        #expect(first.upperBound == second.lowerBound, "seed \(seed), round \(round)")
      }
    }
  }

  @Test func bytesThatAreNoTextGiveAnErrorAndNoCrash() {
    let seed = UInt64.random(in: .min ... .max)
    var generator = SeededGenerator(seed: seed)
    for round in 0..<2000 {
      let bytes = (0..<Int.random(in: 0...60, using: &generator)).map { _ in
        UInt8.random(in: 0...255, using: &generator)
      }
      let isText = String(validating: bytes, as: UTF8.self) != nil
      do {
        _ = try PlainTextReader().read(bytes)
        #expect(isText, "seed \(seed), round \(round)")
      } catch {
        #expect(
          !isText || bytes.contains(0) || error.description == "empty document",
          "seed \(seed), round \(round): \(error)"
        )
      }
    }
  }
}

extension Array {
  fileprivate subscript(safe range: Range<Int>) -> ArraySlice<Element>? {
    range.lowerBound >= 0 && range.upperBound <= count ? self[range] : nil
  }
}
