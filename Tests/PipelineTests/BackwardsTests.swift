import Foundation
import Glibc
import Model
import Testing

@testable import Store

@Suite("A database that went backwards")
struct BackwardsTests {
  private let folder: TemporaryFolder
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path + "/courant.db"
  }

  /// Two events for each number.
  private func write(_ numbers: ClosedRange<Int>, to store: Store, _ word: String = "is") throws {
    for number in numbers {
      let fact = try Make.fact("d\(number):", "1", key: "spain/size", text: "\(number) \(word)")
      _ = try store.apply([try Make.batch("d\(number):", "1", job: "s-\(number)", [fact])], at: .now)[0].get()
    }
  }

  private func copy(_ names: [String], from: String, to: String) throws {
    for name in names {
      try? FileManager.default.removeItem(atPath: to + name)
      guard FileManager.default.fileExists(atPath: from + name) else { continue }
      try FileManager.default.copyItem(atPath: from + name, toPath: to + name)
    }
  }

  @Test("a database that is closed and opened again, or killed, is the one that was left")
  func stays() throws {
    var store = try Store(path: path)
    let epoch = store.epoch
    #expect(store.wentBack == nil)
    try write(1...3, to: store)
    try store.close()
    store = try Store(path: path)
    #expect(store.wentBack == nil && store.epoch == epoch)
    try write(4...5, to: store)
    // As a kill leaves it: nothing is closed.
    let killed = folder.path + "/killed.db"
    try copy(["", "-wal", "-head"], from: path, to: killed)
    let other = try Store(path: killed)
    #expect(other.wentBack == nil && other.epoch == epoch)
    #expect(try other.head() == store.head())
    try other.close()
    try store.close()
  }

  /// What is done to a database whose first three documents were copied, and that has had five; what is said of it.
  enum Harm: String, CaseIterable {
    case logRemoved, logCut, olderCopy, noWitness, damagedWitness, another, otherPast

    var said: String {
      switch self {
      case .logRemoved, .logCut: "it ends with event "
      case .olderCopy: "it ends with event 6, and event 10 had been written"
      case .noWitness: "it ends with event 10, and nothing beside it says how far it had come"
      case .damagedWitness: "it ends with event 10, and what was noted of how far it had come is damaged"
      case .another: ", and the one that was left is of "
      case .otherPast: "its event 10 is not the one that had been written"
      }
    }
  }

  @Test("every way of going back mints a new epoch, and says so", arguments: Harm.allCases)
  func harm(_ harm: Harm) throws {
    var store = try Store(path: path)
    try write(1...3, to: store)
    try store.close()
    let saved = folder.path + "/saved.db"
    try copy(["", "-head"], from: path, to: saved)
    store = try Store(path: path)
    let epoch = store.epoch
    try write(4...5, to: store)
    let cursor = try store.head()
    #expect(cursor.sequence == 10 && cursor.check != nil)
    // As a kill leaves it.
    let killed = folder.path + "/killed.db"
    try copy(["", "-wal", "-head"], from: path, to: killed)
    try store.close()
    switch harm {
    case .logRemoved: #expect(unlink(killed + "-wal") == 0)
    case .logCut:
      var status = stat()
      #expect(stat(killed + "-wal", &status) == 0 && truncate(killed + "-wal", status.st_size / 2) == 0)
    case .olderCopy:
      unlink(killed + "-wal")
      try copy([""], from: saved, to: killed)
    case .noWitness: #expect(unlink(killed + "-head") == 0)
    case .damagedWitness:
      var bytes = try Data(contentsOf: URL(fileURLWithPath: killed + "-head"))
      bytes[3] ^= 1
      try bytes.write(to: URL(fileURLWithPath: killed + "-head"))
    case .another:
      unlink(killed + "-wal")
      let fresh = folder.path + "/fresh.db"
      let other = try Store(path: fresh)
      try write(1...9, to: other)
      try other.close()
      try copy([""], from: fresh, to: killed)
    case .otherPast:
      unlink(killed + "-wal")
      try copy(["", "-head"], from: saved, to: killed)
      let other = try Store(path: killed)
      #expect(other.wentBack == nil, "the file beside it was put back as well")
      try write(4...6, to: other, "otherwise")
      // The check of a cursor tells even so.
      #expect(other.epoch == epoch)
      #expect(try other.isForeign(cursor))
      #expect(try !other.isForeign(Cursor(epoch: epoch, sequence: 10)), "a cursor without a check is taken at its word")
      #expect(try !other.isForeign(other.head()))
      try other.close()
      try copy(["-head"], from: path, to: killed)
    }
    let back = try Store(path: killed)
    #expect(back.wentBack?.hasPrefix("\(killed) is not the database that was left: ") == true)
    #expect(back.wentBack?.contains(harm.said) == true, "\(back.wentBack ?? "nothing is said")")
    #expect(back.epoch != epoch)
    #expect(try back.isForeign(cursor))
    #expect(try !back.isForeign(back.head()))
    let minted = back.epoch
    try back.close()
    // It is said once.
    let again = try Store(path: killed)
    #expect(again.wentBack == nil && again.epoch == minted)
    try again.close()
    #expect(try Check(of: killed).firstFault == nil)
  }

  @Test("a backup that is restored is said once to have a new epoch, and one put back by hand is found")
  func restore() throws {
    var store = try Store(path: path)
    try write(1...3, to: store)
    let copy = folder.path + "/copy.db"
    _ = try DatabaseFile.backUp(path, to: copy)
    try write(4...5, to: store)
    let epoch = store.epoch
    try store.close()
    let extent = try DatabaseFile.restore(copy, to: path)
    #expect(extent.epoch != epoch)
    store = try Store(path: path)
    #expect(store.wentBack == nil && store.epoch == extent.epoch)
    try store.close()
    // By hand into an empty folder: nothing there knows how far its epoch has come elsewhere.
    let elsewhere = folder.path + "/elsewhere.db"
    try FileManager.default.copyItem(atPath: copy, toPath: elsewhere)
    let byHand = try Store(path: elsewhere)
    #expect(byHand.wentBack != nil && byHand.epoch != epoch)
    try byHand.close()
  }

  @Test("cursors have checks wherever they come from, also where the journal was trimmed")
  func checks() throws {
    let store = try Store(path: path)
    #expect(try store.head() == Cursor(epoch: store.epoch, sequence: 0))
    try write(1...6, to: store)
    var check: ChainCheck?
    var places: [UInt64: Cursor] = [:]
    for event in try store.events(after: 0, prefixes: [""]).events {
      check = ChainCheck(after: check, event: event.json)
      places[event.sequence] = Cursor(epoch: store.epoch, sequence: event.sequence, check: check)
    }
    #expect(try store.head() == places[12])
    #expect(try store.events(after: 3, prefixes: ["nothing"]).cursor == places[12])
    #expect(try store.events(after: 12, prefixes: [""]).cursor == places[12])
    #expect(try store.entries(prefixes: [""], at: 5).cursor == places[5])
    #expect(try store.facts(.prefixes([""]), at: 7).cursor == places[7])
    #expect(try store.search("spain", limit: 1)?.cursor == places[12])
    #expect(try store.trim(to: Retention(maxEvents: 4), now: .now).oldest == places[8])
    #expect(try store.oldest() == places[8])
    for sequence in [8, 9, 12] as [UInt64] {
      #expect(try !store.isForeign(try #require(places[sequence])))
      #expect(
        try store.isForeign(Cursor(epoch: store.epoch, sequence: sequence, check: ChainCheck(after: nil, event: [])))
      )
    }
    #expect(try store.isForeign(Cursor(epoch: .mint(), sequence: 9)))
    #expect(try store.isForeign(Cursor(epoch: store.epoch, sequence: 13)))
    try store.close()
  }
}
