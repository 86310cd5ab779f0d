import Failpoints
import Glibc
import Model
import Service

/// The folder in which documents wait, in the manner of a maildir: written in `tmp`, synced, and renamed into `new`.
///
/// A file is one line of JSON, the ``Revision``, and after it the content. Its name is a counter that never repeats and, after a dot,
/// how often work on it has failed. `failed` has the documents that were given up, with the reason in their first line; a name that
/// ends in `.told` says that the aggregator knows. Used by one thread.
final class Spool {
  /// The name of this spool in the names of jobs; it is minted with the spool, so that counters of another are never mistaken for ours.
  let name: String
  private let folder: String
  private var next: UInt64
  /// The counter up to which numbers may be given out before the file is written again.
  private var reserved: UInt64
  private(set) var count = 0
  private(set) var bytes = 0
  /// The documents that were given up: their places by URI, and the names of their files by place.
  private var givenUp: [ExactText: [UInt64]] = [:]
  private var givenUpNames: [UInt64: String] = [:]

  /// How the name of a file ends of which the aggregator knows.
  private static let told = ".told"
  private static let block: UInt64 = 1024
  /// No spool comes so far; a file that says so is damaged.
  private static let maximumCounter: UInt64 = 1 << 53

  /// Opens a spool, or makes one.
  /// - Returns: the spool; the documents that wait in it, oldest first; those given up that the aggregator may not know of;
  ///   and for each file that was damaged a line that says so.
  static func open(_ folder: String) throws -> (
    Spool, [SpoolEntry], [(SpoolEntry, SetAsideEntry)], complaints: [String]
  ) {
    for part in ["tmp", "new", "failed", "damaged"] { try FolderMaker.make("\(folder)/\(part)") }
    var complaints: [String] = []
    for name in try Files.list("\(folder)/tmp").names {
      do throws(SpoolError) {
        try Files.remove("\(folder)/tmp/\(name)")
      } catch {
        // It is overwritten, or goes with the next start.
        complaints.append("\(error)")
      }
    }
    let spool = try Spool(folder: folder)
    var waiting: [SpoolEntry] = []
    var untold: [(SpoolEntry, SetAsideEntry)] = []
    for name in try Files.list("\(folder)/new").names {
      do {
        let entry = try spool.read(name, in: "new", as: Revision.self).entry
        waiting.append(entry)
        spool.count += 1
        spool.bytes += entry.revision.size
        spool.next = max(spool.next, entry.counter + 1)
      } catch {
        complaints.append("\(error); \(spool.putAside(name, of: "new"))")
      }
    }
    for name in try Files.list("\(folder)/failed").names {
      let isTold = name.hasSuffix(told)
      do {
        let (entry, header) = try spool.read(name, in: "failed", as: SetAsideEntry.self)
        spool.givenUp[ExactText(header.revision.uri), default: []].append(entry.counter)
        spool.givenUpNames[entry.counter] = "\(entry.counter).\(entry.failures)"
        if !isTold { untold.append((entry, header)) }
      } catch {
        // Check names it; the aggregator knows of it.
        if isTold { continue }
        complaints.append("\(error); \(spool.putAside(name, of: "failed"))")
      }
    }
    return (spool, waiting, untold, complaints)
  }

  /// Moves a damaged file out of the way.
  /// - Returns: what became of it.
  private func putAside(_ name: String, of part: String) -> String {
    do throws(SpoolError) {
      try Files.rename("\(folder)/\(part)/\(name)", "\(folder)/damaged/\(name)")
      return "moved to \(folder)/damaged"
    } catch {
      return "it stays there until the next start: \(error)"
    }
  }

  private struct Mark: Codable {
    var name: String
    var reserved: UInt64
  }

  private init(folder: String) throws {
    self.folder = folder
    let path = "\(folder)/counter"
    if access(path, F_OK) == 0 {
      let bytes = try Files.read(path, limit: 4096)
      let line = bytes.last == UInt8(ascii: "\n") ? bytes.dropLast() : bytes[...]
      guard let mark = try? Self.header(Mark.self, from: line), mark.reserved < Self.maximumCounter else {
        throw SpoolError(description: "\(path) is damaged; remove it once \(folder)/new is empty")
      }
      name = mark.name
      reserved = mark.reserved
    } else {
      name = String(Epoch.mint().description.prefix(8))
      reserved = 1
    }
    // More are reserved with the first that is given out: a spool opens on a disk that is full, too.
    next = reserved
  }

  /// The name of an entry's work, as the aggregator orders it.
  func job(_ entry: SpoolEntry) -> String { "\(name)-\(entry.counter)" }

