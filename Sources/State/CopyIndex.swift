import Model

/// The newest texts by their fingerprints, to find the one of which another is a near copy.
///
/// Locality-sensitive hashing: texts are compared that share a band of their fingerprints (P. Indyk, R. Motwani, 1998). For each band
/// there are chains from the newest text to older ones, as LZ77 coders keep them. The index is in memory, for its rows in a table would
/// be written to as many pages as a fingerprint has bands; what it holds follows from the newest revisions alone. 13 MB at most.
public struct CopyIndex: Sendable {
  /// How many texts are looked through: the newest.
  public static let window = 31_744
  /// So many texts of one band are compared, the newest.
  public static let candidates = 8
  /// How far a chain is followed for them.
  public static let steps = 256
  private static let bands = Fingerprint.size / Fingerprint.rows
  private static let buckets = 1 << 15

  /// Of each text, by its number modulo the capacity.
  private var revisions: [Int64] = []
  private var texts: [Int64] = []
  private var hashes: [UInt16] = []
  /// Of each text and band: the number of the next older text in the chain and 1; 0 at its end.
  private var older: [UInt32] = []
  /// Of each band and bucket: the number of the newest text and 1; 0 for none.
  private var newest = [UInt32](repeating: 0, count: bands * buckets)
  /// How many texts were put in.
  private var count = 0
  /// How many were taken out since the last that was put in.
  private var taken = 0
  private let window: Int
  /// So many more are kept than are looked through, that the newest can be taken out again.
  private let slack: Int
  private var capacity: Int { window + slack }

  public init() { self.init(window: Self.window, slack: 1024) }

  init(window: Int, slack: Int) {
    self.window = window
    self.slack = slack
  }

  /// Puts a text in.
  /// - Parameters:
  ///   - revision: greater than those that were put in before.
  ///   - text: the first revision that it is a copy of, itself included.
  public mutating func append(_ revision: Int64, text: Int64, _ fingerprint: Fingerprint) {
    let slot = count % capacity
    if slot == revisions.count {
      revisions.append(revision)
      texts.append(text)
      hashes += fingerprint.hashes
      older += [UInt32](repeating: 0, count: Self.bands)
    } else {
      revisions[slot] = revision
      texts[slot] = text
      hashes.replaceSubrange(slot * Fingerprint.size..<(slot + 1) * Fingerprint.size, with: fingerprint.hashes)
    }
    for band in 0..<Self.bands {
      let bucket = bucket(band, ofSlot: slot)
      older[slot * Self.bands + band] = newest[bucket]
      newest[bucket] = UInt32(truncatingIfNeeded: count + 1)
    }
    count += 1
    taken = max(0, taken - 1)
  }

  /// Takes the texts out again from a revision on, whose transaction was given up.
  /// - Returns: false when that were too many: the index is to be made again.
  public mutating func remove(from revision: Int64) -> Bool {
    while count > 0, revisions[(count - 1) % capacity] >= revision {
      guard taken < slack else { return false }
      let slot = (count - 1) % capacity
      for band in 0..<Self.bands { newest[bucket(band, ofSlot: slot)] = older[slot * Self.bands + band] }
      count -= 1
      taken += 1
    }
    return true
  }

  /// The text of the most similar one that is near enough to be a copy; of several as similar the oldest.
  public func text(of fingerprint: Fingerprint) -> Int64? {
    var found: Set<Int> = []
    for band in 0..<Self.bands { collect(band, fingerprint, &found) }
    var best: (equal: Int, text: Int64)?
    for slot in found.sorted(by: { revisions[$0] < revisions[$1] }) {
      let equal = (0..<Fingerprint.size).count { hashes[slot * Fingerprint.size + $0] == fingerprint.hashes[$0] }
      guard Double(equal) / Double(Fingerprint.size) >= Fingerprint.copies, equal > best?.equal ?? 0 else { continue }
      best = (equal, texts[slot])
    }
    return best?.text
  }

  private func collect(_ band: Int, _ fingerprint: Fingerprint, _ found: inout Set<Int>) {
    let first = band * Fingerprint.rows
    var (next, steps, equal) = (newest[Self.bucket(band, fingerprint.hashes[first..<first + Fingerprint.rows])], 0, 0)
    let oldest = max(0, count - window)
    while next > 0, Int(next) > oldest, steps < Self.steps, equal < Self.candidates {
      let slot = (Int(next) - 1) % capacity
      let start = slot * Fingerprint.size + first
      if hashes[start..<start + Fingerprint.rows].elementsEqual(fingerprint.hashes[first..<first + Fingerprint.rows]) {
        found.insert(slot)
        equal += 1
      }
      next = older[slot * Self.bands + band]
      steps += 1
    }
  }

  private func bucket(_ band: Int, ofSlot slot: Int) -> Int {
    let start = slot * Fingerprint.size + band * Fingerprint.rows
    return Self.bucket(band, hashes[start..<start + Fingerprint.rows])
  }

  private static func bucket(_ band: Int, _ rows: ArraySlice<UInt16>) -> Int {
    var hash: UInt64 = 0
    for row in rows { hash = (hash << 16 | UInt64(row)) &* 0x9E37_79B9_7F4A_7C15 ^ (hash >> 29) }
    return band * buckets + Int((hash &* 0xBF58_476D_1CE4_E5B9) >> 49)
  }
}
