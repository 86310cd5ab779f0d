import Foundation
import Glibc
import Model
import Testing

/// What is taken of watched folders is what whoever writes there meant to give: whole files, by the names that they have, and nothing else
/// that the service may read.
@Suite("Watched folders, what is taken")
struct FolderContentEndToEndTests {
  private func text(_ number: Int) -> String {
    "Town \(number) in figures\n\nThe population of Town \(number) was \(1000 + number) in 2020.\n"
  }

  private func uris(_ bench: Workbench) throws -> [String] {
    try bench.courant("documents", "--json").lines.map { line in
      let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      return try #require(object["uri"] as? String)
    }
  }

  @Test("a link is not followed, wherever it stands, unless it leads into a folder that is named")
  func links() throws {
    let bench = try Workbench()
    try bench.write("The secret of Oslo is 12345678.\n", to: "secret/s.txt")
    try bench.write(text(1), to: "wire/t1.txt")
    try bench.write(text(2), to: "in/t2.txt")
    #expect(symlink("\(bench.folder)/secret/s.txt", "\(bench.folder)/in/first.txt") == 0)
    #expect(symlink("\(bench.folder)/wire/t1.txt", "\(bench.folder)/in/t1.txt") == 0)
    try bench.write("links: [\(bench.folder)/wire]\n", to: "d.yaml")
    try bench.start(["--config", "\(bench.folder)/d.yaml", "--watch", "\(bench.folder)/in"])
    try bench.waitForDocuments(2)
    // While it watches: a link to a file, one to a folder, one that takes a folder's place, and one by a way of links.
    #expect(symlink("\(bench.folder)/secret/s.txt", "\(bench.folder)/in/second.txt") == 0)
    #expect(symlink("\(bench.folder)/secret", "\(bench.folder)/in/folder") == 0)
    try bench.write(text(3), to: "in/sub/t3.txt")
    try bench.waitForDocuments(3)
    try FileManager.default.moveItem(atPath: "\(bench.folder)/in/sub", toPath: "\(bench.folder)/away")
    #expect(symlink("\(bench.folder)/secret", "\(bench.folder)/in/sub") == 0)
    #expect(symlink("\(bench.folder)/secret", "\(bench.folder)/wire/way") == 0)
    #expect(symlink("\(bench.folder)/wire/way/s.txt", "\(bench.folder)/in/third.txt") == 0)
    try bench.write("The secret of Oslo is 87654321.\n", to: "secret/s.txt")
    try bench.write(text(4), to: "in/t4.txt")
    try bench.waitForDocuments(4)
    for name in ["first.txt", "second.txt", "third.txt"] {
      let line = "refused \(bench.folder)/in/\(name): a link that leads out of the folders named in links"
      try bench.wait("\(name) is named") { bench.log.contains(line) }
    }
    #expect(try bench.courant("search", "secret").text.isEmpty)
    // What an allowed link leads to is looked at again.
    try bench.write(text(5).replacing("Town 5", with: "Town 1"), to: "wire/t1.txt")
    try bench.wait("the new text is taken") { try bench.courant("get", "town-1/population").text.contains("1005") }
    try FileManager.default.removeItem(atPath: "\(bench.folder)/in/t1.txt")
    #expect(symlink("\(bench.folder)/in/t4.txt", "\(bench.folder)/in/t1.txt") == 0)
    try bench.wait("another target is refused") {
      bench.log.contains("refused \(bench.folder)/in/t1.txt: a link that leads out of the folders named in links")
    }
    expectSound(try bench.journal())
  }

  @Test("names are bytes: two that are one to Unicode are two documents, and one that is not UTF-8 is one")
  func names() throws {
    let bench = try Workbench()
    try bench.write(text(0), to: "in/t.txt")
    try bench.start(["--watch", "\(bench.folder)/in"])
    try bench.waitForDocuments(1)
    let names: [[UInt8]] = [
      [0xC3, 0xBC] + Array("ber.txt".utf8), [0x75, 0xCC, 0x88] + Array("ber.txt".utf8), Array("caf".utf8) + [0xE9],
    ]
    for (number, name) in names.enumerated() {
      let path = Array("\(bench.folder)/in/".utf8) + name + [0]
      let file = path.withUnsafeBytes { bytes in
        bytes.withMemoryRebound(to: CChar.self) { $0.baseAddress.map { open($0, O_WRONLY | O_CREAT, 0o600) } ?? -1 }
      }
      #expect(file >= 0)
      let content = text(number + 1)
      #expect(write(file, content, content.utf8.count) == content.utf8.count)
      close(file)
    }
    try bench.waitForDocuments(4)
    let base = "file://\(bench.folder)/in/"
    #expect(try Set(uris(bench)) == Set(["t.txt", "%C3%BCber.txt", "u%CC%88ber.txt", "caf%E9"].map { base + $0 }))
  }

