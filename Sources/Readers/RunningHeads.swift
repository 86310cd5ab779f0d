/// Finds the lines that stand on page after page: the same but for their digits, three times or more, short and without a full stop.
struct RunningHeads {
  private static let often = 3

  private let text: UnsafeRawBufferPointer
  private let lines: [Line]
  /// For each line its hash; nothing for one that is no head, however often it stands there.
  private let hashes: [Hash]
  /// The lines that may stand there more than once, by their hashes, which two lines that differ may share.
  private var numbers = HashNumbers()
  /// For each hash the first line that has it, and how many are like that one.
  private var heads: [(line: Range<Int>, count: Int)] = []
  /// The others: of a hash that another line has, or of characters that can be written in several ways. `String` knows which are the same.
  private var others: [String: Int] = [:]
  /// Which lines of ``heads`` may be among the others, written in another way.
  private var merged = Merged.none

  private enum Merged { case none, beyondASCII, all }

  /// - Returns: for each line whether it is such a head; empty where none is.
  static func find(in text: [UInt8], _ lines: [Line]) -> [Bool] {
    text.withUnsafeBytes { bytes in
      var heads = RunningHeads(bytes, lines)
      return heads.find()
    }
  }

  private init(_ text: UnsafeRawBufferPointer, _ lines: [Line]) {
    self.text = text
    self.lines = lines
    hashes = lines.map { Self.canBeHead($0) ? Hash(text, $0.content) : Hash.none }
  }

  private mutating func find() -> [Bool] {
    for index in lines.indices where hashes[index] == .several { others[key(lines[index].content), default: 0] += 1 }
    // A line that stands there once is a head only if it does so twice in another way.
    if others.values.contains(where: { $0 > 1 }) {
      // For three characters of ASCII there are others: the sign of kelvins, the Greek question mark and the Greek grave accent.
      let hasASCII = others.keys.contains {
        $0.unicodeScalars.contains { ["\u{212A}", "\u{37E}", "\u{1FEF}"].contains($0) }
      }
      merged = hasASCII ? .all : .beyondASCII
    }
    let repeated = Repeated(hashes)
    for index in lines.indices where isCounted(hashes[index], repeated) { count(lines[index].content, hashes[index]) }
    if !others.isEmpty {
      for index in heads.indices {
        let key = key(heads[index].line)
        guard let more = others[key] else { continue }
        others[key] = more + heads[index].count
        heads[index].count += more
      }
    }
    guard heads.contains(where: { $0.count >= Self.often }) || others.values.contains(where: { $0 >= Self.often })
    else { return [] }
    return lines.indices.map { index in
      let (line, hash) = (lines[index].content, hashes[index])
      if isCounted(hash, repeated), let number = numbers.number(of: hash.value), isSame(heads[number].line, line) {
        return heads[number].count >= Self.often
      }
      return isCounted(hash, repeated) || hash == .several ? others[key(line)].map { $0 >= Self.often } ?? false : false
    }
  }

  /// Whether a line may stand there more than once; of most of prose that is known not to be.
  private func isCounted(_ hash: Hash, _ repeated: Repeated) -> Bool {
    guard hash.isOfLine else { return false }
    return repeated.mayContain(hash) || merged == .all || (merged == .beyondASCII && !hash.isASCII)
  }

  private mutating func count(_ line: Range<Int>, _ hash: Hash) {
    let number = numbers.insert(hash.value)
    if number == heads.count {
      heads.append((line, 1))
    } else if isSame(heads[number].line, line) {
      heads[number].count += 1
    } else {
      others[key(line), default: 0] += 1
    }
  }

  /// Whether a line would be a head if it stood there often.
  private static func canBeHead(_ line: Line) -> Bool {
    !line.endsSentence && !line.isItem && line.shape == .prose && (1...14).contains(line.words)
      && line.content.count <= 120
  }

  private func isSame(_ one: Range<Int>, _ other: Range<Int>) -> Bool {
    guard one.count == other.count else { return false }
    return stride(from: 0, to: one.count, by: 8).allSatisfy {
      Hash.chunk(text, one, one.lowerBound + $0) == Hash.chunk(text, other, other.lowerBound + $0)
    }
  }

