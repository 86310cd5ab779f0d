import Coreference
import Language
import Model

/// What reading a document has to be told of English.
struct EnglishReading: ReadingLanguage {
  private let evidence: NameEvidence

  init(_ model: LanguageModel) { evidence = NameEvidence(model) }

  static let tag = "en"

  var tag: String { Self.tag }

  var graph: any GraphLanguage { EnglishGraph() }

  var nameStandIn: String { CompanyNames.standIn }

  func names(in bytes: UnsafeRawBufferPointer, range: Range<Int>) -> [Range<Int>] {
    CompanyNames.find(in: bytes, range: range)
  }

  func correct(_ blocks: inout [[AnalysedSentence]]) { evidence.correct(&blocks) }
}

extension DocumentReading {
  init(_ text: TextDocument, model: LanguageModel, resolver: CoreferenceResolver, without: Set<TreeRepair> = []) {
    self.init(text, model: model, resolver: resolver, language: EnglishReading(model), without: without)
  }
}
