import Foundation
import Model
import Readers
import Testing

@testable import Extraction

/// Sixty documents in eight forms: datelines, labels, lines by themselves at either end, bylines, titles, mail, and dates that are of something else.
@Suite("The day of a document")
struct DocumentDateTests {
  @Test(
    "no dateline is seen where a sentence begins with a day",
    arguments: [
      "Ann Lee (1 May 1900 – 4 June 1980) was a chemist.", "On 3 May 2024 – a Friday – the ship left Bergen.",
      "Bergen: the town was founded on 3 May 1070 – or so they say.",
      "The ship that left on 3 May 2024 – it was Friday – sank.",
    ]
  )
  func noDateline(text: String) {
    #expect(Dateline(Array(text.utf8), 0..<text.utf8.count) == nil)
  }

  @Test(
    "stands behind those who made the document",
    arguments: [
      ("Harbour review\n\nPrepared by the Port Office, 12 March 2024\n\nThe port has 4 quays.\n", "2024-03-12"),
      ("Harbour review\n\nThe review prepared by the office on 12 March 2024 was lost.\n", nil),
      ("Harbour review\n\nPrepared by the office on 12 March 2024, it names 4 quays.\n", nil),
    ]
  )
  func prepared(text: String, day: String?) throws {
    let document = try PlainTextReader().read(Array(text.utf8))
    #expect(DocumentDate.find(document, style: .decimalPoint)?.description == day)
  }

  @Test("is right for nearly all, and wrong for none")
  func all() throws {
    let file = try #require(Bundle.module.url(forResource: "dates", withExtension: "txt", subdirectory: "Layout"))
    let cases = try String(contentsOf: file, encoding: .utf8).components(separatedBy: "=== ").dropFirst()
    #expect(cases.count == 60)
    var missed: [String] = []
    for text in cases {
      let lines = text.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
      let document = try PlainTextReader().read(Array(lines[1].utf8))
      let found = DocumentDate.find(document, style: .decimalPoint)
      if found?.description ?? "-" == lines[0] { continue }
      #expect(found == nil, "\(lines[0]): \(lines[1])")
      missed.append("\(lines[0]): \(lines[1])")
    }
    #expect(missed.count <= 3, "\(missed.joined(separator: "\n"))")
  }
}
