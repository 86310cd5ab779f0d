import Foundation
import Model
import Store
import Synchronization

/// How many events a second one aggregator's store takes for good: decided, in the journal and in the state, and on the disk.
///
/// Batches of made-up facts about so many keys are applied to a new database, a group of 400 events at a time, as the aggregator does under
/// load, while a thread feeds the search index. Beside it stands the time that the same bytes take to be appended to a file and synced by the same groups.
@main
struct DurableEvents {
  private static let eventsEach = 400

  static func main() throws {
    var (keys, events, size) = (10_000, 40_000, 25)
    var kept: String?
    var arguments = Array(CommandLine.arguments.dropFirst())
    if arguments.first == "--database", arguments.count > 1 {
      kept = arguments[1]
      arguments.removeFirst(2)
    }
    while arguments.count > 1, let number = Int(arguments[1]), number > 0 {
      switch arguments[0] {
      case "--keys": keys = number
      case "--events": events = number
      case "--batch": size = number
      default: usage()
      }
      arguments.removeFirst(2)
    }
    guard arguments.isEmpty, size <= eventsEach else { usage() }
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("durable-events-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let store = try Store(path: kept ?? folder.path + "/courant.db")
    defer { try? store.close() }

    let batches = try (0..<(events / size)).map { try batch($0, of: size, keys: keys) }
    let groups = stride(from: 0, to: batches.count, by: max(1, eventsEach / size)).map {
      batches[$0..<min(batches.count, $0 + max(1, eventsEach / size))]
    }
    let feeder = Feeder(store)
    var rates: [Double] = []
    var written = 0
    let (start, processor) = (ContinuousClock.now, clock())
    for group in groups {
      let before = ContinuousClock.now
      var count = 0
      for result in try store.apply(group.map { .batch($0) }, at: .now) { count += try result.get().written }
      written += count
      rates.append(Double(count) / seconds(since: before))
    }
    let took = seconds(since: start)
    feeder.finish()
    let late = seconds(since: start) - took
    let used = Double(clock() - processor) / Double(CLOCKS_PER_SEC)
    print("\(written) events, \(size) facts a batch, \(keys) keys")
    print(
      String(
        format: "store            %8.0f events/s, median of groups %8.0f",
        Double(written) / took,
        rates.sorted()[rates.count / 2]
      )
    )
    print(String(format: "                 %8.1f µs CPU an event", used * 1e6 / Double(written)))
    print(String(format: "search index     %8.2f s behind the last commit", late))
    print(
      String(format: "append and sync  %8.0f events/s", try appended(groups, folder.path + "/raw", events: written))
    )
    try read(store, kept ?? folder.path + "/courant.db")
  }

  /// How fast what was written is read: every event, every entry, and the check of it all.
  private static func read(_ store: Store, _ path: String) throws {
    var start = ContinuousClock.now
    var (events, after) = (0, UInt64(0))
    while true {
      let page = try store.events(after: after, prefixes: [""])
      events += page.events.count
      after = page.cursor.sequence
      if !page.more { break }
    }
    print(String(format: "catch-up         %8.0f events/s", Double(events) / seconds(since: start)))
    start = .now
    var (entries, place) = (0, String?.none)
    repeat {
      let page = try store.entries(prefixes: [""], after: place)
      entries += page.entries.count
      place = page.next
    } while place != nil
    print(String(format: "snapshot         %8.0f entries/s of %d", Double(entries) / seconds(since: start), entries))
    start = .now
    let check = try Check(of: path)
    if let fault = check.firstFault { print(fault) }
    print(String(format: "check            %8.0f events/s", Double(events) / seconds(since: start)))
  }

  private static func usage() -> Never {
    FileHandle.standardError.write(
      Data("usage: durable-events [--database NEW-FILE] [--keys N] [--events N] [--batch FACTS]\n".utf8)
    )
    exit(64)
  }

  private static func seconds(since start: ContinuousClock.Instant) -> Double {
    let took = (ContinuousClock.now - start).components
    return Double(took.seconds) + Double(took.attoseconds) * 1e-18
  }

  /// The raw limit: the bytes of the facts alone, synced by group.
  private static func appended(_ groups: [ArraySlice<FactBatch>], _ path: String, events: Int) throws -> Double {
    let file = open(path, O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw CocoaError(.fileWriteUnknown) }
    defer { close(file) }
    let start = ContinuousClock.now
    for group in groups {
      for batch in group where write(file, batch.lines.bytes, batch.lines.bytes.count) < 0 {
        throw CocoaError(.fileWriteUnknown)
      }
      guard fdatasync(file) == 0 else { throw CocoaError(.fileWriteUnknown) }
    }
    return Double(events) / seconds(since: start)
  }

  private static func batch(_ number: Int, of size: Int, keys: Int) throws -> FactBatch {
    let uri = "https://example.org/reports/\(number)"
    let document = Document(uri: uri, digest: Digest(of: uri.utf8), title: "Report \(number)", language: "en")
    var lines: [UInt8] = []
    for index in 0..<size {
      // A step that has no divisor in common with the number of keys, so that neighbours are far from each other.
      let place = (number * size + index) &* 7_919 % keys
      lines += try JSON.encode(fact(place, amount: number % 7, of: document, index)) + [UInt8(ascii: "\n")]
    }
    return FactBatch(
      job: "benchmark-\(number + 1)",
      document: document,
      extractor: "benchmark/1",
      count: size,
      lines: FactLines(bytes: lines)
    )
  }

  private static func fact(_ key: Int, amount: Int, of document: Document, _ index: Int) -> Fact {
    let entity = "Harbour Works \(key)"
    let text =
      "\(entity) reached a throughput of \(key + amount) million tonnes in the year of the report, the port authority said."
    return Fact(
      subject: Fact.Subject(text: entity, name: entity, entity: "harbour-works-\(key)"),
      relation: Fact.Relation(text: "reached", lemma: "reach"),
      object: Value(
        text: "\(key + amount) million tonnes",
        kind: .quantity,
        number: Double(key + amount) * 1e6,
        unit: "t"
      ),
      key: Key(entity: entity, attribute: "throughput"),
      time: Interval(
        text: "in 2012",
        start: Day(year: 2012, month: 1, day: 1),
        end: Day(year: 2012, month: 12, day: 31)
      ),
      attribution: Fact.Attribution(source: "port authority", verb: "said"),
      evidence: Evidence(
        text: text,
        start: index * 200,
        end: index * 200 + text.utf8.count,
        source: .bytes(index * 200..<index * 200 + text.utf8.count)
      ),
      language: "en",
      confidence: 0.93,
      document: document,
      extractor: "benchmark/1"
    )
  }
}

/// The thread that feeds the search index, as the aggregator has one.
private final class Feeder: Sendable {
  private let isOver = Atomic(false)
  private let ended = DispatchSemaphore(value: 0)

  init(_ store: Store) {
    store.beginFeedingSearch()
    Thread.detachNewThread { [self] in
      do {
        while true {
          let isLast = isOver.load(ordering: .acquiring)
          if try store.feedSearch() { continue }
          if isLast { break }
          usleep(1000)
        }
      } catch {
        FileHandle.standardError.write(Data("the search index: \(error)\n".utf8))
        exit(1)
      }
      ended.signal()
    }
  }

  /// Comes back when the index has everything.
  func finish() {
    isOver.store(true, ordering: .releasing)
    ended.wait()
  }
}
