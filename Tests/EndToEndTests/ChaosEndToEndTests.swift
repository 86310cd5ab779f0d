import Testing

@Suite("Chaos")
struct ChaosEndToEndTests {
  @Test("random harm to real processes changes nothing of what comes of it: twenty schedules")
  func schedules() throws {
    let bench = try Workbench()
    let output = try bench.run("courant-chaos", ["--schedules", "20", "--seed", "1", "--jobs", "4"], seconds: 300)
    #expect(output.code == 0, "\(output.text)\(output.errors)")
    #expect(output.text.hasSuffix("nothing was found\n"))
  }
}
