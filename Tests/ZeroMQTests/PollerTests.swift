import Foundation
import Testing
import ZeroMQ

@Suite("Pollers")
struct PollerTests {
  @Test("tell which sockets and descriptors are ready")
  func ready() throws {
    let context = try Context()
    let pull = try makeSocket(Pull.self, in: context)
    let push = try makeSocket(Push.self, in: context)
    try pull.bind(inproc)
    let pipe = Pipe()
    let poller = Poller()
    poller.add(.socket(pull))
    poller.add(.socket(push, events: .writable))
    poller.add(.fileDescriptor(pipe.fileHandleForReading.fileDescriptor))
    #expect(try poller.wait(timeout: .zero) == 0)
    pipe.fileHandleForWriting.write(Data([1]))
    #expect(try poller.wait() == 1)
    #expect(poller.items.map(\.ready) == [[], [], [.readable]])
    try push.connect(inproc)
    try push.send(message("x"))
    #expect(try poller.wait(timeout: limit) == 3)
    poller.remove(push)
    poller.remove(fileDescriptor: pipe.fileHandleForReading.fileDescriptor)
    #expect(try pull.receive() == message("x"))
    let start = ContinuousClock.now
    #expect(try poller.wait(timeout: .milliseconds(10)) == 0)
    #expect(ContinuousClock.now - start >= .milliseconds(10))
  }

  @Test("say so when a socket among them was closed")
  func closed() throws {
    let context = try Context()
    let pull = try makeSocket(Pull.self, in: context)
    let poller = Poller()
    poller.add(.socket(pull))
    pull.close()
    let error = #expect(throws: ZeroMQError.self) { try poller.wait(timeout: .zero) }
    #expect(error?.description == "zmq_poll a closed PULL socket: Socket operation on non-socket (ENOTSOCK)")
  }
}
