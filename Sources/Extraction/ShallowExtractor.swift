import Language
import Model
import Readers
import Values

/// Finds facts by patterns over words, values and a closed lexicon; it has no parser.
///
/// Bytes become text with blocks, blocks become sentences, sentences tokens in which each value is one, tokens become chunks,
/// chunks clauses, clauses facts. It holds to what it can be rather sure of: a clause that fits no pattern gives nothing.
public struct ShallowExtractor: Extractor {
  public let version = "courant-en-shallow/0.1.0"

  public init() {}

  public func extract(_ content: [UInt8], uri: String, mediaType: String) throws(ExtractionError) -> Extraction {
    guard let reader = reader(forMediaType: mediaType) else {
      throw ExtractionError("no reader for media type \"\(mediaType)\"; text/plain and text/markdown can be read")
    }
    let text: TextDocument
    do {
      text = try reader.read(content)
    } catch {
      throw ExtractionError(error.description)
    }
    let style = text.bytes.withUnsafeBytes { NumberStyle.detect(in: $0) }
    let masthead = Masthead(text, style: style)
    let document = Document(
      uri: uri,
      digest: Digest(of: content),
      title: text.title ?? masthead.journal,
      date: masthead.date
    )
    var facts = masthead.statements.map { fact($0, document, text) }
    facts += bodyFacts(text, style, document, period: period(text))
    return Extraction(document: document, text: text.text, facts: facts)
  }

  /// The year that the title names, if it names one: what a report for a year states of amounts holds in that year.
  private func period(_ text: TextDocument) -> Interval? {
    guard let title = text.blocks.first(where: { $0.kind == .title }) else { return nil }
    let dates = Values.find(in: text.bytes, range: title.range, style: .decimalPoint).filter(\.isDate)
    guard dates.count == 1, let interval = dates[0].interval(year: nil), let start = interval.start,
      let end = interval.end,
      end.daysSince1970 - start.daysSince1970 <= 366
    else { return nil }
    return interval
  }

  /// Sentence after sentence, so that no more is held at a time than one sentence's values and the facts so far.
  private func bodyFacts(_ text: TextDocument, _ style: NumberStyle, _ document: Document, period: Interval?) -> [Fact]
  {
    var facts: [Fact] = []
    var unresolved: [Int] = []
    var resolution = Resolution()
    text.bytes.withUnsafeBytes { bytes in
      for block in text.blocks where block.kind == .paragraph || block.kind == .item {
        for range in Sentences.split(bytes, range: block.range) {
          let spans = Values.find(in: bytes, range: range, style: style)
          let tokens = Tokenizer.tokens(in: bytes, range: range, values: spans.map(\.range)[...])
          let sentence = SentenceText(bytes: text.bytes, range: range, tokens: tokens, spans: spans)
          // Handed over and taken back, so that its tables are never copied.
          var current = Resolution()
          swap(&current, &resolution)
          let result = SentenceFacts(
            sentence,
            resolution: consume current,
            year: year(sentence) ?? document.date?.year
          )
          resolution = result.resolution
          let evidence = Evidence(text: text.text(in: range), start: range.lowerBound, end: range.upperBound)
          for draft in result.facts {
            if draft.needsContext { unresolved.append(facts.count) }
            facts.append(fact(draft, evidence, document, period))
          }
        }
      }
    }
    // What the document is about is known at its end.
    let context = resolution.context()
    for index in unresolved { facts[index].context = context }
    return facts
  }

  private func fact(_ draft: DraftFact, _ evidence: Evidence, _ document: Document, _ period: Interval?) -> Fact {
    Fact(
      subject: draft.subject,
      relation: draft.relation,
      object: draft.object,
      key: draft.key,
      time: draft.time ?? (draft.isAmount && draft.modality == .asserted ? period : nil),
      place: draft.place,
      attribution: draft.attribution,
      polarity: draft.polarity,
      modality: draft.modality,
      evidence: evidence,
      confidence: draft.confidence,
      document: document,
      extractor: version
    )
  }

  /// The one year that a sentence's whole dates name, for those of its dates that name none.
  private func year(_ sentence: SentenceText) -> Int? {
    for index in sentence.tokens.indices {
      if let value = sentence.span(index)?.value, value.kind == .date, let start = value.start { return start.year }
    }
    return nil
  }

  private func fact(_ statement: Masthead.Statement, _ document: Document, _ text: TextDocument) -> Fact {
    Fact(
      subject: Fact.Subject(text: statement.subject, name: statement.subject, entity: Slug.make(statement.subject)),
      relation: Fact.Relation(text: statement.relation, lemma: statement.lemma),
      object: statement.object,
      key: Key(entity: statement.subject, attribute: statement.attribute),
      time: statement.time,
      evidence: Evidence(
        text: text.text(in: statement.range),
        start: statement.range.lowerBound,
        end: statement.range.upperBound
      ),
      confidence: 0.95,
      document: document,
      extractor: version
    )
  }
}
