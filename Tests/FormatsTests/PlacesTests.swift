import Formats
import Foundation
import Model
import TestSupport
import Testing

/// Each sentence of a document leads back to the same words in the document's own bytes, whatever it is written in.
@Suite struct PlacesTests {
  private static let sentences = [
    "The ferry Sorrel ran aground near Tarvik on Monday.", "It carried 112 passengers and 31 cars.",
    "Tarvik has 4,200 inhabitants.", "The harbour has 3 cranes & 12 boats.", "Gjøvik is a town by the lake Mjøsa.",
    "The café in Ørvik opened in 1904.", "Sales rose by 3% to €4.2 bn.",
  ]

  private static let encodings: [(name: String, encoding: String.Encoding)] = [
    ("utf-8", .utf8), ("utf-16le", .utf16LittleEndian), ("windows-1252", .windowsCP1252),
  ]

  /// The bytes of a text in an encoding, with a byte order mark where that is needed.
  private func bytes(_ text: String, _ name: String, _ encoding: String.Encoding) throws -> [UInt8] {
    (name == "utf-16le" ? [0xFF, 0xFE] : []) + Array(try #require(text.data(using: encoding)))
  }

  private func escaped(_ text: String) -> String { text.replacing("&", with: "&amp;") }

  /// Words of a stretch of the original: without tags and escapes, single-spaced.
  private func words(_ bytes: ArraySlice<UInt8>, _ encoding: String.Encoding) -> String {
    let text = String(data: Data(bytes), encoding: encoding) ?? ""
    let plain = text.replacing(#/<[^>]*>/#, with: "").replacing("&amp;", with: "&").replacing("**", with: "")
    return plain.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  @Test(arguments: (1...30).map(UInt64.init))
  func leadBack(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let picked = Self.sentences.shuffled(using: &random)
    let (name, encoding) = Self.encodings.randomElement(using: &random) ?? Self.encodings[0]
    let pages: [(type: String, text: String)] = [
      ("text/plain", picked.joined(separator: "\n\n") + "\n"),
      (
        "text/plain",
        picked.prefix(3).joined(separator: " ") + "\n\n- " + picked.dropFirst(3).joined(separator: "\n- ") + "\n"
      ),
      (
        "text/html",
        "<!DOCTYPE html><html><head><meta charset=\"\(name)\"><title>T</title></head><body><article><h1>The place</h1>"
          + picked.map { "<p>\(escaped($0).replacing("The ", with: "<b>The</b> "))</p>" }.joined(separator: "\n")
          + "</article></body></html>"
      ),
      (
        "text/markdown",
        "# The place\n\n" + picked.map { $0.replacing("The ", with: "**The** ") }.joined(separator: "\n\n") + "\n"
      ),
      (
        "application/jats+xml",
        "<article article-type=\"x\"><front><article-meta><title-group><article-title>T</article-title></title-group></article-meta></front>"
          + "<body><sec>" + picked.map { "<p>\(escaped($0))</p>" }.joined() + "</sec></body></article>"
      ),
    ]
    for (type, text) in pages {
      // XML says itself what it is in.
      let (name, encoding) = type.hasSuffix("xml") ? ("utf-8", String.Encoding.utf8) : (name, encoding)
      let original = try bytes(text, name, encoding)
      let document = try DocumentReader().read(original, as: MediaType(essence: type, charset: name))
      for sentence in picked {
        let comment: Comment = "seed \(seed), \(type) in \(name): \(sentence)"
        let at = try #require(document.text.utf8.firstRange(of: sentence.utf8), comment)
        let start = document.text.utf8.distance(from: document.text.startIndex, to: at.lowerBound)
        let place = document.places.place(of: start..<(start + sentence.utf8.count))
        guard case .bytes(let range) = place else {
          Issue.record("no place: \(comment)")
          continue
        }
        #expect(words(original[range], encoding) == sentence, comment)
      }
    }
  }

  @Test func ofMailAreItsBytes() throws {
    let message = """
      From: Ida Holm <ida@example.org>
      Subject: The harbour of
       Tarvik
      Date: Tue, 05 Mar 2019 10:00:00 +0000
      Content-Type: multipart/mixed; boundary=b

      --b
      Content-Type: text/plain

      The ferry Sorrel ran aground near Tarvik on Monday.

      Tarvik has 4,200 inhabitants.
      --b
      Content-Type: text/plain
      Content-Transfer-Encoding: base64

      VGhlIGhhcmJvdXIgaGFzIDMgY3JhbmVzLgo=
      --b--
      """
    let bytes = Array(message.utf8)
    let document = try DocumentReader().read(bytes, as: MediaType(essence: "message/rfc822"))
    func original(_ words: String) throws -> String {
      let block = try #require(document.blocks.first { document.text(in: $0.range).hasPrefix(words) })
      guard case .bytes(let range) = document.places.place(of: block.range) else { return "" }
      return String(decoding: bytes[range], as: UTF8.self)
    }
    #expect(try original("The harbour of") == "Subject: The harbour of\n Tarvik")
    #expect(try original("Tarvik has") == "Tarvik has 4,200 inhabitants.")
    #expect(try original("The harbour has") == "VGhlIGhhcmJvdXIgaGFzIDMgY3JhbmVzLgo=\n")
  }
}

extension String.UTF8View {
  fileprivate func firstRange(of words: String.UTF8View) -> Range<Index>? {
    let (all, wanted) = (Array(self), Array(words))
    guard wanted.count <= all.count,
      let start = (0...(all.count - wanted.count)).first(where: { all[$0...].starts(with: wanted) })
    else { return nil }
    return index(startIndex, offsetBy: start)..<index(startIndex, offsetBy: start + wanted.count)
  }
}
