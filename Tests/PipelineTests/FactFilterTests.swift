import Client
import Model
import Testing

@Suite("Filters")
struct FactFilterTests {
  private func fact(
    _ value: Value,
    key: Key = Key(entity: "Japan", attribute: "population"),
    time: Interval? = nil,
    speaker: String? = nil,
    modality: Fact.Modality = .asserted,
    source: String = "file:///a/b.txt"
  ) -> Fact {
    Fact(
      subject: Fact.Subject(text: "Japan", name: "Japan", entity: "japan"),
      relation: Fact.Relation(text: "reached", lemma: "reach"),
      object: value,
      key: key,
      time: time,
      attribution: speaker.map { Fact.Attribution(source: $0, verb: "say") },
      modality: modality,
      evidence: Evidence(text: "e", start: 0, end: 1),
      confidence: 0.9,
      document: Document(uri: source, digest: Digest(of: [1])),
      extractor: "test/1"
    )
  }

  private func unsure(_ fact: Fact) -> Fact {
    var fact = fact
    fact.confidence = 0.89
    return fact
  }

  private func event(_ fact: Fact, _ effect: Event.Effect = .new) -> Event {
    Event(
      id: "1",
      source: fact.document.uri,
      kind: .factAsserted,
      subject: fact.key.description,
      time: Timestamp(milliseconds: 0),
      sequence: 1,
      effect: effect,
      data: .fact(fact)
    )
  }

  private func entry(_ facts: [Fact], status: Entry.Status = .single) -> Entry {
    Entry(
      key: facts.first?.key ?? Key(entity: "Japan", attribute: "population"),
      time: facts.first?.time,
      status: status,
      functional: true,
      values: facts.map { fact in
        EntryValue(
          value: fact.object,
          relation: fact.relation.lemma,
          polarity: .positive,
          modality: fact.modality,
          status: status,
          sources: [
            Source(
              fact: fact.id,
              sequence: 1,
              document: fact.document,
              evidence: fact.evidence,
              attribution: fact.attribution,
              confidence: fact.confidence,
              origin: 1
            )
          ],
          sourceCount: 1,
          originCount: 1
        )
      },
      sequence: 1
    )
  }

  private func filter(_ set: (inout FactFilter) -> Void) -> FactFilter {
    var filter = FactFilter()
    set(&filter)
    return filter
  }

  private let people = Value(text: "125 million", kind: .number, number: 125e6)
  private let money = Value(text: "at least $5 billion", kind: .money, number: 5e9, unit: "USD", bound: .min)
  private let range = Value(text: "6–8 %", kind: .percent, unit: "%", low: 6, high: 8)

