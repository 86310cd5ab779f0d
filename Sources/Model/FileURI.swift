/// Names of files.
public enum FileURI {
  /// The `file:` URI of an absolute path (RFC 8089), with everything escaped that RFC 3986 does not allow in a path.
  public static func of(_ path: String) -> String {
    let allowed = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/!$&'()*+,;=:@".utf8)
    let digits = Array("0123456789ABCDEF".utf8)
    var uri = Array("file://".utf8)
    for byte in path.utf8 {
      if allowed.contains(byte) {
        uri.append(byte)
      } else {
        uri += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: uri, as: UTF8.self)
  }

  /// The absolute path that ``of(_:)`` made a URI of; nil for any other text.
  public static func path(_ uri: String) -> String? {
    var bytes: [UInt8] = []
    var rest = Array(uri.utf8)[...]
    guard rest.starts(with: Array("file:///".utf8)) else { return nil }
    rest = rest.dropFirst("file://".utf8.count)
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard rest.count >= 2, let escaped = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) else {
        return nil
      }
      bytes.append(escaped)
      rest = rest.dropFirst(2)
    }
    return String(validating: bytes, as: UTF8.self)
  }
}
