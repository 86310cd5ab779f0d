import Service
import Testing

@Suite("Vitals")
struct VitalsTests {
  @Test("ready when all parts are, and a part whose loop does not turn is named")
  func vitals() {
    let vitals = Vitals(["a", "b"], patience: .seconds(5))
    #expect(!vitals.isReady)
    // A part that is not ready yet does not hang: opening a large database takes its time.
    #expect(vitals.hanging(at: .now + .seconds(60)) == nil)
    vitals.beat("b", status: "two")
    #expect(!vitals.isReady)
    vitals.beat("a", status: "one")
    #expect(vitals.isReady)
    #expect(vitals.status == "a: one; b: two")
    #expect(vitals.hanging(at: .now + .seconds(4)) == nil)
    #expect(vitals.hanging(at: .now + .seconds(6)) == "a")
  }
}
