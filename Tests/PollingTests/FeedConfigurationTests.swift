import Foundation
import Service
import Testing

@Suite("Feeds in the configuration")
struct FeedConfigurationTests {
  private func load(_ text: String) throws -> Configuration {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/c.yaml"
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    do {
      return try Configuration(file: path, environment: [:])
    } catch let error {
      throw ConfigurationError(error.description.replacing(path, with: "c.yaml"))
    }
  }

  @Test("an address alone, or with options")
  func feeds() throws {
    let configuration = try load(
      """
      feeds:
        - https://a.example/feed
        - url: https://ida:secret@b.example/feed?key=secret
          interval: 5m
          articles: content
          removed: withdraw
          allow: [Intranet.example, localhost]
          user_agent: courant/1.0 (+https://c.example)
          limit: 1MiB
          timeout: 10s
          pause: 0s
      """
    )
    #expect(configuration.feeds.map(\.shown) == ["https://a.example/feed", "https://b.example/feed"])
    #expect(configuration.feeds[0].interval == .seconds(1800))
    #expect(configuration.feeds[0].articles == .fetch)
    let second = configuration.feeds[1]
    #expect(second.interval == .seconds(300))
    #expect(second.articles == .content)
    #expect(second.removed == .withdraw)
    #expect(second.allowed == ["intranet.example", "localhost"])
    #expect(second.bytes == 1 << 20)
    #expect(second.pause == .zero)
  }

  @Test(
    "what is wrong is said with its line",
    arguments: [
      ("feeds: x", "c.yaml: line 1: feeds wants a list, each with a url"),
      ("feeds:\n  - interval: 5m", "c.yaml: line 2: a feed wants a url"),
      ("feeds:\n  - ftp://a", "c.yaml: line 2: feeds: url is \"ftp://a\", want http:// or https:// and a host"),
      (
        "feeds:\n  - url: https://a\n    interval: 1s",
        "c.yaml: line 3: feeds: interval is \"1s\", want a time such as 30s or 1h, 60s at least"
      ),
      (
        "feeds:\n  - url: https://a\n    articles: all",
        "c.yaml: line 3: feeds: articles is \"all\", want fetch or content"
      ),
      (
        "feeds:\n  - url: https://a\n    intervall: 1h",
        "c.yaml: line 3: feeds: unknown name intervall; did you mean interval?"
      ),
      (
        "feeds:\n  - https://a\n  - https://a",
        "c.yaml: line 3: feeds has https://a twice, first in c.yaml: line 2"
      ),
      (
        "feeds:\n  - url: https://a\n    allow: [10.0.0.0/8]",
        "c.yaml: line 3: feeds: allow is \"10.0.0.0/8\", want names of hosts, such as feeds.example.org"
      ),
    ]
  )
  func faults(_ text: String, reason: String) {
    #expect(throws: ConfigurationError(reason)) { try load(text) }
  }
}
