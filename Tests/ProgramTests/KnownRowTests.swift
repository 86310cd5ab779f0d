import Model
import Testing

@testable import courant

/// Rows of what is known: how they are sorted and shown, and what the words in them mean.
@Suite("Rows of what is known")
struct KnownRowTests {
  private func row(
    _ key: String,
    date: String? = nil,
    sequence: UInt64 = 0,
    number: Double? = nil,
    confidence: Double = 0.5,
    role: EntityRole? = nil
  ) throws -> KnownRow {
    var row = KnownRow(role: role, status: .single, key: Key(key))
    row.value = Value(text: number.map { "\($0)" } ?? "text", kind: .number, number: number)
    row.documents = [Document(uri: "d:\(sequence)", digest: Digest(of: []), date: date.flatMap(Day.init))]
    (row.sequence, row.confidence) = (sequence, confidence)
    return row
  }

  private func sorted(_ rows: [KnownRow], by order: RowOrder?) -> [String] {
    KnownRow.sort(rows, by: order).map { "\($0.key?.description ?? "")\($0.sequence)" }
  }

  @Test("rows stand by key, each key's newest document first; those without a date come last")
  func order() throws {
    let rows = [
      try row("e/a", date: "2020-01-01", sequence: 1, number: 5, confidence: 0.9),
      try row("e/b", sequence: 2, number: 7),
      try row("e/a", sequence: 3, confidence: 0.7), try row("e/c", date: "2021-01-01", sequence: 4, number: 6),
      try row("e/a", date: "2020-01-01", sequence: 5),
    ]
    #expect(sorted(rows, by: nil) == ["e/c4", "e/a5", "e/a1", "e/a3", "e/b2"])
    #expect(sorted(rows, by: .newest) == ["e/c4", "e/a5", "e/a1", "e/a3", "e/b2"])
    #expect(sorted(rows, by: .oldest) == ["e/b2", "e/a3", "e/a1", "e/a5", "e/c4"])
    #expect(sorted(rows, by: .key) == ["e/a5", "e/a1", "e/a3", "e/b2", "e/c4"])
    #expect(sorted(rows, by: .confidence) == ["e/a1", "e/a3", "e/b2", "e/c4", "e/a5"])
    #expect(sorted(rows, by: .value) == ["e/b2", "e/c4", "e/a1", "e/a3", "e/a5"])
  }

  @Test("roles stay together, in their order, whatever the order of rows")
  func roles() throws {
    let rows = try [EntityRole.mention, .speaker, .subject, .object, .part].map { try row("e/a", role: $0) }
    for order in [nil] + RowOrder.allCases {
      #expect(KnownRow.sort(rows, by: order).map(\.role) == [.subject, .part, .object, .speaker, .mention])
    }
  }

  @Test("a value that more documents state than are listed says how many more")
  func sources() {
    #expect(Rendering.sources(["a"], of: 1, listed: 1, origins: 1) == "a")
    #expect(Rendering.sources(["a", "a", "b"], of: 5, listed: 3, origins: 1) == "5 sources, 1 origin: a, b and 2 more")
  }

  @Test("the legend says every status, effect and role, in the help of the commands that show them")
  func legend() {
    for status in Entry.Status.allCases { #expect(Legend.statuses.contains("\n  \(status.rawValue) ")) }
    for effect in Event.Effect.allCases { #expect(Legend.effects.contains("\n  \(effect.rawValue) ")) }
    for role in EntityRole.allCases { #expect(Legend.roles.contains("\n  \(role.rawValue) ")) }
    for (command, legends) in [
      (GetCommand.configuration, [Legend.statuses, Legend.effects, Legend.roles]),
      (WatchCommand.configuration, [Legend.statuses, Legend.effects]), (SearchCommand.configuration, [Legend.statuses]),
      (HistoryCommand.configuration, [Legend.effects]), (WhyCommand.configuration, [Legend.statuses]),
    ] {
      for legend in legends { #expect(command.discussion.contains(legend), "\(command.commandName ?? "")") }
    }
  }
}
