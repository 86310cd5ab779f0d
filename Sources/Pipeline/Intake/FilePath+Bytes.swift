import Glibc
import Model
import SystemPackage

/// Paths are bytes: any but zero, in any encoding or none. `FilePath` compares and keeps them so; `String` does neither.
extension FilePath {
  /// A path of these bytes.
  init(bytes: some Collection<UInt8>) {
    self = (Array(bytes) + [0]).withUnsafeBytes { bytes in
      bytes.withMemoryRebound(to: CInterop.PlatformChar.self) { characters in
        characters.baseAddress.map { FilePath(platformString: $0) } ?? FilePath()
      }
    }
  }

  /// The bytes, without the zero at the end.
  var bytes: [UInt8] {
    withPlatformString { Array(UnsafeRawBufferPointer(start: $0, count: strlen($0))) }
  }

  /// A name below it; without looking at the parts of the path, for there may be many names.
  func appending(name: some Collection<UInt8>) -> FilePath { FilePath(bytes: bytes + [UInt8(ascii: "/")] + name) }

  /// Where the path goes on below `folder`; nil where it is elsewhere. 0 for the folder itself.
  func length(within folder: FilePath) -> Int? {
    withPlatformString { path in
      folder.withPlatformString { folder in
        let count = strlen(folder)
        guard strncmp(path, folder, count) == 0 else { return nil }
        if path[count] == 0 { return count }
        return path[count] == CChar(UInt8(ascii: "/")) ? count + 1 : nil
      }
    }
  }

  /// Whether it is `folder`, or below it.
  func isWithin(_ folder: FilePath) -> Bool { length(within: folder) != nil }

  /// The `file:` URI of an absolute path.
  var fileURI: String { FileURI.of(bytes: bytes) }

}

extension Collection<UInt8> where Self: BidirectionalCollection {
  /// Whether it is the name of a hidden file, or of one that programs write beside the real one.
  var isPrivateName: Bool {
    first == UInt8(ascii: ".")
      || ["~", ".tmp", ".part", ".swp"].contains { suffix($0.utf8.count).elementsEqual($0.utf8) }
  }
}

extension FilePath {
  /// The files that a document with this path may be in: what stands before each `!/`.
  var archives: [FilePath] {
    let bytes = self.bytes
    return bytes.indices.dropLast().compactMap { index in
      guard bytes[index] == UInt8(ascii: "!"), bytes[index + 1] == UInt8(ascii: "/") else { return nil }
      return FilePath(bytes: bytes[..<index])
    }
  }
}
