import Feeds
import FileOutput
import Glibc
import Model

/// The state of a feed in a file of its own: written beside its place, synced and renamed.
public struct FeedFile: Sendable {
  /// A file is never larger: 5000 entries of URIs of 4096 bytes and what belongs to them.
  private static let largest = 32 << 20

  private let path: String

  /// - Parameters:
  ///   - folder: the state folder of the role; see ``folder(state:)``.
  ///   - url: of the feed.
  public init(folder: String, url: String) {
    path = "\(folder)/\(FeedState.fileName(of: url))"
  }

  /// Where the files are.
  public static func folder(state: String) -> String { "\(state)/feeds" }

  /// What is kept of the feed; nil for a feed that was never looked at.
  /// - Throws: ``FeedFileError`` for a file that cannot be read or is not what was written.
  public func read() throws(FeedFileError) -> FeedState? {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else {
      if errno == ENOENT { return nil }
      throw FeedFileError("\(path): cannot be read: \(String(cString: strerror(errno)))")
    }
    defer { close(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 64 << 10)
    while bytes.count <= Self.largest {
      let count = Glibc.read(file, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw FeedFileError("\(path): cannot be read: \(String(cString: strerror(errno)))") }
      if count == 0 { break }
      bytes += chunk[..<count]
    }
    do throws(JSONError) {
      return try JSON.decode(FeedState.self, from: bytes)
    } catch {
      throw FeedFileError("\(path): damaged: \(error); remove it to begin with the feed anew")
    }
  }

  /// - Throws: ``FeedFileError``; then what was there before stands.
  public func write(_ state: FeedState) throws(FeedFileError) {
    do {
      let file = try OutputFile(path, isPrivate: true)
      try file.write(JSON.encode(state))
      try file.finish()
    } catch {
      throw FeedFileError("\(error)")
    }
  }
}

/// Why the state of a feed cannot be read or written, in one line.
public struct FeedFileError: Error, Sendable, Equatable, CustomStringConvertible {
  public let description: String

  init(_ description: String) { self.description = description }
}
