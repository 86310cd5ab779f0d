import Glibc
import Model
import Testing

@testable import PDF

@Suite("The program that takes PDFs apart")
struct PDFProgramTests {
  private let harbour: [UInt8] = {
    var page = TestPDF.Page()
    page.text("The harbour of Tarvik.", 50, 100)
    return TestPDF(page).bytes()
  }()

  private static let ended = ReadError(
    .noReader,
    "PDF cannot be read: courant-pdf has ended or does not answer; start courantd again"
  )

  private func refusal(_ program: PDFProgram) -> ReadError? {
    do throws(ReadError) {
      _ = try PDFReader(program).read(harbour)
      return nil
    } catch {
      return error
    }
  }

  @Test("one that is missing is named in one line")
  func missing() {
    #expect(
      throws: PDFProgram.StartError(
        description: "/nowhere/courant-pdf: no program that reads PDFs; install it beside courantd"
      )
    ) {
      try PDFProgram(path: "/nowhere/courant-pdf")
    }
  }

  @Test("one that was killed is told, once and for all")
  func killed() throws {
    let program = try PDFProgram()
    #expect(refusal(program) == nil)
    #expect(kill(program.process, SIGKILL) == 0)
    #expect(refusal(program) == Self.ended)
    #expect(refusal(program) == Self.ended)
  }

  @Test("one that hangs is given up", .timeLimit(.minutes(10)))
  func hanging() throws {
    var limits = PDFLimits()
    limits.milliseconds = 100
    let program = try PDFProgram(path: nil, limits: limits, grace: 100)
    #expect(kill(program.process, SIGSTOP) == 0)
    #expect(refusal(program) == Self.ended)
    #expect(refusal(program) == Self.ended)
  }

  @Test("one that answers nonsense is given up")
  func nonsense() throws {
    #expect(refusal(try PDFProgram(path: "/bin/echo")) == Self.ended)
    #expect(throws: PDFAnswer.Malformed.self) { try PDFAnswer.decode([]) }
    #expect(throws: PDFAnswer.Malformed.self) { try PDFAnswer.decode(Array("P".utf8)) }
    #expect(throws: PDFAnswer.Malformed.self) {
      try PDFAnswer.decode(Array("R".utf8) + [UInt8](repeating: 0xFF, count: 60))
    }
  }

  @Test("it ends with its owner, and leaves nobody behind")
  func ends() throws {
    var process: pid_t = 0
    do {
      let program = try PDFProgram()
      #expect(refusal(program) == nil)
      process = program.process
      #expect(kill(process, 0) == 0)
    }
    #expect(kill(process, 0) == -1)
  }

  @Test("many may ask at once, and each gets its own answer", .timeLimit(.minutes(10)))
  func concurrent() async throws {
    let program = try PDFProgram()
    let texts = try await withThrowingTaskGroup(of: (Int, String).self) { group in
      for number in 0..<24 {
        group.addTask {
          var page = TestPDF.Page()
          for line in 0...number { page.text("Boat \(number) has line \(line).", 50, 100 + line * 20) }
          return (number, try PDFReader(program).read(TestPDF(page).bytes()).text)
        }
      }
      return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
    }
    #expect(texts.count == 24)
    for (number, text) in texts {
      #expect(text.hasPrefix("Boat \(number) has line 0."))
      #expect(text.hasSuffix("Boat \(number) has line \(number)."))
    }
  }

  @Test("dates of the format are read as far as they go")
  func dates() {
    #expect(PDFMetadata.date("D:2024") == "2024")
    #expect(PDFMetadata.date("D:202402") == "2024-02")
    #expect(PDFMetadata.date("20240229") == "2024-02-29")
    #expect(PDFMetadata.date("D:20240229120000Z") == "2024-02-29T12:00:00Z")
    #expect(PDFMetadata.date("D:20241399") == "2024")
    #expect(PDFMetadata.date("") == nil)
  }
}
