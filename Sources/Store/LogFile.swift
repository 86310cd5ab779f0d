import Glibc

/// SQLite's write-ahead log, as far as must be known to tell a torn end from damage.
///
/// SQLite reads a log up to the first frame whose checksum is wrong, and takes the rest for a commit that was cut off. That is right
/// after a power cut, which can only tear the last commit, for each was synced before the next began. Where whole commits follow the
/// bad frame, what was acknowledged would be gone without a word.
enum LogFile {
  /// What is wrong with the log of a database, in one line; nil when nothing is, or there is none.
  /// - Throws: ``StoreError`` when it cannot be read.
  static func fault(ofDatabase database: String) throws -> String? {
    let path = database + "-wal"
    var status = stat()
    guard stat(path, &status) == 0, status.st_size > 32 else { return nil }
    guard let file = fopen(path, "re") else {
      throw StoreError(.storage, "\(path): \(String(cString: strerror(errno)))")
    }
    defer { fclose(file) }
    var header = [UInt8](repeating: 0, count: 32)
    guard fread(&header, 1, 32, file) == 32 else { return nil }
    let magic = word(header, 0)
    let pageSize = Int(word(header, 8))
    let rule = "restore a backup"
    guard magic & ~1 == 0x377F_0682, pageSize.nonzeroBitCount == 1, (512...65536).contains(pageSize) else {
      return "\(path) is damaged: it does not begin as a log does; \(rule)"
    }
    var sum = Sum(isBigEndian: magic & 1 == 1)
    sum.add(header[..<24])
    var isValid = sum.matches(header, at: 24)
    var salts = Array(header[16..<24])
    var frame = [UInt8](repeating: 0, count: 24 + pageSize)
    var (number, firstBad, commitsAfter) = (0, isValid ? nil : 0 as Int?, 0)
    while fread(&frame, 1, frame.count, file) == frame.count {
      number += 1
      // Where the header itself is bad, the frames alone say whose they are.
      if number == 1, firstBad == 0 { salts = Array(frame[8..<16]) }
      // Frames of an earlier use of the file bear other salts.
      let isOurs = frame[8..<16].elementsEqual(salts)
      if isValid {
        sum.add(frame[..<8])
        sum.add(frame[24...])
        isValid = isOurs && sum.matches(frame, at: 16)
        if isValid { continue }
        firstBad = number
      }
      if isOurs, word(frame, 4) != 0 { commitsAfter += 1 }
    }
    guard ferror(file) == 0 else { throw StoreError(.storage, "\(path): cannot be read") }
    // One may be the commit that was cut off.
    guard let firstBad, commitsAfter > 1 else { return nil }
    return "\(path) is damaged: part \(firstBad) is not what was written, and \(commitsAfter) commits follow; \(rule)"
  }

  private static func word(_ bytes: [UInt8], _ offset: Int) -> UInt32 {
    bytes[offset..<(offset + 4)].reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// The running checksum of a log.
  private struct Sum {
    let isBigEndian: Bool
    private var first: UInt32 = 0
    private var second: UInt32 = 0

    init(isBigEndian: Bool) {
      self.isBigEndian = isBigEndian
    }

    mutating func add(_ bytes: ArraySlice<UInt8>) {
      bytes.withUnsafeBytes { buffer in
        for offset in stride(from: 0, to: buffer.count - 7, by: 8) {
          let (x, y) = (
            buffer.loadUnaligned(fromByteOffset: offset, as: UInt32.self),
            buffer.loadUnaligned(fromByteOffset: offset + 4, as: UInt32.self)
          )
          first &+= (isBigEndian ? x.bigEndian : x.littleEndian) &+ second
          second &+= (isBigEndian ? y.bigEndian : y.littleEndian) &+ first
        }
      }
    }

    func matches(_ bytes: [UInt8], at offset: Int) -> Bool {
      word(bytes, offset) == first && word(bytes, offset + 4) == second
    }
  }
}
