import Feeds
import Fetching
import Glibc
import Model
import TestSupport
import Testing

@Suite("Fetching")
struct FetcherTests {
  private typealias Answer = LoopbackServer.Answer

  /// Bytes of gzip that unpack to 1 MiB of zeros: stored deflate would be no bomb, so they are made by hand from a run.
  private static let bomb: [UInt8] = {
    // A block of fixed codes: a zero, then 258 of them at a distance of one, 4064 times.
    var bits: [UInt8] = []
    func put(_ value: Int, _ count: Int, reversed: Bool = false) {
      for bit in 0..<count { bits.append(UInt8(value >> (reversed ? count - 1 - bit : bit) & 1)) }
    }
    put(1, 1)
    put(1, 2)
    put(0x30, 8, reversed: true)
    for _ in 0..<4064 {
      put(0xC5, 8, reversed: true)
      put(0, 5)
    }
    put(0, 7)
    var bytes: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]
    for start in stride(from: 0, to: bits.count, by: 8) {
      bytes.append(
        bits[start..<min(start + 8, bits.count)].enumerated().reduce(0) { $0 | $1.element << UInt8($1.offset) }
      )
    }
    return bytes + [UInt8](repeating: 0, count: 8)
  }()

  private static func answer(_ request: LoopbackServer.Request) -> Answer {
    let body = Array("hello".utf8)
    switch request.path.prefix(while: { $0 != "?" }) {
    case "/robots.txt": return .http("200 OK", [], Array("User-agent: *\nDisallow: /secret\n".utf8))
    case "/slow-headers": return .hangs(Array("HTTP/1.1 200 OK\r\nContent-".utf8))
    case "/slow-body": return .hangs(Answer.head("200 OK", ["Content-Length: 100"]) + body)
    case "/endless": return .endless(Answer.head("200 OK", []))
    case "/large": return .http("200 OK", [], [UInt8](repeating: 1, count: 70_000))
    case "/bomb": return .http("200 OK", ["Content-Encoding: gzip"], bomb)
    case "/bad-gzip": return .http("200 OK", ["Content-Encoding: gzip"], body)
    case "/short": return .bytes(Answer.head("200 OK", ["Content-Length: 100"]) + body)
    case "/loop": return .http("302 Found", ["Location: /loop"])
    case "/to-file": return .http("302 Found", ["Location: file:///etc/passwd"])
    case "/to-metadata": return .http("302 Found", ["Location: http://169.254.169.254/latest/meta-data/"])
    case "/to-loopback": return .http("302 Found", ["Location: http://127.0.0.1:\(request.headers["x-port"] ?? "1")/"])
    case "/moved": return .http("301 Moved Permanently", ["Location: plain?x=1"])
    case "/to-secret": return .http("302 Found", ["Location: /secret/a"])
    case "/429": return .http("429 Too Many Requests", ["Retry-After: 120"])
    case "/429-date": return .http("429 Too Many Requests", ["Retry-After: Fri, 31 Dec 1999 23:59:59 GMT"])
    case "/503": return .http("503 Service Unavailable")
    case "/404": return .http("404 Not Found")
    case "/410": return .http("410 Gone")
    case "/reset": return .reset([])
    case "/nothing": return .bytes([])
    case "/noise": return .bytes([0, 1, 2, 0x0D, 0x0A, 0x0D, 0x0A])
    case "/kept" where request.headers["if-none-match"] == "\"v1\"": return .http("304 Not Modified", ["ETag: \"v1\""])
    case "/kept":
      return .http(
        "200 OK",
        ["ETag: \"v1\"", "Last-Modified: Fri, 31 Dec 1999 23:59:59 GMT", "Cache-Control: public, max-age=600"],
        body
      )
    default: return .http("200 OK", ["Content-Type: text/plain; charset=utf-8", "Set-Cookie: a=b"], body)
    }
  }

  /// A server, and a fetcher that may ask it by the name `localhost` alone.
  private func fetcher(_ change: (inout FetchSettings) -> Void = { _ in }) throws -> (Fetcher, LoopbackServer) {
    var settings = FetchSettings(version: "9.9")
    settings.allowedHosts = ["localhost"]
    settings.limit = 65_536
    settings.timeout = .seconds(20)
    settings.pause = .zero
    change(&settings)
    return (try Fetcher(settings), try LoopbackServer { Self.answer($0) })
  }

  private func error(_ path: String, _ change: (inout FetchSettings) -> Void = { _ in }) throws -> (FetchError, String)?
  {
    let (fetcher, server) = try fetcher(change)
    defer { server.stop() }
    let site = "http://localhost:\(server.port)"
    do throws(FetchError) {
      _ = try fetcher.fetch(path.hasPrefix("/") ? site + path : path.replacing("PORT", with: "\(server.port)"))
      return nil
    } catch {
      return (error, error.description.replacing(site, with: "SITE").replacing("\(server.port)", with: "PORT"))
    }
  }

  @Test(
    "a server that misbehaves gives one line that says how",
    arguments: [
      ("/slow-headers", .tooSlow, "SITE/slow-headers: took longer than 2 s"),
      ("/slow-body", .tooSlow, "SITE/slow-body: took longer than 2 s"),
      ("/endless", .tooLarge, "SITE/endless: larger than 65536 bytes"),
      ("/large", .tooLarge, "SITE/large: larger than 65536 bytes"),
      ("/bomb", .tooLarge, "SITE/bomb: larger than 65536 bytes"),
      ("/bad-gzip", .network, "SITE/bad-gzip: the answer cannot be unpacked"),
      ("/short", .network, "SITE/short: the answer ended before its end"),
      ("/loop", .tooManyRedirects, "SITE/loop: leads on more than 5 times"),
      ("/to-file", .badAddress, "SITE/to-file: leads to file:///etc/passwd, which is neither http nor https"),
      ("/to-secret", .robots, "SITE/secret/a: the site's robots.txt forbids it"),
      ("/secret", .robots, "SITE/secret: the site's robots.txt forbids it"),
      ("/503", .status(503), "SITE/503: answered 503: the server is at fault"),
      ("/404", .status(404), "SITE/404: answered 404: not found"),
      ("/410", .status(410), "SITE/410: answered 410: gone for good"),
      ("/reset", .network, "SITE/reset: the connection broke"),
      ("/nothing", .network, "SITE/nothing: the server closed the connection without an answer"),
      ("/noise", .network, "SITE/noise: Unsupported protocol"),
      ("ftp://localhost:PORT/", .badAddress, "ftp://localhost:PORT/: neither http nor https"),
      ("http://localhost:1/", .network, "http://localhost:1/robots.txt: nothing answers there"),
      (
        "https://localhost:PORT/", .network,
        "https://localhost:PORT/robots.txt: TLS: no connection can be agreed on"
      ),
    ] as [(String, FetchError.Code, String)]
  )
  func faults(_ path: String, code: FetchError.Code, text: String) throws {
    let (error, description) = try #require(try error(path) { if path.hasPrefix("/slow") { $0.timeout = .seconds(2) } })
    #expect(description == text)
    #expect(error.code == code)
  }

  @Test(
    "an address that is not public is refused, by whatever name or redirect it is reached",
    arguments: [
      ("http://127.0.0.1:PORT/", "http://127.0.0.1:PORT/robots.txt", "127.0.0.1 is loopback"),
      ("http://2130706433:PORT/", "http://2130706433:PORT/robots.txt", "127.0.0.1 is loopback"),
      ("http://0x7f.1:PORT/", "http://0x7f.1:PORT/robots.txt", "127.0.0.1 is loopback"),
      ("http://[::1]:PORT/", "http://[::1]:PORT/robots.txt", "::1 is loopback"),
      (
        "http://[::ffff:127.0.0.1]:PORT/", "http://[::ffff:127.0.0.1]:PORT/robots.txt",
        "::ffff:127.0.0.1 is IPv4-mapped"
      ),
      ("http://0.0.0.0:PORT/", "http://0.0.0.0:PORT/robots.txt", "0.0.0.0 is unspecified"),
      ("http://10.0.0.1/", "http://10.0.0.1/robots.txt", "10.0.0.1 is private"),
      ("/to-metadata", "http://169.254.169.254/robots.txt", "169.254.169.254 is link-local"),
      ("/to-loopback", "http://127.0.0.1:1/robots.txt", "127.0.0.1 is loopback"),
      ("http://localhost@127.0.0.1:PORT/", "http://127.0.0.1:PORT/robots.txt", "127.0.0.1 is loopback"),
    ]
  )
  func addresses(_ url: String, place: String, why: String) throws {
    let (error, description) = try #require(try error(url))
    #expect(error.code == .refusedAddress)
    #expect(description == "\(place): its address \(why), and the host is not allowed")
  }

  @Test("which networks are not public")
  func networks() {
    let names: [([UInt8], String?)] = [
      ([10, 255, 0, 1], "private"), ([172, 15, 0, 1], nil), ([172, 16, 0, 1], "private"), ([172, 31, 9, 9], "private"),
      ([172, 32, 0, 1], nil), ([192, 168, 1, 1], "private"), ([100, 64, 0, 1], "shared (CGNAT)"),
      ([100, 128, 0, 1], nil),
      ([169, 254, 169, 254], "link-local"), ([224, 0, 0, 1], "multicast"), ([255, 255, 255, 255], "reserved"),
      ([8, 8, 8, 8], nil), ([0, 0, 0, 0], "unspecified"), ([198, 18, 0, 1], "reserved"),
      ([0xFC, 0] + [UInt8](repeating: 0, count: 14), "private"),
      ([0xFE, 0x80] + [UInt8](repeating: 0, count: 14), "link-local"),
      ([0xFF, 2] + [UInt8](repeating: 0, count: 14), "multicast"), ([UInt8](repeating: 0, count: 16), "unspecified"),
      ([0x26, 0x06, 0x47] + [UInt8](repeating: 0, count: 13), nil),
      ([0x20, 0x02, 10] + [UInt8](repeating: 0, count: 13), "tunnelled"),
      ([0, 0x64, 0xFF, 0x9B] + [UInt8](repeating: 0, count: 8) + [127, 0, 0, 1], "translated"),
    ]
    for (address, kind) in names {
      #expect(AddressRules.kind(of: address) == kind, "\(AddressRules.text(of: address))")
    }
  }

  @Test("no address of a network that is not public passes, and neighbours do")
  func property() {
    let seed = UInt64.random(in: 0...UInt64.max)
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<5000 {
      let address = (0..<4).map { _ in UInt8.random(in: 0...255, using: &generator) }
      let isPrivate =
        [0, 10, 127].contains(address[0]) || address[0] >= 224 || (address[0] == 172 && address[1] & 0xF0 == 16)
        || (address[0] == 192 && address[1] == 168) || (address[0] == 169 && address[1] == 254)
        || (address[0] == 100 && address[1] & 0xC0 == 64)
      if isPrivate { #expect(AddressRules.kind(of: address) != nil, "\(address), seed \(seed)") }
      if AddressRules.kind(of: address) != nil, !isPrivate {
        #expect([192, 198, 203].contains(address[0]), "\(address), seed \(seed)")
      }
      // The same address inside IPv6 is never public.
      #expect(AddressRules.kind(of: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF] + address) == "IPv4-mapped")
    }
  }

  @Test("what is fetched comes with its type, and is asked for again only if it has changed")
  func conditional() throws {
    let (fetcher, server) = try fetcher()
    defer { server.stop() }
    let site = "http://localhost:\(server.port)"
    let plain = try fetcher.fetch("\(site)/plain")
    #expect(plain.mediaType == "text/plain; charset=utf-8")
    #expect(plain.body == Array("hello".utf8))
    #expect(plain.isNew)
    #expect(plain.movedTo == nil)
    let kept = try fetcher.fetch("\(site)/kept")
    #expect(kept.lifetime == .seconds(600))
    #expect(kept.validators == FetchValidators(etag: "\"v1\"", modified: "Fri, 31 Dec 1999 23:59:59 GMT"))
    #expect(try !fetcher.fetch("\(site)/kept", validators: kept.validators).isNew)
    let moved = try fetcher.fetch("\(site)/moved")
    #expect(moved.movedTo?.description == "\(site)/plain?x=1")
    // robots.txt was asked once, nobody got a cookie back, and all saw who asks.
    #expect(server.requests.count { $0.path == "/robots.txt" } == 1)
    #expect(server.requests.allSatisfy { $0.headers["cookie"] == nil && $0.headers["user-agent"] == "courant/9.9" })
  }

  @Test("how long a server asks to wait, in seconds and as a date")
  func retryAfter() throws {
    let inSeconds = try #require(try error("/429"))
    #expect(inSeconds.1 == "SITE/429: answered 429: too many requests")
    #expect(inSeconds.0.retryAfter == .seconds(120))
    #expect(try error("/429-date")?.0.retryAfter == .zero)
    let now = try #require(Timestamp("1999-12-31T23:59:00Z"))
    #expect(HTTPTime.retryAfter("Fri, 31 Dec 1999 23:59:59 GMT", now: now) == .seconds(59))
    #expect(HTTPTime.retryAfter("soon", now: now) == nil)
    #expect(HTTPTime.retryAfter("-5", now: now) == nil)
  }

  @Test("of a URL in an error the name, the password and the query are left out")
  func secrets() throws {
    let (_, text) = try #require(try error("http://ida:secret@localhost:PORT/404?token=secret"))
    #expect(!text.contains("secret"))
    #expect(!text.contains("ida"))
  }

  @Test("a site whose robots.txt cannot be had is left alone")
  func robotsFault() throws {
    let server = try LoopbackServer { $0.path == "/robots.txt" ? .http("503 No") : .http("200 OK") }
    defer { server.stop() }
    var settings = FetchSettings(version: "1")
    settings.allowedHosts = ["localhost"]
    settings.pause = .zero
    let fetcher = try Fetcher(settings)
    let error = #expect(throws: FetchError.self) { try fetcher.fetch("http://localhost:\(server.port)/") }
    #expect(error?.code == .status(503))
    #expect(server.requests.map(\.path) == ["/robots.txt"])
  }

  @Test("a fetch ends when its program does")
  func stopping() throws {
    let server = try LoopbackServer { _ in .hangs([]) }
    defer { server.stop() }
    var settings = FetchSettings(version: "1")
    settings.allowedHosts = ["localhost"]
    let fetcher = try Fetcher(settings) { true }
    let begun = ContinuousClock.now
    let error = #expect(throws: FetchError.self) { try fetcher.fetch("http://localhost:\(server.port)/") }
    #expect(error?.code == .stopped)
    #expect(ContinuousClock.now - begun < .seconds(10))
  }
}
