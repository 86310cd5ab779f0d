import Testing

@testable import Pipeline

@Suite("Lost connections")
struct LostConnectionTests {
  let begun = ContinuousClock.now

  @Test("the work of a supervised worker is taken back in the turn after its supervisor has spoken")
  func supervised() {
    var lost = LostConnections()
    lost.add([1], now: begun)
    #expect(lost.takeGone(now: begun) { _ in true } == [])
    // It has spoken meanwhile; what it said may not have been read.
    #expect(lost.takeGone(now: begun) { _ in false } == [])
    #expect(lost.takeGone(now: begun) { _ in false } == [1])
    #expect(lost.isEmpty)
  }

  @Test("a job without a supervisor is taken back at once, and no supervisor is waited for longer than 10 seconds")
  func unsupervised() {
    var lost = LostConnections()
    lost.add([1, 2], now: begun)
    #expect(lost.takeGone(now: begun) { $0 == 1 ? nil : true } == [1])
    #expect(lost.takeGone(now: begun + .seconds(9)) { _ in true } == [])
    #expect(lost.takeGone(now: begun + .seconds(10)) { _ in true } == [2])
  }
}
