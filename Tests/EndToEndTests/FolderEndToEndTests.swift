import Foundation
import Glibc
import Testing

@Suite("Watched folders", .serialized)
struct FolderEndToEndTests {
  private func text(_ number: Int) -> String {
    "Town \(number) in figures\n\nThe population of Town \(number) was \(1000 + number) in 2020.\n"
  }

  @Test("what is there at the start, what is closed, and what is renamed in; not what is being written or hidden")
  func folder() throws {
    let bench = try Workbench()
    try bench.write(text(1), to: "in/t1.txt")
    try bench.write(text(2), to: "in/deep/er/t2.txt")
    try bench.write(text(9), to: "in/.hidden.txt")
    try bench.start(["--watch", "\(bench.folder)/in"])
    try bench.waitForDocuments(2)

    // Open and half-written: nothing is taken until it is closed.
    let descriptor = open("\(bench.folder)/in/t3.txt", O_WRONLY | O_CREAT, 0o600)
    #expect(descriptor >= 0)
    let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    try handle.write(contentsOf: Data("Town 3 in figures\n\n".utf8))
    // A file that comes after shows that the watcher had the time.
    try bench.write(text(4), to: "in/t4.txt")
    try bench.waitForDocuments(3)
    #expect(try bench.courant("get", "town-3/").code == 1)
    try handle.write(contentsOf: Data("The population of Town 3 was 1003 in 2020.\n".utf8))
    try handle.close()
    try bench.waitForDocuments(4)

    try bench.write(text(5), to: "t5.txt")
    try FileManager.default.moveItem(atPath: "\(bench.folder)/t5.txt", toPath: "\(bench.folder)/in/t5.txt")
    try bench.write(text(6), to: "in/new/folder/t6.txt")
    try bench.waitForDocuments(6)
    let before = try bench.journal()
    expectSound(before)

    // A new start looks through the folder again, and changes nothing.
    try bench.stop()
    try bench.start(["--watch", "\(bench.folder)/in"])
    try bench.wait("all were looked at again") { (try bench.status()["intake"]?.counts["done"] ?? 0) == 6 }
    #expect(try bench.journal().count == before.count)
  }

  @Test("a file whose time is in the future, for the clock was put back, is taken like any other")
  func futureFile() throws {
    let bench = try Workbench()
    let path = try bench.write(text(1), to: "in/t1.txt")
    let tomorrow = Date().addingTimeInterval(86_400)
    try FileManager.default.setAttributes([.modificationDate: tomorrow], ofItemAtPath: path)
    try bench.start(["--watch", "\(bench.folder)/in"])
    try bench.waitForDocuments(1)
  }

  @Test("links to folders are not followed, and a folder that goes and comes back is watched again")
  func linksAndLosses() throws {
    let bench = try Workbench()
    try bench.write(text(1), to: "in/t1.txt")
    for name in ["loop1", "loop2", "loop3"] { #expect(symlink(".", "\(bench.folder)/in/\(name)") == 0) }
    try bench.start(["--watch", "\(bench.folder)/in"])
    try bench.waitForDocuments(1)
    #expect(try bench.courant("get", "town-1/population").text.hasPrefix("single"))
    #expect(bench.log.contains("not watched, for it is a link to a folder: \(bench.folder)/in/loop1"))
    try bench.write(text(2), to: "in/t2.txt")
    try bench.waitForDocuments(2)
    #expect(try bench.courant("get", "town-2/population", "--json").text.contains("file://\(bench.folder)/in/t2.txt"))

    try FileManager.default.removeItem(atPath: "\(bench.folder)/in")
    try bench.wait("the loss is told") {
      bench.log.contains("a watched folder is gone; waiting for it: \(bench.folder)/in")
    }
    try bench.write(text(3), to: "in/t3.txt")
    try bench.waitForDocuments(3)
    #expect(bench.log.contains("a watched folder is back: \(bench.folder)/in"))
  }

  @Test("a watched folder that holds the daemon's own state is refused")
  func ownState() throws {
    let bench = try Workbench()
    let output = try bench.run("courantd", ["run", "--state", bench.state, "--watch", bench.folder])
    #expect(output.code == 78)
    #expect(
      output.errors
        == "courantd: watch: \(bench.folder) holds the state folder \(bench.state); name another folder for one of them\n"
    )
  }

