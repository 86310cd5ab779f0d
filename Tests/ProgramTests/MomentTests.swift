import ArgumentParser
import Model
import Testing

@testable import courant

@Suite("Moments on the command line")
struct MomentTests {
  private func now() throws -> Timestamp { try #require(Timestamp("2026-11-24T02:30:00.000Z")) }

  @Test(
    "every form of a time is the moment that it means",
    arguments: [
      ("2024-05-01T10:00:00Z", "2024-05-01T10:00:00.000Z"), ("2024-05-01T10:00:00+02:00", "2024-05-01T08:00:00.000Z"),
      ("2024-05-01T00:30:00+02:00", "2024-04-30T22:30:00.000Z"),
      ("2024-12-31T23:00:00-03:30", "2025-01-01T02:30:00.000Z"), ("2024-05-01T10:00+02:00", "2024-05-01T08:00:00.000Z"),
      ("2024-05-01T10:00Z", "2024-05-01T10:00:00.000Z"), ("2024-05-01T10:00:00.25+00:00", "2024-05-01T10:00:00.250Z"),
      ("now", "2026-11-24T02:30:00.000Z"), ("30s", "2026-11-24T02:29:30.000Z"), ("5m", "2026-11-24T02:25:00.000Z"),
      ("2h", "2026-11-24T00:30:00.000Z"), ("3d", "2026-11-21T02:30:00.000Z"), ("1w", "2026-11-17T02:30:00.000Z"),
    ]
  )
  func times(text: String, moment: String) throws {
    let now = try now()
    #expect(Moment.start(text, now: now)?.description == moment)
    #expect(Moment.end(text, now: now)?.description == moment)
  }

  @Test(
    "a day is its beginning or its end",
    arguments: [("2026-11-20", "2026-11-20"), ("today", "2026-11-24"), ("yesterday", "2026-11-23")]
  )
  func days(text: String, day: String) throws {
    let now = try now()
    #expect(Moment.start(text, now: now)?.description == "\(day)T00:00:00.000Z")
    #expect(Moment.end(text, now: now)?.description == "\(day)T23:59:59.999Z")
  }

  @Test(
    "anything else is no moment",
    arguments: [
      "", "soon", "m", "-5m", "5 m", "5M", "1.5h", "5y", "99999999999999999999d", "9999999999w", "99999999w", "106000w",
      "2024-05-01T10:00:00",
      "2024-05-01T10:00:00+2:00", "2024-05-01T10:00:00+02:60", "2024-05-01T10:00:00+24:00", "2024-02-30",
      "2024-05-01 10:00:00Z", "2024-05-01T10:00:00 02:00", "tomorrow",
    ]
  )
  func none(text: String) throws {
    #expect(Moment.start(text, now: try now()) == nil)
    #expect(Moment.end(text, now: try now()) == nil)
  }

  @Test("the message names the option and every form")
  func message() {
    #expect { try Moment.validate([("since", "soon")]) } throws: { error in
      (error as? ValidationError)?.message
        == "--since is \"soon\", want a sequence, a time such as 2026-11-24T02:00:00Z or 2026-11-24T03:00:00+01:00, a day, today, yesterday, or how long ago: 30s, 5m, 2h, 3d, 2w"
    }
  }
}
