import CSodium
import Glibc
import Model
import Service
import Wire

/// The key that intake and the aggregator share, and no worker has: by it each knows what the other has said of a job.
///
/// A worker reads hostile documents and may be taken over. What it sends is taken only for a job that intake has given out, with the
/// document and the action that intake has given it; and intake lets a document go only when the aggregator has said that it is committed.
public struct JobKey: Sendable {
  /// What is said of a job.
  public enum Statement: String, Sendable {
    /// Intake: this is the job for this revision, to do this.
    case job
    /// The aggregator: what became of the job is in the journal.
    case done
    /// Intake: the revision was set aside.
    case setAside = "set aside"
    /// Intake: nobody waits any longer for the document, which was set aside.
    case drop
    /// Intake asks which documents there are.
    case documents
  }

  private static let byteCount = 32
  private let bytes: [UInt8]

  /// Reads the key from its file, and creates the file if it does not exist.
  ///
  /// - Parameter configuration: `keys.jobs` names the file; without it the two roles share the state folder, and it is there.
  /// - Throws: ``ConfigurationError`` when the file cannot be read or made, or others may read it.
  public init(_ configuration: Configuration) throws(ConfigurationError) {
    let named = configuration.keys.jobs
    let path = named.isEmpty ? configuration.state + "/job.key" : named
    if access(path, F_OK) != 0, errno == ENOENT {
      guard named.isEmpty else {
        throw ConfigurationError("keys.jobs: \(path) is not there; make it once with: courantd keys jobs FILE")
      }
      try FolderMaker.make(configuration.state)
      try Self.create(path, mayBeThere: true)
    }
    var status = stat()
    guard stat(path, &status) == 0 else { throw ConfigurationError(path, code: errno) }
    guard status.st_mode & 0o027 == 0 else {
      throw ConfigurationError("\(path): others may read or change this key of jobs; run: chmod 600 \(path)")
    }
    let text = try SmallFile.read(path, limit: 4 * Self.byteCount)
    let digits = text.last == UInt8(ascii: "\n") ? Array(text.dropLast()) : text
    guard let bytes = Self.decode(digits) else {
      throw ConfigurationError("\(path): no key of jobs; remove it, and make it again with: courantd keys jobs FILE")
    }
    self.bytes = bytes
  }

  /// Makes a key of its own, for tests and for one process.
  public init() { bytes = Self.random() }

  /// Makes a file with a new key, for its owner alone.
  /// - Parameter mayBeThere: whether it is as well when somebody else makes the file first.
  /// - Throws: ``ConfigurationError``.
  public static func create(_ path: String, mayBeThere: Bool = false) throws(ConfigurationError) {
    let text = Seal(bytes: random()).text + "\n"
    // Whole or not there at all: the other role may look at the same time.
    let temporary = "\(path).\(getpid()).\(random().prefix(4).map(String.init).joined()).tmp"
    try SmallFile.create(temporary, with: Array(text.utf8), mode: 0o600)
    defer { unlink(temporary) }
    guard link(temporary, path) != 0 else { return }
    guard errno == EEXIST else { throw ConfigurationError(path, code: errno) }
    if !mayBeThere { throw ConfigurationError("\(path) is there already; name another file") }
  }

  private static func random() -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: byteCount)
    randombytes_buf(&bytes, byteCount)
    return bytes
  }

  private static func decode(_ digits: [UInt8]) -> [UInt8]? {
    guard let seal = Seal(text: String(decoding: digits, as: UTF8.self)) else { return nil }
    return seal.bytes
  }

  /// A proof of a statement: BLAKE2b (RFC 7693) with the key, over the statement and its fields, each behind its length.
  public func seal(_ statement: Statement, _ fields: [String]) -> Seal {
    var message: [UInt8] = []
    for field in [statement.rawValue] + fields {
      withUnsafeBytes(of: UInt64(field.utf8.count).bigEndian) { message += $0 }
      message += field.utf8
    }
    var hash = [UInt8](repeating: 0, count: Self.byteCount)
    crypto_generichash(&hash, hash.count, message, UInt64(message.count), bytes, bytes.count)
    return Seal(bytes: hash)
  }

  /// Whether a seal proves a statement; in constant time.
  public func proves(_ seal: Seal?, _ statement: Statement, _ fields: [String]) -> Bool {
    guard let seal else { return false }
    let wanted = self.seal(statement, fields).bytes
    return seal.bytes.count == wanted.count && sodium_memcmp(seal.bytes, wanted, wanted.count) == 0
  }

  /// What the statements about a job are about.
  /// - Parameter action: null for the usual one.
  public func job(_ job: String, _ uri: String, _ digest: Digest, _ action: JobAction?) -> [String] {
    [job, uri, digest.description, (action ?? .extract).rawValue]
  }
}
