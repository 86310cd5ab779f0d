import Testing

@testable import Service

@Suite("Rate of the log")
struct LogRateTests {
  private let place = LogRate.Place(file: "a.swift", line: 1)

  @Test("so many lines of one place in a minute; the others are counted and told once, with the last")
  func flood() {
    let rate = LogRate(limit: 20)
    let now = ContinuousClock.now
    let written = (0..<1_000_000).count { number in
      rate.admits("message \(number)", of: place, "intake", .warning, at: now + .microseconds(number))
    }
    #expect(written == 20)
    // Another place is not held back by it.
    #expect(rate.admits("other", of: LogRate.Place(file: "a.swift", line: 2), "intake", .warning, at: now))
    #expect(rate.omissions(at: now + .seconds(59)).isEmpty)
    let omissions = rate.omissions(at: now + .seconds(60))
    #expect(omissions.map(\.count) == [999_980])
    #expect(omissions.map(\.message) == ["message 999999"])
    #expect(omissions.map(\.label) == ["intake"])
    #expect(rate.omissions(all: true, at: now + .seconds(60)).isEmpty)
    // The next minute has lines of its own.
    #expect(rate.admits("again", of: place, "intake", .warning, at: now + .seconds(61)))
  }

  @Test("at the end what was left out is told, though its minute is not over")
  func end() {
    let rate = LogRate(limit: 1)
    let now = ContinuousClock.now
    for _ in 0..<3 { _ = rate.admits("x", of: place, "worker", .notice, at: now) }
    #expect(rate.omissions(all: true, at: now).map(\.count) == [2])
  }
}
