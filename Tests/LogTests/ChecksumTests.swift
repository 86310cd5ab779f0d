import CChecksum
import CSodium
import Testing

@testable import Log

@Suite("CRC32C and the chain")
struct ChecksumTests {
  @Test("Both ways give the published values")
  func vectors() {
    let vectors: [([UInt8], UInt32)] = [
      ([], 0),
      (Array("123456789".utf8), 0xE306_9283),
      // RFC 3720, B.4.
      ([UInt8](repeating: 0, count: 32), 0x8A91_36AA),
      ([UInt8](repeating: 0xFF, count: 32), 0x62A8_AB43),
      ((0..<32).map { UInt8($0) }, 0x46DD_794E),
      ((0..<32).map { UInt8(31 - $0) }, 0x113F_DB5C),
    ]
    for (bytes, crc) in vectors {
      #expect(checksum_crc32c(0, bytes, bytes.count) == crc)
      #expect(checksum_crc32c_portable(0, bytes, bytes.count) == crc)
    }
  }

  @Test("Both ways agree for all lengths, alignments and cuts")
  func agreement() {
    let seed = SeededRandom.seed()
    print("seed \(seed)")
    var random = SeededRandom(seed)
    let bytes = random.bytes(40_000)
    bytes.withUnsafeBytes { raw in
      for length in Array(0...1700) + (0..<200).map({ _ in Int.random(in: 0...30_000, using: &random) }) {
        let start = Int.random(in: 0...64, using: &random)
        let part = raw.part(start, length)
        let crc = checksum_crc32c_portable(0, part.baseAddress, length)
        #expect(checksum_crc32c(0, part.baseAddress, length) == crc, "\(length) bytes from \(start), seed \(seed)")
        let cut = Int.random(in: 0...length, using: &random)
        let first = checksum_crc32c(0, part.baseAddress, cut)
        #expect(checksum_crc32c(first, part.part(cut, length - cut).baseAddress, length - cut) == crc)
      }
    }
  }

  @Test("A check is the start of the SHA-256 over the check before and the payload")
  func chain() {
    let payload = Array("abc".utf8)
    let first = payload.withUnsafeBytes { ChainLink(after: nil, $0) }
    // FIPS 180-2, B.1.
    #expect(
      first.bytes == [0xBA, 0x78, 0x16, 0xBF, 0x8F, 0x01, 0xCF, 0xEA, 0x41, 0x41, 0x40, 0xDE, 0x5D, 0xAE, 0x22, 0x23]
    )
    let second = payload.withUnsafeBytes { ChainLink(after: first, $0) }
    var digest = [UInt8](repeating: 0, count: 32)
    let together = first.bytes + payload
    crypto_hash_sha256(&digest, together, UInt64(together.count))
    #expect(second.bytes == Array(digest.prefix(16)))
    #expect(ChainLink(second.bytes) == second)
    #expect(ChainLink([1, 2, 3]) == nil)
  }
}
