import Foundation
import Model
import TestSupport
import Testing

@testable import Store

@Suite("Whatever a batch has in it, what is accepted passes check, backup and restore")
struct KeptFactTests {
  private let folder: TemporaryFolder
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path + "/courant.db"
  }

  private static let uri = "x:a"
  private static let revision = Digest(of: [1])

  /// A fact as some worker might write it; every field is JSON text, so that any spelling can be tried.
  private struct Draft {
    var fields: [(path: String, json: String)]
    var shuffled = false

    init() {
      fields = [
        ("subject.text", #""Spain""#), ("subject.name", "null"), ("subject.entity", "null"),
        ("relation.text", #""is""#), ("relation.lemma", #""be""#),
        ("object.text", #""5""#), ("object.name", "null"), ("object.entity", "null"), ("object.kind", #""number""#),
        ("object.number", "5"), ("object.unit", "null"), ("object.low", "null"), ("object.high", "null"),
        ("object.approximate", "false"), ("object.bound", "null"), ("object.start", "null"), ("object.end", "null"),
        ("key", #""spain/size""#), ("time", "null"), ("place", "null"), ("context", "[]"), ("attribution", "null"),
        ("polarity", #""positive""#), ("modality", #""asserted""#),
        ("evidence", #"{"text":"Spain is 5.","start":0,"end":11}"#), ("confidence", "0.9"),
        ("document", #"{"uri":"\#(uri)","digest":"\#(revision)","title":null,"date":null}"#),
        ("extractor", #""test/1""#),
      ]
    }

    mutating func set(_ path: String, _ json: String) {
      for index in fields.indices where fields[index].path == path { fields[index].json = json }
    }

    var json: String {
      var objects: [String: [String]] = [:]
      var order: [String] = []
      for (path, json) in fields {
        let parts = path.split(separator: ".").map(String.init)
        if objects[parts[0]] == nil { order.append(parts[0]) }
        objects[parts[0], default: []].append(parts.count == 2 ? "\"\(parts[1])\":\(json)" : json)
      }
      let members = order.map { name in
        let values = objects[name] ?? []
        return fields.contains { $0.path == name }
          ? "\"\(name)\": \(values[0])" : "\"\(name)\":{\(values.joined(separator: ","))}"
      }
      return "{" + (shuffled ? members.reversed() : members).joined(separator: " , ") + "}"
    }
  }

  /// Numbers in all their spellings, and what is none.
  private static let numbers = [
    "-0.0", "-0", "0", "0.0", "-0e5", "1.0", "10e-1", "1E+2", "5e-324", "-5e-324", "2.5e-320", "1e-400", "1e308",
    "1.7976931348623157e308", "1e309", "-1e999", "9007199254740993", "9007199254740992", "-9223372036854775808",
    "18446744073709551616", "123456789012345678901234567890", "0.1", "0.30000000000000004", "NaN", "Infinity", "01",
  ]

  /// Texts as JSON strings: NUL, lone surrogates, other normal forms, controls, what looks like an escape and is none.
  private static let texts = [
    #""a\u0000b""#, #""\u0000""#, #""a\\u0000b""#, #""a\\\u0000b""#, #""\ud800""#, #""\udc00x""#, #""\ud83d\ude00""#,
    "\"u\u{308}ber\"", "\"\u{FC}ber\"", "\"\u{FEFF}x\"", "\"\u{FFFE}\u{FFFF}\"", "\"\u{202E}x\"",
    #""\u0001\u007f\t\n\r""#,
    "\"\u{1100}\u{1161}\"", "\"\u{AC00}\"", "\"\u{344}\"", "\"\u{212B}\"", "\"\u{2028}\"", #""\/""#, #""a\"b'c""#,
    #""""#,
    "\"\u{1F469}\u{200D}\u{1F469}\"", "\"\u{0903}a\"", "\"a\u{301}\u{323}\"", "\"a\u{323}\u{301}\"", #""\u00e9""#,
  ]

  private static let textFields = [
    "subject.text", "subject.name", "subject.entity", "relation.text", "relation.lemma", "object.text", "object.name",
    "object.entity", "object.unit", "place", "extractor",
  ]

  private static func draft(_ random: inout SeededGenerator, _ number: Int) throws -> Draft {
    var draft = Draft()
    // Of a text of its own, so that facts differ.
    draft.set("subject.text", "\"Spain \(number)\"")
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      let number = try #require(numbers.randomElement(using: &random))
      let text = try #require(texts.randomElement(using: &random))
      switch Int.random(in: 0..<8, using: &random) {
      case 0, 1:
        let field = ["object.number", "object.low", "object.high"].randomElement(using: &random)
        draft.set(try #require(field), number)
      case 2, 3, 4: draft.set(try #require(textFields.randomElement(using: &random)), text)
      case 5: draft.set("context", "[\(text),\"\u{FC}ber\",\"u\u{308}ber\"]")
      case 6: draft.set("attribution", #"{"source":\#(text),"verb":"say"}"#)
      default:
        draft.set("confidence", number)
        draft.set("object.kind", Bool.random(using: &random) ? #""text""# : #""quantity""#)
        draft.set("time", #"{"text":\#(text),"start":"2012-01-01","end":null}"#)
      }
    }
    if Int.random(in: 0..<4, using: &random) == 0 { draft.set("object.unit", "\"km\"") }
    if Int.random(in: 0..<6, using: &random) == 0 { draft.shuffled = true }
    return draft
  }

  private func batch(_ number: Int, uri: String = uri, _ lines: [String], action: JobAction = .extract) -> StoreRequest
  {
    .batch(
      FactBatch(
        job: "s-\(number)",
        document: Document(uri: uri, digest: Self.revision),
        extractor: "test/\(number)",
        action: action,
        count: lines.count,
        lines: FactLines(bytes: lines.flatMap { Array($0.utf8) + [UInt8(ascii: "\n")] })
      )
    )
  }

  @Test("facts of any spelling", arguments: [1, 2, 3, 4] as [UInt64])
  func anySpelling(seed: UInt64) throws {
    let store = try Store(path: path)
    var random = SeededGenerator(seed: seed)
    var (accepted, refused): ([String], Int) = ([], 0)
    for number in 1...150 {
      let line = try Self.draft(&random, number).json
      // What stood before must still be what it claims, so nothing is retracted and nothing asserted but the new one.
      switch try store.apply([batch(number, accepted + [line])], at: Timestamp(milliseconds: Int64(number)))[0] {
      case .success(let applied):
        #expect(applied.asserted == 1 && applied.retracted == 0, "\(applied) for \(line), seed \(seed)")
        accepted.append(line)
      case .failure(let error):
        #expect(error.code == .badBatch && !error.description.contains("\n"), "\(error) for \(line)")
        refused += 1
      }
    }
    #expect(accepted.count > 30 && refused > 10, "\(accepted.count) accepted, \(refused) refused")
    #expect(accepted.contains { $0.contains("-0.0") }, "else the test tries less than it should")
    _ = try store.entries(prefixes: [""], sources: 100_000)
    let page = try store.facts(.prefixes([""]))
    #expect(page.facts.count == accepted.count)
    for json in page.facts { _ = try JSON.decode(StatedFact.self, from: json) }
    try store.close()
    try passesAll("seed \(seed)")
  }

  /// Check, backup, restore, and the state as before.
  private func passesAll(_ what: Comment) throws {
    #expect(try Check(of: path).firstFault == nil, what)
    let copy = folder.path + "/copy.db"
    let extent = try DatabaseFile.backUp(path, to: copy)
    #expect(try DatabaseFile.restore(copy, to: path).last == extent.last, what)
    let store = try Store(path: path)
    #expect(try store.head().sequence == extent.last)
    try store.close()
  }

  @Test("a number that is minus nothing claims what nothing claims")
  func minusNothing() throws {
    var draft = Draft()
    draft.set("object.number", "-0.0")
    let minus = draft.json
    draft.set("object.number", "0")
    let plain = draft.json
    let store = try Store(path: path)
    #expect(try store.apply([batch(1, [minus])], at: .now)[0].get().asserted == 1)
    let again = try store.apply([batch(2, [plain])], at: .now)[0].get()
    #expect(again.asserted == 0 && again.retracted == 0, "the same claim")
    try store.close()
    try passesAll("-0.0")
  }

  @Test("texts about a document, and jobs, that are odd")
  func oddRequests() throws {
    let store = try Store(path: path)
    let names = Self.texts.compactMap { try? JSON.decode([String].self, from: "[\($0)]".utf8)[0] }
    #expect(names.contains { $0.utf8.contains(0) } && names.count > 20)
    var (taken, refused) = (0, 0)
    func count(_ request: StoreRequest) throws {
      switch try store.apply([request], at: .now)[0] {
      case .success: taken += 1
      case .failure(let error):
        #expect(error.code == .badBatch && error.description.contains("NUL"), "\(error)")
        refused += 1
      }
    }
    for (number, name) in names.enumerated() {
      let document = Document(uri: "x:" + name, digest: Self.revision, title: name)
      for job in ["s-\(number + 1)", "\(name)-5", "s-9223372036854775808", "s-18446744073709551615", "s--1", "s-+7"] {
        try count(
          .batch(
            FactBatch(job: job, document: document, extractor: "e\(job)\(name)", count: 0, lines: FactLines(bytes: []))
          )
        )
      }
      // A reason is never refused.
      let failed = Document(uri: "y:\(number)", digest: Self.revision)
      try count(.setAside(job: "s-\(1000 + number)", document: failed, reason: name, attempts: 3))
      try count(
        .setAside(job: "s-\(2000 + number)", document: document, reason: name, attempts: Int.max, extractor: name)
      )
    }
    #expect(taken > 150 && refused > 20, "\(taken) taken, \(refused) refused")
    #expect(try store.failures().list.filter { $0.uri.hasPrefix("y:") }.count == names.count)
    try store.close()
    try passesAll("odd requests")
  }

  @Test("names that differ only in their normal form are two documents")
  func normalForms() throws {
    let store = try Store(path: path)
    let names = ["x:\u{FC}ber.txt", "x:u\u{308}ber.txt"]
    for (number, name) in names.enumerated() {
      let fact = try Make.fact(name, "1", key: "spain/size", text: "\(number)")
      #expect(
        try store.apply([try Make.batch(name, "1", job: "s-\(number + 1)", [fact])], at: .now)[0].get().asserted == 1
      )
    }
    // A fact of one is none of the other.
    let foreign = try Make.batch(
      names[0],
      "2",
      job: "s-9",
      [try Make.fact(names[1], "2", key: "spain/size", text: "9")]
    )
    #expect(throws: StoreError.self) { try store.apply([foreign], at: .now)[0].get() }
    let known = try store.documents(prefix: "x:", after: nil).list.map { Array($0.uri.utf8) }
    #expect(known == names.reversed().map { Array($0.utf8) }, "in the order of their bytes")
    for name in names {
      #expect(try store.facts(.document(name)).facts.count == 1)
      #expect(try store.revisions(of: name).list.count == 1)
    }
    try store.close()
    try passesAll("normal forms")
  }
}