  private func key(_ line: Range<Int>) -> String {
    String(decoding: text[line].map { $0.isDigit ? UInt8(ascii: "0") : $0 }, as: UTF8.self)
  }
}

extension RunningHeads {
  /// The hash of a line, its digits aside.
  private struct Hash: Equatable {
    /// The lowest bit tells whether there is more than ASCII.
    let value: UInt64

    static let none = Hash(value: 0)
    /// Of a line that may be the same as one of other bytes, as "é" is "e" with an accent.
    static let several = Hash(value: 1)

    var isOfLine: Bool { value > 1 }
    var isASCII: Bool { value & 1 == 0 }

    private init(value: UInt64) { self.value = value }

    init(_ text: UnsafeRawBufferPointer, _ line: Range<Int>) {
      var hash = UInt64(line.count)
      var beyond: UInt64 = 0
      for at in stride(from: line.lowerBound, to: line.upperBound, by: 8) {
        let chunk = Self.chunk(text, line, at)
        beyond |= chunk & 0x8080_8080_8080_8080
        hash = (hash ^ chunk) &* 0x9E37_79B9_7F4A_7C15
        hash ^= hash >> 32
      }
      if beyond == 0 {
        value = max(hash & ~1, 2)
      } else {
        value = Self.isWrittenOneWay(text, line) ? max(hash | 1, 3) : 1
      }
    }

    /// Eight bytes of a line, or what is left of it, each digit as "0".
    static func chunk(_ text: UnsafeRawBufferPointer, _ line: Range<Int>, _ at: Int) -> UInt64 {
      let bytes = text.eightBytes(at: at, before: line.upperBound)
      // The upper bit of each byte of `digits` tells whether it is one: from "0" on, and not from ":" on. A digit less its lower half is "0".
      let low = bytes & 0x7F7F_7F7F_7F7F_7F7F
      let digits = (low &+ 0x5050_5050_5050_5050) & ~(low &+ 0x4646_4646_4646_4646) & ~bytes & 0x8080_8080_8080_8080
      return bytes & ~((digits >> 7) &* 0x0F)
    }

    /// Whether there are no characters but those that are written in one way only: among them all below U+0300, and the Cyrillic and
    /// Chinese ones, dashes, quotes, arrows, signs and pictures that are frequent.
    private static func isWrittenOneWay(_ text: UnsafeRawBufferPointer, _ line: Range<Int>) -> Bool {
      for at in line where text[at] >= 0xCC {
        let second = at + 1 < line.upperBound ? text[at + 1] : 0
        switch (text[at], second, at + 2 < line.upperBound ? text[at + 2] : 0) {
        case (0xD0...0xD1, _, _), (0xE4...0xE9, _, _), (0xF0, 0x9F, _): continue
        case (0xE2, 0x80, 0x82...), (0xE2, 0x82, _), (0xE2, 0x84, ...0xA5), (0xE2, 0x86, _), (0xE2, 0x9C, _): continue
        case (0xEF, 0xB8, 0x8E...0x8F): continue
        default: return false
        }
      }
      return true
    }
  }

  /// Hashes that come more than once, and a few that do not: it costs less to ask than to look for each in a large table.
  private struct Repeated {
    private var seen: [UInt64]
    private var again: [UInt64]

    init(_ hashes: [Hash]) {
      var size = 64
      while size * 64 < hashes.count * 16 { size *= 2 }
      seen = Array(repeating: 0, count: size)
      again = seen
      for hash in hashes where hash.isOfLine {
        let (word, bit) = place(hash)
        again[word] |= seen[word] & bit
        seen[word] |= bit
      }
    }

    func mayContain(_ hash: Hash) -> Bool {
      let (word, bit) = place(hash)
      return again[word] & bit != 0
    }

    private func place(_ hash: Hash) -> (word: Int, bit: UInt64) {
      (Int(truncatingIfNeeded: hash.value >> 8) & (seen.count - 1), 1 << (hash.value >> 2 & 63))
    }
  }
}
