import Console
import FileOutput
import Foundation
import Glibc
import Store

/// Where a copy of the database may go, and where one may come from: never in the place of what the daemon lives of, nor from there.
enum CopyPlace {
  /// What SQLite and the store keep beside a database.
  private static let companions = ["", "-wal", "-shm", "-journal", "-head", "-sums"] + DatabaseFile.searchSuffixes

  /// Refuses a destination that lies in the state folder, or is the same file as one there, whatever leads to it.
  /// - Parameters:
  ///   - file: the destination.
  ///   - name: the same as it was written.
  /// - Throws: ``UsageError``, and ``FileError`` where its links lead nowhere.
  static func check(_ file: String, named name: String, state: String) throws {
    let place = try FilePlace(file)
    let isInside = place.kind != .stream && (lies(place, inFoldersOf: state) || isBesideDatabase(place, state))
    if isInside {
      throw UsageError(
        "\(name) is in the state folder \(state), whose files no copy may replace; name a file elsewhere"
      )
    }
    if let own = sameFile(as: file, in: state) {
      throw UsageError("\(name) is the same file as \(own), which no copy may replace; name another file")
    }
  }

  /// Refuses to put a database in its own place.
  /// - Throws: ``UsageError``.
  static func checkSource(_ file: String, named name: String, database: String) throws {
    let source = FileIdentity(file)
    for rest in companions where source != nil && source == FileIdentity(database + rest) {
      throw UsageError("\(name) is the same file as \(database)\(rest), and no copy of it; name a backup")
    }
  }

  /// Whether a place is in the state folder or below it, or in a folder that a link there leads to.
  private static func lies(_ place: FilePlace, inFoldersOf state: String) -> Bool {
    var folders = Set([FileIdentity(state)].compactMap { $0 })
    for name in names(in: state) {
      var status = stat()
      guard stat("\(state)/\(name)", &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { continue }
      folders.insert(FileIdentity(status))
    }
    guard let real = realpath(place.folder, nil) else { return false }
    defer { free(real) }
    var path = String(cString: real)
    while true {
      if let folder = FileIdentity(path), folders.contains(folder) { return true }
      if path == "/" || path.isEmpty { return false }
      path = URL(fileURLWithPath: path).deletingLastPathComponent().path
    }
  }

  /// Whether a place is that of the database or of what is kept beside it, where a link in the state folder leads to the database.
  private static func isBesideDatabase(_ place: FilePlace, _ state: String) -> Bool {
    guard let database = try? FilePlace(state + "/courant.db"), let folder = FileIdentity(database.folder),
      folder == FileIdentity(place.folder)
    else { return false }
    return companions.contains { (database.name + $0).utf8.elementsEqual(place.name.utf8) }
  }

  /// The file of a state folder that another name leads to; nil where there is none.
  private static func sameFile(as file: String, in state: String) -> String? {
    var status = stat()
    guard stat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    let wanted = FileIdentity(status)
    // With one name it is below the state folder only where that was looked for already, but for links that lead out of it.
    let all = names(in: state) + (status.st_nlink > 1 ? below(state) : [])
    return all.lazy.map { "\(state)/\($0)" }.first { FileIdentity($0) == wanted }
  }

  private static func names(in folder: String) -> [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
  }

  private static func below(_ folder: String) -> [String] {
    FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
  }
}
