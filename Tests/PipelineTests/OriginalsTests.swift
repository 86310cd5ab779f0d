import Foundation
import Model
import Service
import TestSupport
import Testing

@testable import Pipeline

@Suite("Originals")
struct OriginalsTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func files() throws -> [String] {
    let all = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
    return all.filter { $0.hasSuffix(".xz") }
  }

  @Test("what is kept is read back, compressed, over a new start")
  func kept() throws {
    let content = Array(String(repeating: "Oslo has 15 districts. ", count: 5000).utf8)
    let digest = Digest(of: content)
    try Originals(folder: folder.path, limit: 1 << 30).keep(content, digest: digest, text: nil)
    let again = try Originals(folder: folder.path, limit: 1 << 30)
    #expect(try again.content(digest, limit: 1 << 20) == content)
    #expect(try again.text(digest, limit: 1 << 20) == content)
    let marked = [0xEF, 0xBB, 0xBF] + content
    try again.keep(marked, digest: Digest(of: marked), text: content)
    #expect(try again.text(Digest(of: marked), limit: 1 << 20) == content)
    #expect(try files().count == 3)
    let size = try files().reduce(0) { total, file in
      total + ((try FileManager.default.attributesOfItem(atPath: "\(folder.path)/\(file)")[.size] as? Int) ?? 0)
    }
    #expect(size < content.count / 10)
    #expect(throws: SpoolError(description: "its original is not kept; submit it again")) {
      try again.content(Digest(of: [1]), limit: 1 << 20)
    }
  }

  @Test("a torn or flipped file is named, and never believed", arguments: (1...20).map(UInt64.init))
  func damaged(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let content = (0..<2000).map { _ in UInt8.random(in: 97...122, using: &random) }
    let digest = Digest(of: content)
    let originals = try Originals(folder: folder.path, limit: 1 << 30)
    try originals.keep(content, digest: digest, text: nil)
    let path = "\(folder.path)/\(try #require(try files().first))"
    var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    if seed.isMultiple(of: 4) {
      bytes = bytes.prefix(Int.random(in: 0..<bytes.count, using: &random))
    } else {
      bytes[Int.random(in: 0..<bytes.count, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    }
    try bytes.write(to: URL(fileURLWithPath: path))
    #expect {
      try originals.content(digest, limit: 1 << 20)
    } throws: {
      "\($0)".hasPrefix("\(path) is damaged: ")
    }
  }

  @Test("the oldest go when there is more than may be kept; with none to be kept nothing is written")
  func retention() throws {
    var random = SeededGenerator(seed: 1)
    let originals = try Originals(folder: folder.path, limit: 20_000)
    var digests: [Digest] = []
    for _ in 0..<20 {
      let content = (0..<2000).map { _ in UInt8.random(in: 0...255, using: &random) }
      digests.append(Digest(of: content))
      try originals.keep(content, digest: digests[digests.count - 1], text: nil)
      _ = try originals.trim()
    }
    #expect(try (4...9).contains(files().count))
    let none = try Originals(folder: folder.path + "/none", limit: 0)
    try none.keep([1, 2, 3], digest: Digest(of: [1, 2, 3]), text: nil)
    #expect(try files().allSatisfy { !$0.hasPrefix("none") })
  }

  @Test("a damaged original is put aside when it is found, so that the same document can be kept once more")
  func replaced() throws {
    let content = Array("Oslo has 15 districts.".utf8)
    let digest = Digest(of: content)
    let originals = try Originals(folder: folder.path, limit: 1 << 30)
    try originals.keep(content, digest: digest, text: nil)
    let path = "\(folder.path)/\(try #require(try files().first))"
    // One that is merely larger than is taken now is not damaged.
    let detail =
      "\(path) holds more than \(Quantities.size(4)), the largest document that is taken; raise limits.document_bytes"
    #expect(throws: SpoolError(description: detail)) { try originals.content(digest, limit: 4) }
    #expect(try originals.content(digest, limit: 1 << 20) == content)
    var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    bytes[bytes.count / 2] ^= 1
    try bytes.write(to: URL(fileURLWithPath: path))
    #expect(throws: SpoolError.self) { try originals.content(digest, limit: 1 << 20) }
    #expect(FileManager.default.fileExists(atPath: path + ".damaged"))
    try originals.keep(content, digest: digest, text: nil)
    #expect(try originals.content(digest, limit: 1 << 20) == content)
  }
}
