import Foundation
import Logging
import Model
import Service
import Store
import Testing
import Wire
import ZeroMQ

@testable import Pipeline

@Suite("Staging")
struct StagingTests {
  private let folder: TemporaryFolder
  private let peer = Frame("w1")

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test("chunks out of order, of two jobs at once, and of two workers do not mix")
  func order() throws {
    let staging = try Staging(folder: folder.path)
    #expect(try staging.append(1, of: "s-1", from: peer, [1]) == 0)
    #expect(try staging.append(-1, of: "s-1", from: peer, [1]) == 0)
    #expect(try staging.append(0, of: "s-1", from: peer, Array("a".utf8)) == 1)
    #expect(try staging.append(0, of: "s-2", from: peer, Array("b".utf8)) == 1)
    #expect(try staging.append(0, of: "s-1", from: peer, Array("c".utf8)) == 1)
    #expect(try staging.append(2, of: "s-1", from: peer, Array("d".utf8)) == 1)
    #expect(try staging.append(1, of: "s-1", from: peer, Array("e\n".utf8)) == 2)
    #expect(staging.file(of: "s-1", from: Frame("w2"), chunks: 2) == nil)
    #expect(staging.file(of: "s-1", from: peer, chunks: -2) == nil)
    let file = try #require(staging.file(of: "s-1", from: peer, chunks: 2))
    #expect(try String(contentsOfFile: file, encoding: .utf8) == "c\ne\n")
  }

  @Test("a batch that is too large is given up for good, and takes no room any longer")
  func tooLarge() throws {
    let staging = try Staging(folder: folder.path, limit: 10)
    #expect(try staging.append(0, of: "s-1", from: peer, Array("abcd".utf8)) == 1)
    #expect(try staging.append(1, of: "s-1", from: peer, Array("efghij".utf8)) == nil)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    #expect(staging.chunks(of: "s-1", from: peer) == 0)
    #expect(try staging.append(0, of: "s-2", from: peer, Array("abcd".utf8)) == 1)
  }

  @Test("beyond the room of all batches together only the oldest goes on, until it is done")
  func totalLimit() throws {
    let staging = try Staging(folder: folder.path, totalLimit: 10)
    #expect(staging.hasRoom(for: "s-1", 100))
    #expect(try staging.append(0, of: "s-1", from: peer, Array("abc\n".utf8)) == 1)
    #expect(staging.hasRoom(for: "s-2", 6))
    #expect(!staging.hasRoom(for: "s-2", 7))
    #expect(try staging.append(0, of: "s-2", from: Frame("w2"), Array("abc\n".utf8)) == 1)
    // No new one begins, and the second waits; the first goes on beyond the limit.
    #expect(!staging.hasRoom(for: "s-3", 3))
    #expect(!staging.hasRoom(for: "s-2", 3))
    #expect(staging.hasRoom(for: "s-1", 100))
    #expect(try staging.append(1, of: "s-1", from: peer, Array("abcdefghi\n".utf8)) == 2)
    staging.remove("s-1")
    #expect(staging.hasRoom(for: "s-2", 100))
    #expect(staging.hasRoom(for: "s-3", 6))
    staging.remove("s-2")
    #expect(staging.hasRoom(for: "s-3", 100))
  }

  @Test("a batch whose chunks cannot be read is asked for anew; what is committed with it stands")
  func unreadable() throws {
    let store = try Store(path: folder.path + "/courant.db")
    let good = try Make.batch("a:", "1", job: "s-1", [])
    var batch = try Make.factBatch("b:", "1", job: "s-2", [])
    batch.lines.file = folder.path + "/none"
    let results = try store.apply([.batch(batch), good], at: .now)
    #expect(throws: StoreError(.unreadable, "\(folder.path)/none: No such file or directory")) { try results[0].get() }
    #expect(try results[1].get().events.count == 1)
  }

  @Test("a file that is gone is chunks that are gone: they are asked for anew, and never filled with zeros")
  func fileGone() throws {
    let staging = try Staging(folder: folder.path)
    #expect(try staging.append(0, of: "s-1", from: peer, Array("a".utf8)) == 1)
    let file = try #require(staging.file(of: "s-1", from: peer, chunks: 1))
    try FileManager.default.removeItem(atPath: file)
    #expect(try staging.append(1, of: "s-1", from: peer, Array("b".utf8)) == 0)
    #expect(staging.file(of: "s-1", from: peer, chunks: 1) == nil)
    #expect(staging.chunks(of: "s-1", from: peer) == 0)
    #expect(try staging.append(0, of: "s-1", from: peer, Array("a".utf8)) == 1)
    let again = try #require(staging.file(of: "s-1", from: peer, chunks: 1))
    try FileManager.default.removeItem(atPath: again)
    #expect(staging.file(of: "s-1", from: peer, chunks: 1) == nil)
    #expect(staging.chunks(of: "s-1", from: peer) == 0)
  }
}
