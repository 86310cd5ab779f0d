import Extraction
import Foundation
import Model
import Store

/// What share of the aggregator's time it takes to find near copies of texts.
///
/// The same batches are applied to two databases by turns, with their fingerprints to one and without to the other. Both databases know
/// as many documents beforehand, so that the index of the one has the size that it has in service.
@main
struct NearCopies {
  private static let rounds = 15
  private static let documentsEach = 48
  /// So many batches are committed together.
  private static let group = 16

  static func main() throws {
    var arguments = Array(CommandLine.arguments.dropFirst())
    var known = 20_000
    if arguments.first == "--known", arguments.count > 2, let number = Int(arguments[1]), number >= 0 {
      known = number
      arguments.removeFirst(2)
    }
    guard let first = arguments.first, !first.hasPrefix("-") else {
      FileHandle.standardError.write(Data("usage: near-copies [--known DOCUMENTS] FILE...\n".utf8))
      exit(64)
    }
    let texts = arguments.compactMap {
      FileManager.default.contents(atPath: $0).map { String(decoding: $0, as: UTF8.self) }
    }
    guard texts.count == arguments.count else {
      FileHandle.standardError.write(Data("near-copies: a file cannot be read\n".utf8))
      exit(1)
    }
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("near-copies-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let with = try Store(path: folder.path + "/with.db")
    let without = try Store(path: folder.path + "/without.db")
    defer {
      try? with.close()
      try? without.close()
    }

    for start in stride(from: 0, to: known, by: 500) {
      let batches = (start..<min(known, start + 500)).map { Made.bare($0) }
      _ = try apply(batches, to: with)
      _ = try apply(batches.map(\.withoutFingerprint), to: without)
    }
    let extractor = try EnglishExtractor.installed()
    let batches = try (0..<(rounds + 1) * documentsEach).map {
      try Made.document($0, of: texts, by: extractor)
    }
    let facts = batches.reduce(0) { $0 + $1.batch.count }
    print("\(known) documents known; \(rounds) rounds of \(documentsEach), \(facts / batches.count) facts each")

    var shares: [(processor: Double, wall: Double)] = []
    var times: [(Cost, Cost)] = []
    for round in 0...rounds {
      let part = Array(batches[(round * documentsEach)..<((round + 1) * documentsEach)])
      var (full, less) = (Cost(), Cost())
      // By turns first and second.
      if round % 2 == 0 { full = try apply(part, to: with) }
      less = try apply(part.map(\.withoutFingerprint), to: without)
      if round % 2 == 1 { full = try apply(part, to: with) }
      // The first warms up.
      guard round > 0 else { continue }
      times.append((full, less))
      shares.append((1 - less.processor / full.processor, 1 - less.wall / full.wall))
    }
    let each = 1e6 / Double(documentsEach)
    print("                     CPU µs/document   wall µs/document")
    print(row("with fingerprints", median(times.map(\.0.processor)) * each, median(times.map(\.0.wall)) * each))
    print(row("without", median(times.map(\.1.processor)) * each, median(times.map(\.1.wall)) * each))
    print(row("share, percent", median(shares.map(\.processor)) * 100, median(shares.map(\.wall)) * 100))
  }

  private struct Cost {
    var processor = 0.0
    var wall = 0.0
  }

  /// Applies batches, a group at a time, and says how many seconds it took, the reading of the fingerprints included.
  private static func apply(_ documents: [Made], to store: Store) throws -> Cost {
    let (clockBefore, before) = (ContinuousClock.now, clock())
    for start in stride(from: 0, to: documents.count, by: group) {
      let requests = try documents[start..<min(documents.count, start + group)].map { document in
        var batch = document.batch
        batch.fingerprint = try document.fingerprint.map { try JSON.decode(Fingerprint.self, from: $0) }
        return StoreRequest.batch(batch)
      }
      for result in try store.apply(requests, at: .now) { _ = try result.get() }
    }
    let took = (ContinuousClock.now - clockBefore).components
    return Cost(
      processor: Double(clock() - before) / Double(CLOCKS_PER_SEC),
      wall: Double(took.seconds) + Double(took.attoseconds) * 1e-18
    )
  }

  private static func median(_ numbers: [Double]) -> Double { numbers.sorted()[numbers.count / 2] }

  private static func row(_ name: String, _ one: Double, _ two: Double) -> String {
    name.padding(toLength: 19, withPad: " ", startingAt: 0) + String(format: "%17.1f %18.1f", one, two)
  }
}
