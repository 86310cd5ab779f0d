import Glibc
import Synchronization
import Testing
import Wire
import ZeroMQ

@testable import Pipeline

@Suite("Questions that wait")
struct QuestionQueueTests {
  private static func task(_ kind: MessageKind, _ number: Int = 0) -> QueryTask {
    let packet = Packet(header: Header(kind), body: Array("\(number)".utf8))
    return QueryTask(peer: Frame(Array("peer".utf8)), socket: .query, packet: packet)
  }

  @Test("a small question waits for one of each other kind, however many there are")
  func turns() throws {
    let queue = QuestionQueue(capacity: 1000)
    for number in 0..<400 {
      #expect(queue.post(Self.task(.snapshot, number)))
      #expect(queue.post(Self.task(.catchUp, number)))
    }
    #expect(queue.post(Self.task(.get)))
    var kinds: [MessageKind] = []
    for _ in 0..<4 { kinds.append(try #require(queue.take(waitingUpTo: .zero)).packet.header.kind) }
    #expect(kinds == [.snapshot, .catchUp, .get, .snapshot])
  }

  @Test("one kind takes half of the room, and all together no more than there is")
  func room() {
    let queue = QuestionQueue(capacity: 10)
    #expect(
      (0..<8).map { queue.post(Self.task(.snapshot, $0)) } == [true, true, true, true, true, false, false, false]
    )
    #expect((0..<3).allSatisfy { queue.post(Self.task(.get, $0)) })
    #expect((0..<3).map { queue.post(Self.task(.status, $0)) } == [true, true, false])
  }

  @Test("questions of a kind are taken in their order, each once, by any number of threads, and all threads end")
  func threads() throws {
    let queue = QuestionQueue(capacity: 100)
    let taken = Mutex<[Int]>([])
    let ended = Atomic(0)
    var threads: [DedicatedThread] = []
    for _ in 0..<4 {
      threads.append(
        try DedicatedThread(name: "takes") {
          while !queue.hasEnded {
            guard let task = queue.take(waitingUpTo: .seconds(10)) else { continue }
            let number = Int(String(decoding: task.packet.body, as: UTF8.self)) ?? -1
            taken.withLock { $0.append(number) }
          }
          ended.add(1, ordering: .relaxed)
        }
      )
    }
    for number in 0..<5000 {
      let task = Self.task(number % 3 == 0 ? .get : .snapshot, number)
      while !queue.post(task) { sched_yield() }
    }
    queue.close()
    for thread in threads { thread.join() }
    #expect(taken.withLock { $0.sorted() } == Array(0..<5000))
    #expect(ended.load(ordering: .relaxed) == 4)
    #expect(!queue.post(Self.task(.get)))
  }
}
