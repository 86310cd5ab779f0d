import Foundation
import Keys
import Testing

/// A folder with keys, an allow-list and configurations.
final class Town {
  let bench: Workbench
  var allowed: String { "\(bench.folder)/allowed" }

  init() throws { bench = try Workbench() }

  /// Makes a key, and lets it in.
  func key(_ name: String, roles: [String] = []) throws -> String {
    let made = try bench.run("courantd", ["keys", "new", "\(name).key"])
    #expect(made.code == 0, "\(made.errors)")
    let key = try #require(made.lines.first)
    if !roles.isEmpty { try allow(name, key, roles) }
    return key
  }

  func allow(_ name: String, _ key: String, _ roles: [String]) throws {
    let arguments = ["keys", "allow", name, key] + roles.flatMap { ["--role", $0] }
    let output = try bench.run("courantd", arguments, environment: ["COURANT_KEYS_ALLOW": allowed])
    #expect(output.code == 0, "\(output.errors)")
  }

  func revoke(_ name: String) throws {
    let output = try bench.run("courantd", ["keys", "revoke", name], environment: ["COURANT_KEYS_ALLOW": allowed])
    #expect(output.code == 0, "\(output.errors)")
  }

  /// Starts a daemon that listens everywhere, at ports that the system chooses.
  func start(_ extra: String = "", _ arguments: [String] = [], under wrapper: [String] = []) throws {
    let sockets = AccessDomain.allCases.map { "  \($0.rawValue): tcp://127.0.0.1:*\n" }.joined()
    let path = try bench.write(
      "workers: 1\nlisten:\n\(sockets)keys:\n  secret: \(bench.folder)/server.key\n  allow: \(allowed)\n\(extra)",
      to: "daemon.yaml"
    )
    try bench.start(["--config", path] + arguments, under: wrapper)
  }

  /// Where a socket is bound, as the daemon says.
  func endpoint(_ domain: AccessDomain, log: String? = nil) throws -> String {
    let line = try #require(
      (log ?? bench.log).split(separator: "\n").last { $0.hasSuffix(" socket=\(domain.rawValue)") }
    )
    let word = try #require(line.split(separator: " ").first { $0.hasPrefix("endpoint=") })
    return String(word.dropFirst("endpoint=".count))
  }

  /// The options with which `courant` is that person.
  func person(_ name: String, server: String) throws -> [String] {
    let places = try [AccessDomain.submit, .updates, .query].map { "  \($0.rawValue): \(try endpoint($0))\n" }
      .joined()
    let path = try bench.write(
      "endpoints:\n\(places)keys:\n  secret: \(bench.folder)/\(name).key\n  server: '\(server)'\n",
      to: "\(name).yaml"
    )
    return ["--config", path]
  }
}
