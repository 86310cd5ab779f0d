import Feeds
import Glibc
import Model

/// Fetches what is on the web, by the rules of ``FetchSettings``. Calls block, and belong to one thread; they end in
/// bounded time.
///
/// Every redirect is a request of its own: its address, its host and its robots.txt are looked at as those of the
/// first.
public final class Fetcher {
  public var settings: FetchSettings
  private let isStopping: () -> Bool
  private let library: CurlLibrary
  private var robots = RobotsCache()
  /// When a host may be asked next.
  private var hosts: [String: ContinuousClock.Instant] = [:]
  private static let maximumHosts = 10_000

  /// - Parameter isStopping: asked about once a second; a request that is under way then ends.
  /// - Throws: ``FetchError`` when libcurl is missing.
  public init(_ settings: FetchSettings, isStopping: @escaping () -> Bool = { false }) throws(FetchError) {
    self.settings = settings
    self.isStopping = isStopping
    library = try CurlLibrary()
  }

  /// Fetches a document.
  /// - Parameters:
  ///   - validators: of the last time, so that what has not changed is not sent again.
  ///   - accept: the media types that are wanted, as in the header.
  /// - Throws: ``FetchError``.
  public func fetch(
    _ url: String,
    validators: FetchValidators = FetchValidators(),
    accept: String = "*/*"
  ) throws(FetchError) -> Fetched {
    var address = WebAddress(WebAddress.escaped(url.trimmed)).encoded
    var isForGood = true
    for hop in 0...settings.redirects {
      guard address.isWeb else { throw FetchError(.badAddress, address, "neither http nor https") }
      try askRobots(address)
      let headers = ["Accept: \(accept)"] + validators.headers
      let answer = try get(address, headers)
      guard let next = Self.redirect(answer, from: address) else {
        let moved = hop > 0 && isForGood ? address : nil
        return try Self.fetched(answer, address, moved)
      }
      isForGood = isForGood && (answer.status == 301 || answer.status == 308)
      guard next.isWeb else {
        throw FetchError(.badAddress, address, "leads to \(next.shown), which is neither http nor https")
      }
      // What is secret to one host is none of another's business.
      address = next.withoutUser
    }
    throw FetchError(.tooManyRedirects, WebAddress(url), "leads on more than \(settings.redirects) times")
  }

  private static func redirect(_ answer: CurlTransfer.Answer, from address: WebAddress) -> WebAddress? {
    guard [301, 302, 303, 307, 308].contains(answer.status),
      let place = answer.redirect ?? answer.headers["location"], !place.isEmpty
    else { return nil }
    return address.resolving(WebAddress.escaped(place)).encoded
  }

  private static func fetched(
    _ answer: CurlTransfer.Answer,
    _ address: WebAddress,
    _ moved: WebAddress?
  ) throws(FetchError) -> Fetched {
    guard answer.status == 304 || (200...299).contains(answer.status) else {
      var error = FetchError(.status(answer.status), address, "answered \(answer.status)\(meaning(answer.status))")
      error.retryAfter = answer.headers["retry-after"].flatMap { HTTPTime.retryAfter($0, now: .now) }
      throw error
    }
    func bounded(_ name: String) -> String? {
      answer.headers[name].flatMap { $0.utf8.count <= FetchValidators.longest ? $0 : nil }
    }
    return Fetched(
      address: address,
      movedTo: moved,
      isNew: answer.status != 304,
      mediaType: answer.headers["content-type"] ?? "",
      body: answer.body,
      validators: FetchValidators(etag: bounded("etag"), modified: bounded("last-modified")),
      lifetime: answer.headers["cache-control"].flatMap { HTTPTime.lifetime(cacheControl: $0) }
    )
  }

  private static func meaning(_ status: Int) -> String {
    switch status {
    case 401, 403: ": it may not be fetched"
    case 404: ": not found"
    case 410: ": gone for good"
    case 429: ": too many requests"
    case 500...599: ": the server is at fault"
    default: ""
    }
  }

  // MARK: Requests

  private func get(_ address: WebAddress, _ headers: [String], robots: Bool = false) throws(FetchError)
    -> CurlTransfer.Answer
  {
    let host = address.host
    while let next = hosts[host], next > .now {
      if isStopping() { throw FetchError(.stopped, address, "stopped") }
      usleep(20_000)
    }
    if hosts.count >= Self.maximumHosts { hosts = hosts.filter { $0.value > .now } }
    defer { if settings.pause > .zero { hosts[host] = .now + settings.pause } }
    let transfer = CurlTransfer(
      limit: robots ? RobotsRules.longest : settings.limit,
      cuts: robots,
      allowsPrivate: settings.allows(host),
      isStopping: isStopping
    )
    return try transfer.get(
      address,
      library,
      userAgent: settings.userAgent,
      headers: headers,
      timeout: settings.timeout
    )
  }

  // MARK: robots.txt

  private func askRobots(_ address: WebAddress) throws(FetchError) {
    guard settings.obeysRobots else { return }
    let path = (address.path.isEmpty ? "/" : address.path) + (address.query.map { "?\($0)" } ?? "")
    guard try rules(of: address).allows(path) else {
      throw FetchError(.robots, address, "the site's robots.txt forbids it")
    }
  }

  private func rules(of address: WebAddress) throws(FetchError) -> RobotsRules {
    let site = "\(settings.product) \(address.scheme ?? "")://\(address.host):\(address.port)"
    let now = ContinuousClock.now
    if let known = robots.rules(site, now: now) { return known }
    var place = address.withoutUser
    (place.path, place.query, place.fragment) = ("/robots.txt", nil, nil)
    for _ in 0...settings.redirects {
      let answer = try get(place, [], robots: true)
      if let next = Self.redirect(answer, from: place), next.isWeb {
        place = next.withoutUser
        continue
      }
      let rules: RobotsRules
      switch answer.status {
      case 200...299: rules = RobotsRules(answer.body, agent: settings.product)
      case 429, 500...599:
        // Nobody knows what it forbids (RFC 9309, 2.3.1.4).
        var error = FetchError(
          .status(answer.status),
          place,
          "answered \(answer.status), and nothing of the site may be fetched until it can be read"
        )
        error.retryAfter = answer.headers["retry-after"].flatMap { HTTPTime.retryAfter($0, now: .now) }
        throw error
      default: rules = .none
      }
      robots.keep(rules, of: site, for: RobotsCache.lifetime, now: now)
      return rules
    }
    // More redirects than may be followed are as if it were not there.
    robots.keep(.none, of: site, for: RobotsCache.lifetimeOfFaults, now: now)
    return .none
  }
}