  @Test("files that cannot be taken are named, and the rest goes on")
  func badFiles() throws {
    let bench = try Workbench()
    try bench.write("", to: "in/empty.txt")
    try Data([0x41, 0x00, 0x42]).write(to: URL(fileURLWithPath: bench.write("", to: "in/bytes.txt")))
    try bench.write(String(repeating: "Word. ", count: 1000), to: "in/large.txt")
    try bench.write(text(1), to: "in/good.txt")
    #expect(mkfifo("\(bench.folder)/in/pipe", 0o600) == 0)
    #expect(symlink("\(bench.folder)/nowhere", "\(bench.folder)/in/dangling.txt") == 0)
    try bench.start(["--watch", "\(bench.folder)/in"], environment: ["COURANT_LIMITS_DOCUMENT_BYTES": "4KiB"])
    try bench.waitForDocuments(1)
    try bench.wait("each is named") { bench.log.components(separatedBy: "refused ").count >= 5 }
    let path = "\(bench.folder)/in"
    for line in [
      "refused \(path)/empty.txt: empty document",
      "refused \(path)/bytes.txt: no text, and of no format that is known; send text, Markdown or HTML",
      "refused \(path)/large.txt: larger than 4KiB", "refused \(path)/pipe: a named pipe, and not a file",
    ] {
      #expect(bench.log.contains(line), "\(line)\n\(bench.log)")
    }
    // While it watches as well.
    #expect(mkfifo("\(path)/later", 0o600) == 0)
    let socket = "import socket, sys; socket.socket(socket.AF_UNIX).bind(sys.argv[1])"
    #expect(try bench.run("/usr/bin/python3", ["-c", socket, "\(path)/s"]).code == 0)
    for line in ["later: a named pipe, and not a file", "s: a socket, and not a file"] {
      try bench.wait(line) { bench.log.contains("refused \(path)/\(line)") }
    }
    #expect(try bench.courant("failed").text.contains("\(path)/s"))
  }

  @Test("a spool that is full holds documents back where they are, and takes them when there is room")
  func fullSpool() throws {
    let bench = try Workbench()
    for number in 0..<30 { try bench.write(text(number), to: "in/t\(number).txt") }
    try bench.start(
      ["--watch", "\(bench.folder)/in", "--workers", "1"],
      environment: ["COURANT_LIMITS_SPOOL_DOCUMENTS": "3"]
    )
    try bench.waitForDocuments(30)
    let names = try (30..<50).map { number in
      try bench.write(text(number), to: "t\(number).txt")
    }
    #expect(try bench.run("courant", ["submit"] + names).code == 0)
    try bench.waitForDocuments(50)
    expectSound(try bench.journal())
  }

  @Test("a removed file is kept or withdrawn, as is said, also one that was removed while nobody watched")
  func removed() throws {
    let bench = try Workbench()
    for number in 1...5 { try bench.write(text(number), to: "in/t\(number).txt") }
    try bench.write(text(6), to: "in/deep/t6.txt")
    try bench.start(["--watch", "\(bench.folder)/in"])
    try bench.waitForDocuments(6)
    try FileManager.default.removeItem(atPath: "\(bench.folder)/in/t1.txt")
    try bench.stop()
    #expect(try bench.courant("get", "town-1/").code == 3)
    try bench.start(["--watch", "\(bench.folder)/in", "--deleted", "withdraw"])
    try bench.waitForDocuments(5)
    #expect(bench.log.contains("withdraws the document of a file that is gone file=\(bench.folder)/in/t1.txt"))
    try FileManager.default.removeItem(atPath: "\(bench.folder)/in/t2.txt")
    try FileManager.default.moveItem(atPath: "\(bench.folder)/in/t3.txt", toPath: "\(bench.folder)/t3.txt")
    try FileManager.default.moveItem(atPath: "\(bench.folder)/in/deep", toPath: "\(bench.folder)/deep")
    try bench.waitForDocuments(2)
    // One that is saved anew, by removing it first, is a revision.
    try FileManager.default.removeItem(atPath: "\(bench.folder)/in/t4.txt")
    try bench.write(text(4).replacing("1004", with: "2004"), to: "in/t4.txt")
    try bench.wait("the revision is there") {
      try bench.courant("get", "town-4/population").text.contains("2004")
    }
    // A folder that is gone as a whole may be a disk that is not there: nothing is withdrawn.
    try FileManager.default.removeItem(atPath: "\(bench.folder)/in")
    try bench.wait("it is missed") { bench.log.contains("a watched folder is gone") }
    try bench.write(text(7), to: "t7.txt")
    #expect(try bench.courant("submit", "t7.txt").code == 0)
    try bench.waitForDocuments(3)
    expectSound(try bench.journal())
  }

