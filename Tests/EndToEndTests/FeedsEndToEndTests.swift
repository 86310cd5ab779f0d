import Foundation
import Glibc
import TestSupport
import Testing

@Suite("Feeds", .serialized)
struct FeedsEndToEndTests {
  /// A site with two feeds of an article each.
  private func site() throws -> LoopbackServer {
    try LoopbackServer { request in
      switch request.path {
      case "/one.xml", "/two.xml":
        let name = request.path.dropFirst().dropLast(4)
        let entry = "<item><title>\(name)</title><link>/\(name).html</link></item>"
        let text = "<rss version=\"2.0\"><channel><title>T</title>\(entry)</channel></rss>"
        return .http("200 OK", ["Content-Type: application/rss+xml"], Array(text.utf8))
      case "/one.html", "/two.html":
        let city = request.path.hasPrefix("/one") ? "Oslo" : "Bergen"
        let page = "<html><body><p>\(city) has 700,000 inhabitants.</p></body></html>"
        return .http("200 OK", ["Content-Type: text/html"], Array(page.utf8))
      case "/robots.txt": return .http("200 OK", [], Array("User-agent: courant\nDisallow: /secret\n".utf8))
      default: return .http("404 Not Found")
      }
    }
  }

  private struct Line: Decodable {
    var url: String
    var taken: Int
    var errors: Int
    var status: Int?
    var lastError: String?
  }

  @Test(
    "articles of feeds become facts; one is added on SIGHUP; the child that fetches may die, and goes with the daemon"
  )
  func run() throws {
    let (bench, site) = (try Workbench(), try site())
    defer { site.stop() }
    func configure(_ names: String...) throws -> String {
      let feeds = names.map {
        "  - {url: \"http://localhost:\(site.port)/\($0).xml\", allow: [localhost], pause: 0s}\n"
      }
      return try bench.write("workers: 1\nfeeds:\n\(feeds.joined())", to: "d.yaml")
    }
    func feeds() throws -> [Line] {
      try bench.courant("feeds", "--config", "\(bench.folder)/d.yaml", "--state", bench.state, "--json").lines
        .map { try JSONDecoder().decode(Line.self, from: Data($0.utf8)) }
    }
    try bench.start(["--config", configure("one", "none")])
    let daemon = try #require(bench.daemon).processIdentifier
    func children() throws -> [Int32] {
      try bench.run("/usr/bin/pgrep", ["-P", "\(daemon)", "-f", "courantd feeds"]).lines.compactMap { Int32($0) }
    }
    try bench.wait("the article is read") { try bench.courant("get", "oslo/").text.contains("700,000") }
    try bench.wait("both were looked at") { try feeds().allSatisfy { $0.status != nil } }
    #expect(try feeds().map(\.taken) == [1, 0])
    #expect(try feeds().map(\.status) == [200, 404])
    #expect(try feeds()[1].lastError == "http://localhost:\(site.port)/none.xml: answered 404: not found")
    let documents = try bench.courant("documents").text
    #expect(documents.contains("http://localhost:\(site.port)/one.html"))
    #expect(bench.log.contains("feeds: taken"))

    let child = try #require(children().first)
    kill(child, SIGKILL)
    try bench.wait("another is started") { try children().contains { $0 != child } }
    _ = try configure("one", "none", "two")
    kill(daemon, SIGHUP)
    try bench.wait("the second article is read") { try bench.courant("get", "bergen/").text.contains("700,000") }
    // Said by the daemon alone, and not by its child once more.
    #expect(bench.log.components(separatedBy: "read the configuration: feeds: 2 to 3").count == 2)
    // What was taken before is not fetched again.
    #expect(site.requests.count { $0.path == "/one.html" } == 1)
    let last = try children()
    #expect(last.count == 1)
    #expect(try bench.stop() == 0)
    try bench.wait("the child is gone") { last.allSatisfy { kill($0, 0) != 0 } }
  }

