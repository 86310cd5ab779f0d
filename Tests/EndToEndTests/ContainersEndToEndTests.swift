import Foundation
import Glibc
import Testing

/// Archives, mailboxes and messages whose documents are taken out of them.
@Suite("Documents in documents")
struct ContainersEndToEndTests {
  private func archive(_ bench: Workbench, _ name: String, _ files: [(name: String, text: String)]) throws -> String {
    for file in files { try bench.write(file.text, to: "packed/\(file.name)") }
    let path = "\(bench.folder)/\(name)"
    let tar = Process()
    tar.executableURL = URL(fileURLWithPath: "/usr/bin/tar")
    tar.arguments = ["-C", "\(bench.folder)/packed", "-czf", path] + files.map(\.name)
    try tar.run()
    tar.waitUntilExit()
    #expect(tar.terminationStatus == 0)
    return path
  }

  private func documents(_ bench: Workbench) throws -> [String: [String: Any]] {
    let list = try bench.courant("documents", "--json").lines.map { line in
      try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }
    return Dictionary(uniqueKeysWithValues: list.map { (($0["uri"] as? String) ?? "", $0) })
  }

  @Test("each is a document of its own, with its own facts; what cannot be read is named, and nothing is done twice")
  func members() throws {
    let bench = try Workbench()
    let message = """
      From: Ida Holm <ida@example.org>
      To: b@example.org
      Subject: The harbour
      Date: Tue, 05 Mar 2019 10:00:00 +0000
      Message-ID: <1@example.org>
      MIME-Version: 1.0
      Content-Type: multipart/mixed; boundary=b

      --b
      Content-Type: text/plain

      The ferry Sorrel ran aground near Molvik on Monday.
      --b
      Content-Type: text/plain; name=figures.txt
      Content-Disposition: attachment; filename=figures.txt

      Molvik has 5,100 inhabitants.
      --b--

      """
    let path = try archive(
      bench,
      "all.tar.gz",
      [
        ("tarvik.txt", "Tarvik has 4,200 inhabitants.\n"), ("sub/halden.md", "**Halden** has 7 museums.\n"),
        ("logo.gif", "GIF89a"), ("message.eml", message), ("empty.txt", ""),
        ("lines.jsonl", "{\"title\":\"Orvik\",\"text\":\"Orvik has 15 districts.\"}\n"),
      ]
    )
    try bench.start()
    #expect(try bench.courant("submit", path).code == 0)
    try bench.waitForDocuments(7)
    let uri = "file://\(path)"
    let found = try documents(bench)
    #expect(
      Set(found.keys) == [
        uri, uri + "!/tarvik.txt", uri + "!/sub/halden.md", uri + "!/message.eml", uri + "!/message.eml!/figures.txt",
        uri + "!/lines.jsonl", uri + "!/lines.jsonl!/1",
      ]
    )
    #expect(
      found[uri]?["reason"] as? String
        == "it holds 4 documents: \(uri)!/; not taken: logo.gif: a picture, which cannot be read: "
        + "send its text; not taken: empty.txt: empty document"
    )
    #expect(found[uri + "!/sub/halden.md"]?["mediaType"] as? String == "text/markdown")
    for key in ["tarvik", "halden", "molvik", "orvik"] {
      #expect(try bench.courant("get", "\(key)/", "--json").code == 0, "\(key)")
    }
    // The message does not say of what was read that it was not.
    #expect(found[uri + "!/message.eml"]?["reason"] as? String == nil)
    let end = try bench.journal().count
    #expect(try bench.courant("submit", path).code == 0)
    #expect(try bench.courant("reprocess").code == 0)
    try bench.waitForDocuments(7)
    #expect(try bench.journal().count == end)
    expectSound(try bench.journal())
  }

  @Test("a list of JSON holds documents; what a long table has too much is told with the document")
  func lists() throws {
    let bench = try Workbench()
    let list = try bench.write(
      "[{\"id\":\"a1\",\"title\":\"Tarvik\",\"text\":\"Tarvik has 4,200 inhabitants.\"},"
        + "{\"id\":\"a2\",\"title\":\"Halden\",\"text\":\"Halden has 7 museums.\"}]",
      to: "list.json"
    )
    let table = try bench.write(
      "Town,Population\nTarvik,4200\nHalden,3100\n" + (0..<20_008).map { _ in "Nothing\n" }.joined(),
      to: "big.csv"
    )
    try bench.start()
    #expect(try bench.courant("submit", list, table).code == 0)
    try bench.waitForDocuments(4)
    let found = try documents(bench)
    let uri = "file://\(list)"
    #expect(found[uri]?["reason"] as? String == "it holds 2 documents: \(uri)!/")
    #expect(found["\(uri)!/1"]?["title"] as? String == "Tarvik")
    #expect(found["\(uri)!/2"]?["title"] as? String == "Halden")
    let skipped = found["file://\(table)"]?["skipped"] as? [[String: Any]]
    #expect(skipped?.first?["reason"] as? String == "too many rows")
    #expect(skipped?.first?["lines"] as? Int == 11)
    #expect(try bench.courant("documents", "file://\(table)").text.contains("not read: 11 lines (too many rows)"))
    #expect(try bench.courant("document", table).errors.contains("not read: 11 lines (too many rows)"))
  }

  @Test("a daemon that is killed while it takes an archive apart takes all of it after the next start")
  func killed() throws {
    let bench = try Workbench()
    let count = 120
    let files = (0..<count).map { ("d\($0).txt", "Town \($0) has \(100 + $0) inhabitants.\n") }
    let path = try archive(bench, "many.tar.gz", files)
    try bench.start()
    #expect(try bench.courant("submit", path).code == 0)
    try bench.wait("some are taken") { try bench.status()["aggregator"]?.counts["documents"] ?? 0 > 5 }
    _ = try bench.stop(SIGKILL)
    try bench.start()
    try bench.waitForDocuments(count + 1)
    let reasons = try documents(bench).values.compactMap { $0["reason"] as? String }
    #expect(reasons.contains("it holds \(count) documents: file://\(path)!/"))
    expectSound(try bench.journal())
  }

  @Test("what an archive of archives would unpack to is bounded, and the rest goes on")
  func bounds() throws {
    let bench = try Workbench()
    let path = try archive(bench, "a.tar.gz", (0..<5).map { ("\($0).txt", "Tarvik has \($0) ferries.\n") })
    let zeros = "\(bench.folder)/zeros.gz"
    let gzip = Process()
    gzip.executableURL = URL(fileURLWithPath: "/bin/sh")
    gzip.arguments = ["-c", "head -c 3000000 /dev/zero | gzip > \(zeros)"]
    try gzip.run()
    gzip.waitUntilExit()
    try bench.start(environment: ["COURANT_LIMITS_ARCHIVE_MEMBERS": "4", "COURANT_LIMITS_ARCHIVE_BYTES": "1000000B"])
    #expect(try bench.courant("submit", path, zeros).code == 0)
    #expect(try bench.courant("submit", "-", input: "Halden has 7 museums.\n").code == 0)
    try bench.waitForDocuments(1)
    let failed = try bench.courant("failed", "--json").lines.sorted()
    #expect(failed.count == 2)
    #expect(failed.allSatisfy { $0.contains("\"code\":\"too-large\"") })
    #expect(failed.first?.contains("more than 4 files in the archive") == true)
    #expect(failed.last?.contains("larger than 1000000 bytes when it is unpacked") == true)
  }
}
