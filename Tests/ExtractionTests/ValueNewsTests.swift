import Foundation
import Model
import Testing
import Values

/// The least of the values that has to be found in sentences of finance, science and sport news of our own.
///
/// A line has a sentence and, behind `=>`, its values: a number or the two ends of a range, and the unit; or the days of a date.
@Suite struct ValueNewsTests {
  private static let anchor = Day("2024-05-03")

  /// How many values are expected, found and right, with their units or whatever these are.
  private struct Tally {
    var expected = 0
    var found = 0
    var right = 0
    var rightWithUnit = 0
    var misses: [String] = []

    func f1(_ right: Int) -> Double { expected + found == 0 ? 0 : 2 * Double(right) / Double(expected + found) }
  }

  /// `unread` was looked at only after the rules were written.
  @Test(arguments: [("read", 0.99, 0.99), ("unread", 0.98, 0.98)])
  func findsTheValuesOfNews(_ name: String, _ least: Double, _ leastWithUnit: Double) throws {
    let folder = try #require(Bundle.module.url(forResource: "News", withExtension: nil))
    let text = String(decoding: try Data(contentsOf: folder.appendingPathComponent("\(name).txt")), as: UTF8.self)
    var tally = Tally()
    for line in text.split(separator: "\n") {
      let parts = line.components(separatedBy: " => ")
      try #require(parts.count == 2, "\(line)")
      score(parts[0], parts[1].components(separatedBy: "; "), &tally)
    }
    #expect(tally.expected >= 60)
    let misses = tally.misses.joined(separator: "\n")
    #expect(tally.f1(tally.right) >= least, "\(misses)")
    #expect(tally.f1(tally.rightWithUnit) >= leastWithUnit, "\(misses)")
  }

  private func score(_ sentence: String, _ expected: [String], _ tally: inout Tally) {
    let found = Values.find(in: Array(sentence.utf8)).compactMap(short)
    tally.expected += expected.count
    tally.found += found.count
    tally.rightWithUnit += common(expected, found)
    tally.right += common(expected.map(number), found.map(number))
    if expected.sorted() != found.sorted() { tally.misses.append("\(sentence): want \(expected), found \(found)") }
  }

  private func number(_ value: String) -> String { String(value.prefix { $0 != " " }) }

  private func common(_ expected: [String], _ found: [String]) -> Int {
    var rest = found
    return expected.reduce(0) { count, value in
      guard let index = rest.firstIndex(of: value) else { return count }
      rest.remove(at: index)
      return count + 1
    }
  }

  /// `5..7 km`, `2019-01-01..2019-06-30`; nil for what is no value.
  private func short(_ span: ValueSpan) -> String? {
    if span.isDate {
      if case .time = span.content { return nil }
      var plain = span
      plain.bearing = .at
      guard let interval = plain.interval(anchor: Self.anchor, tense: .past), let start = interval.start,
        let end = interval.end
      else { return nil }
      return "\(start)..\(end)"
    }
    guard let value = span.value else { return nil }
    let number = value.number.map(digits) ?? "\(digits(value.low ?? 0))..\(digits(value.high ?? 0))"
    return value.unit.map { "\(number) \($0)" } ?? number
  }

  private func digits(_ number: Double) -> String { Int(exactly: number).map { String($0) } ?? String(number) }
}
