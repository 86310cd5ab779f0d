import Corpora
import Evaluation
import Foundation
import Interpretation
import Testing

/// What becomes of the facts that an editor has judged in the documents of `Tests/Judged`, whose README says what they are.
@Suite struct JudgedFloorTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Judged")

  @Test func keepsWhatIsUsefulAndLeavesOutWhatIsWrong() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path).filter { $0.hasSuffix(".jsonl") }
      .sorted()
    #expect(names.count == 64)
    let extractor = try English.extractor()
    var all: [JudgedFact.Judgement: Int] = [:]
    var kept: [JudgedFact.Judgement: Int] = [:]
    for name in names {
      let file = Self.folder.appendingPathComponent(name)
      let text = try Data(contentsOf: file.deletingPathExtension().appendingPathExtension("txt"))
      let judged = try JudgedFact.read(String(decoding: try Data(contentsOf: file), as: UTF8.self), file: name)
      let facts = try extractor.extract(Array(text), uri: "file:\(name)", mediaType: "text/plain").facts
      for one in judged {
        all[one.judgement, default: 0] += 1
        if facts.contains(where: { one.isOf($0) }) { kept[one.judgement, default: 0] += 1 }
      }
    }
    print("judged \(all), kept \(kept)")
    // Each is a hundredth or two from what was measured when this was written.
    #expect(share(kept[.useful], all[.useful]) >= 0.98)
    #expect(share(kept[.wrong], all[.wrong]) <= 0.85)
  }

  private func share(_ part: Int?, _ whole: Int?) -> Double { Double(part ?? 0) / Double(max(whole ?? 0, 1)) }

  @Test func saysWhichLineIsNoJudgement() {
    let line =
      #"{"sentence":"A.","subject":"a","relation":"is","object":"b","polarity":"positive","modality":"asserted","judgement":"wrong"}"#
    #expect(throws: Never.self) { try JudgedFact.read(line, file: "a.jsonl") }
    #expect {
      try JudgedFact.read(line + "\n{\"sentence\":\"A.\"}\n", file: "a.jsonl")
    } throws: { error in
      (error as? CorpusError)?.description.hasPrefix("a.jsonl: line 2 is no judgement of a fact: ") ?? false
    }
  }
}
