import Foundation
import Testing
import ZeroMQ

@Suite("Threads and signals")
struct ThreadTests {
  @Test("a thread has its name, and may be waited for twice")
  func name() throws {
    let name = Shared("")
    let thread = try DedicatedThread(name: "courant-thread-with-a-long-name") {
      let text = (try? String(contentsOfFile: "/proc/thread-self/comm", encoding: .utf8)) ?? "unreadable"
      name.change { $0 = text }
    }
    thread.join()
    thread.join()
    #expect(name.value == "courant-thread-\n")
  }

  @Test("a receive that a signal interrupts goes on, or throws when it should not", arguments: [true, false])
  func interruption(retries: Bool) throws {
    // The signal must have a handler that does nothing: by default it ends the process.
    signal(SIGUSR2) { _ in }
    let context = try Context()
    let receiver = Shared<pthread_t?>(nil)
    let outcome = Shared<String?>(nil)
    let thread = try DedicatedThread(name: "receiver") {
      do {
        // A thread starts with the signal mask of the one that started it, and Swift's own threads block all.
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGUSR2)
        pthread_sigmask(SIG_UNBLOCK, &signals, nil)
        let pull = try makeSocket(Pull.self, in: context)
        pull.retriesWhenInterrupted = retries
        try pull.bind(inproc)
        receiver.change { $0 = pthread_self() }
        let text = try pull.receive()[0].string
        outcome.change { $0 = text }
      } catch {
        let text = "\(error)"
        outcome.change { $0 = text }
      }
      // The thread must be there for as long as it is signalled.
      receiver.change { $0 = nil }
    }
    let push = try makeSocket(Push.self, in: context)
    try push.connect(inproc)
    try eventually("the receiver waits") { receiver.value != nil }
    if retries {
      for _ in 0..<20 {
        if let receiver = receiver.value { pthread_kill(receiver, SIGUSR2) }
        Thread.sleep(forTimeInterval: 0.001)
      }
      try push.send(message("arrived"))
    } else {
      try eventually("the receive is interrupted") {
        if let receiver = receiver.value { pthread_kill(receiver, SIGUSR2) }
        return outcome.value != nil
      }
    }
    thread.join()
    #expect(outcome.value == (retries ? "arrived" : "zmq_msg_recv: Interrupted system call (EINTR)"))
  }

  @Test("a socket can be handed to another thread with adopt()")
  func adoption() throws {
    let context = try Context()
    let pull = try makeSocket(Pull.self, in: context)
    try pull.bind(inproc)
    // Handed over as a whole: this thread does not touch it until the other has ended.
    nonisolated(unsafe) let lent = pull
    try DedicatedThread(name: "sender") {
      lent.adopt()
      do {
        let push = try makeSocket(Push.self, in: context)
        try push.connect(inproc)
        try push.send(message("x"))
        #expect(try lent.receive() == message("x"))
      } catch {
        Issue.record(error)
      }
    }.join()
    pull.adopt()
    #expect(try pull.receiveIfReady() == nil)
  }

  #if DEBUG
    @Test("a debug build stops when a socket is used on another thread")
    func wrongThread() async {
      await #expect(processExitsWith: .failure) {
        let pull = try Socket<Pull>(Context())
        nonisolated(unsafe) let stolen = pull
        try DedicatedThread(name: "thief") { stolen.close() }.join()
      }
    }
  #endif
}
