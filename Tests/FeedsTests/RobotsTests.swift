import Feeds
import TestSupport
import Testing

@Suite("robots.txt")
struct RobotsTests {
  private func allows(_ file: String, _ path: String) -> Bool {
    RobotsRules(Array(file.utf8), agent: "courant").allows(path)
  }

  @Test("the group that names the product counts, else that for everybody")
  func groups() {
    let file = "User-agent: *\nDisallow: /\n\nUser-Agent: Other\nUser-Agent: COURANT/2 (x)\nDisallow: /private # no\n"
    #expect(allows(file, "/a"))
    #expect(!allows(file, "/private/a"))
    #expect(!allows("user-agent: *\ndisallow: /", "/a"))
    #expect(allows("user-agent: courantly\ndisallow: /", "/a"))
    #expect(allows("", "/a"))
    #expect(allows("User-agent: *\nDisallow:", "/a"))
    // Groups of one name are one.
    #expect(
      !allows("User-agent: courant\nAllow: /\nUser-agent: x\nDisallow: /\nUser-agent: courant\nDisallow: /b", "/b")
    )
  }

  @Test(
    "the longest rule that matches counts, and of two as long the one that allows",
    arguments: [
      ("Allow: /p\nDisallow: /", "/page", true), ("Allow: /folder\nDisallow: /folder", "/folder/page", true),
      ("Allow: /page\nDisallow: /*.htm", "/page.htm", false), ("Allow: /$\nDisallow: /", "/", true),
      ("Allow: /$\nDisallow: /", "/page.htm", false), ("Disallow: /*.php$", "/a.php?x", true),
      ("Disallow: /*.php$", "/a.php", false), ("Disallow: /a%3cd.html", "/a%3Cd.html", false),
      ("Disallow: /%7ejoe/", "/~joe/", false), ("Disallow: /ツ", "/%E3%83%84", false),
      ("Disallow: /", "/robots.txt", true),
    ]
  )
  func rules(_ rules: String, path: String, expected: Bool) {
    #expect(allows("User-agent: *\n\(rules)\n", path) == expected)
  }

  /// What a pattern means, as it is defined.
  private func matches(_ path: ArraySlice<UInt8>, _ pattern: ArraySlice<UInt8>) -> Bool {
    guard let first = pattern.first else { return true }
    if first == UInt8(ascii: "$"), pattern.count == 1 { return path.isEmpty }
    if first == UInt8(ascii: "*") {
      return (path.startIndex...path.endIndex).contains { matches(path[$0...], pattern.dropFirst()) }
    }
    return path.first == first && matches(path.dropFirst(), pattern.dropFirst())
  }

  @Test("patterns match as they are defined, on random paths")
  func property() {
    let seed = UInt64.random(in: 0...UInt64.max)
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<3000 {
      let path =
        "/"
        + String(
          (0..<Int.random(in: 0...8, using: &generator)).map { _ in "ab/".randomElement(using: &generator) ?? "a" }
        )
      var pattern =
        "/"
        + String(
          (0..<Int.random(in: 0...5, using: &generator)).map { _ in "ab/*".randomElement(using: &generator) ?? "a" }
        )
      if Bool.random(using: &generator) { pattern += "$" }
      let isForbidden = !allows("User-agent: *\nDisallow: \(pattern)\n", path)
      #expect(
        isForbidden == matches(Array(path.utf8)[...], Array(pattern.utf8)[...]),
        "\(path) \(pattern), seed \(seed)"
      )
    }
  }
}
