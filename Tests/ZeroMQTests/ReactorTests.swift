import Foundation
import Testing
import ZeroMQ

@Suite("Reactors")
struct ReactorTests {
  let context: Context

  init() throws {
    context = try Context()
  }

  /// A reactor that fails the test when it isn't done in time.
  func makeReactor() -> Reactor {
    let reactor = Reactor(context: context)
    reactor.after(limit) { [unowned reactor] in
      Issue.record("the reactor was not stopped in time")
      reactor.stop()
    }
    return reactor
  }

  @Test("run timers, repeat them, and cancel")
  func timers() throws {
    let reactor = makeReactor()
    let start = ContinuousClock.now
    var ticks = 0
    var ticker: ReactorTimer?
    ticker = reactor.every(.milliseconds(1)) {
      ticks += 1
      if ticks == 5 { ticker?.cancel() }
    }
    let never = reactor.after(.milliseconds(1)) { Issue.record("a cancelled timer fired") }
    never.cancel()
    let once = reactor.after(.milliseconds(10)) {
      reactor.every(.milliseconds(2)) { if ticks == 5 { reactor.stop() } }
    }
    try reactor.run()
    #expect(ticks == 5)
    #expect(ticker?.isCancelled == true)
    #expect(once.isCancelled)
    #expect(ContinuousClock.now - start >= .milliseconds(12))
  }

  @Test("serve sockets, and let a handler close its own and another's")
  func sockets() throws {
    let reactor = makeReactor()
    let endpoints = ["inproc://a", "inproc://b"]
    let pulls = try endpoints.map { endpoint in
      let pull = try makeSocket(Pull.self, in: context)
      try pull.bind(endpoint)
      return pull
    }
    let push = try makeSocket(Push.self, in: context)
    for endpoint in endpoints { try push.connect(endpoint) }
    for _ in 0..<200 { try push.send(message("x")) }
    var count = 0
    for pull in pulls {
      reactor.add(pull, batch: 3) { pull, received in
        #expect(received == message("x"))
        count += 1
        // Both have had messages; whichever is at work closes both in the middle of its batch.
        if count == 100 { for pull in pulls { pull.close() } }
      }
    }
    reactor.every(.milliseconds(1)) { if count >= 100 { reactor.stop() } }
    try reactor.run()
    #expect(count == 100)
    #expect(pulls.allSatisfy { !reactor.isWatching($0) })
  }

  @Test("keep a handler that takes one message at a time going, and stop watching when told")
  func levelTriggered() throws {
    let reactor = makeReactor()
    let pull = try makeSocket(Pull.self, in: context)
    let push = try makeSocket(Push.self, in: context)
    try pull.bind(inproc)
    try push.connect(inproc)
    for number in 0..<50 { try push.send(message("\(number)")) }
    var texts: [String?] = []
    reactor.add(pull) { pull in
      texts.append(try pull.receiveIfReady()?[0].string)
      if texts.count == 40 {
        reactor.remove(pull)
        reactor.after(.milliseconds(5)) { reactor.stop() }
      }
    }
    try reactor.run()
    #expect(texts == (0..<40).map { "\($0)" })
    #expect(!pull.isClosed)
  }

  @Test("tell once when a full socket has room again")
  func writable() throws {
    let reactor = makeReactor()
    let pull = try makeSocket(Pull.self, in: context) { $0.receiveHighWaterMark = 1 }
    let push = try makeSocket(Push.self, in: context) { $0.sendHighWaterMark = 1 }
    try pull.bind(inproc)
    try push.connect(inproc)
    while try push.sendIfPossible(message("x")) {}
    var calls = 0
    reactor.onceWritable(push) { push in
      calls += 1
      let isSent = try push.sendIfPossible(message("last"))
      #expect(isSent)
      reactor.after(.milliseconds(5)) { reactor.stop() }
    }
    reactor.after(.milliseconds(5)) {
      #expect(calls == 0)
      while let received = try pull.receiveIfReady() { #expect(received == message("x")) }
    }
    try reactor.run()
    #expect(calls == 1)
    #expect(!reactor.isWatching(push))
    #expect(try pull.receive() == message("last"))
  }

  @Test("deliver mailboxes in batches from other threads, and drop a closed one")
  func mailboxes() throws {
    let reactor = makeReactor()
    let mailbox = Mailbox<Int>(capacity: 100)
    var sum = 0
    var batches = 0
    reactor.add(mailbox) { numbers in
      sum += numbers.reduce(0, +)
      batches += 1
    }
    let thread = try DedicatedThread(name: "poster") {
      for number in 1...10_000 {
        while !mailbox.post(number) { Thread.sleep(forTimeInterval: 0.0001) }
      }
      mailbox.close()
    }
    reactor.every(.milliseconds(1)) { if sum == 50_005_000 { reactor.stop() } }
    try reactor.run()
    thread.join()
    #expect(sum == 50_005_000)
    #expect(batches <= 10_000)
  }

  @Test("watch file descriptors until they are removed")
  func fileDescriptors() throws {
    let reactor = makeReactor()
    let pipe = Pipe()
    var bytes: [UInt8] = []
    let reader = pipe.fileHandleForReading.fileDescriptor
    reactor.add(fileDescriptor: reader) {
      var byte: UInt8 = 0
      #expect(read(reader, &byte, 1) == 1)
      bytes.append(byte)
      if bytes.count == 3 {
        reactor.remove(fileDescriptor: reader)
        reactor.stop()
      }
    }
    pipe.fileHandleForWriting.write(Data([7, 8, 9, 10]))
    try reactor.run()
    #expect(bytes == [7, 8, 9])
  }

  @Test("end without an error when the context is shut down, though they have no sockets")
  func contextEnd() throws {
    let context = context
    let isRunning = Shared(false)
    let thread = try DedicatedThread(name: "reactor") {
      let reactor = Reactor(context: context)
      reactor.after(.zero) { isRunning.change { $0 = true } }
      do { try reactor.run() } catch { Issue.record(error) }
    }
    try eventually("the reactor runs") { isRunning.value }
    context.shutdown()
    thread.join()
    context.terminate()
  }

  @Test("throw what a handler throws, and may run again")
  func handlerError() throws {
    struct Failure: Error {}
    let reactor = makeReactor()
    reactor.after(.zero) { throw Failure() }
    #expect(throws: Failure.self) { try reactor.run() }
    #expect(!reactor.isRunning)
    reactor.after(.zero) { reactor.stop() }
    try reactor.run()
  }
}
