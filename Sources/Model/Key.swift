import Foundation

/// What a fact is about: an entity and one attribute of it, both slugs; written `japan/population`.
public struct Key: Sendable, Hashable, Comparable, Codable, CustomStringConvertible {
  @ExactText public private(set) var entity: String
  @ExactText public private(set) var attribute: String

  /// The longest slug that a key is made of, in bytes.
  public static let maximumSlugLength = 96

  /// Makes a key of two names in any wording; an empty one becomes `unknown`.
  public init(entity: String, attribute: String) {
    self.entity = Slug.make(entity) ?? "unknown"
    self.attribute = Slug.make(attribute) ?? "unknown"
  }

  /// Reads `entity/attribute`; nil when `text` is anything but two slugs.
  public init?(_ text: String) {
    // By bytes: a letter that combines with what stands before it would hide the slash within a character of Swift's.
    let parts = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
      .map { String(Substring($0)) }
    guard parts.count == 2, parts.allSatisfy(Slug.isOne) else { return nil }
    entity = parts[0]
    attribute = parts[1]
  }

  /// Whether the attribute's last words are `words`, themselves a slug: `change` ends both `change` and `price-change`.
  public func attributeEnds(in words: String) -> Bool { attribute == words || attribute.hasSuffix("-" + words) }

  public var description: String { "\(entity)/\(attribute)" }

  public static func < (left: Key, right: Key) -> Bool {
    ExactText(left.description) < ExactText(right.description)
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let key = Key(text) else {
      throw DecodingError.dataCorruptedError(
        in: container,
        debugDescription: "\"\(text)\" is not a key: want entity/attribute"
      )
    }
    self = key
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

/// Names as they stand in keys and topics.
public enum Slug {
  /// Lower case, without accents, every run of anything but letters and digits one `-`; nil when nothing is left.
  ///
  /// Letters of other scripts stay as they are. At most ``Key/maximumSlugLength`` bytes, cut at a word where there is one.
  public static func make(_ name: String) -> String? {
    var name = name
    let plain = name.withUTF8 { $0.allSatisfy { $0 < 0x80 } ? ascii($0) : nil } ?? unicode(name)
    let slug = cut(plain)
    return slug.isEmpty ? nil : slug
  }

  /// Whether a text is what ``make(_:)`` makes of it.
  static func isOne(_ text: String) -> Bool {
    var text = text
    let isPlain = text.withUTF8 { bytes -> Bool? in
      guard bytes.count <= Key.maximumSlugLength else { return nil }
      // A hyphen stands only between two letters or digits.
      var wasHyphen = true
      for byte in bytes {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): wasHyphen = false
        case UInt8(ascii: "-"):
          if wasHyphen { return false }
          wasHyphen = true
        case 0x80...: return nil
        default: return false
        }
      }
      return !wasHyphen
    }
    return isPlain ?? make(text)?.isExactly(text) ?? false
  }

  /// The same of ASCII alone, which most names are, without the tables of Unicode.
  private static func ascii(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    var slug: [UInt8] = []
    slug.reserveCapacity(bytes.count)
    var gap = false
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "A")...UInt8(ascii: "Z"):
        if gap, !slug.isEmpty { slug.append(UInt8(ascii: "-")) }
        gap = false
        slug.append(byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte)
      // Apostrophes, and what Unicode calls diacritics.
      case UInt8(ascii: "'"), UInt8(ascii: "^"), UInt8(ascii: "`"): continue
      default: gap = true
      }
    }
    return String(decoding: slug, as: UTF8.self)
  }

  /// Latin letters that Unicode does not take apart, as those write them who do not have them.
  private static let plainLetters: [Unicode.Scalar: String] = [
    "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ħ": "h", "ı": "i",
  ]

  private static func unicode(_ name: String) -> String {
    var slug = ""
    var gap = false
    // Compatibility forms hide capitals (ℝ, ㎒) and capitals hide marks (İ), so both are unfolded on either side.
    let plain = name.decomposedStringWithCompatibilityMapping.lowercased().decomposedStringWithCompatibilityMapping
    for scalar in plain.unicodeScalars {
      let properties = scalar.properties
      if properties.isDiacritic || properties.generalCategory == .nonspacingMark || scalar == "'"
        || scalar == "\u{2019}"
      {
        continue
      }
      if properties.isAlphabetic || properties.numericType == .decimal {
        if gap, !slug.isEmpty { slug.append("-") }
        gap = false
        if let plain = plainLetters[scalar] { slug += plain } else { slug.unicodeScalars.append(scalar) }
      } else {
        gap = true
      }
    }
    return slug.precomposedStringWithCanonicalMapping
  }

  private static func cut(_ slug: String) -> String {
    guard slug.utf8.count > Key.maximumSlugLength else { return slug }
    var kept = ""
    for character in slug {
      if kept.utf8.count + character.utf8.count > Key.maximumSlugLength { break }
      kept.append(character)
    }
    if let cut = kept.lastIndex(of: "-") { kept = String(kept[..<cut]) }
    return kept
  }
}
