import Foundation
import GRDB
import Model
import TestSupport
import Testing

@testable import Store

@Suite("Revisions")
struct RevisionTests {
  @Test(
    "random revisions and withdrawals give exactly the difference, in one run of events",
    arguments: (1...8).map(UInt64.init)
  )
  func differences(seed: UInt64) throws {
    let folder = try TemporaryFolder()
    let store = try Store(path: folder.path + "/courant.db")
    var random = SeededGenerator(seed: seed)
    /// What each document states: the claims of its facts.
    var model: [String: Set<String>] = [:]
    var head: UInt64 = 0
    var done: [StoreRequest] = []
    for step in 1...50 {
      let uri = "d\(Int.random(in: 0..<4, using: &random)):"
      let isWithdrawal = Int.random(in: 0..<6, using: &random) == 0
      let facts = try (0..<(isWithdrawal ? 0 : Int.random(in: 0..<7, using: &random))).map { index in
        try Make.fact(
          uri,
          "\(step)",
          key: "e\(Int.random(in: 0..<3, using: &random))/a",
          text: "v\(Int.random(in: 0..<5, using: &random))",
          at: index * 50
        )
      }
      var request = try Make.batch(uri, "\(step)", job: "s-\(step)", facts)
      if isWithdrawal, case .batch(var batch) = request {
        batch.action = .withdraw
        request = .batch(batch)
      }
      let old = model[uri] ?? []
      let new = Set(facts.map(\.claim.description))
      let applied = try store.apply([request], at: .now)[0].get()
      done.append(request)
      if isWithdrawal, model[uri] == nil {
        #expect(applied.duplicate, "seed \(seed) step \(step)")
        continue
      }
      model[uri] = isWithdrawal ? nil : new
      #expect(applied.asserted == new.subtracting(old).count, "seed \(seed) step \(step)")
      #expect(applied.retracted == old.subtracting(new).count, "seed \(seed) step \(step)")
      // One run without a hole: the document's own event, what is gone, what is new.
      let events = try applied.events.map { try JSON.decode(Event.self, from: $0.json) }
      #expect(applied.events.map(\.sequence) == Array((head + 1)...(head + UInt64(events.count))))
      let retracted = old.subtracting(new).count
      #expect(events.allSatisfy { $0.source == uri })
      #expect(events.first?.kind.isFact == false)
      #expect(events.dropFirst().prefix(retracted).allSatisfy { $0.kind == .factRetracted })
      #expect(events.dropFirst(1 + retracted).allSatisfy { $0.kind == .factAsserted })
      head += UInt64(events.count)
      // Any earlier request, sent again, changes nothing.
      if let again = done.randomElement(using: &random) {
        #expect(try store.apply([again], at: .now)[0].get().duplicate, "seed \(seed) step \(step)")
      }
    }
    // The journal, folded by hand, is the model; and so is what the state lists.
    var folded: [String: Set<String>] = [:]
    for event in try store.events(after: 0, prefixes: [""]).events {
      let event = try JSON.decode(Event.self, from: event.json)
      guard case .fact(let fact) = event.data else { continue }
      if event.kind == .factAsserted {
        #expect(folded[event.source, default: []].insert(fact.claim.description).inserted)
      } else {
        #expect(folded[event.source, default: []].remove(fact.claim.description) != nil)
      }
    }
    #expect(folded.filter { !$0.value.isEmpty } == model.filter { !$0.value.isEmpty })
    let sources = try store.entries(prefixes: [""]).entries.flatMap(\.values).reduce(0) { $0 + $1.sourceCount }
    #expect(sources == model.values.reduce(0) { $0 + $1.count })
    #expect(try store.head().sequence == head)
  }
}
