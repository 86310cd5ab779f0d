import Foundation
import Model
import Service
import TestSupport
import Testing

@testable import Sinks

@Suite("Sinks")
struct SinkTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func settings(_ kind: String, _ options: [String: String]) -> Configuration.Sink {
    Configuration.Sink(name: "archive", kind: kind, options: options, place: "c.yaml: line 3")
  }

  private func fault(_ kind: String, _ options: [String: String]) -> String {
    do {
      _ = try SinkKind.sink(settings(kind, options), state: "/nowhere")
      return ""
    } catch {
      return error.description
    }
  }

  @Test(
    "settings that are wrong are named with place, option and what is wanted",
    arguments: [
      ("fil", [:], "c.yaml: line 3: sinks.archive.kind is \"fil\", want one of file, webhook, postgresql, nats"),
      ("file", [:], "c.yaml: line 3: sinks.archive, a sink of kind file, wants folder"),
      ("file", ["folder": "x"], "c.yaml: line 3: sinks.archive.folder is \"x\", want a path from / on"),
      (
        "file", ["folder": "/x", "rotate_bytes": "0B"],
        "c.yaml: line 3: sinks.archive.rotate_bytes is \"0B\", want a size such as 64MiB"
      ),
      (
        "file", ["folder": "/x", "rotate_tim": "1h"],
        "c.yaml: line 3: unknown name sinks.archive.rotate_tim; did you mean rotate_time?"
      ),
      ("webhook", ["url": "ftp://x"], "c.yaml: line 3: sinks.archive.url is \"ftp://x\", want http:// or https://"),
      (
        "webhook", ["url": "http://x", "batch": "0"],
        "c.yaml: line 3: sinks.archive.batch is \"0\", want a whole number from 1 to 10000"
      ),
      (
        "webhook", ["url": "http://x", "secret_file": "/nowhere"],
        "c.yaml: line 3: sinks.archive.secret_file cannot be used: /nowhere: no such file"
      ),
    ] as [(String, [String: String], String)]
  )
  func wrongSettings(kind: String, options: [String: String], text: String) { #expect(fault(kind, options) == text) }

  @Test("a URL is told without what is secret in it")
  func shownURL() {
    #expect(SinkSettings.shown("postgresql://ann:secret@host/db?password=x#y") == "postgresql://host/db")
    #expect(SinkSettings.shown("http://host/path@x?token=1") == "http://host/path@x")
    #expect(SinkSettings.shown("plain") == "plain")
  }

  @Test("a cursor is read back as it was kept, and one that was changed is refused")
  func keptCursor() throws {
    let kept = try KeptCursor(folder: folder.path)
    #expect(try kept.read() == nil)
    try kept.write([SamplePackets.cursor.description, "17"])
    #expect(try kept.read() == [SamplePackets.cursor.description, "17"])
    #expect(try kept.cursor() == SamplePackets.cursor)
    #expect(folder.names == ["cursor"])
    let damaged = try folder.text("cursor").replacing("17", with: "18")
    try folder.write(damaged, to: "cursor")
    #expect { try kept.read() } throws: { error in
      (error as? SinkError)?.isFinal == true
        && "\(error)" == "\(folder.path)/cursor: damaged, no cursor can be read; remove it to begin with a snapshot"
    }
  }

  private func event(_ sequence: UInt64) -> Event {
    var event = SamplePackets.event
    event.sequence = sequence
    return event
  }

  private func cursor(_ sequence: UInt64) -> Cursor { Cursor(epoch: SamplePackets.cursor.epoch, sequence: sequence) }

  private func fileSink(_ more: [String: String] = [:]) throws -> FileSink {
    try FileSink(SinkSettings(settings("file", ["folder": folder.path].merging(more) { $1 }), state: "/nowhere"))
  }

  @Test("a file sink goes on from its cursor, and cuts off what was written beyond it")
  func resumed() throws {
    let sink = try fileSink()
    #expect(try sink.open() == nil)
    try sink.apply([event(1), event(2)], upTo: cursor(2))
    sink.close()
    let whole = try folder.text("open.part")
    #expect(whole.split(separator: "\n").count == 2)
    // As a sink leaves it that was killed before the cursor was kept.
    try folder.write((whole + "half a li"), to: "open.part")
    let again = try fileSink()
    #expect(try again.open() == cursor(2))
    #expect(try folder.text("open.part") == whole)
    try again.apply([event(3)], upTo: cursor(3))
    again.close()
    #expect(try folder.text("open.part").split(separator: "\n").count == 3)
  }

  @Test("at its size the open file gets its name for good, and the next begins empty")
  func rotated() throws {
    let sink = try fileSink(["rotate_bytes": "1B"])
    _ = try sink.open()
    try sink.apply([event(1), event(2)], upTo: cursor(2))
    try sink.apply([], upTo: cursor(5))
    try sink.apply([event(6)], upTo: cursor(6))
    sink.close()
    let names = folder.names
    #expect(names.count == 4, "\(names)")
    #expect(names.contains("events-07070707-00000000000000000001-00000000000000000002.jsonl"))
    #expect(names.contains("events-07070707-00000000000000000006-00000000000000000006.jsonl"))
    #expect(try folder.text("open.part").isEmpty)
    let again = try fileSink()
    #expect(try again.open() == cursor(6))
    again.close()
  }

  @Test("a snapshot is one file, there when it is whole")
  func snapshot() throws {
    let sink = try fileSink()
    _ = try sink.open()
    let fact = SamplePackets.fact
    let stated = StatedFact(id: fact.id, sequence: 7, recorded: nil, retracted: nil, status: .single, fact: fact)
    try sink.beginSnapshot(cursor(9))
    try sink.add([stated, stated])
    #expect(folder.names.contains("snapshot.part"))
    try sink.endSnapshot(cursor(9))
    sink.close()
    let name = "snapshot-07070707-00000000000000000009.jsonl"
    #expect(folder.names.contains(name) && !folder.names.contains("snapshot.part"))
    let lines = try folder.text(name).split(separator: "\n")
    #expect(lines.count == 2)
    #expect(try JSON.decode(Event.self, from: Array((lines.first ?? "").utf8)).sequence == 7)
    let again = try fileSink()
    #expect(try again.open() == cursor(9))
    again.close()
  }

  @Test("an open file that is shorter than it was left is no beginning")
  func shortened() throws {
    let sink = try fileSink()
    _ = try sink.open()
    try sink.apply([event(1)], upTo: cursor(1))
    sink.close()
    try folder.write("x", to: "open.part")
    #expect { try fileSink().open() } throws: { error in
      (error as? SinkError)?.isFinal == true && "\(error)".contains("is shorter than when it was left")
    }
  }
}