  @Test("a file that is removed while nobody watches, and while its document waits, is withdrawn as well")
  func removedWhileWaiting() throws {
    let bench = try Workbench()
    try bench.write(text(1), to: "in/t1.txt")
    func begin(_ arguments: [String]) throws -> Process {
      try bench.begin("courantd", arguments + ["--state", bench.state], output: arguments[0])
    }
    let watch = ["intake", "--watch", "\(bench.folder)/in", "--deleted", "withdraw"]
    let aggregator = try begin(["aggregator"])
    let intake = try begin(watch)
    func waiting() -> Int {
      (try? FileManager.default.contentsOfDirectory(atPath: bench.state + "/spool/new"))?.count ?? 0
    }
    try bench.wait("the document waits, for there is no worker") { waiting() == 1 }
    kill(intake.processIdentifier, SIGKILL)
    try bench.wait("intake ends") { !intake.isRunning }
    try FileManager.default.removeItem(atPath: "\(bench.folder)/in/t1.txt")
    let second = try begin(watch)
    try bench.wait("it is missed") { waiting() == 2 }
    let worker = try begin(["worker"])
    try bench.wait("both are done") { waiting() == 0 }
    let types = try bench.journal().map { "\($0["type"] ?? "")" }
    #expect(types == ["document.accepted", "fact.asserted", "document.withdrawn", "fact.retracted"])
    for process in [worker, second, aggregator] { process.terminate() }
  }

  @Test("an empty folder in the place of one that had files is a disk that is not mounted: nothing is withdrawn")
  func unmounted() throws {
    let bench = try Workbench()
    let arguments = ["--watch", "\(bench.folder)/in", "--deleted", "withdraw"]
    for number in 1...2 { try bench.write(text(number), to: "in/t\(number).txt") }
    try bench.start(arguments)
    try bench.waitForDocuments(2)
    try bench.wait("the folder is remembered") {
      FileManager.default.fileExists(atPath: "\(bench.state)/spool/watched")
    }
    try bench.stop()
    try FileManager.default.moveItem(atPath: "\(bench.folder)/in", toPath: "\(bench.folder)/disk")
    try FileManager.default.createDirectory(atPath: "\(bench.folder)/in", withIntermediateDirectories: false)
    try bench.start(arguments)
    try bench.wait("it says so") {
      bench.log.contains("nothing is withdrawn of a watched folder that is empty and was another")
    }
    try bench.waitForDocuments(2)
    try bench.stop()
    // Back again, less one file: that one was removed.
    try FileManager.default.removeItem(atPath: "\(bench.folder)/in")
    try FileManager.default.moveItem(atPath: "\(bench.folder)/disk", toPath: "\(bench.folder)/in")
    try FileManager.default.removeItem(atPath: "\(bench.folder)/in/t1.txt")
    try bench.start(arguments)
    try bench.waitForDocuments(1)
    // And the same folder, emptied, is one whose files were removed.
    try bench.stop()
    try FileManager.default.removeItem(atPath: "\(bench.folder)/in/t2.txt")
    try bench.start(arguments)
    try bench.waitForDocuments(0)
    expectSound(try bench.journal())
  }
}