  private func reserve() throws(SpoolError) {
    let mark = Mark(name: name, reserved: next + Self.block)
    try Files.write([try Self.line(mark)], to: "\(folder)/tmp/counter")
    try Files.rename("\(folder)/tmp/counter", "\(folder)/counter")
    try Files.syncFolder(folder)
    reserved = mark.reserved
  }

  /// Writes a little and removes it, to see whether the disk takes anything again.
  func probe() throws(SpoolError) {
    let path = "\(folder)/tmp/probe"
    try Files.write([[UInt8](repeating: 0, count: 4096)], to: path)
    try Files.remove(path)
  }

  /// Writes a document; it is durable once ``commit()`` has come back.
  func add(_ revision: Revision, content: [UInt8]) throws(SpoolError) -> SpoolEntry {
    if next >= reserved { try reserve() }
    let entry = SpoolEntry(counter: next, failures: 0, revision: revision)
    let path = "\(folder)/tmp/\(entry.counter)"
    do throws(SpoolError) {
      try Files.write([try Self.line(revision), content], to: path)
      try Files.rename(path, self.path(entry))
    } catch {
      try? Files.remove(path)
      throw error
    }
    next += 1
    count += 1
    bytes += revision.size
    return entry
  }

  /// Comes back when every document that was added is on disk.
  func commit() throws(SpoolError) {
    try Files.syncFolder("\(folder)/new")
  }

  /// The content of a document.
  /// - Throws: ``SpoolError`` when the file is gone or not what was written.
  func content(_ entry: SpoolEntry) throws(SpoolError) -> [UInt8] {
    try Self.content(entry, at: path(entry))
  }

  /// The content of a document, by the path of its file.
  /// - Throws: ``SpoolError`` when the file is gone or not what was written.
  static func content(_ entry: SpoolEntry, at path: String) throws(SpoolError) -> [UInt8] {
    let file: [UInt8]
    do {
      file = try Files.read(path, limit: .max - 1)
    } catch {
      throw SpoolError(description: "\(path): \(error)", isDamage: access(path, F_OK) != 0)
    }
    guard let end = file.firstIndex(of: UInt8(ascii: "\n")) else {
      throw SpoolError(description: "\(path): damaged", isDamage: true)
    }
    let content = Array(file[(end + 1)...])
    guard Digest(of: content) == entry.revision.digest else {
      throw SpoolError(description: "\(path): the content is not what was written", isDamage: true)
    }
    return content
  }

  /// Remembers that work on the document has failed once more.
  func countFailure(_ entry: SpoolEntry) throws(SpoolError) -> SpoolEntry {
    var changed = entry
    changed.failures += 1
    try Files.rename(path(entry), path(changed))
    return changed
  }

  /// Forgets a document whose batch is committed.
  func remove(_ entry: SpoolEntry) throws(SpoolError) {
    try Files.remove(path(entry))
    forget(entry)
  }

  /// Puts a document whose file is damaged, and whose batch is committed, where whoever looks into it finds it.
  /// - Returns: the file; nil when it is gone.
  func putAside(_ entry: SpoolEntry) throws(SpoolError) -> String? {
    let path = path(entry)
    guard access(path, F_OK) == 0 else {
      forget(entry)
      return nil
    }
    let name = path.suffix(from: path.lastIndex(of: "/") ?? path.startIndex)
    let place = "\(folder)/damaged\(name)"
    try Files.rename(path, place)
    forget(entry)
    return place
  }

  /// Moves a document out of the way of the others, with the reason.
  func setAside(_ entry: SpoolEntry, _ report: SetAsideEntry) throws(SpoolError) {
    let content: [UInt8]
    do throws(SpoolError) {
      content = try self.content(entry)
    } catch {
      content = []
    }
    let name = "\(entry.counter).\(entry.failures)"
    try Files.write([try Self.line(report), content], to: "\(folder)/tmp/\(name)")
    try Files.rename("\(folder)/tmp/\(name)", "\(folder)/failed/\(name)")
    try Files.syncFolder("\(folder)/failed")
    Failpoint.midSetAside.reach()
    if givenUpNames.updateValue(name, forKey: entry.counter) == nil {
      givenUp[ExactText(entry.revision.uri), default: []].append(entry.counter)
    }
    try Files.remove(path(entry))
    forget(entry)
  }

  /// A document that was given up last under a name; nil when there is none whose first line can be read.
  func failed(uri: String) -> SetAsideFile? {
    for counter in (givenUp[ExactText(uri)] ?? []).sorted(by: >) {
      guard let path = failedPath(counter) else { continue }
      do {
        let head = try Files.read(path, limit: 64 << 10)
        guard let end = head.firstIndex(of: UInt8(ascii: "\n")) else { continue }
        return SetAsideFile(path: path, entry: try Self.header(SetAsideEntry.self, from: head[..<end]))
      } catch {
        // Damaged: check names it.
        continue
      }
    }
    return nil
  }

