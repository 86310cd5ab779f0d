import Foundation
import Glibc
import Testing

/// Plays systemd: the socket that services tell how they are.
private final class NotifyListener {
  let path: String
  private let descriptor: Int32
  private(set) var messages: [String] = []

  init(path: String) throws {
    self.path = path
    descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
    let result = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    try #require(result == 0)
  }

  deinit { close(descriptor) }

  /// Takes what came.
  func receive() {
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
      guard count > 0 else { return }
      messages.append(String(decoding: buffer.prefix(count), as: UTF8.self))
    }
  }

  /// How many messages have had an assignment.
  func count(_ assignment: String) -> Int {
    receive()
    return messages.count { $0.split(separator: "\n").contains { $0 == assignment } }
  }
}

@Suite("Under systemd")
struct SystemdEndToEndTests {
  private let bench: Workbench
  private let listener: NotifyListener

  init() throws {
    bench = try Workbench()
    listener = try NotifyListener(path: bench.folder + "/notify")
  }

  @Test("it says when it is ready, that it lives, what it does, and that it stops; its workers say nothing")
  func notifies() throws {
    try bench.start(environment: ["NOTIFY_SOCKET": listener.path, "WATCHDOG_USEC": "2000000"])
    try bench.wait("READY") { listener.count("READY=1") == 1 }
    let first = try #require(listener.messages.first)
    #expect(first.contains("STATUS=aggregator: event 0, 0 batches; intake: 0 documents wait"))
    try bench.wait("the watchdog is fed") { listener.count("WATCHDOG=1") >= 3 }
    #expect(try bench.stop() == 0)
    #expect(listener.count("STOPPING=1") == 1)
    #expect(listener.count("READY=1") == 1)
    #expect(listener.messages.last == "STOPPING=1\nSTATUS=stopping")
  }

  @Test("a process that is stopped feeds no watchdog")
  func hangs() throws {
    try bench.start(environment: ["NOTIFY_SOCKET": listener.path, "WATCHDOG_USEC": "1000000"])
    try bench.wait("the watchdog is fed") { listener.count("WATCHDOG=1") >= 1 }
    let daemon = try #require(bench.daemon)
    kill(daemon.processIdentifier, SIGSTOP)
    let before = listener.count("WATCHDOG=1")
    try bench.hold("nothing feeds it for longer than a period", seconds: 1.5) {
      listener.count("WATCHDOG=1") <= before + 1
    }
    kill(daemon.processIdentifier, SIGCONT)
    try bench.wait("the watchdog is fed again") { listener.count("WATCHDOG=1") > before + 1 }
    #expect(try bench.stop() == 0)
  }

  @Test("a watchdog of another process is nobody's here, and what systemd would not write is refused")
  func environment() throws {
    let aggregator = ["aggregator", "--state", bench.state]
    let wrong = try bench.run("courantd", aggregator, environment: ["NOTIFY_SOCKET": "somewhere"])
    #expect(wrong.code == 78)
    #expect(wrong.errors == "courantd: NOTIFY_SOCKET is \"somewhere\", want a path, or @ and a name\n")
    let odd = ["NOTIFY_SOCKET": listener.path, "WATCHDOG_USEC": "soon"]
    let output = try bench.run("courantd", aggregator, environment: odd)
    #expect(output.code == 78)
    #expect(output.errors == "courantd: WATCHDOG_USEC is \"soon\", want a whole number of microseconds above 0\n")
    try bench.start(
      environment: ["NOTIFY_SOCKET": listener.path, "WATCHDOG_USEC": "1000000", "WATCHDOG_PID": "1"]
    )
    try bench.wait("READY") { listener.count("READY=1") == 1 }
    #expect(try bench.stop() == 0)
    #expect(listener.count("WATCHDOG=1") == 0)
  }

