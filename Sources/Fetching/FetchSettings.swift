import Feeds
import Model

/// By which rules things are fetched.
public struct FetchSettings: Sendable, Equatable {
  /// Who asks, as a server is told.
  public var userAgent: String
  /// Hosts, in lower case, whose addresses need not be public.
  public var allowedHosts: Set<ExactText> = []
  /// The largest body after unpacking, in bytes.
  public var limit = 16 << 20
  /// How long one request may take, its answer included.
  public var timeout = Duration.seconds(30)
  /// How many redirects are followed.
  public var redirects = 5
  /// How long to wait between two requests to one host.
  public var pause = Duration.seconds(1)
  /// Whether robots.txt is asked and obeyed.
  public var obeysRobots = true

  /// - Parameter version: of this program.
  public init(version: String) { userAgent = "courant/\(version)" }

  /// The product by which robots.txt knows this program: what stands before the slash.
  var product: String {
    String(userAgent.prefix { $0.isASCII && ($0.isLetter || $0 == "-" || $0 == "_") }).lowercased()
  }

  func allows(_ host: String) -> Bool { allowedHosts.contains(ExactText(host)) }
}

/// What a server remembers a document by, so that it need not be sent again.
public struct FetchValidators: Sendable, Hashable, Codable {
  public var etag: String?
  public var modified: String?

  public init(etag: String? = nil, modified: String? = nil) {
    self.etag = etag
    self.modified = modified
  }

  /// The longest that is kept, in bytes.
  static let longest = 1024

  /// The headers that ask for a document only if it has changed.
  var headers: [String] {
    (etag.map { ["If-None-Match: \($0)"] } ?? []) + (modified.map { ["If-Modified-Since: \($0)"] } ?? [])
  }
}

/// What a server sent.
public struct Fetched: Sendable {
  /// Where it was found, after redirects.
  public var address: WebAddress
  /// Where it is to be looked for from now on, if every redirect was for good.
  public var movedTo: WebAddress?
  /// False where it has not changed since the validators that were sent.
  public var isNew: Bool
  /// As declared; empty where it was not.
  public var mediaType: String
  /// Unpacked.
  public var body: [UInt8]
  public var validators: FetchValidators
  /// For how long it may be kept, as the server says.
  public var lifetime: Duration?
}
