import Foundation

/// A folder that goes with its owner.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "/courant-feeds-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Puts what is no JSON in the place of a file.
  func damage(_ name: String) throws { try Data("{".utf8).write(to: URL(fileURLWithPath: "\(path)/\(name)")) }
}
