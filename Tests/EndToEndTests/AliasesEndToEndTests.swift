import Foundation
import Glibc
import Testing

/// The operator's names of entities, while the daemon runs.
@Suite("Aliases, live")
struct AliasesEndToEndTests {
  @Test("what is read goes by the names of then; on SIGHUP by the new ones; what was read before when it is read anew")
  func live() throws {
    let bench = try Workbench()
    let aliases = try bench.write(
      "shinzo-abe:\n  name: Shinzo Abe\n  kind: person\n  aliases: [Abe]\n",
      to: "aliases.yaml"
    )
    let config = try bench.write("aliases: \(aliases)\nworkers: 1\n", to: "d.yaml")
    try bench.start(["--config", config])
    func submit(_ name: String, _ text: String) throws {
      #expect(try bench.courant("submit", try bench.write(text + "\n", to: name)).code == 0)
    }
    func entities() throws -> [String: [String: Any]] {
      let lines = try bench.courant("entities", "--json").lines
      let objects = try lines.map {
        try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
      }
      return Dictionary(uniqueKeysWithValues: objects.map { ($0["entity"] as? String ?? "", $0) })
    }
    try submit("a.txt", "Abe visited Moscow in 2013.")
    try submit("b.txt", "Shinzo Abe met Vladimir Putin in 2014.")
    try submit("c.txt", "Putin leads Russia.")
    try bench.waitForDocuments(3)
    var known = try entities()
    #expect(known["abe"] == nil)
    #expect(known["shinzo-abe"]?["kind"] as? String == "person")
    #expect(known["shinzo-abe"]?["aliases"] as? [String] == ["Abe"])
    #expect(known["putin"] != nil)

    // A bad file leaves the names as they are.
    try bench.write("shinzo-abe:\n  nam: x\n", to: "aliases.yaml")
    kill(try #require(bench.daemon).processIdentifier, SIGHUP)
    try bench.wait("it is refused") {
      bench.log.contains(
        "the configuration stays as it was: \(aliases): line 2: shinzo-abe: unknown name nam; did you mean name?"
      )
    }
    try bench.write(
      "shinzo-abe:\n  name: Shinzo Abe\n  aliases: [Abe]\nvladimir-putin:\n  name: Vladimir Putin\n  aliases: [Putin]\n",
      to: "aliases.yaml"
    )
    kill(try #require(bench.daemon).processIdentifier, SIGHUP)
    try bench.wait("it is taken") { bench.log.contains("names of 1 entities to 2") }
    try submit("d.txt", "Putin was born in 1952.")
    try bench.waitForDocuments(4)
    known = try entities()
    #expect(known["vladimir-putin"] != nil && known["putin"] != nil)

    #expect(try bench.courant("reprocess").code == 0)
    try bench.wait("all goes by the new names") { try entities()["putin"] == nil }
    #expect(try bench.courant("get", "vladimir-putin/", "--json").lines.count >= 2)
    #expect(try bench.courant("document", "c.txt", "--json").text.contains("+aliases."))
    #expect(try bench.stop() == 0)
    let check = try bench.run("courantd", ["check", "--state", bench.state])
    #expect(check.code == 0, "\(check.text)\(check.errors)")
    // The same without a daemon.
    let file = try bench.write("Putin leads Russia.\n", to: "e.txt")
    #expect(
      try bench.courant("extract", file, "--json", "--aliases", aliases).text.contains("\"key\":\"vladimir-putin/")
    )
  }
}
