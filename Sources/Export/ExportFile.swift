import Glibc

/// Where an export goes: standard output, or a file that is there whole or not at all.
///
/// It is written beside its place, synced, and renamed when all of it is there; a file that is there already stands until then.
public final class ExportFile {
  /// What is written at first; nothing for standard output.
  public let draft: String
  private let path: String?
  private let descriptor: Int32
  private var buffer: [UInt8] = []
  private var isOpen = true

  private static let bufferSize = 256 << 10

  /// - Parameter path: where it goes; nil for standard output.
  /// - Throws: ``ExportError`` when the folder does not take it.
  public init(_ path: String?) throws(ExportError) {
    self.path = path
    guard let path else {
      draft = ""
      descriptor = 1
      return
    }
    let (folder, name) = Self.split(path)
    var status = stat()
    if stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
      throw ExportError("\(path): is a folder; name a file")
    }
    draft = "\(folder)/.\(name).\(getpid()).tmp"
    descriptor = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw Self.error(path) }
  }

  deinit {
    discard()
  }

  private static func split(_ path: String) -> (folder: String, name: String) {
    guard let slash = path.lastIndex(of: "/") else { return (".", path) }
    let folder = path[..<slash]
    return (folder.isEmpty ? "/" : String(folder), String(path[path.index(after: slash)...]))
  }

  /// - Parameter path: nil for standard output.
  private static func error(_ path: String?) -> ExportError {
    let reason = String(cString: strerror(errno))
    guard let path else { return ExportError("standard output cannot be written: \(reason)", isOfStandardOutput: true) }
    return ExportError("\(path): cannot be written: \(reason)")
  }

  /// - Throws: ``ExportError`` when the disk does not take it.
  public func write(_ bytes: some Sequence<UInt8>) throws(ExportError) {
    buffer.append(contentsOf: bytes)
    if buffer.count >= Self.bufferSize { try flush() }
  }

  private func flush() throws(ExportError) {
    var sent = 0
    while sent < buffer.count {
      let count = buffer[sent...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw Self.error(path) }
      sent += count
    }
    buffer.removeAll(keepingCapacity: true)
  }

  /// Puts the file in its place, when it is on disk.
  /// - Throws: ``ExportError``; then what was there before stands.
  public func finish() throws(ExportError) {
    try flush()
    guard let path, isOpen else { return }
    guard fsync(descriptor) == 0, rename(draft, path) == 0 else {
      let error = Self.error(path)
      discard()
      throw error
    }
    isOpen = false
    close(descriptor)
    // The name is on disk when its folder is.
    let folder = open(Self.split(path).folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { return }
    defer { close(folder) }
    guard fsync(folder) == 0 else { throw Self.error(path) }
  }

  /// Removes what was written so far.
  public func discard() {
    guard path != nil, isOpen else { return }
    isOpen = false
    close(descriptor)
    for rest in ["", "-journal", "-wal", "-shm"] { unlink(draft + rest) }
  }
}
