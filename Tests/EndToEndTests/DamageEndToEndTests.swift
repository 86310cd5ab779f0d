import Foundation
import Glibc
import Testing

@Suite("A daemon whose database is damaged", .serialized)
struct DamageEndToEndTests {
  /// Flips a bit where some text stands, as a disk does it: the file's time stays.
  private func flip(_ text: String, in path: String) throws -> Int {
    var before = stat()
    try #require(stat(path, &before) == 0)
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    let place = try #require(bytes.range(of: Data(text.utf8))).lowerBound
    let file = open(path, O_WRONLY | O_CLOEXEC)
    try #require(file >= 0)
    defer { close(file) }
    try #require(pwrite(file, [bytes[place] ^ 1], 1, off_t(place)) == 1)
    let times = [before.st_atim, before.st_mtim]
    try #require(futimens(file, times) == 0)
    return place / 4096 + 1
  }

  @Test("questions that need the page are answered with an error, others as before, and the scrub tells of it")
  func damage() throws {
    let bench = try Workbench()
    let path = bench.state + "/courant.db"
    try bench.start()
    for number in 1...40 {
      try bench.write("The population of Town \(number) was 1,\(100 + number) in 2020.\n", to: "t\(number).txt")
    }
    #expect(try bench.run("courant", ["submit"] + (1...40).map { "t\($0).txt" }).code == 0)
    try bench.waitForDocuments(40)
    try bench.wait("the database was looked through") {
      try bench.status()["aggregator"]?.counts["pagesScrubbed"] ?? 0 > 10
    }
    #expect(try bench.status()["aggregator"]?.counts["pagesDamaged"] == 0)
    try bench.stop()

    let page = try flip("Town 7 was", in: path)
    try bench.start()
    try bench.wait("the scrub has found it") { try bench.status()["aggregator"]?.counts["pagesDamaged"] == 1 }
    let line =
      "\(path) is damaged: what was written is no longer in pages \(page); run: courantd check, and restore a backup"
    let status = try bench.courant("status")
    #expect(status.text.contains("note: \(line)\n"), "\(status.text)")
    #expect(bench.log.components(separatedBy: line).count == 2, "said once")
    for arguments in [
      ["export", "--format", "jsonl"], ["watch", "--since", "0", "--once", "--json"], ["get", "town-7/"],
      ["document", "t7.txt", "--json"],
    ] {
      let output = try bench.run("courant", arguments)
      #expect(output.code == 1, "\(arguments): \(output)")
      #expect(
        output.errors == "courant: \(path) is damaged: page \(page) is not what was written; run: courantd check\n",
        "\(arguments): \(output.errors)"
      )
    }
    #expect(try bench.courant("documents", "--json").lines.count == 40, "what does not need the page goes on")
    try bench.stop()
    // Check goes by what is in it, and names it.
    let check = try bench.run("courantd", ["check", "--state", bench.state])
    #expect(check.code == 1 && check.errors.hasPrefix("courantd: \(path) is damaged: "), "\(check.errors)")
  }
}