  @Test("each condition lets through what it names, of events and of entries alike, and holds back the rest")
  func conditions() {
    let wanted: [(String, FactFilter, Fact, Fact)] = [
      (
        "entity", filter { $0.entities = ["japan"] }, fact(people),
        fact(people, key: Key(entity: "Japan 2", attribute: "x"))
      ),
      ("attribute", filter { $0.relations = ["population"] }, fact(people), Fact.other(fact(people))),
      ("lemma", filter { $0.relations = ["reach"] }, fact(people), Fact.other(fact(people))),
      ("kind", filter { $0.kinds = [.money, .percent] }, fact(range), fact(people)),
      ("least", filter { $0.minimum = 126e6 }, fact(money), fact(people)),
      ("greatest", filter { $0.maximum = 7 }, fact(range), fact(people)),
      ("unit", filter { $0.units = ["usd"] }, fact(money), fact(range)),
      ("source", filter { $0.sources = ["file:///a/b.txt"] }, fact(people), fact(people, source: "file:///a/b.txt2")),
      ("sources", filter { $0.sources = ["file:///a/"] }, fact(people), fact(people, source: "file:///ab/c")),
      (
        "start", filter { $0.sources = ["file:///a*"] }, fact(people, source: "file:///ab/c"),
        fact(people, source: "x:")
      ),
      ("speaker", filter { $0.speakers = ["ABE"] }, fact(people, speaker: "Shinzo Abe"), fact(people)),
      ("modality", filter { $0.modalities = [.planned] }, fact(people, modality: .planned), fact(people)),
      (
        "day", filter { $0.days = Day("2012-06-30").map { $0...$0 } },
        fact(people, time: Interval(text: nil, start: Day("2012-01-01"), end: Day("2012-12-31"))),
        fact(people, time: Interval(text: nil, start: Day("2013-01-01"), end: nil))
      ),
      (
        "strict day",
        filter {
          $0.days = Day("2012-06-30").map { $0...$0 }
          $0.isStrict = true
        }, fact(people, time: Interval(text: nil, start: Day("2012-01-01"), end: nil)), fact(people)
      ),
      ("confidence", filter { $0.minimumConfidence = 0.9 }, fact(people), unsure(fact(people))),
    ]
    for (name, filter, good, bad) in wanted {
      #expect(filter.matches(event(good)), "\(name)")
      #expect(!filter.matches(event(bad)), "\(name)")
      #expect(filter.filter(entry([good])) != nil, "\(name)")
      #expect(filter.filter(entry([bad])) == nil, "\(name)")
    }
    // They add up.
    let both = filter { ($0.kinds, $0.maximum) = ([.money], 7) }
    #expect(!both.matches(event(fact(range))))
    #expect(!both.matches(event(fact(Value(text: "8", kind: .money, number: 8, unit: "EUR")))))
    #expect(both.matches(event(fact(Value(text: "6", kind: .money, number: 6, unit: "EUR")))))
    // Without a condition all is wanted; without a number none fits a bound.
    #expect(FactFilter().filter(entry([fact(people)])) == entry([fact(people)]))
    #expect(!filter { $0.minimum = 0 }.matches(event(fact(Value(text: "rice")))))
  }

  @Test("of an entry only the values and sources are left that are wanted, and its status is looked at as a whole")
  func values() throws {
    let two = entry([fact(people), fact(money)], status: .disputed)
    let left = try #require(filter { $0.kinds = [.money] }.filter(two))
    #expect(left.values.map(\.value) == [money])
    #expect(left.valueCount == 2)
    #expect(filter { $0.statuses = [.disputed, .single] }.filter(two) == two)
    #expect(filter { $0.statuses = [.single] }.filter(two) == nil)
    let gone = entry([], status: .withdrawn)
    #expect(filter { $0.statuses = [.withdrawn] }.filter(gone) == gone)
    #expect(filter { $0.kinds = [.money] }.filter(gone) == nil)
  }

  @Test("an event is wanted by its effect, or the status that it led to; news of documents by their source alone")
  func effects() {
    #expect(filter { $0.effects = [.disputes] }.matches(event(fact(people), .disputes)))
    #expect(!filter { $0.effects = [.disputes] }.matches(event(fact(people), .new)))
    #expect(filter { $0.statuses = [.disputed] }.matches(event(fact(people), .disputes)))
    #expect(!filter { $0.statuses = [.disputed] }.matches(event(fact(people), .none)))
    var news = event(fact(people))
    news.kind = .documentAccepted
    news.data = .document(DocumentReport(document: Document(uri: news.source, digest: Digest(of: [1]))))
    #expect(FactFilter().matches(news))
    #expect(filter { $0.sources = ["file:///a/"] }.matches(news))
    #expect(!filter { $0.sources = ["file:///c/"] }.matches(news))
    #expect(!filter { ($0.sources, $0.kinds) = (["file:///a/"], [.money]) }.matches(news))
    #expect(filter { $0.entities = ["japan", "russia"] }.prefixes == ["japan/", "russia/"])
  }
}

extension Fact {
  /// The same of another attribute and relation.
  fileprivate static func other(_ fact: Fact) -> Fact {
    var fact = fact
    fact.key = Key(entity: "Japan", attribute: "area")
    fact.relation = Relation(text: "covers", lemma: "cover")
    return fact
  }
}
