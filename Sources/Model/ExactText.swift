import Glibc

/// A text that equals another only if their UTF-8 bytes are equal: for paths, URIs, keys, topics and names from outside.
///
/// Swift's `String` compares by canonical equivalence, so that `"\u{FC}"` and `"u\u{308}"` are one string and one key of a dictionary.
/// To the file system, to SQLite and to ZeroMQ they are two. Use this type as the key of a set or a dictionary, or as a property wrapper
/// where a type with such a property is `Hashable`:
///
/// ```swift
/// @ExactText public var uri: String
/// ```
///
/// It encodes as the plain string.
@propertyWrapper
public struct ExactText: Sendable, Hashable, Comparable, Codable, CustomStringConvertible, ExpressibleByStringLiteral {
  public var wrappedValue: String

  public init(wrappedValue: String) {
    self.wrappedValue = wrappedValue
  }

  public init(_ text: some StringProtocol) {
    wrappedValue = String(text)
  }

  public init(stringLiteral text: String) {
    wrappedValue = text
  }

  public var description: String { wrappedValue }

  public static func == (left: ExactText, right: ExactText) -> Bool {
    left.wrappedValue.isExactly(right.wrappedValue)
  }

  /// In the order of their bytes, as SQLite sorts them.
  public static func < (left: ExactText, right: ExactText) -> Bool {
    left.wrappedValue.utf8.lexicographicallyPrecedes(right.wrappedValue.utf8)
  }

  public func hash(into hasher: inout Hasher) {
    var text = wrappedValue
    text.withUTF8 { bytes in
      hasher.combine(bytes.count)
      hasher.combine(bytes: UnsafeRawBufferPointer(bytes))
    }
  }

  public init(from decoder: any Decoder) throws {
    wrappedValue = try decoder.singleValueContainer().decode(String.self)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(wrappedValue)
  }
}

extension StringProtocol {
  /// True if both have the same UTF-8 bytes; `==` compares by canonical equivalence.
  public func isExactly(_ other: some StringProtocol) -> Bool {
    let areEqual = utf8.withContiguousStorageIfAvailable { one in
      other.utf8.withContiguousStorageIfAvailable { two in
        guard one.count == two.count, let first = one.baseAddress, let second = two.baseAddress else {
          return one.count == two.count
        }
        return memcmp(first, second, one.count) == 0
      }
    }
    return (areEqual ?? nil) ?? utf8.elementsEqual(other.utf8)
  }

  /// True if the UTF-8 bytes begin with those of `prefix`; `hasPrefix` compares whole characters by canonical equivalence.
  public func startsExactly(with prefix: some StringProtocol) -> Bool {
    utf8.starts(with: prefix.utf8)
  }
}
