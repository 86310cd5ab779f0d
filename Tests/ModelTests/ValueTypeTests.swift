import TestSupport
import Testing

@testable import Model

@Suite("Value types")
struct ValueTypeTests {
  @Test("a fact's id is the same on every machine, and differs with each thing that decides it")
  func factID() {
    let fact = Samples.tradeVolume
    // Written down once: a change here would make every journal assert its facts anew.
    #expect(fact.id.description == "59ac839da08b0114166f77bba34e95fa")
    var changed = fact
    changed.confidence = 0.1
    changed.document.title = "Another"
    #expect(changed.id == fact.id)
    let changes: [(inout Fact) -> Void] = [
      { $0.document.digest = Digest(of: [1]) }, { $0.evidence.start += 1 }, { $0.subject.text = "a" },
      { $0.relation.text = "b" }, { $0.object.text = "c" }, { $0.extractor = "d" }, { $0.document.uri = "e:" },
    ]
    for change in changes {
      var changed = fact
      change(&changed)
      #expect(changed.id != fact.id)
    }
  }

  @Test("a claim is the same wherever in the document it stands, in whichever revision")
  func claim() {
    var moved = Samples.tradeVolume
    moved.evidence.start += 100
    moved.evidence.end += 100
    moved.document.digest = Digest(of: [1])
    #expect(moved.claim == Samples.tradeVolume.claim)
    moved.object.text = "34 billion U.S. dollars"
    #expect(moved.claim != Samples.tradeVolume.claim)
  }

  @Test("digests")
  func digests() {
    let empty = Digest(of: [UInt8]())
    #expect(empty.description == "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    #expect(Digest(empty.description) == empty)
    for bad in [
      "", "sha256:", "sha256:00", "md5:" + String(repeating: "0", count: 64),
      "sha256:" + String(repeating: "G", count: 64),
    ] {
      #expect(Digest(bad) == nil)
    }
  }

