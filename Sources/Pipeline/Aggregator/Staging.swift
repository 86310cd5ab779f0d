import Glibc
import Model
import Service
import Synchronization
import ZeroMQ

/// Where the chunks of large batches wait for their batch: a file for each job, so that memory does not grow with the batch.
///
/// Nothing here need survive: until a batch is acknowledged its worker has it, and after it its document is in the spool.
/// Written by the writer thread, asked by the offer thread.
final class Staging: Sendable {
  /// How many jobs may have chunks here; more than there are workers.
  static let maximumParts = 4096
  /// The most bytes of one batch.
  static let maximumBytes = 16 << 30
  /// Chunks that nobody has asked after for so long are of a worker that is gone.
  static let patience = Duration.seconds(60)

  private struct Part {
    /// Rises from one job to the next.
    var number: UInt64
    var path: String
    var peer: [UInt8]
    var chunks = 0
    var bytes = 0
    var touched = ContinuousClock.now
  }

  private struct Parts {
    var byJob: [String: Part] = [:]
    var made: UInt64 = 0

    /// The chunks of a job that are here from a worker, who asks after them now. Where their file is gone, so are they.
    mutating func living(_ job: String, of peer: [UInt8]) -> Part? {
      guard let part = byJob[job], part.peer == peer else { return nil }
      guard part.bytes == 0 || access(part.path, R_OK | W_OK) == 0 else {
        byJob[job] = nil
        return nil
      }
      byJob[job]?.touched = .now
      return part
    }
  }

  /// The most bytes of one batch here.
  let limit: Int
  /// The most bytes of all batches together; see ``hasRoom(for:_:)``.
  let totalLimit: Int
  private let folder: String
  private let parts = Mutex(Parts())

  /// Makes the folder, and removes what an earlier run has left in it.
  /// - Parameter readsOnly: true where nothing can be removed: what is left there is overwritten, or goes with the next start.
  /// - Throws: ``ConfigurationError`` or ``SpoolError``.
  init(folder: String, limit: Int = maximumBytes, totalLimit: Int = .max, readsOnly: Bool = false) throws {
    self.folder = folder
    self.limit = limit
    self.totalLimit = totalLimit
    try FolderMaker.make(folder)
    if readsOnly { return }
    for name in try Files.list(folder).names { try Files.remove("\(folder)/\(name)") }
  }

  /// How many chunks of a job are here from this worker.
  func chunks(of job: String, from peer: Frame) -> Int {
    parts.withLock { parts in
      parts.living(job, of: peer.bytes)?.chunks ?? 0
    }
  }

  /// Whether a chunk of a job may be put aside now, or must wait until others are done.
  ///
  /// The oldest job here always goes on, so that one is done in the end; it alone may be beyond the limit of all together.
  func hasRoom(for job: String, _ bytes: Int) -> Bool {
    parts.withLock { parts in
      guard let oldest = parts.byJob.min(by: { $0.value.number < $1.value.number }) else { return true }
      if oldest.key == job { return true }
      // One that waits is of a worker that is still there.
      parts.byJob[job]?.touched = .now
      if parts.byJob[job] == nil, parts.byJob.count >= Self.maximumParts { return false }
      return parts.byJob.values.reduce(bytes) { $0 + $1.bytes } <= totalLimit
    }
  }

  /// Puts a chunk aside; one that is here already, or comes before its turn, is left.
  /// - Returns: how many chunks of the job are here; nil when the batch is too large: then none is.
  /// - Throws: ``SpoolError`` when the disk does not take it: then it is not here.
  func append(_ index: Int, of job: String, from peer: Frame, _ bytes: [UInt8]) throws(SpoolError) -> Int? {
    let peer = peer.bytes
    let found: Part? = parts.withLock { parts in
      if let part = parts.living(job, of: peer), index != 0 || part.chunks == 0 { return part }
      guard index == 0 else { return nil }
      if let old = parts.byJob.removeValue(forKey: job) { unlink(old.path) }
      guard parts.byJob.count < Self.maximumParts else { return nil }
      parts.made += 1
      let part = Part(number: parts.made, path: "\(folder)/\(parts.made)", peer: peer)
      parts.byJob[job] = part
      return part
    }
    guard var part = found, index == part.chunks else { return found?.chunks ?? 0 }
    guard part.bytes + bytes.count < limit else {
      remove(job)
      return nil
    }
    // Whole lines: what follows a chunk must not run on in its last one.
    let end: [UInt8] = bytes.last == UInt8(ascii: "\n") ? [] : [UInt8(ascii: "\n")]
    try Files.append([bytes, end], to: part.path, at: part.bytes)
    part.chunks += 1
    part.bytes += bytes.count + end.count
    part.touched = .now
    parts.withLock { $0.byJob[job] = part }
    return part.chunks
  }

  /// The file of a job's chunks; nil when not all of them are here.
  func file(of job: String, from peer: Frame, chunks: Int) -> String? {
    parts.withLock { parts in
      guard let part = parts.living(job, of: peer.bytes), part.chunks == chunks else { return nil }
      return part.path
    }
  }

  /// Forgets the chunks of a job.
  func remove(_ job: String) {
    parts.withLock { parts in
      if let part = parts.byJob.removeValue(forKey: job) { unlink(part.path) }
    }
  }

  /// Forgets the chunks of workers that are gone.
  func removeOld(_ inHand: Set<ExactText>) {
    let limit = ContinuousClock.now - Self.patience
    parts.withLock { parts in
      for (job, part) in parts.byJob where part.touched < limit && !inHand.contains(ExactText(job)) {
        parts.byJob[job] = nil
        unlink(part.path)
      }
    }
  }
}