  @Test("a daemon that is told to leave feeds alone fetches none, and the role alone does")
  func role() throws {
    let (bench, site) = (try Workbench(), try site())
    defer { site.stop() }
    let path = try bench.write(
      "workers: 1\nfeeds:\n  - {url: \"http://localhost:\(site.port)/one.xml\", allow: [localhost], pause: 0s}\n",
      to: "d.yaml"
    )
    try bench.start(["--without-feeds", "--config", path])
    let role = try bench.begin("courantd", ["feeds", "--config", path, "--state", bench.state], output: "role")
    try bench.wait("the article is read") { try bench.courant("get", "oslo/").text.contains("700,000") }
    let status = try String(contentsOfFile: "/proc/\(role.processIdentifier)/status", encoding: .utf8)
    #expect(status.contains("NoNewPrivs:\t1") && status.contains("CapEff:\t0000000000000000"))
    let second = try bench.run("courantd", ["feeds", "--config", path, "--state", bench.state])
    #expect(second.code == 78)
    #expect(second.errors.contains("is in use by another courantd"))
    #expect(!bench.log.contains("feeds:"))
    #expect(try bench.stop() == 0)

    // A daemon whose child cannot fetch goes on without, until it has another configuration.
    try bench.start(["--config", path])
    try bench.wait("the child gives up") {
      bench.log.contains("feeds are not fetched until the configuration is another")
    }
    role.terminate()
    try bench.wait("the role ends") { !role.isRunning }
    #expect(role.terminationStatus == 0)
    try bench.write(
      "workers: 1\nfeeds:\n  - {url: \"http://localhost:\(site.port)/two.xml\", allow: [localhost], pause: 0s}\n",
      to: "d.yaml"
    )
    kill(try #require(bench.daemon).processIdentifier, SIGHUP)
    try bench.wait("the child fetches") { try bench.courant("get", "bergen/").text.contains("700,000") }
    #expect(try bench.stop() == 0)
  }

  @Test("only the host that is named may have a private address, and what is no page is not fetched")
  func submitAllows() throws {
    let bench = try Workbench()
    let site = try LoopbackServer { request in
      switch request.path {
      case "/robots.txt": .http("404 No")
      case "/away": .http("302 Found", ["Location: http://127.0.0.1:1/secret"])
      case "/here": .http("302 Found", ["Location: /page.txt"])
      default: .http("200 OK", ["Content-Type: text/plain"], Array("Oslo has 15 districts.\n".utf8))
      }
    }
    defer { site.stop() }
    try bench.start(["--workers", "1"])
    let place = "http://localhost:\(site.port)"
    let away = try bench.courant("submit", "\(place)/away", "--allow-private")
    #expect(away.code == 1)
    #expect(
      away.errors.contains("127.0.0.1 is loopback, and the host is not allowed; a redirect leads there from localhost")
    )
    #expect(try bench.courant("submit", "\(place)/here", "--allow-private").text == "accepted \(place)/here\n")
    let other = try bench.courant("submit", "ftp://localhost/x")
    #expect(other.errors == "courant: ftp://localhost/x: no such file, and only http and https are fetched\n")
  }

  @Test("a page is submitted by its URL, by the rules of feeds")
  func submit() throws {
    let (bench, site) = (try Workbench(), try site())
    defer { site.stop() }
    try bench.start(["--workers", "1"])
    let place = "http://localhost:\(site.port)"
    let refused = try bench.courant("submit", "\(place)/one.html")
    #expect(refused.code == 1)
    #expect(refused.errors.contains("is loopback, and the host is not allowed; fetch it with --allow-private"))
    let accepted = try bench.courant("submit", "\(place)/one.html#part", "--allow-private")
    #expect(accepted.text == "accepted \(place)/one.html\n")
    let forbidden = try bench.courant("submit", "\(place)/secret", "--allow-private")
    #expect(forbidden.errors == "courant: \(place)/secret: the site's robots.txt forbids it\n")
    try bench.wait("the page is read") { try bench.courant("get", "oslo/").text.contains("700,000") }
  }
}
