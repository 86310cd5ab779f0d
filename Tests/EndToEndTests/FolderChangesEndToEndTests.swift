import Foundation
import Glibc
import Testing

/// What happens to watched folders as a whole: they are renamed, and closed to the daemon for a while.
@Suite("Watched folders, renamed and closed", .serialized)
struct FolderChangesEndToEndTests {
  private func text(_ number: Int) -> String {
    "Town \(number) in figures\n\nThe population of Town \(number) was \(1000 + number) in 2020.\n"
  }

  /// The names of the documents, from the watched folder on.
  private func documents(_ bench: Workbench) throws -> [String] {
    try bench.courant("documents", "--json").lines.map { line in
      let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      return try #require(object["uri"] as? String).replacing("file://\(bench.folder)/in/", with: "")
    }.sorted()
  }

  @Test("a folder's new name withdraws the old names of the files that are in it, and of no other")
  func renamed() throws {
    let bench = try Workbench()
    let inside = "\(bench.folder)/in"
    for name in ["d/gone.txt", "d/out.txt", "d/stay.txt", "d/deep/stay.txt"] {
      try bench.write(text(name.count * 10 + name.utf8.reduce(0) { ($0 + Int($1)) % 10 }), to: "in/\(name)")
    }
    try bench.start(["--watch", inside])
    try bench.waitForDocuments(4)
    try FileManager.default.removeItem(atPath: "\(inside)/d/gone.txt")
    try FileManager.default.moveItem(atPath: "\(inside)/d/out.txt", toPath: "\(bench.folder)/out.txt")
    #expect(rename("\(inside)/d", "\(inside)/e") == 0)
    let moved = ["d/gone.txt", "d/out.txt", "e/deep/stay.txt", "e/stay.txt"]
    try bench.wait("what is there is moved") { try Set(documents(bench)).isSuperset(of: moved.suffix(2)) }
    try bench.wait("the old names are withdrawn") {
      try documents(bench).filter { $0.hasPrefix("d/") && $0.hasSuffix("stay.txt") }.isEmpty
    }
    try bench.waitForDocuments(4)
    #expect(try documents(bench) == moved)
    // Twice at once, and back: whatever is seen of the name between.
    #expect(rename("\(inside)/e", "\(inside)/f") == 0)
    #expect(rename("\(inside)/f", "\(inside)/g") == 0)
    let twice = ["d/gone.txt", "d/out.txt", "g/deep/stay.txt", "g/stay.txt"]
    try bench.wait("what is there is moved again") { try documents(bench) == twice }
    #expect(rename("\(inside)/g", "\(inside)/h") == 0)
    #expect(rename("\(inside)/h", "\(inside)/g") == 0)
    try bench.write(text(5), to: "in/g/new.txt")
    try bench.wait("the rest is as it was") { try documents(bench) == (twice + ["g/new.txt"]).sorted() }
    expectSound(try bench.journal())
  }

  @Test("a folder that is closed to the daemon is told of once, withdraws nothing, and is looked through later")
  func closed() throws {
    let bench = try Workbench()
    for number in 1...3 { try bench.write(text(number), to: "in/sub/t\(number).txt") }
    try bench.write(text(4), to: "in/t4.txt")
    try bench.write("", to: "in/sub/empty.txt")
    // Another user's folders, for a daemon without root's right to read everything.
    for path in ["in", "in/sub"] {
      #expect(chown("\(bench.folder)/\(path)", 65_534, 65_534) == 0, "to be run as root")
    }
    try bench.start(
      ["--watch", "\(bench.folder)/in", "--deleted", "withdraw"],
      under: ["/usr/bin/setpriv", "--bounding-set=-dac_override,-dac_read_search,-fowner"]
    )
    try bench.waitForDocuments(4)
    for (folder, number) in [("in/sub", 5), ("in", 6)] {
      let path = "\(bench.folder)/\(folder)"
      func told() -> Int {
        bench.log.components(separatedBy: "a folder cannot be read any longer; trying again: \(path): ").count - 1
      }
      chmod(path, 0)
      try bench.write(text(number), to: "\(folder)/t\(number).txt")
      try bench.write(text(1), to: "in/sub/t1.txt")
      try bench.wait("it is told") { told() == 1 }
      try bench.hold("it is told once, and nothing is withdrawn", seconds: 6) {
        try told() == 1 && bench.status()["aggregator"]?.counts["documents"] == number - 1
      }
      chmod(path, 0o755)
      try bench.waitForDocuments(number)
      #expect(bench.log.contains("a folder can be read again: \(path)\n"))
      // What is refused in it still is, once it was looked at again and what is gone was looked for.
      try bench.hold("it is refused", seconds: 1) {
        try bench.courant("failed").text.contains("in/sub/empty.txt")
      }
    }
    // What was removed meanwhile is noticed then.
    chmod("\(bench.folder)/in/sub", 0o644)
    try bench.wait("it is told again") {
      bench.log.components(separatedBy: "trying again: \(bench.folder)/in/sub: ").count == 3
    }
    try FileManager.default.removeItem(atPath: "\(bench.folder)/in/sub/t2.txt")
    chmod("\(bench.folder)/in/sub", 0o755)
    try bench.waitForDocuments(5)
    expectSound(try bench.journal())
  }
}
