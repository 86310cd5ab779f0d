import Testing

@testable import ZeroMQ

@Suite("The heap of timers")
struct TimerHeapTests {
  @Test("gives timers in the order they are due, without the cancelled ones")
  func order() {
    let start = ContinuousClock.now
    var heap = TimerHeap()
    for number in (0..<2000).shuffled() {
      let timer = ReactorTimer(deadline: start + .seconds(number), interval: nil) {}
      heap.insert(timer)
      if number % 10 != 0 { timer.cancel() }
    }
    // Most were cancelled, and swept out as others came.
    #expect(heap.count < 1000)
    #expect(heap.nextDeadline() == start)
    for number in stride(from: 0, to: 2000, by: 10) {
      let due = start + .seconds(number)
      #expect(heap.takeDue(at: due - .milliseconds(1))?.deadline == nil)
      #expect(heap.takeDue(at: due)?.deadline == due)
    }
    #expect(heap.nextDeadline() == nil)
    #expect(heap.count == 0)
  }
}
