import Client
import Extraction
import Interpretation
import Model
import Readers
import Service
import Values

extension FuzzTarget {
  static func words(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    if let cursor = Cursor(text) { precondition(Cursor(cursor.description) == cursor, "another cursor") }
    if let key = Key(text) { precondition(Key(key.description) == key, "another key") }
    if let slug = Slug.make(text) {
      precondition(slug.utf8.count <= Key.maximumSlugLength, "a slug that is too long")
      precondition(Slug.make(slug) == slug, "the slug of a slug is another")
    }
    if let day = Day(text) { precondition(Day(day.description) == day, "another day") }
    if let time = Timestamp(text) { precondition(Timestamp(time.description) == time, "another time") }
    if let digest = Digest(text) { precondition(Digest(digest.description) == digest, "another digest") }
    if let size = Quantities.bytes(text) {
      precondition(Quantities.bytes(Quantities.size(size)) == size, "another size")
    }
    if let time = Quantities.duration(text) {
      precondition(Quantities.duration(Quantities.time(time)) == time, "another duration")
    }
    if let path = FileURI.path(text) { _ = FileURI.of(path) }
    _ = FileURI.of(text)
  }

  static func reader(_ bytes: [UInt8]) {
    let document: TextDocument
    do {
      document = try PlainTextReader().read(bytes)
    } catch {
      check(message: error.description)
      return
    }
    check(document)
  }

  /// What holds of every document as read.
  static func check(_ document: TextDocument) {
    precondition(String(validating: document.bytes, as: UTF8.self) != nil, "the text is not UTF-8")
    var end = 0
    for block in document.blocks {
      precondition(block.range.lowerBound >= end && !block.range.isEmpty, "blocks out of order")
      precondition(block.range.upperBound <= document.bytes.count, "a block beyond the text")
      precondition(String(validating: document.bytes[block.range], as: UTF8.self) != nil, "a block within a letter")
      end = block.range.upperBound
    }
  }

  static func values(_ bytes: [UInt8]) {
    let style = bytes.withUnsafeBytes { NumberStyle.detect(in: $0) }
    let isText = String(validating: bytes, as: UTF8.self) != nil
    for extras: Values.Extras in [[], [.ordinals, .loneWords]] {
      let spans = Values.find(in: bytes, style: style, extras: extras)
      var end = 0
      for span in spans {
        precondition(span.range.lowerBound >= end && !span.range.isEmpty, "values out of order")
        precondition(span.range.upperBound <= bytes.count, "a value beyond the text")
        precondition(
          span.outer.lowerBound >= 0 && span.outer.lowerBound <= span.range.lowerBound
            && span.outer.upperBound == span.range.upperBound,
          "a value outside its mark"
        )
        if isText {
          precondition(String(validating: bytes[span.range], as: UTF8.self) != nil, "a value within a letter")
        }
        end = span.range.upperBound
      }
      precondition(Values.find(in: bytes, style: style, extras: extras) == spans, "found otherwise the second time")
    }
  }

  private static let extractor: EnglishExtractor? = {
    do {
      return try EnglishExtractor.installed(minimumConfidence: 0)
    } catch {
      preconditionFailure("\(error)")
    }
  }()

  static func extraction(_ bytes: [UInt8]) {
    guard let extractor else { return }
    let extraction: Extraction
    do {
      extraction = try extractor.extract(bytes, uri: "file:fuzz", mediaType: "text/plain")
    } catch {
      check(message: error.description)
      return
    }
    let text = Array(extraction.text.utf8)
    for fact in extraction.facts {
      let (start, end) = (fact.evidence.start, fact.evidence.end)
      precondition(start >= 0 && start <= end && end <= text.count, "evidence beyond the text")
      precondition(text[start..<end].elementsEqual(fact.evidence.text.utf8), "evidence that stands elsewhere")
      precondition((0...1).contains(fact.confidence), "a confidence of \(fact.confidence)")
      do {
        let again = try JSON.decode(Fact.self, from: JSON.encode(fact))
        precondition(again == fact, "what was read again is another fact")
      } catch {
        preconditionFailure("a fact that cannot be written and read: \(error)")
      }
    }
    precondition(Set(extraction.facts.map(\.id)).count == extraction.facts.count, "two facts say the same")
  }
}
