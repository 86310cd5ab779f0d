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
    let spans = text.bytes.withUnsafeBytes { bytes in
      let style = NumberStyle.detect(in: bytes)
      return text.blocks.flatMap { Values.find(in: bytes, range: $0.range, style: style) }
    }
    let masthead = Masthead(text, spans: spans)
    let document = Document(
      uri: uri,
      digest: Digest(of: content),
      title: text.title ?? masthead.journal,
      date: masthead.date
    )
    var facts = masthead.statements.map { fact($0, document, text) }
    facts += bodyFacts(text, spans, document, period: period(text))
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

  private func bodyFacts(_ text: TextDocument, _ spans: [ValueSpan], _ document: Document, period: Interval?) -> [Fact]
  {
    var found: [(range: Range<Int>, draft: DraftFact)] = []
    var resolution = Resolution()
    var next = 0
    let ranges = spans.map(\.range)
    text.bytes.withUnsafeBytes { bytes in
      for block in text.blocks where block.kind == .paragraph || block.kind == .item {
        for range in Sentences.split(bytes, range: block.range) {
          while next < ranges.count, ranges[next].lowerBound < range.lowerBound { next += 1 }
          let tokens = Tokenizer.tokens(in: bytes, range: range, values: ranges[next...])
          let sentence = SentenceText(bytes: text.bytes, range: range, tokens: tokens, spans: spans)
          // Handed over and taken back, so that its tables are never copied.
          var current = Resolution()
          swap(&current, &resolution)
          let result = SentenceFacts(sentence, resolution: consume current, year: year(sentence) ?? document.date?.year)
          resolution = result.resolution
          for draft in result.facts { found.append((range, draft)) }
        }
      }
    }
    let context = resolution.context()
    return found.map { range, draft in
      Fact(
        subject: draft.subject,
        relation: draft.relation,
        object: draft.object,
        key: draft.key,
        time: draft.time ?? (draft.isAmount && draft.modality == .asserted ? period : nil),
        place: draft.place,
        context: draft.needsContext ? context : [],
        attribution: draft.attribution,
        polarity: draft.polarity,
        modality: draft.modality,
        evidence: Evidence(text: text.text(in: range), start: range.lowerBound, end: range.upperBound),
        confidence: draft.confidence,
        document: document,
        extractor: version
      )
    }
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
