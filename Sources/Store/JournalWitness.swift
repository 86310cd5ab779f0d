import GRDB
import Glibc
import Model
import Synchronization

/// A small file beside the database, `<database>-head`, that says how far the journal had come: it tells at the start that the database
/// went backwards.
///
/// A log that is lost or cut off, and an older copy put back by hand, leave a database that is sound and does not know that it had been
/// further. It would give out sequences a second time under the same epoch, and whoever has read the first ones would miss the others.
///
/// The file is written in place after every commit, and synced only at a clean stop: what was written survives the process, and when the
/// power goes it may be older than the database, which is no harm.
final class JournalWitness: Sendable {
  /// The file has this size always, so that a line is written as a whole.
  private static let size = 256

  private let path: String
  /// Only the writer writes; nil where the file cannot be made.
  private let descriptor: Int32
  /// Whether the file has a whole line.
  private let hasNoted: Atomic<Bool>

  /// - Parameter database: its path.
  init(ofDatabase database: String) {
    path = Self.path(database)
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    if descriptor >= 0 { fchmod(descriptor, 0o600) }
    var status = stat()
    hasNoted = Atomic(descriptor >= 0 && fstat(descriptor, &status) == 0 && status.st_size == Self.size)
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  static func path(_ database: String) -> String { database + "-head" }

  /// What the file says.
  enum Testimony: Equatable {
    /// There is none, or it is empty.
    case none
    case unreadable
    case end(Model.Cursor)
  }

  static func read(ofDatabase database: String) -> Testimony {
    let file = open(path(database), O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return errno == ENOENT ? .none : .unreadable }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: size + 1)
    let count = Glibc.read(file, &bytes, bytes.count)
    if count == 0 { return .none }
    guard count == size, let text = String(validating: bytes[..<count], as: UTF8.self) else { return .unreadable }
    let fields = text.split(whereSeparator: { $0 == " " || $0 == "\n" })
    guard fields.count == 2, Digest(String(fields[1])) == Digest(of: fields[0].utf8),
      let end = Model.Cursor(String(fields[0]))
    else { return .unreadable }
    return .end(end)
  }

  /// Notes how far the journal has come. Where the disk does not take it the file says less than it could, and nothing wrong.
  func note(_ end: Model.Cursor) {
    guard descriptor >= 0 else { return }
    let text = "\(end) \(Digest(of: "\(end)".utf8))"
    var bytes = Array(text.utf8)
    bytes += [UInt8](repeating: UInt8(ascii: " "), count: Self.size - 1 - bytes.count) + [UInt8(ascii: "\n")]
    let written = pwrite(descriptor, bytes, bytes.count, 0)
    if written == bytes.count { return hasNoted.store(true, ordering: .relaxed) }
    // A first line that a full disk cuts off would be taken for damage; an empty file says nothing.
    if !hasNoted.load(ordering: .relaxed) { ftruncate(descriptor, 0) }
  }

  func sync() {
    if descriptor >= 0 { fsync(descriptor) }
  }

  /// The whole line of a fault, as the start and the check say it.
  static func line(_ fault: String, _ path: String) -> String { "\(path) is not the database that was left: \(fault)" }

  /// Why the database cannot be the one that was left, in one line; nil if it can.
  /// - Parameter epoch: of the database.
  static func fault(_ testimony: Testimony, _ database: Database, epoch: Epoch) throws -> String? {
    let end = try JournalEnd(database)
    let head = max(end.sequence, try TrimPoint(database).sequence)
    switch testimony {
    case .none where head == 0: return nil
    case .none: return "it ends with event \(head), and nothing beside it says how far it had come"
    case .unreadable: return "it ends with event \(head), and what was noted of how far it had come is damaged"
    case .end(let noted) where noted.epoch != epoch:
      return "it is of epoch \(epoch), and the one that was left is of \(noted.epoch)"
    case .end(let noted) where noted.sequence > head:
      return "it ends with event \(head), and event \(noted.sequence) had been written"
    case .end(let noted):
      guard let check = noted.check, let kept = try Store.check(at: noted.sequence, database) else { return nil }
      return check == kept ? nil : "its event \(noted.sequence) is not the one that had been written"
    }
  }
}