  @Test("SIGHUP takes what can change, names what cannot, and keeps the old where the new is wrong")
  func reloads() throws {
    let first = bench.folder + "/first"
    let second = bench.folder + "/second"
    for folder in [first, second] {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
    }
    let file = try bench.write("watch: ['\(first)']\nworkers: 1\n", to: "c.yaml")
    try bench.start(["--config", file])
    let daemon = try #require(bench.daemon).processIdentifier

    try bench.write("watch: ['\(second)']\nworkers: 3\nlog:\n  level: debug\nlimits:\n  attempts: 5\n", to: "c.yaml")
    kill(daemon, SIGHUP)
    try bench.wait("it has read the configuration") { bench.log.contains("takes effect with the next start only") }
    #expect(bench.log.contains("watch: [\(first)] to [\(second)], workers: 1 to 3, log.level: info to debug"))
    #expect(bench.log.contains("takes effect with the next start only: limits.attempts"))
    try bench.write("Reykjavík has a population of 139,875.\n", to: "second/a.txt")
    try bench.write("Akureyri has a population of 19,000.\n", to: "first/b.txt")
    try bench.wait("the new folder is watched") {
      // A file that comes while the folder is looked through may be taken twice, and changes nothing the second time.
      try bench.status()["intake"]?.counts["done"] ?? 0 >= 1
    }
    try bench.wait("there are three workers") { try bench.workers().count == 3 }
    #expect(try bench.courant("get", "akureyri/population").code == 1)
    #expect(try bench.courant("get", "reykjavik/population").code == 0)

    try bench.write("workers: many\n", to: "c.yaml")
    kill(daemon, SIGHUP)
    try bench.wait("it says what is wrong") { bench.log.contains("the configuration stays as it was") }
    #expect(bench.log.contains("c.yaml: line 1: workers is \"many\", want a whole number from 0 to 1024"))

    try bench.write("workers: 1\nwatch: ['\(first)']\n", to: "c.yaml")
    kill(daemon, SIGHUP)
    try bench.wait("the first folder is watched again, with what came meanwhile") {
      try bench.courant("get", "akureyri/population").code == 0
    }
    try bench.wait("one worker is left") { try bench.workers().count == 1 }
    #expect(!bench.log.contains("a worker ended, and is started again"))
    #expect(try bench.stop() == 0)
  }

  @Test("courantd config checks, shows with origins, and explains")
  func config() throws {
    let file = try bench.write("workers: 3\nlimits:\n  job_time: 5s\n", to: "c.yaml")
    let check = try bench.run("courantd", ["config", "check", "--config", file])
    #expect(check.text == "\(file): sound, 2 options set, all others at their defaults\n")
    let show = try bench.run("courantd", ["config", "show", "--config", file], environment: ["COURANT_WORKERS": "4"])
    #expect(show.lines.contains("workers: 4                                  # COURANT_WORKERS"))
    #expect(show.lines.contains("  job_time: 5s                              # \(file): line 3"))
    #expect(show.lines.contains("  attempts: 3                               # default"))
    // What is shown is a file again.
    let again = try bench.write(show.text, to: "again.yaml")
    let second = try bench.run("courantd", ["config", "show", "--config", again])
    func values(_ lines: [String]) -> [String] { lines.map { String($0.split(separator: "#")[0]) } }
    #expect(values(second.lines) == values(show.lines))
    let explained = try bench.run("courantd", ["config", "explain", "limits.job_time", "--config", file])
    #expect(
      explained.text == """
        limits.job_time: longest that a worker may take over one document, and a second more for each 50 kB of it
          now          5s (\(file): line 3)
          default      60s
          values       a time, more than 0
          environment  COURANT_LIMITS_JOB_TIME
          on SIGHUP    needs a restart

        """
    )
    let unknown = try bench.run("courantd", ["config", "explain", "limits.jobtime"])
    #expect(unknown.code == 78)
    #expect(unknown.errors == "courantd: unknown name limits.jobtime; did you mean limits.job_time?\n")
    try bench.write("watch: [/nowhere]\n", to: "c.yaml")
    let wrong = try bench.run("courantd", ["config", "check", "--config", file])
    #expect(wrong.code == 78)
    #expect(wrong.errors == "courantd: watch: /nowhere: no such folder\n")
  }
}
