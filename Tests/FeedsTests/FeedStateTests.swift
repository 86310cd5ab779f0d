import Feeds
import Model
import TestSupport
import Testing

@Suite("Feeds from one fetch to the next")
struct FeedStateTests {
  private func entry(_ name: String, guid: String? = nil, link: String? = nil, text: String = "text") -> FeedEntry {
    var entry = FeedEntry()
    entry.id = guid
    entry.link = link ?? "https://a.example/\(name)"
    entry.title = FeedText(.plain, name)
    entry.summary = FeedText(.plain, text)
    return entry
  }

  private func feed(_ entries: [FeedEntry]) -> Feed {
    var feed = Feed(format: .rss20)
    feed.entries = entries
    return feed
  }

  /// Plans, and takes all.
  @discardableResult
  private func take(_ state: inout FeedState, _ entries: [FeedEntry]) -> [String] {
    let plan = state.plan(feed(entries))
    for item in plan.items { state.settle(item, .taken) }
    return plan.items.map(\.uri)
  }

  @Test("an entry is taken once, the oldest first, and again when it has changed")
  func once() {
    var state = FeedState(url: "https://a.example/feed")
    let (one, two) = (entry("1", guid: "g1"), entry("2", guid: "g2"))
    #expect(take(&state, [two, one]) == ["https://a.example/1", "https://a.example/2"])
    #expect(take(&state, [two, one]) == [])
    #expect(take(&state, [two, entry("1", guid: "g1", text: "other")]) == ["https://a.example/1"])
    #expect(state.taken == 3)
  }

  @Test(
    "a changed guid with the same link is no new document, and a changed link with the same guid is the same document"
  )
  func changes() {
    var state = FeedState(url: "https://a.example/feed")
    take(&state, [entry("1", guid: "g1"), entry("2", guid: "g2")])
    #expect(take(&state, [entry("1", guid: "x"), entry("2", guid: "g2")]) == [])
    let moved = entry("2", guid: "g2", link: "https://a.example/2-moved")
    #expect(take(&state, [entry("1", guid: "y"), moved]) == ["https://a.example/2"])
    #expect(state.records.count == 2)
  }

  @Test("one guid for all entries: their links count, then and later")
  func oneGUID() {
    var state = FeedState(url: "https://a.example/feed")
    let three = ["1", "2", "3"].map { entry($0, guid: "same") }
    #expect(take(&state, three).count == 3)
    #expect(state.repeatsGUIDs)
    #expect(take(&state, [entry("4", guid: "same")]) == ["https://a.example/4"])
    #expect(take(&state, three) == [])
  }

  @Test("an entry without a link has a name below the feed's, by its guid or by what it says")
  func noLink() {
    var plain = FeedEntry()
    plain.title = FeedText(.plain, "No link")
    var marked = plain
    marked.id = "urn:x"
    var state = FeedState(url: "https://ida:secret@a.example/feed")
    let uris = take(&state, [plain, marked])
    #expect(Set(uris).count == 2)
    #expect(uris.allSatisfy { $0.hasPrefix("https://a.example/feed#entry-") && DocumentURI.faultOfNew($0) == nil })
  }

  @Test("what left at an end has grown old; what is missing between others was removed")
  func removed() {
    var state = FeedState(url: "https://a.example/feed")
    let all = ["5", "4", "3", "2", "1"].map { entry($0) }
    take(&state, all)
    #expect(state.plan(feed(Array(all.prefix(4))), keepingRemoved: false).removed == [])
    #expect(state.plan(feed([all[0], all[2], all[3]]), keepingRemoved: false).removed == ["https://a.example/4"])
    #expect(state.plan(feed([]), keepingRemoved: false).removed == [])
  }

