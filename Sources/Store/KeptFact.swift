import Glibc
import Model

/// A fact as the database keeps it: the bytes that are written, what is read from them again, and what that claims.
///
/// A fact is kept as Courant writes it, not as it came: no other encoding, no field twice. Some values have more than one spelling that
/// only one of which is written, such as `-0.0` and `0`. What is computed of a fact is computed of the written one, so that whoever
/// reads it later, a check or a replay, computes the same.
struct KeptFact {
  let fact: Fact
  let claim: String
  let json: [UInt8]

  /// Why a fact cannot be kept, in one line.
  struct NotKept: Error {
    let description: String
  }

  /// - Parameter line: the bytes that the fact was read from; they are read once more only if they are not those that are kept.
  /// - Throws: ``NotKept``, `EncodingError`, or `JSONError`.
  init(_ fact: Fact, from line: ArraySlice<UInt8>) throws {
    json = try JSON.encode(fact)
    self.fact = line == json[...] ? fact : try JSON.decode(Fact.self, from: json)
    claim = self.fact.claim.description
    if Self.hasNUL(json) { throw NotKept(description: "has a NUL character, which no text has") }
  }

  /// True if a text of the JSON has a NUL, which SQLite takes for the end of a text. Only the escape of one stands for it.
  private static func hasNUL(_ json: [UInt8]) -> Bool {
    json.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { return false }
      var start = 0
      while let found = memchr(base + start, 0x5C, bytes.count - start) {
        let escape = UnsafeRawPointer(found) - base
        if bytes[(escape + 1)...].starts(with: "u0000".utf8) { return true }
        // The character after it belongs to the escape, be it a backslash.
        start = min(escape + 2, bytes.count)
      }
      return false
    }
  }
}
