import Foundation
import Glibc
import Testing

@testable import Store

@Suite("Files of a database that are lost while it is open")
struct LostFileTests {
  private let folder: TemporaryFolder
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path + "/courant.db"
  }

  private func write(_ numbers: ClosedRange<Int>, to store: Store) throws {
    for number in numbers {
      let fact = try Make.fact("d\(number):", "1", key: "spain/size", text: "\(number)")
      _ = try store.apply([try Make.batch("d\(number):", "1", job: "s-\(number)", [fact])], at: .now)[0].get()
    }
  }

  private func size(_ path: String) -> Int {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_size : -1
  }

  @Test("what SQLite does with its log is no loss: growing, folding, cutting down, beginning anew")
  func ownWork() throws {
    let store = try Store(path: path)
    for round in 0..<8 {
      try write((round * 5 + 1)...(round * 5 + 5), to: store)
      #expect(store.lostFile() == nil)
      let kind = [nil, Store.Folding.passive, .restart, .truncate][round % 4]
      if let kind { try store.fold(kind) }
      #expect(store.lostFile() == nil, "round \(round)")
    }
    #expect(size(path + "-wal") == 0)
    try store.close()
    let again = try Store(path: path)
    #expect(again.lostFile() == nil)
    try write(50...52, to: again)
    #expect(again.lostFile() == nil)
    try again.close()
  }

  @Test("a log that is cut off is seen, also when it has been written on since", arguments: [0, 5000, 20_000])
  func logCut(_ rest: Int) throws {
    for isWrittenOn in [false, true] {
      let path = "\(folder.path)/\(isWrittenOn).db"
      let store = try Store(path: path)
      try write(1...5, to: store)
      #expect(store.lostFile() == nil)
      #expect(size(path + "-wal") > rest + 4000)
      #expect(truncate(path + "-wal", rest) == 0)
      if isWrittenOn { try write(6...6, to: store) }
      let lost = try #require(store.lostFile())
      #expect(lost.description.hasPrefix("\(path)-wal was cut off while it was in use: "))
      #expect(!lost.canBeClosed)
      store.abandon()
    }
  }

  @Test("a log without its name is folded when the database is closed, and nothing is missing")
  func logRemoved() throws {
    let store = try Store(path: path)
    try write(1...5, to: store)
    #expect(unlink(path + "-wal") == 0)
    try write(6...6, to: store)
    let lost = try #require(store.lostFile())
    #expect(lost.description.hasPrefix("\(path)-wal was removed or replaced while it was in use: "))
    #expect(lost.canBeClosed)
    let head = try store.head()
    try store.close()
    let again = try Store(path: path)
    #expect(again.wentBack == nil)
    #expect(try again.head() == head)
    try again.close()
  }

  @Test("a database that is moved, replaced or cut off is seen")
  func database() throws {
    let store = try Store(path: path)
    try write(1...5, to: store)
    try store.fold(.truncate)
    #expect(store.lostFile() == nil)
    #expect(rename(path, path + ".away") == 0)
    #expect(store.lostFile()?.description.hasPrefix("\(path) was moved or removed while") == true)
    try Data("x".utf8).write(to: URL(fileURLWithPath: path))
    #expect(store.lostFile()?.description.hasPrefix("\(path) was replaced by another file while") == true)
    #expect(rename(path + ".away", path) == 0)
    #expect(store.lostFile() == nil)
    #expect(truncate(path, 8192) == 0)
    let lost = try #require(store.lostFile())
    #expect(lost.description.hasPrefix("\(path) was cut off while") && !lost.canBeClosed)
    store.abandon()
  }
}

extension Store {
  enum Folding: String {
    case passive, restart, truncate
  }

  /// Has SQLite fold its log into the database.
  func fold(_ kind: Folding) throws {
    try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA wal_checkpoint(\(kind.rawValue))") }
  }
}
