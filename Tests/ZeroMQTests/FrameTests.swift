import Testing
import ZeroMQ

@Suite("Frames")
struct FrameTests {
  @Test("hold what they were made of", arguments: [0, 1, 33, 34, 1024, 1025, 100_000])
  func contents(count: Int) {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    let frames = [
      Frame(bytes),
      Frame(bytes[...]),
      Frame(AnyCollection(bytes)),
      bytes.withUnsafeBytes { Frame(bytes: $0) },
      Frame(capacity: count) {
        $0.copyBytes(from: bytes); return count
      },
      Frame(capacity: count + 5) {
        $0.copyBytes(from: bytes); return count
      },
    ]
    for frame in frames {
      #expect(frame.count == count)
      #expect(frame.bytes == bytes)
      #expect(frame == bytes)
      #expect(frame == frames[0])
      #expect(frame.hashValue == frames[0].hashValue)
    }
    #expect(frames[0] != Frame(bytes + [0]))
  }

  @Test("are text only if they are UTF-8")
  func text() {
    #expect(Frame("größer 🙂").string == "größer 🙂")
    #expect(Frame([0xC3, 0x28]).string == nil)
    #expect(Frame("").string == "")
  }

  @Test("pass the error of their initializer on")
  func failingInitializer() {
    struct Failure: Error {}
    #expect(throws: Failure.self) { try Frame(capacity: 5000) { _ in throw Failure() } }
  }

  @Test("are added to a message and taken from it in place")
  func editing() {
    var message = Message(Frame("a"))
    message.frames.append(Frame("bc"))
    #expect(message == [Frame("a"), Frame("bc")])
    #expect(message[1].string == "bc")
    #expect(message.byteCount == 3)
    let copy = message
    message.frames.removeFirst()
    #expect(message == Message(Frame("bc")))
    #expect(message.count == 1)
    #expect(message.frames == [Frame("bc")])
    message.frames.removeAll()
    #expect(message.count == 0)
    #expect(copy.count == 2)
    #expect(message != copy)
  }

  @Test("do not show their content")
  func description() {
    #expect("\(Frame("secret"))" == "Frame(6 bytes)")
    #expect("\(Message([Frame("ab"), Frame("c")]))" == "Message(2 + 1 bytes)")
  }

  @Test("may be sent by several threads at once, and outlive their sender", arguments: [16, 100_000])
  func acrossThreads(count: Int) throws {
    let context = try Context()
    let pull = try makeSocket(Pull.self, in: context)
    try pull.bind(inproc)
    let frame = Frame([UInt8](repeating: 0xA5, count: count))
    let threads = try (0..<4).map { number in
      try DedicatedThread(name: "sender \(number)") {
        do {
          let push = try makeSocket(Push.self, in: context)
          try push.connect(inproc)
          for _ in 0..<200 { try push.send([frame, frame]) }
        } catch {
          Issue.record(error)
        }
      }
    }
    var received: [Message] = []
    for _ in 0..<800 { received.append(try pull.receive()) }
    for thread in threads { thread.join() }
    #expect(received.allSatisfy { $0 == [frame, frame] })
    // What was received can be passed on to another thread, and read there.
    let last = received[799]
    let total = Shared(0)
    try DedicatedThread(name: "reader") { total.change { $0 = last[1].bytes.count } }.join()
    #expect(total.value == count)
  }
}
