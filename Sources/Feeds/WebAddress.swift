import Model

/// A URL in its parts, of bytes (RFC 3986). What stands in none of its parts is kept as it is.
public struct WebAddress: Sendable, Hashable, CustomStringConvertible {
  /// In lower case; nil for a relative reference.
  @OptionalExactText public var scheme: String?
  /// User, host and port.
  @OptionalExactText public var authority: String?
  @ExactText public var path: String
  @OptionalExactText public var query: String?
  @OptionalExactText public var fragment: String?

  public init(_ text: String) {
    var rest = Array(text.trimmed.utf8)[...]
    func words(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }
    _scheme = OptionalExactText(wrappedValue: nil)
    _authority = OptionalExactText(wrappedValue: nil)
    _query = OptionalExactText(wrappedValue: nil)
    _fragment = OptionalExactText(wrappedValue: nil)
    _path = ExactText(wrappedValue: "")
    if let mark = rest.firstIndex(of: UInt8(ascii: "#")) {
      fragment = words(rest[(mark + 1)...])
      rest = rest[..<mark]
    }
    if let mark = rest.firstIndex(of: UInt8(ascii: "?")) {
      query = words(rest[(mark + 1)...])
      rest = rest[..<mark]
    }
    if DocumentURI.hasScheme(words(rest)), let colon = rest.firstIndex(of: UInt8(ascii: ":")) {
      scheme = words(rest[..<colon]).lowercased()
      rest = rest[(colon + 1)...]
    }
    if rest.starts(with: "//".utf8) {
      let host = rest.dropFirst(2).prefix { $0 != UInt8(ascii: "/") }
      authority = words(host)
      rest = rest[host.endIndex...]
    }
    path = words(rest)
  }

  public var description: String {
    (scheme.map { "\($0):" } ?? "") + (authority.map { "//\($0)" } ?? "") + path + (query.map { "?\($0)" } ?? "")
      + (fragment.map { "#\($0)" } ?? "")
  }

  /// Whether it is http or https, and has a host.
  public var isWeb: Bool { (scheme == "http" || scheme == "https") && !host.isEmpty }

  /// The host in lower case, without user and port; an IPv6 address stands in brackets.
  public var host: String {
    let whole = authority ?? ""
    let place =
      whole.utf8.lastIndex(of: UInt8(ascii: "@")).map { String(whole[whole.utf8.index(after: $0)...]) } ?? whole
    if place.hasPrefix("["), let end = place.firstIndex(of: "]") { return place[...end].lowercased() }
    return place.prefix { $0 != ":" }.lowercased()
  }

  /// The port; that of the scheme where it names none.
  public var port: Int {
    let whole = authority ?? ""
    let after = whole.utf8.lastIndex(of: UInt8(ascii: ":")).map { whole[whole.utf8.index(after: $0)...] }
    return after.flatMap { Int($0) } ?? (scheme == "https" ? 443 : 80)
  }

  /// Whether a name or password stands in it.
  public var hasUser: Bool { authority?.utf8.contains(UInt8(ascii: "@")) ?? false }

  /// Without name and password.
  public var withoutUser: WebAddress {
    var copy = self
    if let authority, let mark = authority.utf8.lastIndex(of: UInt8(ascii: "@")) {
      copy.authority = String(authority[authority.utf8.index(after: mark)...])
    }
    return copy
  }

  /// As it may be told: without name, password and query.
  public var shown: String {
    var copy = withoutUser
    copy.query = nil
    copy.fragment = nil
    return copy.description
  }

  /// What a reference means that stands in a document at this URL (RFC 3986, 5.2).
  public func resolving(_ reference: String) -> WebAddress {
    var target = WebAddress(reference)
    if target.scheme != nil {
      if target.authority != nil { target.path = Self.withoutDots(target.path) }
      return target
    }
    target.scheme = scheme
    if target.authority != nil {
      target.path = Self.withoutDots(target.path)
      return target
    }
    target.authority = authority
    if target.path.isEmpty {
      target.path = path
      if target.query == nil { target.query = query }
    } else if target.path.utf8.first == UInt8(ascii: "/") {
      target.path = Self.withoutDots(target.path)
    } else {
      let folder = path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[...$0]) }
      target.path = Self.withoutDots((folder ?? (authority == nil ? "" : "/")) + target.path)
    }
    return target
  }

  /// The same address for everybody who means the same document: the host in lower case, no port that goes without
  /// saying, no
  /// fragment, no name or password, and spaces and control characters escaped. Nil for what is not http or https.
  public var document: String? {
    guard isWeb, let scheme else { return nil }
    var copy = withoutUser.encoded
    let standard = scheme == "https" ? 443 : 80
    copy.authority = port == standard ? host : "\(host):\(port)"
    copy.fragment = nil
    if copy.path.isEmpty { copy.path = "/" }
    let text = Self.escaped(copy.description)
    return DocumentURI.fault(of: text) == nil ? text : nil
  }

  /// With letters beyond ASCII in its path and query as UTF-8 in `%` and digits, as browsers send them (RFC 3987, 3.1).
  package var encoded: WebAddress {
    var copy = self
    copy.path = Self.escaped(path, inASCII: true)
    copy.query = query.map { Self.escaped($0, inASCII: true) }
    return copy
  }

  /// With what may not stand in a URL as `%20`.
  package static func escaped(_ text: String, inASCII: Bool = false) -> String {
    func isOdd(_ scalar: Unicode.Scalar) -> Bool { Self.isOdd(scalar) || (inASCII && !scalar.isASCII) }
    guard text.unicodeScalars.contains(where: isOdd) else { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      if isOdd(scalar) {
        for byte in String(scalar).utf8 { result += "%" + Self.hex(byte >> 4) + Self.hex(byte & 15) }
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  private static func isOdd(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isWhitespace || scalar.properties.generalCategory == .control
      || ["\"", "<", ">", "\\", "^", "`", "{", "|", "}"].contains(scalar)
  }

  private static func hex(_ digit: UInt8) -> String { String(digit, radix: 16, uppercase: true) }

  private static func withoutDots(_ path: String) -> String {
    guard path.utf8.contains(UInt8(ascii: ".")) else { return path }
    let isRooted = path.hasPrefix("/")
    var parts: [Substring] = []
    let all = path.split(separator: "/", omittingEmptySubsequences: false)
    for (index, part) in all.enumerated() {
      let isLast = index == all.count - 1
      switch part {
      case ".": if isLast { parts.append("") }
      case "..":
        // The empty part before the first slash stays.
        if parts.count > (isRooted ? 1 : 0) { parts.removeLast() }
        if isLast { parts.append("") }
      default: parts.append(part)
      }
    }
    return parts.joined(separator: "/")
  }
}

/// A text that may be missing, and equals another only if their bytes are equal.
@propertyWrapper
public struct OptionalExactText: Sendable, Hashable {
  private var text: ExactText?

  public var wrappedValue: String? {
    get { text?.wrappedValue }
    set { text = newValue.map { ExactText($0) } }
  }

  public init(wrappedValue: String?) { text = wrappedValue.map { ExactText($0) } }
}
