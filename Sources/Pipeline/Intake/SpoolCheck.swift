import Glibc
import Model
import SystemPackage

/// Looks the files of a spool through without changing any.
public enum SpoolCheck {
  /// The first file that is not what was written, in one line; nil when there is none, or no spool.
  /// - Throws: `Errno` when a folder cannot be read.
  public static func firstFault(in folder: String) throws -> String? {
    for part in ["new", "failed"] where access("\(folder)/\(part)", F_OK) == 0 {
      for name in try Files.list("\(folder)/\(part)").names {
        let path = "\(folder)/\(part)/\(name)"
        let file: [UInt8]
        do {
          file = try Files.read(path, limit: .max - 1)
        } catch Errno.noSuchFileOrDirectory {
          // It was there a moment ago: the daemon has gone on.
          continue
        } catch {
          return "\(path) cannot be read: \(error); see to the disk"
        }
        if let fault = fault(of: file, isFailed: part == "failed") {
          return "\(path) is damaged: \(fault); submit the document again from where it came"
        }
      }
    }
    return nil
  }

  /// What is wrong with a file of the spool; nil when nothing is.
  /// - Parameter isFailed: whether it is of a document that was given up.
  static func fault(of file: [UInt8], isFailed: Bool) -> String? {
    guard let end = file.firstIndex(of: UInt8(ascii: "\n")) else { return "the first line does not end" }
    let revision: Revision
    do {
      let line = file[..<end]
      revision =
        isFailed
        ? try Spool.header(SetAsideEntry.self, from: line).revision : try Spool.header(Revision.self, from: line)
    } catch {
      return "the first line: \(error)"
    }
    let content = file[(end + 1)...]
    // Of a document whose content was damaged already when it was set aside, there is none.
    if isFailed, content.isEmpty { return nil }
    return Digest(of: content) == revision.digest ? nil : "the content is not what was written"
  }
}
