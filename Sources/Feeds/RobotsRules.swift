import Model

/// Which paths of a site a crawler may fetch (RFC 9309): the groups that name it, else those for everybody; of the
/// rules that match, the
/// longest, and of two as long the one that allows.
public struct RobotsRules: Sendable, Hashable {
  private struct Rule: Sendable, Hashable {
    var pattern: [UInt8]
    var allows: Bool
  }

  /// How much of a file is looked at, in bytes; the standard wants 500 KiB at least.
  public static let longest = 512 << 10
  private static let maximumRules = 5000
  private static let longestPattern = 2048

  private var rules: [Rule] = []

  /// Everything is allowed.
  public static let none = RobotsRules()

  private init() {}

  /// - Parameters:
  ///   - bytes: of `robots.txt`; lines that are no rules are passed over.
  ///   - agent: the product's name, such as `courant`; case does not matter.
  public init(_ bytes: [UInt8], agent: String) {
    let agent = agent.lowercased()
    var (own, all): ([Rule], [Rule]) = ([], [])
    var hasOwn = false
    /// Whom the group is for that is read.
    var names: [String] = []
    var isInNames = false
    let bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
    for line in bytes.prefix(Self.longest).split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
      let code = line.prefix { $0 != UInt8(ascii: "#") }
      guard let colon = code.firstIndex(of: UInt8(ascii: ":")) else { continue }
      let key = Self.trimmed(code[..<colon])
      let value = Self.trimmed(code[(colon + 1)...])
      switch String(decoding: key, as: UTF8.self).lowercased() {
      case "user-agent":
        if !isInNames { names = [] }
        isInNames = true
        // Of `courant/1.0 (…)` the product counts.
        let product = value.prefix { $0 > 0x20 && $0 != UInt8(ascii: "/") }
        let name = String(decoding: product, as: UTF8.self).lowercased()
        names.append(name)
        if name == agent { hasOwn = true }
      case "allow", "disallow":
        isInNames = false
        let allows = key.count == "allow".utf8.count
        guard !value.isEmpty, value.count <= Self.longestPattern else { continue }
        let rule = Rule(pattern: Self.normal(value), allows: allows)
        if names.contains(agent), own.count < Self.maximumRules { own.append(rule) }
        if names.contains("*"), all.count < Self.maximumRules { all.append(rule) }
      default: continue
      }
    }
    rules = hasOwn ? own : all
  }

  /// - Parameter path: with its query, such as `/a/b?c=d`.
  public func allows(_ path: String) -> Bool {
    let path = Self.normal(Array(path.utf8)[...])
    // The rules' own file may always be fetched.
    if path.elementsEqual("/robots.txt".utf8) { return true }
    var best: (length: Int, allows: Bool) = (-1, true)
    for rule in rules where rule.pattern.count >= best.length && Self.matches(path, rule.pattern) {
      if rule.pattern.count > best.length || rule.allows { best = (rule.pattern.count, rule.allows) }
    }
    return best.allows
  }

  private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var bytes = bytes.drop { $0 == 0x20 || $0 == 0x09 }
    while let last = bytes.last, last == 0x20 || last == 0x09 { bytes.removeLast() }
    return bytes
  }

  /// With letters and digits that were escaped for nothing as they are, and other bytes beyond ASCII escaped.
  private static func normal(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    var at = bytes.startIndex
    while at < bytes.endIndex {
      let byte = bytes[at]
      if byte == UInt8(ascii: "%"), at + 2 < bytes.endIndex,
        let value = UInt8(String(decoding: bytes[(at + 1)...(at + 2)], as: UTF8.self), radix: 16)
      {
        if isPlain(value) { result.append(value) } else { result += escaped(value) }
        at += 3
        continue
      }
      if byte >= 0x80 { result += escaped(byte) } else { result.append(byte) }
      at += 1
    }
    return result
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte)
      || [UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~")].contains(byte)
  }

  private static func escaped(_ byte: UInt8) -> [UInt8] {
    let digits = Array("0123456789ABCDEF".utf8)
    return [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
  }

  /// Whether a path begins as a pattern says: `*` is anything, `$` at its end the end of the path. In time with the
  /// product of the two.
  static func matches(_ path: [UInt8], _ pattern: [UInt8]) -> Bool {
    let isAnchored = pattern.last == UInt8(ascii: "$")
    let pattern = isAnchored ? pattern.dropLast() : pattern[...]
    var (at, place) = (0, pattern.startIndex)
    /// The last `*`, and how far it reaches.
    var star: (place: Int, at: Int)?
    while true {
      if place == pattern.endIndex {
        if !isAnchored || at == path.count { return true }
      } else if pattern[place] == UInt8(ascii: "*") {
        star = (place, at)
        place += 1
        continue
      } else if at < path.count, pattern[place] == path[at] {
        at += 1
        place += 1
        continue
      }
      guard let last = star, last.at < path.count else { return false }
      star = (last.place, last.at + 1)
      (place, at) = (last.place + 1, last.at + 1)
    }
  }
}
