import Foundation

/// JSON as Courant writes and reads it.
///
/// Writing keeps the order in which a type encodes its fields, puts nothing between tokens, escapes only what RFC 8259 says must be,
/// and writes whole numbers without a fraction: the same value gives the same bytes on every machine.
public enum JSON {
  /// The bytes of `value`.
  /// - Throws: `EncodingError` for a number that is not finite.
  public static func encode(_ value: some Encodable) throws -> [UInt8] {
    if let direct = value as? any DirectlyWritten {
      var writer = JSONWriter(capacity: 1024)
      do {
        try direct.write(to: &writer)
      } catch let error as JSONWriter.NotFinite {
        throw error.encodingError([])
      }
      return writer.bytes
    }
    let output = JSONOutput()
    try value.encode(to: OrderedEncoder(output: output, codingPath: []))
    output.closeContainers(deeperThan: 0)
    return output.bytes
  }

  /// The text of `value`, on one line.
  public static func text(_ value: some Encodable) throws -> String {
    String(decoding: try encode(value), as: UTF8.self)
  }

  /// Reads a value.
  /// - Throws: ``JSONError`` with one line that says what is wrong and where.
  public static func decode<T: Decodable>(_ type: T.Type, from bytes: some Sequence<UInt8>) throws(JSONError) -> T {
    if let direct = type as? any DirectlyRead.Type, let value = read(direct, from: bytes) as? T { return value }
    return try decodeAny(type, from: bytes)
  }

  private static func read<T: DirectlyRead>(_ type: T.Type, from bytes: some Sequence<UInt8>) -> (any DirectlyRead)? {
    JSONScanner.read(type, from: bytes)
  }

  /// Reads a value, in whatever form of JSON it is.
  static func decodeAny<T: Decodable>(_ type: T.Type, from bytes: some Sequence<UInt8>) throws(JSONError) -> T {
    do {
      return try JSONDecoder().decode(type, from: Data(bytes))
    } catch {
      throw JSONError(error)
    }
  }
}

/// Why some bytes are not the JSON that was wanted, in one line.
public struct JSONError: Error, Sendable, Equatable, CustomStringConvertible {
  public let description: String

  init(_ error: any Error) {
    guard let error = error as? DecodingError else {
      description = "not JSON"
      return
    }
    switch error {
    case .keyNotFound(let key, let context):
      description = "\(Self.path(context.codingPath + [key])) is missing"
    case .valueNotFound(_, let context):
      description = "\(Self.path(context.codingPath)) is null"
    case .typeMismatch(let type, let context):
      description = "\(Self.path(context.codingPath)) is not \(Self.name(type))"
    case .dataCorrupted(let context):
      description =
        context.codingPath.isEmpty ? "not JSON" : "\(Self.path(context.codingPath)): \(context.debugDescription)"
    @unknown default:
      description = "not the JSON that was wanted"
    }
  }

  private static func path(_ keys: [any CodingKey]) -> String {
    keys.isEmpty
      ? "the message"
      : keys.map { key in key.intValue.map { "[\($0)]" } ?? key.stringValue }.joined(separator: ".")
  }

  private static func name(_ type: any Any.Type) -> String {
    switch type {
    case is String.Type: "a string"
    case is Bool.Type: "true or false"
    case is Double.Type: "a number"
    case is any FixedWidthInteger.Type: "a whole number"
    case is [String: Any].Type: "an object"
    default: "\(type)".hasPrefix("Array") ? "an array" : "an object"
    }
  }
}
