import SystemPackage

/// A document that was found in a watched folder, or is gone from it.
struct FoundDocument: Sendable {
  enum Finding: Sendable, Equatable {
    /// A file.
    /// - from: the paths that it had before it was renamed, as far as they are known and nothing is there any longer.
    case file(content: [UInt8], from: [FilePath])
    /// It is there, and cannot be taken; the reason is one line.
    case refused(reason: String)
    case gone
    /// It was in a folder that was renamed, and is in the new one.
    case movedAway
    /// A whole folder: its documents are to be looked for.
    /// - movedTo: where it is now, if it was renamed and its files do not each tell where they come from.
    case folderGone(movedTo: FilePath?)
  }

  var path: FilePath
  var finding: Finding
}
