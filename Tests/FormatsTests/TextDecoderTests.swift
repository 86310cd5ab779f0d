import Formats
import Foundation
import Model
import TestSupport
import Testing

/// Encodings: which one it is, why, and that nothing is ever made up.
@Suite struct TextDecoderTests {
  private static let russian =
    "Население города составляет десять тысяч человек, и он был основан в тысяча семьсот третьем году у реки."
  private static let greek =
    "Η πόλη έχει δέκα χιλιάδες κατοίκους και ιδρύθηκε κοντά στο ποτάμι πριν από πολλά χρόνια από εμπόρους."
  private static let german =
    "Die Brücke über den Fluß wurde im März für zwölf Millionen Euro größer gebaut, weil es nötig war."

  private func convert(_ text: String, to encoding: String) throws -> [UInt8] {
    let converter = try #require(iconv_open(encoding, "UTF-8"))
    defer { iconv_close(converter) }
    var input = Array(text.utf8).map { CChar(bitPattern: $0) }
    var output = [CChar](repeating: 0, count: input.count * 4 + 16)
    let size = output.count
    let rest = input.withUnsafeMutableBufferPointer { source in
      output.withUnsafeMutableBufferPointer { target in
        var (from, left) = (source.baseAddress, source.count)
        var (to, room) = (target.baseAddress, size)
        #expect(iconv(converter, &from, &left, &to, &room) == 0)
        return room
      }
    }
    return output.prefix(size - rest).map { UInt8(bitPattern: $0) }
  }

  @Test(arguments: ["windows-1251", "koi8-r", "ibm866", "iso-8859-5", "maccyrillic"])
  func guessesCyrillic(_ encoding: String) throws {
    let decoded = try TextDecoder.decode(try convert(Self.russian, to: encoding), declared: nil)
    #expect(String(decoding: decoded.bytes, as: UTF8.self) == Self.russian)
    #expect(decoded.encoding == TextEncoding(name: encoding, reason: .guessed))
  }

  @Test(arguments: [
    ("windows-1253", greek), ("windows-1252", german), ("gb18030", "城市有一万居民，建于一七零三年，在河边。这座桥很长，也很高。"),
    ("shift_jis", "この町には一万人の住民がいて、川のそばに建てられました。橋はとても長いです。"),
    ("euc-kr", "이 도시에는 만 명의 주민이 있으며 강 근처에 세워졌습니다. 다리는 매우 깁니다."),
  ])
  func guessesOthers(_ encoding: String, _ text: String) throws {
    let decoded = try TextDecoder.decode(try convert(text, to: encoding), declared: nil)
    #expect(String(decoding: decoded.bytes, as: UTF8.self) == text, "\(decoded.encoding)")
  }

  @Test func believesAMarkThenUTF8ThenWhatIsDeclared() throws {
    let text = "Zürich"
    let wide = try convert(text, to: "UTF-16BE")
    #expect(try TextDecoder.decode([0xFE, 0xFF] + wide, declared: "utf-8").encoding.reason == .mark)
    #expect(try TextDecoder.decode(wide, declared: nil).bytes == Array(text.utf8))
    #expect(try TextDecoder.decode(Array(text.utf8), declared: "windows-1251").encoding.reason == .utf8)
    let western = try convert(text, to: "windows-1252")
    let declared = try TextDecoder.decode(western, declared: "ISO-8859-1")
    #expect(declared.bytes == Array(text.utf8))
    #expect(declared.encoding == TextEncoding(name: "windows-1252", reason: .declared))
    // So little is taken for Western, and said to be doubtful; a name that is none, for nothing.
    let guessed = try TextDecoder.decode(western, declared: "../../etc/passwd")
    #expect(guessed.bytes == Array(text.utf8))
    #expect(guessed.encoding == TextEncoding(name: "windows-1252", reason: .guessed, isDoubtful: true))
  }

  @Test(
    arguments: [
      [0x41, 0x00, 0x42], [0xEF, 0xBB, 0xBF, 0xC3, 0x28], [0xFF, 0xFE, 0x41], [0xFF, 0xFE, 0x00, 0xD8, 0x41, 0x00],
      [0x00, 0x00, 0x00, 0x00],
    ] as [[UInt8]]
  )
  func refusesWhatIsNoText(_ bytes: [UInt8]) {
    do {
      let decoded = try TextDecoder.decode(bytes, declared: nil)
      Issue.record("read as \(decoded.encoding)")
    } catch {
      #expect(error.code == .notText)
      #expect(error.description.hasPrefix("not text: "))
    }
  }

  /// What was found by fuzzing: a number beyond the last character of Unicode, as UTF-8 once wrote it.
  @Test func numbersBeyondUnicodeAreNoUTF8() throws {
    let bytes: [UInt8] = [0xF5, 0xA0, 0x91, 0x9E, 0x0A, 0x22, 0x7E, 0x3A, 0x0A]
    let decoded = try TextDecoder.decode(bytes, declared: nil)
    #expect(decoded.encoding.name == "windows-1252")
    #expect(decoded.encoding.isDoubtful)
    #expect(String(validating: decoded.bytes, as: UTF8.self) != nil)
  }

  @Test func whateverComesIsTextOrRefused() throws {
    let seed = UInt64.random(in: .min ... .max)
    var generator = SeededGenerator(seed: seed)
    for round in 0..<2000 {
      let count = Int.random(in: 0...200, using: &generator)
      let least: UInt8 = Bool.random(using: &generator) ? 0 : 0x20
      let bytes = (0..<count).map { _ in UInt8.random(in: least...255, using: &generator) }
      let declared =
        [nil, "utf-8", "koi8-r", "utf-16", "iso-2022-jp", "gb18030"].randomElement(using: &generator) ?? nil
      guard let decoded = try? TextDecoder.decode(bytes, declared: declared) else { continue }
      #expect(String(validating: decoded.bytes, as: UTF8.self) != nil, "seed \(seed), round \(round): \(bytes)")
      #expect(try TextDecoder.decode(bytes, declared: declared) == decoded, "seed \(seed), round \(round)")
    }
  }
}
