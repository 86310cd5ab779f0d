import Foundation
import Testing
import ZeroMQ

@Suite("Contexts")
struct ContextTests {
  @Test("that are shut down end a receive on another thread, and then terminate")
  func shutdownUnblocks() throws {
    let context = try Context()
    let isWaiting = Shared(false)
    let failure = Shared<ZeroMQError?>(nil)
    let thread = try DedicatedThread(name: "receiver") {
      do {
        let pull = try Socket<Pull>(context)
        try pull.bind(inproc)
        isWaiting.change { $0 = true }
        _ = try pull.receive()
      } catch {
        failure.change { $0 = error as? ZeroMQError }
      }
    }
    try eventually("the receiver waits") { isWaiting.value }
    context.shutdown()
    context.shutdown()
    thread.join()
    context.terminate()
    context.terminate()
    context.shutdown()
    #expect(failure.value?.kind == .terminated)
    #expect(failure.value?.description == "zmq_msg_recv: Context was terminated (ETERM)")
  }

  @Test("that are terminated make no more sockets")
  func terminated() throws {
    let context = try Context()
    context.terminate()
    expectCode(ZeroMQError.terminated) { _ = try Socket<Pull>(context) }
  }

  @Test("make as many sockets as they were told, and no more")
  func maxSockets() throws {
    let context = try Context(ioThreads: 1, maxSockets: 2)
    let sockets = try [Socket<Pull>(context), Socket<Pull>(context)]
    expectCode(ZeroMQError.tooManySockets) { _ = try Socket<Pull>(context) }
    for socket in sockets { socket.close() }
  }

  @Test("refuse settings that make no sense")
  func badSettings() {
    let error = #expect(throws: ZeroMQError.self) { try Context(ioThreads: -1) }
    #expect(error?.description == "zmq_ctx_set(ZMQ_IO_THREADS): Invalid argument (EINVAL)")
  }

  @Test("wait in terminate until another thread has closed its socket")
  func terminateWaits() throws {
    let context = try Context()
    let mailbox = Mailbox<Int>(capacity: 1)
    let isClosed = Shared(false)
    let isOpen = Shared(false)
    let thread = try DedicatedThread(name: "owner") {
      do {
        let socket = try Socket<Pull>(context)
        isOpen.change { $0 = true }
        _ = mailbox.takeAll(waitingUpTo: limit)
        isClosed.change { $0 = true }
        socket.close()
      } catch {
        Issue.record(error)
      }
    }
    try eventually("the socket is open") { isOpen.value }
    mailbox.post(1)
    context.terminate()
    #expect(isClosed.value)
    thread.join()
  }
}