  @Test("every day from year 1 to 9999 has its number and its text")
  func days() throws {
    let first = try #require(Day("0001-01-01"))
    let last = try #require(Day("9999-12-31"))
    var previous: Day?
    for number in stride(from: first.daysSince1970, through: last.daysSince1970, by: 1) {
      let day = try #require(Day(daysSince1970: number))
      #expect(day.daysSince1970 == number)
      if let previous { #expect(previous < day) }
      previous = day
    }
    #expect(previous == last)
    #expect(Day("1970-01-01")?.daysSince1970 == 0)
    #expect(Day(daysSince1970: last.daysSince1970 + 1) == nil)
    #expect(Day(daysSince1970: .max) == nil)
  }

  @Test(
    "no such day",
    arguments: ["2023-02-29", "2000-13-01", "2000-00-01", "0000-01-01", "2000-1-1", "2000-01-32", "", "2000-01-01 "]
  )
  func noDay(text: String) {
    #expect(Day(text) == nil)
  }

  @Test("times are written in UTC with milliseconds, and read back")
  func timestamps() {
    for milliseconds in [0, 1, 999, 1_000, 86_399_999, 1_700_000_000_123, -1, -86_400_001] as [Int64] {
      let timestamp = Timestamp(milliseconds: milliseconds)
      #expect(Timestamp(timestamp.description) == timestamp)
    }
    #expect(Timestamp(milliseconds: 1_700_000_000_123).description == "2023-11-14T22:13:20.123Z")
    #expect(Timestamp("2023-11-14T22:13:20Z")?.milliseconds == 1_700_000_000_000)
    for bad in [
      "2023-11-14", "2023-11-14T25:00:00Z", "2023-11-14T22:13:20", "2023-11-14T22:13:20.Z", "2023-11-14T22:13:20.1x3Z",
    ] {
      #expect(Timestamp(bad) == nil)
    }
  }

  @Test(
    "slugs",
    arguments: [
      ("Japan", "japan"), ("Reykjavík", "reykjavik"), ("U.S. dollars", "u-s-dollars"),
      ("  The   trade volume ", "the-trade-volume"),
      ("Japan's share", "japans-share"), ("Россия", "россия"), ("A/B", "a-b"), ("東京", "東京"), ("ＡＢＣ", "abc"),
    ]
  )
  func slugs(name: String, slug: String) {
    #expect(Slug.make(name) == slug)
    #expect(Slug.make(slug) == slug, "a slug is its own slug")
  }

  @Test("nothing is left of names without letters or digits")
  func noSlug() {
    for name in ["", " ", "—", "…", "'"] { #expect(Slug.make(name) == nil) }
    #expect(Key(entity: "", attribute: "…").description == "unknown/unknown")
  }

  @Test("slugs are bounded and are their own slugs, whatever the name", arguments: [11, 12, 13] as [UInt64])
  func slugProperty(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var slugs = 0
    defer { #expect(slugs > 400, "seed \(seed)") }
    for _ in 0..<500 {
      let scalars = (0..<Int.random(in: 0...200, using: &random)).compactMap { _ in
        Unicode.Scalar(UInt32.random(in: 0...0x2FFFF, using: &random))
      }
      let name = String(String.UnicodeScalarView(scalars))
      guard let slug = Slug.make(name) else { continue }
      slugs += 1
      #expect(slug.utf8.count <= Key.maximumSlugLength, "seed \(seed)")
      #expect(Slug.make(slug) == slug, "seed \(seed): \(slug.unicodeScalars.map(\.value))")
      #expect(!slug.contains("/"), "seed \(seed)")
    }
  }

  @Test("keys are read only when they are two slugs")
  func keys() {
    #expect(Key("japan/population") == Key(entity: "Japan", attribute: "Population"))
    for bad in ["", "japan", "japan/", "/x", "a/b/c", "Japan/x", "a b/c"] { #expect(Key(bad) == nil) }
  }

  @Test("cursors are read back, and nothing else is")
  func cursors() {
    let cursor = Cursor(epoch: .mint(), sequence: .max)
    #expect(Cursor(cursor.description) == cursor)
    let checked = Cursor(epoch: cursor.epoch, sequence: 5, check: ChainCheck(after: nil, event: [1]))
    #expect(checked.description.utf8.count == 32 + 1 + 1 + 1 + 32)
    #expect(Cursor(checked.description) == checked)
    #expect(checked != Cursor(epoch: cursor.epoch, sequence: 5))
    let check = String(repeating: "a", count: 32)
    for bad in [
      "", ":", "1", "\(Epoch.none)", "\(Epoch.none):", "\(Epoch.none):-1", "\(Epoch.none):1:2", "\(Epoch.none):1:",
      "\(Epoch.none):1:\(check)0", "\(Epoch.none):1:\(check):", "\(Epoch.none):\(check)",
    ] {
      #expect(Cursor(bad) == nil, "\(bad)")
    }
  }

  @Test("a cursor's check goes on with every event, and is lost with a hole")
  func checks() {
    // Computed by other means, for those who do it in another language.
    let first = Cursor(epoch: .none, sequence: 0).advanced(to: 1, by: Array("a".utf8))
    #expect(first.check?.description == "ca978112ca1bbdcafac231b39a23dc4d")
    let second = first.advanced(to: 2, by: Array("b".utf8))
    #expect(second.check?.description == "55bc77637380ea5621d0a17e63c05f69")
    #expect(first.advanced(to: 3, by: Array("b".utf8)) == Cursor(epoch: .none, sequence: 3))
    #expect(Cursor(epoch: .none, sequence: 7).advanced(to: 8, by: Array("b".utf8)).check == nil)
  }

  @Test("paths become file URIs, with everything escaped that must be")
  func fileURIs() {
    #expect(FileURI.of("/a b/ç%.txt") == "file:///a%20b/%C3%A7%25.txt")
  }
}
