import Glibc
import Testing
import ZeroMQ

@Suite("Mailboxes")
struct MailboxTests {
  @Test("refuse what does not fit, but for what must be posted")
  func bounds() {
    let mailbox = Mailbox<Int>(capacity: 2)
    #expect(mailbox.post(1))
    #expect(mailbox.post(2))
    #expect(!mailbox.post(3))
    #expect(mailbox.postAlways(4))
    #expect(mailbox.count == 3)
    #expect(mailbox.takeAll(waitingUpTo: nil) == [1, 2, 4])
    #expect(mailbox.post(5))
    mailbox.close()
    mailbox.close()
    #expect(!mailbox.post(6))
    #expect(!mailbox.postAlways(7))
    #expect(mailbox.takeAll(waitingUpTo: nil) == [5])
    #expect(mailbox.takeAll(waitingUpTo: nil) == [])
  }

  @Test("that stay empty give up at the limit")
  func timeout() {
    let mailbox = Mailbox<Int>(capacity: 2)
    let start = ContinuousClock.now
    #expect(mailbox.takeAll(waitingUpTo: .milliseconds(20)) == [])
    #expect(ContinuousClock.now - start >= .milliseconds(20))
  }

  @Test("take from many threads, each in its order, and lose nothing")
  func manyProducers() throws {
    let mailbox = Mailbox<[Int]>(capacity: 64)
    let threads = try (0..<8).map { producer in
      try DedicatedThread(name: "producer") {
        for number in 0..<2000 {
          while !mailbox.post([producer, number]) { sched_yield() }
        }
      }
    }
    var next = [Int](repeating: 0, count: 8)
    var count = 0
    while count < 16_000 {
      let batch = mailbox.takeAll(waitingUpTo: limit)
      try #require(!batch.isEmpty)
      #expect(batch.count <= 64)
      for element in batch {
        #expect(next[element[0]] == element[1])
        next[element[0]] += 1
      }
      count += batch.count
    }
    for thread in threads { thread.join() }
    #expect(mailbox.takeAll().elements == [])
  }

  @Test("end a wait on another thread when they are closed")
  func closeWakes() throws {
    let mailbox = Mailbox<Int>(capacity: 1)
    let result = Shared<[Int]?>(nil)
    let thread = try DedicatedThread(name: "taker") {
      let taken = mailbox.takeAll(waitingUpTo: nil)
      result.change { $0 = taken }
    }
    mailbox.close()
    thread.join()
    #expect(result.value == [])
  }
}
