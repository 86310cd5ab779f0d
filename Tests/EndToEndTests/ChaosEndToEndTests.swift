import Testing

/// The fault harness, and what `make soak` does, each as small as still says something.
@Suite("Chaos", .serialized)
struct ChaosEndToEndTests {
  private func expectNothing(_ arguments: [String]) throws {
    let bench = try Workbench()
    let output = try bench.run("courant-chaos", arguments, seconds: 300)
    #expect(output.code == 0, "\(output.text)\(output.errors)")
    #expect(output.text.hasSuffix("nothing was found\n"))
  }

  @Test("random harm to real processes changes nothing of what comes of it: twenty schedules")
  func schedules() throws {
    try expectNothing(["--schedules", "20", "--seed", "1", "--jobs", "4"])
  }

  @Test("for subscribers that join under load, snapshot and live are what a replay says")
  func joins() throws {
    try expectNothing(["joins", "--joins", "8"])
  }

  @Test("a subscriber stopped at full rate is told everything in the end, and the aggregator does not grow for it")
  func stopped() throws {
    // Whoever else runs here is heard in the others' delays: those are judged by `make soak`.
    try expectNothing(["stopped", "--seconds", "3", "--others", "2", "--untimed"])
  }

  @Test("subscribers that all reconnect at once are each told the journal, once")
  func reconnects() throws {
    try expectNothing(["reconnects", "--subscribers", "40", "--rounds", "2"])
  }

  @Test("random and mutated messages on every socket harm nobody")
  func frames() throws {
    try expectNothing(["frames", "--frames", "500"])
  }
}
