import Feeds

/// Why something cannot be fetched, in one line: the URL without name, password and query, and what is wrong.
public struct FetchError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong, for programs.
  public enum Code: Sendable, Hashable {
    /// It is not http or https, or has no host.
    case badAddress
    /// The host's address is not public, and the host is not allowed.
    case refusedAddress
    /// The site's robots.txt forbids it.
    case robots
    /// The server answered with another status than was wanted.
    case status(Int)
    case tooManyRedirects
    case tooLarge
    case tooSlow
    /// The host cannot be found or reached, or breaks the rules of HTTP or TLS.
    case network
    /// libcurl is missing.
    case unavailable
    /// This program is to end.
    case stopped
  }

  public let code: Code
  public let description: String
  /// The host of the URL, if the error is about one.
  public var host: String?
  /// How long the server asks to wait.
  public var retryAfter: Duration?

  init(_ code: Code, _ address: WebAddress, _ text: String) {
    self.code = code
    host = address.host
    description = "\(WebAddress.escaped(address.shown)): \(text)"
  }

  init(_ code: Code, _ description: String) {
    self.code = code
    self.description = description
  }

  /// Whether the server says that it is gone for good.
  public var isGone: Bool { code == .status(410) }
}
