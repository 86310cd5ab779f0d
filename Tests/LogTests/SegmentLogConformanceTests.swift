import Testing

@testable import Log

@Suite("The log in segments does what every log must")
struct SegmentLogConformanceTests {
  @Test(arguments: RecordLogConformance.checks.map(\.name), [4096, 20_000, 1 << 20, 128 << 20])
  func conforms(_ name: String, _ segmentSize: Int) throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/log"
    let suite = RecordLogConformance { try openLog(path, segmentSize: segmentSize).log }
    for check in RecordLogConformance.checks where check.name == name { try check.run(suite) }
  }
}
