import ArgumentParser
import Foundation
import Glibc
import Model
import ZeroMQ

/// One subscriber is stopped for a while at full rate.
struct Stopped: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Stop one subscriber at full rate, and see what that does to others, to memory, and to it.",
    discussion: """
      Batches come as fast as the aggregator takes them. Others must be told as soon as before (their 99th percentile within
      twice what it was), the aggregator must not grow by more than what may wait for one subscriber, and what the stopped one has
      written in the end must be the journal, byte for byte.
      """
  )

  @Option(help: "How long it is stopped, in seconds; as long before it is measured how things are.")
  var seconds = 60

  @Option(help: "How many subscribers there are beside it.")
  var others = 4

  @Option(help: "Batches a second; 0 for as many as the aggregator takes.")
  var rate = 0.0

  @Flag(help: "Tell the percentiles, and do not judge them: for a machine that does other work as well.")
  var untimed = false

  /// How much of the others' delays is no fault of a stopped subscriber, where they are small.
  private static let noise = Duration.milliseconds(5)

  func run() throws {
    CourantChaos.prepare()
    let bench = try SoakBench(role: "aggregator")
    var shape = Load.Shape()
    shape.rate = rate > 0 ? rate : nil
    let load = Load(shape)
    let context = try Context()
    let followers = (0..<others).map { _ in Follower(prefix: "", load: load) }
    let threads = try followers.map { follower in
      try DedicatedThread(name: "follower") { [endpoints = bench.endpoints] in
        follower.run(context, updates: endpoints.updates, query: endpoints.query)
      }
    }
    let output = bench.folder + "/watched"
    let watch = try bench.watch(output: output)
    defer {
      kill(watch, SIGKILL)
      waitpid(watch, nil, 0)
      for follower in followers { follower.stop() }
      for thread in threads { thread.join() }
    }
    try load.start(at: bench.endpoints.batches, bench.jobKey())
    // What is built up at the beginning is no part of it.
    try bench.wait("the load runs", seconds: 60) { load.acknowledged >= 200 }
    var marks: [(name: String, from: ContinuousClock.Instant, memory: Double)] = []
    func measure(_ name: String, _ condition: () throws -> Bool) throws {
      let from = ContinuousClock.now
      var most = 0.0
      while try !condition() {
        most = max(most, try bench.memory())
        usleep(100_000)
      }
      marks.append((name, from, most))
    }
    let head = try bench.head()
    let first = ContinuousClock.now
    try measure("before") { .now - first >= .seconds(seconds) }
    let rate = Double(try bench.head() - head) / Double(seconds)
    kill(watch, SIGSTOP)
    let second = ContinuousClock.now
    try measure("stopped") { .now - second >= .seconds(seconds) }
    kill(watch, SIGCONT)
    // It comes back while the load goes on, and to the end once that is over.
    let third = ContinuousClock.now
    try measure("going on") { .now - third >= .seconds(max(1, seconds / 2)) }
    let end = ContinuousClock.now
    try load.stop()
    let last = try bench.head()
    try bench.wait("every subscriber has come to event \(last)", seconds: 300) {
      followers.allSatisfy { $0.cursor?.sequence == last || !$0.state.faults.isEmpty }
    }
    try bench.wait("the stopped one has written event \(last)", seconds: 300) {
      try Self.lastLine(of: output).contains(
        "\"sequence\":\"\(String(repeating: "0", count: 20 - "\(last)".count))\(last)\""
      )
    }
    let late = (ContinuousClock.now - end) / .seconds(1)

    let spans = zip(marks, marks.dropFirst().map(\.from) + [end])
    let delays = followers.flatMap(\.state.delays)
    let figures = spans.map { mark, to in
      Percentiles(delays.filter { $0.at >= mark.from && $0.at < to }.map(\.duration))
    }
    say(
      "\(last) events, \(Int(rate)) a second; \(others) subscribers beside the stopped one; from a batch's sending to its event:"
    )
    for (mark, figure) in zip(marks, figures) {
      say("  \(mark.name): \(figure); the aggregator takes \(Int(mark.memory)) MiB")
    }
    say("the stopped one had all \((late * 10).rounded() / 10) s after the end of the load")

    try judge(bench, followers, output)
    let allowed = figures[0].value(99) * 2 + Self.noise
    if !untimed, figures[1].value(99) > allowed {
      throw Trouble("while one was stopped, others were told later: \(figures[1]); before: \(figures[0])")
    }
    // Ten thousand messages of a kilobyte and what ZeroMQ adds to each, and as much again for what the database reads ahead.
    if marks[1].memory > marks[0].memory + 64 { throw Trouble("the aggregator grew to \(marks[1].memory) MiB") }
    say("nothing was found")
  }

  private func judge(_ bench: SoakBench, _ followers: [Follower], _ output: String) throws {
    var journal = EventChain()
    let written = try LineReader(output)
    try Replay.run(bench) { sequence, json in
      journal.add(sequence, json)
      guard try written.next() == json else {
        throw Trouble("line \(sequence) of the stopped one is not event \(sequence)")
      }
    }
    guard try written.next() == nil else { throw Trouble("the stopped one has written more than the journal") }
    for follower in followers {
      for fault in follower.state.faults { throw Trouble(fault) }
      guard follower.state.chain == journal else {
        throw Trouble("a subscriber was told something else than the journal")
      }
    }
    guard bench.isAlive else { throw Trouble("the aggregator ended:\n\(bench.log)") }
    guard bench.end(SIGTERM) == 0 else { throw Trouble("the aggregator did not end in order:\n\(bench.log)") }
    try bench.check()
  }

  /// The end of a file, about a line.
  private static func lastLine(of path: String) throws -> String {
    let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
    defer { try? file.close() }
    let size = try file.seekToEnd()
    try file.seek(toOffset: size > 4096 ? size - 4096 : 0)
    let text = String(decoding: try file.readToEnd() ?? Data(), as: UTF8.self)
    return text.hasSuffix("\n") ? String(text.split(separator: "\n").last ?? "") : ""
  }
}

/// Reads a file line by line.
final class LineReader {
  private let file: UnsafeMutablePointer<FILE>
  private var line: UnsafeMutablePointer<CChar>?
  private var room = 0

  init(_ path: String) throws {
    guard let file = fopen(path, "re") else { throw Trouble("\(path): \(String(cString: strerror(errno)))") }
    self.file = file
  }

  deinit {
    free(line)
    fclose(file)
  }

  /// The next line, without its end; nil after the last.
  func next() throws -> [UInt8]? {
    let count = getline(&line, &room, file)
    guard count > 0, let line else {
      guard ferror(file) == 0 else { throw Trouble("cannot be read: \(String(cString: strerror(errno)))") }
      return nil
    }
    let bytes = UnsafeRawBufferPointer(start: line, count: count)
    return Array(bytes.last == UInt8(ascii: "\n") ? UnsafeRawBufferPointer(rebasing: bytes.dropLast()) : bytes)
  }
}