  @Test("an entry that cannot be taken is tried again, and at last given up")
  func attempts() throws {
    var state = FeedState(url: "https://a.example/feed")
    for attempt in 1...FeedState.maximumAttempts {
      let plan = state.plan(feed([entry("1")]))
      #expect(plan.items.count == 1, "attempt \(attempt)")
      #expect(state.waiting == 1)
      state.settle(try #require(plan.items.first), .failed)
    }
    #expect(state.plan(feed([entry("1")])).items.isEmpty)
    #expect(state.waiting == 0)
    #expect(state.taken == 0)
  }

  @Test("what is kept has a bound, and comes back from its JSON as it was")
  func bound() throws {
    var state = FeedState(url: "https://a.example/feed")
    for page in 0..<6 { take(&state, (0..<1000).map { entry("\(page)-\($0)") }) }
    #expect(state.records.count == FeedState.maximumRecords)
    state.fail("x")
    #expect(try JSON.decode(FeedState.self, from: JSON.encode(state)) == state)
  }

  @Test("no order of changes takes an unchanged article twice or gives two articles one name")
  func property() {
    let seed = UInt64.random(in: 0...UInt64.max)
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<200 {
      var state = FeedState(url: "https://a.example/feed")
      var last: [String: String] = [:]
      for _ in 0..<8 {
        let names = (0..<6).map(String.init).filter { _ in Bool.random(using: &generator) }.shuffled(using: &generator)
        let entries = names.map { name in
          entry(name, guid: "g\(name)", text: Int.random(in: 0..<3, using: &generator) == 0 ? "other" : "text")
        }
        let taken = Set(take(&state, entries))
        for (name, entry) in zip(names, entries) {
          let uri = "https://a.example/\(name)"
          let text = entry.summary?.value ?? ""
          #expect(taken.contains(uri) == (last[uri] != text), "\(name), seed \(seed)")
          last[uri] = text
        }
      }
    }
  }
}

@Suite("When a feed is due")
struct FeedScheduleTests {
  @Test("the interval, or longer where server or feed ask for it, within a day")
  func lifetimes() {
    let schedule = FeedSchedule(interval: .seconds(1800))
    let cases: [(Duration?, ClosedRange<Duration>)] = [
      (nil, .seconds(1800) ... .seconds(1980)), (.seconds(60), .seconds(1800) ... .seconds(1980)),
      (.seconds(7200), .seconds(7200) ... .seconds(7920)), (.seconds(1_000_000), .seconds(86_400) ... .seconds(95_040)),
    ]
    for (lifetime, range) in cases {
      var generator = SeededGenerator(seed: 1)
      #expect(range.contains(schedule.pause(after: .fetched(lifetime: lifetime), errors: 0, using: &generator)))
    }
    #expect(FeedSchedule(interval: .zero).interval == FeedSchedule.shortest)
  }

  @Test("after errors the pause doubles, with jitter, up to a day; what a server asks is the least")
  func backoff() {
    let seed = UInt64.random(in: 0...UInt64.max)
    var generator = SeededGenerator(seed: seed)
    let schedule = FeedSchedule(interval: .seconds(600))
    for errors in 1...40 {
      let whole = min(60 * (1 << min(errors - 1, 20)), 86_400)
      let pause = schedule.pause(after: .failed(after: nil), errors: errors, using: &generator)
      #expect(pause >= .seconds(whole) / 2 && pause <= .seconds(whole), "\(errors), seed \(seed)")
      let asked = schedule.pause(after: .failed(after: .seconds(3600)), errors: errors, using: &generator)
      #expect(asked >= .seconds(3600) && asked <= .seconds(86_400), "\(errors), seed \(seed)")
    }
    #expect(schedule.pause(after: .failed(after: .seconds(1 << 40)), errors: 1, using: &generator) <= .seconds(86_400))
    #expect(schedule.pause(after: .gone, errors: 1, using: &generator) == FeedSchedule.gone)
  }
}

@Suite("URLs")
struct WebAddressTests {
  /// The examples of RFC 3986, 5.4.
  @Test(
    "references are resolved as RFC 3986 says",
    arguments: [
      ("g", "http://a/b/c/g"), ("./g", "http://a/b/c/g"), ("g/", "http://a/b/c/g/"), ("/g", "http://a/g"),
      ("//g", "http://g"),
      ("?y", "http://a/b/c/d;p?y"), ("g?y", "http://a/b/c/g?y"), ("#s", "http://a/b/c/d;p?q#s"),
      ("", "http://a/b/c/d;p?q"),
      (".", "http://a/b/c/"), ("..", "http://a/b/"), ("../g", "http://a/b/g"), ("../..", "http://a/"),
      ("../../../g", "http://a/g"),
      ("/./g", "http://a/g"), ("/../g", "http://a/g"), ("g.", "http://a/b/c/g."), ("..g", "http://a/b/c/..g"),
      ("./g/.", "http://a/b/c/g/"), ("g/./h", "http://a/b/c/g/h"), ("g/../h", "http://a/b/c/h"),
      ("g?y/../x", "http://a/b/c/g?y/../x"),
      ("g:h", "g:h"), ("mailto:x@y", "mailto:x@y"),
    ]
  )
  func references(_ reference: String, target: String) {
    #expect(WebAddress("http://a/b/c/d;p?q").resolving(reference).description == target)
  }

  @Test(
    "one document has one name",
    arguments: [
      ("HTTP://A.Example:80", "http://a.example/"), ("https://ida:x@a.example:443/B?c=d#e", "https://a.example/B?c=d"),
      ("https://a.example:8443/a b", "https://a.example:8443/a%20b"),
      ("https://[2001:DB8::1]:443/", "https://[2001:db8::1]/"),
      ("https://a.example/Île?q=é#x", "https://a.example/%C3%8Ele?q=%C3%A9"), ("mailto:a@b", nil), ("/a", nil),
      ("https:///a", nil), ("file:///a", nil),
    ] as [(String, String?)]
  )
  func documents(_ url: String, name: String?) {
    #expect(WebAddress(url).document == name)
  }
}