  @Test("a file that is rewritten in place, in pieces and by several hands, is never taken half")
  func halfWritten() throws {
    let bench = try Workbench()
    try bench.write(text(0), to: "in/t.txt")
    try bench.start(["--watch", "\(bench.folder)/in"])
    try bench.waitForDocuments(1)
    // Each version ends with a mark. Writers open, cut, write in pieces and close, and another begins at once.
    let script = """
      import os, sys, time
      folder = sys.argv[1]
      for version in range(60):
          for name in ("a", "b", "c"):
              path = f"{folder}/{name}.txt"
              with open(path, "w") as file:
                  for line in range(40):
                      file.write(f"Town {line} of {name} had {1000 + version} inhabitants in 2020.\\n\\n")
                      file.flush()
                      if line % 10 == 0: time.sleep(0.002)
                  file.write(f"End {name} {version}.\\n")
              # Opened, changed and closed once more at once: the close of before is of a text that is not there any longer.
              with open(path, "r+") as file:
                  file.truncate(100)
                  time.sleep(0.004)
                  file.seek(0)
                  for line in range(40):
                      file.write(f"Town {line} of {name} had {5000 + version} inhabitants in 2020.\\n\\n")
                  file.write(f"End {name} {version}.\\n")
                  file.truncate()
      """
    let writer = try bench.begin("/usr/bin/python3", ["-c", script, "\(bench.folder)/in"], output: "writer")
    try bench.wait("the writer ends", seconds: 120) { !writer.isRunning }
    #expect(writer.terminationStatus == 0)
    try bench.waitForDocuments(4)
    try bench.wait("the last versions stand") {
      let list = try bench.courant("documents", "--json").text
      return try ["a", "b", "c"].allSatisfy { name in
        let content = try Data(contentsOf: URL(fileURLWithPath: "\(bench.folder)/in/\(name).txt"))
        return list.contains(Digest(of: Array(content)).description)
      }
    }
    // Every revision that was ever taken was whole.
    let kept = try #require(
      FileManager.default.enumerator(atPath: bench.state + "/originals")?.compactMap { $0 as? String }
    )
    var whole = 0
    for name in kept where name.hasSuffix(".xz") {
      let text = try bench.run("/usr/bin/xz", ["-dc", "\(bench.state)/originals/\(name)"]).text
      guard text.contains(" inhabitants ") else { continue }
      #expect(text.contains("\nEnd "), "half a text was taken, of \(text.utf8.count) bytes")
      #expect(text.split(separator: "\n").count == 41)
      whole += 1
    }
    #expect(whole >= 3)
  }

  @Test("a file that another program closes while its writer has it open is taken when the writer is done")
  func closedByAnother() throws {
    let bench = try Workbench()
    try bench.write("Oslo has 15 districts.\n", to: "in/other.txt")
    try bench.start(["--watch", "\(bench.folder)/in"])
    try bench.waitForDocuments(1)
    let script = """
      import sys, time, os
      path = sys.argv[1] + "/half.txt"
      with open(path, "w") as file:
          file.write("Tarvik has 3 cranes.\\n\\n")
          file.flush()
          # Somebody else opens and closes it.
          open(path, "ab").close()
          os.utime(path)
          while not os.path.exists(sys.argv[1] + "/../go"): time.sleep(0.01)
          file.write("Tarvik has 12 ferries.\\n")
      """
    let writer = try bench.begin("/usr/bin/python3", ["-c", script, "\(bench.folder)/in"], output: "writer")
    try bench.wait("the other program has closed it") {
      (try? String(contentsOfFile: "\(bench.folder)/in/half.txt", encoding: .utf8))?.contains("cranes") ?? false
    }
    // A file that comes after shows that the watcher had the time.
    try bench.write("Halden has 7 museums.\n", to: "in/later.txt")
    try bench.waitForDocuments(2)
    #expect(try bench.courant("get", "tarvik/").code == 1)
    try bench.write("", to: "go")
    try bench.wait("the writer ends") { !writer.isRunning }
    try bench.waitForDocuments(3)
    let taken = try bench.courant("get", "tarvik/", "--json").text
    #expect(taken.contains("3 cranes") && taken.contains("12 ferries"))
  }

  @Test("what becomes readable later is taken then, a file or a folder, and what takes another's place too")
  func later() throws {
    let bench = try Workbench()
    // Another user's files, for a daemon without root's right to read everything.
    try bench.write(text(0), to: "in/t0.txt")
    try bench.write(text(1), to: "in/locked/t1.txt")
    try bench.write(text(2), to: "in/t2.txt")
    for (path, mode) in [("in/locked", 0o700), ("in/t2.txt", 0o600)] as [(String, mode_t)] {
      chmod("\(bench.folder)/\(path)", mode)
      #expect(chown("\(bench.folder)/\(path)", 65_534, 65_534) == 0, "to be run as root")
    }
    try bench.start(
      ["--watch", "\(bench.folder)/in"],
      under: ["/usr/bin/setpriv", "--bounding-set=-dac_override,-dac_read_search,-fowner"]
    )
    try bench.wait("one is known") { try bench.status()["aggregator"]?.counts["documents"] == 1 }
    try bench.wait("both others are refused") {
      bench.log.contains("refused \(bench.folder)/in/t2.txt: Permission denied")
        && bench.log.contains("not watched: \(bench.folder)/in/locked: Permission denied")
    }
    chmod("\(bench.folder)/in/t2.txt", 0o644)
    try bench.waitForDocuments(2)
    chmod("\(bench.folder)/in/locked", 0o755)
    try bench.waitForDocuments(3)
    // A folder in a file's place, and a file in a folder's.
    try FileManager.default.removeItem(atPath: "\(bench.folder)/in/t2.txt")
    try bench.write(text(4), to: "in/t2.txt/t4.txt")
    try bench.waitForDocuments(4)
    try FileManager.default.removeItem(atPath: "\(bench.folder)/in/locked")
    try bench.write(text(5), to: "in/locked")
    try bench.waitForDocuments(5)
    #expect(try uris(bench).contains("file://\(bench.folder)/in/locked"))
  }

  @Test("a rename moves the document, of a file and of all in a folder; a copy, a backup and a second name do not")
  func renames() throws {
    let bench = try Workbench()
    let inside = "\(bench.folder)/in"
    for number in 1...3 { try bench.write(text(number), to: "in/sub/t\(number).txt") }
    try bench.write(text(4), to: "in/t4.txt")
    try bench.start(["--watch", inside])
    try bench.waitForDocuments(4)
    #expect(rename("\(inside)/t4.txt", "\(inside)/new.txt") == 0)
    try bench.wait("it is moved") { try uris(bench).contains("file://\(inside)/new.txt") }
    try bench.waitForDocuments(4)
    #expect(try !uris(bench).contains("file://\(inside)/t4.txt"))
    #expect(rename("\(inside)/sub", "\(inside)/other") == 0)
    try bench.wait("all are moved") { try uris(bench).filter { $0.contains("/other/") }.count == 3 }
    try bench.wait("none is left") { try uris(bench).allSatisfy { !$0.contains("/sub/") } }
    try bench.waitForDocuments(4)
    #expect(try bench.courant("get", "town-4/population").text.hasPrefix("single"))
    // The folder is watched under its new name.
    try bench.write(text(5), to: "in/other/t5.txt")
    try bench.waitForDocuments(5)
    // An editor's way to save: the old one is renamed, and a new one written in its place.
    #expect(rename("\(inside)/new.txt", "\(inside)/new.txt~") == 0)
    try bench.write(text(6), to: "in/new.txt")
    try bench.wait("the new text stands") { try bench.courant("get", "town-6/population").code == 0 }
    #expect(rename("\(inside)/new.txt", "\(inside)/old.txt") == 0)
    try bench.write(text(7), to: "in/new.txt")
    try bench.waitForDocuments(6)
    #expect(link("\(inside)/old.txt", "\(inside)/second.txt") == 0)
    try bench.waitForDocuments(7)
    // By way of a name that is not watched, of a file and of a folder.
    for (old, between, new) in [("old.txt", ".old.tmp", "last.txt"), ("other", ".other", "folder")] {
      #expect(rename("\(inside)/\(old)", "\(inside)/\(between)") == 0)
      #expect(rename("\(inside)/\(between)", "\(inside)/\(new)") == 0)
    }
    try bench.wait("they are moved") {
      let uris = try uris(bench)
      return uris.count == 7 && uris.contains("file://\(inside)/last.txt")
        && uris.filter { $0.contains("/folder/") }.count == 4
    }
    expectSound(try bench.journal())
  }

  @Test("a file that is written in pieces, and closed after each, is taken when the last is there")
  func pieces() throws {
    let bench = try Workbench()
    try bench.write(text(0), to: "in/t.txt")
    try bench.start(["--watch", "\(bench.folder)/in"])
    try bench.waitForDocuments(1)
    let script = """
      import sys, time
      for pause in (0.02, 0.05, 0.1):
          for number in range(12):
              with open(f"{sys.argv[1]}/{pause}.txt", "a") as file:
                  file.write(f"Town {number} had {1000 + number} inhabitants in 2020.\\n\\n")
              if number < 11: time.sleep(pause)
      """
    #expect(try bench.run("/usr/bin/python3", ["-c", script, "\(bench.folder)/in"]).code == 0)
    try bench.waitForDocuments(4)
    try bench.wait("all is stated") {
      try bench.journal().filter { ($0["subject"] as? String)?.hasPrefix("town-11/") ?? false }.count == 3
    }
    let revised = try bench.journal().filter { $0["type"] as? String == "document.revised" }
    // The writer may have been held up for longer than a file is waited for; not each time.
    #expect(revised.count < 3, "\(revised)")
  }
}
