import TestSupport
import Testing

@testable import Extraction

/// A paragraph without end comes to the language model in pieces.
@Suite struct BlockPiecesTests {
  @Test(arguments: [UInt64(1), 2, 3]) func piecesTogetherAreTheBlock(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let parts = ["a", "ward ", "Oslo. ", "é", "😀", "\n", "? "]
    for _ in 0..<200 {
      let count = Int.random(in: 0...400, using: &random)
      let bytes = (0..<count).flatMap { _ in Array((parts.randomElement(using: &random) ?? "").utf8) }
      let start = bytes.isEmpty ? 0 : bytes.firstIndex { $0 & 0xC0 != 0x80 } ?? 0
      let maximum = Int.random(in: 8...200, using: &random)
      let pieces = BlockPieces.pieces(of: start..<bytes.count, in: bytes, maximum: maximum)
      #expect(pieces.first?.lowerBound == start && pieces.last?.upperBound == bytes.count, "seed \(seed)")
      for (piece, next) in zip(pieces, pieces.dropFirst()) {
        #expect(piece.upperBound == next.lowerBound, "seed \(seed)")
        #expect(!piece.isEmpty && piece.count <= maximum, "seed \(seed)")
        // Never within a character.
        #expect(bytes[next.lowerBound] & 0xC0 != 0x80, "seed \(seed)")
      }
    }
  }

  @Test func cutsBehindASentenceOrAWord() {
    func pieces(_ text: String, _ maximum: Int) -> [String] {
      let bytes = Array(text.utf8)
      return BlockPieces.pieces(of: 0..<bytes.count, in: bytes, maximum: maximum)
        .map { String(decoding: bytes[$0], as: UTF8.self) }
    }
    #expect(pieces("Oslo grew. Bergen did not. It rained.", 20) == ["Oslo grew. ", "Bergen did not. ", "It rained."])
    #expect(pieces("one two three four", 10) == ["one two ", "three four"])
    #expect(pieces("abcdefgh", 3) == ["abc", "def", "gh"])
    #expect(pieces("ééé", 3) == ["é", "é", "é"])
    #expect(pieces("short", 10) == ["short"])
  }
}