  /// The file of a document that was given up, told of or not; nil when it is gone.
  private func failedPath(_ counter: UInt64) -> String? {
    guard let name = givenUpNames[counter] else { return nil }
    return ["\(folder)/failed/\(name)", "\(folder)/failed/\(name)\(Self.told)"].first { access($0, F_OK) == 0 }
  }

  /// The content of a document that was given up.
  /// - Throws: ``SpoolError`` when it is not what was written.
  func content(_ file: SetAsideFile) throws(SpoolError) -> [UInt8] {
    try Self.content(entry(of: file), at: file.path)
  }

  /// The document that a file holds which was given up.
  func entry(of file: SetAsideFile) -> SpoolEntry {
    SpoolEntry(counter: 0, failures: 0, revision: file.entry.revision)
  }

  /// Removes what was given up of a document.
  /// - Parameter counter: what came later stays; nil for all.
  /// - Returns: how many files were removed.
  @discardableResult
  func removeFailed(uri: String, before counter: UInt64? = nil) throws(SpoolError) -> Int {
    let gone = (givenUp[ExactText(uri)] ?? []).filter { counter == nil || $0 < counter ?? 0 }
    guard !gone.isEmpty else { return 0 }
    for counter in gone {
      if let path = failedPath(counter) { try Files.remove(path) }
    }
    try Files.syncFolder("\(folder)/failed")
    for counter in gone { givenUpNames[counter] = nil }
    givenUp[ExactText(uri)] = (givenUp[ExactText(uri)] ?? []).filter { !gone.contains($0) }
    if givenUp[ExactText(uri)]?.isEmpty == true { givenUp[ExactText(uri)] = nil }
    return gone.count
  }

  /// Remembers that the aggregator knows of a document that was given up.
  func markTold(_ entry: SpoolEntry) throws(SpoolError) {
    let path = "\(folder)/failed/\(entry.counter).\(entry.failures)"
    guard access(path, F_OK) == 0 else { return }
    try Files.rename(path, path + Self.told)
  }

  private func forget(_ entry: SpoolEntry) {
    count -= 1
    bytes -= entry.revision.size
  }

  /// The file of a document that waits.
  func path(_ entry: SpoolEntry) -> String {
    let digits = String(entry.counter)
    return "\(folder)/new/\(String(repeating: "0", count: max(0, 16 - digits.count)))\(digits).\(entry.failures)"
  }

  /// Reads the first line of a file: JSON and, after a space, its SHA-256. Files of before have no SHA-256.
  /// - Throws: ``SpoolError`` or ``JSONError``.
  static func header<Header: Decodable>(_ type: Header.Type, from line: ArraySlice<UInt8>) throws -> Header {
    var json = line
    if let space = line.lastIndex(of: UInt8(ascii: " ")),
      let digest = Digest(String(decoding: line[(space + 1)...], as: UTF8.self))
    {
      json = line[..<space]
      guard digest == Digest(of: json) else { throw SpoolError(description: "the first line is not what was written") }
    }
    return try JSON.decode(type, from: json)
  }

  /// The first line of a file: a bit of it that is flipped must not make it another document's.
  static func line(_ header: some Encodable) throws(SpoolError) -> [UInt8] {
    do {
      let json = try JSON.encode(header)
      return json + Array(" \(Digest(of: json))\n".utf8)
    } catch {
      throw SpoolError(description: "\(error)")
    }
  }

  private func read<Header: Decodable>(
    _ name: String,
    in part: String,
    as type: Header.Type
  ) throws -> (entry: SpoolEntry, header: Header) {
    let path = "\(folder)/\(part)/\(name)"
    let bare = part == "failed" && name.hasSuffix(Self.told) ? name.dropLast(Self.told.count) : name[...]
    let fields = bare.split(separator: ".")
    guard fields.count == 2, let counter = UInt64(fields[0]), counter < Self.maximumCounter,
      let failures = Int(fields[1]),
      (0...1_000_000).contains(failures)
    else {
      throw SpoolError(description: "\(path): not a name of the spool's")
    }
    let head = try Files.read(path, limit: 64 << 10)
    guard let end = head.firstIndex(of: UInt8(ascii: "\n")) else {
      throw SpoolError(description: "\(path): damaged, the first line does not end")
    }
    do {
      let header = try Self.header(type, from: head[..<end])
      let revision = (header as? Revision) ?? (header as? SetAsideEntry)?.revision
      guard let revision, (0...(1 << 40)).contains(revision.size) else {
        throw SpoolError(description: "\(path): damaged")
      }
      return (SpoolEntry(counter: counter, failures: failures, revision: revision), header)
    } catch {
      throw SpoolError(description: "\(path): damaged, \(error)")
    }
  }
}
