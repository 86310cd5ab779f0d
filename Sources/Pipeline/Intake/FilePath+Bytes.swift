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
    withPlatformString { characters in
      var bytes: [UInt8] = []
      var place = characters
      while place.pointee != 0 {
        bytes.append(UInt8(bitPattern: place.pointee))
        place += 1
      }
      return bytes
    }
  }

  /// Whether it is `folder`, or below it.
  func isWithin(_ folder: FilePath) -> Bool { starts(with: folder) }

  /// The `file:` URI of an absolute path.
  var fileURI: String { FileURI.of(bytes: bytes) }

  /// Hidden files and those that programs write beside the real one.
  var isPrivate: Bool {
    guard let name = lastComponent.map({ FilePath(root: nil, [$0]).bytes }) else { return false }
    return name.first == UInt8(ascii: ".") || ["~", ".tmp", ".part", ".swp"].contains { name.hasSuffix($0) }
  }
}

extension [UInt8] {
  fileprivate func hasSuffix(_ text: String) -> Bool { suffix(text.utf8.count).elementsEqual(text.utf8) }
}
