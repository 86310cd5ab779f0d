/// Names of files.
public enum FileURI {
  /// The `file:` URI of an absolute path (RFC 8089), with everything escaped that RFC 3986 does not allow in a path.
  public static func of(_ path: String) -> String { of(bytes: Array(path.utf8)) }

  /// The same for a path of any bytes.
  public static func of(bytes path: some Sequence<UInt8>) -> String {
    "file://" + encoded(path)
  }

  /// Bytes as a URI's path has them: everything escaped that RFC 3986 does not allow there.
  public static func encoded(_ path: some Sequence<UInt8>) -> String {
    let allowed = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/!$&'()*+,;=:@".utf8)
    let digits = Array("0123456789ABCDEF".utf8)
    var uri: [UInt8] = []
    for byte in path {
      if allowed.contains(byte) {
        uri.append(byte)
      } else {
        uri += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: uri, as: UTF8.self)
  }

  /// The absolute path that ``of(_:)`` made a URI of; nil for any other text, and for a path that is not UTF-8.
  public static func path(_ uri: String) -> String? {
    bytes(of: uri).flatMap { String(validating: $0, as: UTF8.self) }
  }

  /// The bytes of the absolute path that ``of(bytes:)`` made a URI of; nil for any other text.
  public static func bytes(of uri: String) -> [UInt8]? {
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
    // No path has a zero byte.
    return bytes.contains(0) ? nil : bytes
  }

  /// The bytes of text with escapes; what is no escape stays as it is.
  public static func decoded(_ text: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = text[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), rest.count >= 2,
        let escaped = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
      {
        bytes.append(escaped)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return bytes
  }
}
