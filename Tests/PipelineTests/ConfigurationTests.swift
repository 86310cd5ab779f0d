import Foundation
import Testing

@testable import Service

@Suite("Configuration")
struct ConfigurationTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func load(_ yaml: String, _ environment: [String: String] = [:]) throws -> Configuration {
    try Configuration(file: try folder.write(yaml, to: "c.yaml"), environment: environment)
  }

  private func error(_ yaml: String, _ environment: [String: String] = [:]) throws -> String {
    do {
      _ = try load(yaml, environment)
      return "no error"
    } catch let error as ConfigurationError {
      return error.description.replacing(folder.path + "/", with: "")
    }
  }

  @Test("a file overrides the defaults, the environment the file")
  func layers() throws {
    let configuration = try load(
      """
      workers: 3
      watch: [/a, /b]
      limits:
        document_bytes: 1MiB
        job_time: 500ms
      log:
        level: debug
      """,
      ["COURANT_WORKERS": "5", "COURANT_RUNTIME": "/r"]
    )
    #expect(configuration.workers == 5)
    #expect(configuration.watch == ["/a", "/b"])
    #expect(configuration.limits.documentBytes == 1 << 20)
    #expect(configuration.limits.jobTime == .milliseconds(500))
    #expect(configuration.log.level == "debug")
    #expect(configuration.endpoints.query == "ipc:///r/query.sock")
    let flagged = try Configuration(
      file: nil,
      environment: ["COURANT_LOG_LEVEL": "debug"],
      flags: ["log.level": ("--log-level", "error")]
    )
    #expect(flagged.log.level == "error")
    #expect(throws: ConfigurationError("--log-format is \"loud\", want one of auto, text, json, journal")) {
      try Configuration(file: nil, environment: [:], flags: ["log.format": ("--log-format", "loud")])
    }
  }

  @Test("a client finds the user's own daemon first, and else the system's")
  func daemon() throws {
    let (own, system) = ("\(folder.path)/own", "\(folder.path)/system")
    for path in [own, system] {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }
    #expect(Folders.daemon(own: own, system: system) == own)
    _ = try folder.write("", to: "system/query.sock")
    #expect(Folders.daemon(own: own, system: system) == system)
    _ = try folder.write("", to: "own/submit.sock")
    #expect(Folders.daemon(own: own, system: system) == own)
  }

  @Test("an empty file is the defaults")
  func empty() throws {
    #expect(try load("", ["COURANT_RUNTIME": "/r"]) == Configuration(runtime: "/r"))
    #expect(try load("# nothing\nlimits:\n", ["COURANT_RUNTIME": "/r"]) == Configuration(runtime: "/r"))
  }

  @Test("what another process is given is what this one has")
  func environment() throws {
    let configuration = try load(
      "workers: 7\nlimits:\n  job_time: 250ms\n  spool_bytes: 3GiB\n",
      ["COURANT_RUNTIME": "/r"]
    )
    #expect(try Configuration(file: nil, environment: configuration.environment) == configuration)
  }

  @Test("what is wrong is named with file, line, value and the nearest right name")
  func errors() throws {
    #expect(try error("worker: 3") == "c.yaml: line 1: unknown name worker; did you mean workers?")
    #expect(
      try error("log:\n  level: loud")
        == "c.yaml: line 2: log.level is \"loud\", want one of trace, debug, info, notice, warning, error, critical"
    )
    #expect(
      try error("limits:\n  attempts: 0")
        == "c.yaml: line 2: limits.attempts is \"0\", want a whole number from 1 to 100"
    )
    #expect(
      try error("limits:\n  document_bytes: 5 apples")
        == "c.yaml: line 2: limits.document_bytes is \"5 apples\", want a size from 1B to 1GiB, such as 16MiB"
    )
    #expect(
      try error("limits:\n  job_time: soon")
        == "c.yaml: line 2: limits.job_time is \"soon\", want a time such as 500ms, 30s or 5m"
    )
    #expect(try error("workers: [1, 2]") == "c.yaml: line 1: workers wants one value, not a list")
    #expect(try error("zzzzzzzzzzz: 1") == "c.yaml: line 1: unknown name zzzzzzzzzzz")
    #expect(try error("- 1") == "c.yaml: line 1: the file wants names and values")
    #expect(try error("a: [").hasPrefix("c.yaml: line "))
    #expect(
      try error("extraction:\n  min_confidence: 1.5\n", [:])
        == "c.yaml: line 2: extraction.min_confidence is \"1.5\", want a number from 0 to 1"
    )
    #expect(
      try error("", ["COURANT_WORKERS": "many"]) == "COURANT_WORKERS is \"many\", want a whole number from 0 to 1024"
    )
    #expect(
      try error("endpoints:\n  query: udp://0.0.0.0:7000")
        == "endpoints.query is \"udp://0.0.0.0:7000\", want ipc:// and a path, or tcp:// and a host and port"
    )
    #expect { try Configuration(file: "/nowhere.yaml", environment: [:]) } throws: {
      "\($0)" == "/nowhere.yaml: No such file or directory"
    }
  }

  @Test("the annotated file and the page on configuration have every option at its default")
  func example() throws {
    #expect(Set(ConfigurationOption.all.map(\.name)).count == ConfigurationOption.all.count)
    let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let file = repository.appendingPathComponent("config/courantd.yaml")
    let environment = ["COURANT_RUNTIME": "/run/courant"]
    #expect(try Configuration(file: file.path, environment: environment) == Configuration(runtime: "/run/courant"))
    // With what is commented out in force, too.
    let text = try String(contentsOf: file, encoding: .utf8)
    let all = text.split(separator: "\n").map { line in
      let isOption = ["# state: ", "# endpoints:"].contains { line.hasPrefix($0) } || line.contains(": ipc://")
      return isOption ? String(line.dropFirst(2)) : String(line)
    }
    .joined(separator: "\n")
    let loaded = try load(all)
    #expect(loaded == Configuration(state: "/var/lib/courant", runtime: "/run/courant"))
    let page = try String(contentsOf: repository.appendingPathComponent("docs/configuration.md"), encoding: .utf8)
    for option in ConfigurationOption.all {
      let name = option.name.split(separator: ".").last.map(String.init) ?? ""
      #expect(text.contains("\(name):"), "config/courantd.yaml lacks \(option.name)")
      #expect(page.contains("`\(option.name)`"), "docs/configuration.md lacks \(option.name)")
      #expect(page.contains("`\(option.environmentName)`"), "docs/configuration.md lacks \(option.environmentName)")
    }
  }

  @Test("the table of options in the page on configuration is the one that the options make")
  func table() throws {
    let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let page = try String(contentsOf: repository.appendingPathComponent("docs/configuration.md"), encoding: .utf8)
    #expect(page.contains("\n\(ConfigurationOption.table)\n\n"), "make docs writes it anew")
  }

  @Test("what cannot change while the daemon runs stays as it was, and is named")
  func live() throws {
    let values = [
      "state": "/elsewhere", "watch": "/a", "deleted": "withdraw", "originals_bytes": "1MiB", "workers": "9",
      "extraction.min_confidence": "0.25", "metrics.listen": "127.0.0.1:9464", "log.level": "error",
      "log.format": "json",
    ]
    let before = Configuration(state: "/s", runtime: "/r")
    for option in ConfigurationOption.all {
      var new = before
      let value =
        values[option.name]
        ?? (option.name.hasPrefix("endpoints.")
          ? "ipc:///x.sock" : ["7s", "70MiB", "7", "70"].first { (try? option.set(&new, [$0])) != nil })
      let text = try #require(value)
      try option.set(&new, [text])
      #expect(new != before, "\(option.name)")
      let live = LiveConfiguration(before)
      let outcome = live.take(new)
      let change = "\(option.name): \(option.value(before)) to \(option.value(new))"
      if option.isLive {
        #expect(outcome == LiveConfiguration.Outcome(applied: [change]))
        #expect(live.current == new)
      } else {
        #expect(outcome == LiveConfiguration.Outcome(waiting: [option.name]))
        #expect(live.current == before, "\(option.name)")
      }
    }
  }

  @Test(
    "sizes and times are read as they are written",
    arguments: [(1, "1B"), (1024, "1KiB"), (16 << 20, "16MiB"), (1_500_000, "1500000B"), (4 << 30, "4GiB")]
  )
  func quantities(bytes: Int, text: String) {
    #expect(Quantities.size(bytes) == text)
    #expect(Quantities.bytes(text) == bytes)
  }

  @Test("how much of the journal is kept is nothing's limit until it is set")
  func journal() throws {
    #expect(try load("").journal == Configuration.Journal())
    let journal = try load("journal:\n  max_age: 30d\n  max_bytes: 2GiB\n  max_events: 1000000\n").journal
    #expect(journal.maxAge == .seconds(30 * 86_400))
    #expect(journal.maxBytes == 2 << 30)
    #expect(journal.maxEvents == 1_000_000)
    #expect(
      try error("journal:\n  max_age: 5")
        == "c.yaml: line 2: journal.max_age is \"5\", want a time such as 12h or 30d, or 0s for no limit"
    )
    #expect(
      try error("journal:\n  max_bytes: -1")
        == "c.yaml: line 2: journal.max_bytes is \"-1\", want a size from 0B to 1024TiB, such as 16MiB"
    )
    #expect(
      try error("", ["COURANT_JOURNAL_MAX_EVENTS": "many"])
        == "COURANT_JOURNAL_MAX_EVENTS is \"many\", want a whole number from 0 to 1000000000000"
    )
    #expect(
      try error("journal:\n  max_agee: 5d")
        == "c.yaml: line 2: unknown name journal.max_agee; did you mean journal.max_age?"
    )
  }

  @Test("a folder is one daemon's")
  func lock() throws {
    let first = try InstanceLock(folder: folder.path, name: "l")
    #expect(throws: ConfigurationError("\(folder.path) is in use by another courantd; stop it, or name another folder"))
    {
      try InstanceLock(folder: folder.path, name: "l")
    }
    withExtendedLifetime(first) {}
  }
}
