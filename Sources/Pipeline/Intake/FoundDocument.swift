import SystemPackage

/// A document that was found in a watched folder, or is gone from it.
struct FoundDocument: Sendable {
  enum Finding: Sendable, Equatable {
    /// A file.
    /// - from: the path that it had before it was renamed, if that is known and nothing is there any longer.
    case file(content: [UInt8], from: FilePath?)
    /// It is there, and cannot be taken; the reason is one line.
    case refused(reason: String)
    case gone
    /// It belongs to a folder that was renamed.
    case movedAway
    /// A whole folder: its documents are to be looked for.
    case folderGone
    /// A whole folder, renamed: its documents are those of the new one now.
    case folderMoved
  }

  var path: FilePath
  var finding: Finding
}
