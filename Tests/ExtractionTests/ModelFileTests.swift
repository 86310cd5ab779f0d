import Foundation
import Language
import Testing

/// What is wrong with a model file is said in one line.
@Suite struct ModelFileTests {
  private static func temporary(_ bytes: [UInt8]) throws -> String {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("courant-\(UUID().uuidString).model").path
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    return path
  }

  private static func installed() throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: English.model().file.path)))
  }

  private func message(_ path: String) -> String? {
    do {
      _ = try LanguageModel(path: path)
      return nil
    } catch {
      return error.description
    }
  }

  @Test func opensAndHasACard() throws {
    let model = try English.model()
    #expect(try model.file.text("card").hasPrefix("# The model of English\n"))
    #expect(model.labels.upos.contains("NOUN"))
  }

  @Test func saysThatItIsMissing() {
    #expect(message("/nowhere/en.model") == "/nowhere/en.model cannot be opened: No such file or directory")
    #expect(message("/tmp") == "/tmp is not a file with anything in it")
  }

  @Test func saysThatItIsNone() throws {
    let path = try Self.temporary(
      Array("a text that is long enough to have a header, but is none, as anybody can see".utf8)
    )
    defer { try? FileManager.default.removeItem(atPath: path) }
    #expect(message(path) == "\(path) is not a Courant language model")
  }

  @Test func saysThatItIsCutOff() throws {
    let bytes = try Self.installed()
    let path = try Self.temporary(Array(bytes.prefix(bytes.count / 2)))
    defer { try? FileManager.default.removeItem(atPath: path) }
    #expect(
      message(path)
        == "\(path) has \(bytes.count / 2) bytes where it says it has \(bytes.count): it is cut off, copy it again"
    )
  }

  @Test func saysThatItIsOfAnotherVersion() throws {
    var bytes = try Self.installed()
    bytes[8] = 9
    let path = try Self.temporary(bytes)
    defer { try? FileManager.default.removeItem(atPath: path) }
    #expect(message(path) == "\(path) is of format 9, and this program reads format 1: train it again")
  }

  @Test(arguments: [64, 5000, 1_000_000]) func saysThatItIsDamaged(_ place: Int) throws {
    var bytes = try Self.installed()
    bytes[place] ^= 0x10
    let path = try Self.temporary(bytes)
    defer { try? FileManager.default.removeItem(atPath: path) }
    #expect(message(path) == "\(path) is damaged: its checksum does not match, copy it again")
  }

  @Test func saysThatASectionIsMissing() throws {
    var writer = ModelWriter()
    writer.add("card", text: "nothing else")
    #expect(throws: ModelFileError.self) { try LanguageModel(bytes: writer.finish()) }
  }
}
