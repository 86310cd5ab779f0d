import Coreference
import Language
import Model
import Values

/// A document on its way through the language model, some blocks at a time, so that no more is held than these.
struct DocumentReading {
  let style: NumberStyle
  private let analyser: Analyser
  private let resolver: CoreferenceResolver
  private let language: any ReadingLanguage
  /// About how many bytes go through the model together.
  private static let batch = 16 * 1024

  /// The repairs of trees that are left out.
  private let without: Set<TreeRepair>

  init(
    _ text: TextDocument,
    model: LanguageModel,
    resolver: CoreferenceResolver,
    language: any ReadingLanguage,
    without: Set<TreeRepair>
  ) {
    self.without = without
    self.resolver = resolver
    self.language = language
    style = Self.style(of: text, in: language.tag)
    analyser = Analyser(model)
  }

  /// How the text writes its numbers, wherever it is in the language that is read: another writes them otherwise.
  private static func style(of text: TextDocument, in language: String) -> NumberStyle {
    let others = text.blocks.filter { $0.language.map { $0 != language } ?? false }
    guard !others.isEmpty else { return text.bytes.withUnsafeBytes { NumberStyle.detect(in: $0) } }
    let own = text.blocks.filter { $0.language.map { $0 == language } ?? true }
    var bytes: [UInt8] = []
    for block in own {
      bytes += text.bytes[block.range]
      bytes += [0x0A, 0x0A]
    }
    return bytes.withUnsafeBytes { NumberStyle.detect(in: $0) }
  }

  /// What dates that are not whole are told from.
  struct Dates {
    /// The year of those that lack one.
    var year: Int?
    /// The document's own day.
    var document: Day?
    /// The time that the title names.
    var period: Interval?
    /// Whether the sentence is the first of its paragraph.
    var isParagraphStart = true
    /// The day that the text spoke of last.
    var spoken: Day?
    /// What the coreference model tells of the sentence.
    var mentions = RankedMentions()
  }

  /// Goes through the body, sentence after sentence.
  /// - Parameters:
  ///   - period: the time that the title names; dates that lack a year are of its.
  ///   - date: the document's own.
  ///   - body: takes a sentence, and gives the day that it spoke of last.
  func forEachSentence(_ text: TextDocument, period: Interval?, date: Day?, _ body: (SentenceGraph, Dates) -> Day?) {
    var dates = Dates(year: period?.start?.year ?? date?.year, document: date, period: period)
    // "Table 1: Exports by country" is the name of a table, and "The table shows that exports fell." says something.
    let captions = Set(text.blocks.lazy.compactMap { $0.cell?.caption })
    let prose = text.prose(in: language.tag).filter { !captions.contains($0.range) || text.endsSentence($0.range) }
    let blocks = prose.flatMap { block in
      BlockPieces.pieces(of: Dateline(text.bytes, block.range)?.rest ?? block.range, in: text.bytes)
    }
    var names = DocumentNames()
    var ranking = MentionRanking(resolver)
    var first = 0
    while first < blocks.count {
      var last = first
      while last + 1 < blocks.count, blocks[last + 1].upperBound - blocks[first].lowerBound <= Self.batch { last += 1 }
      read(text, Array(blocks[first...last]), &dates, &names, &ranking, body)
      first = last + 1
    }
  }

  /// The sentences of a short text as the model reads them.
  func sentences(_ text: TextDocument) -> [AnalysedSentence] {
    text.bytes.withUnsafeBytes { bytes in
      let blocks = text.blocks.map(\.range)
      let values = blocks.flatMap { Values.find(in: bytes, range: $0, style: style) }
      return analyser.analyse(bytes, blocks: blocks, standIns: standIns(bytes, blocks, values)).flatMap { $0 }
    }
  }

  private func read(
    _ text: TextDocument,
    _ blocks: [Range<Int>],
    _ dates: inout Dates,
    _ names: inout DocumentNames,
    _ ranking: inout MentionRanking,
    _ body: (SentenceGraph, Dates) -> Day?
  ) {
    text.bytes.withUnsafeBytes { bytes in
      let values = blocks.flatMap { Values.find(in: bytes, range: $0, style: style) }
      var analysed = analyser.analyse(bytes, blocks: blocks, standIns: standIns(bytes, blocks, values))
      language.correct(&analysed)
      names.settle(&analysed)
      let sentences = analysed.flatMap { $0 }
      let opens = analysed.flatMap { block in block.indices.map { $0 == 0 } }
      let mentions = ranking.rank(sentences, opensParagraph: opens)
      var next = 0
      for (number, sentence) in sentences.enumerated() {
        while next < values.count, values[next].range.upperBound <= sentence.range.lowerBound { next += 1 }
        var end = next
        while end < values.count, values[end].range.lowerBound < sentence.range.upperBound { end += 1 }
        let own = values[next..<end]
        let named = Self.date(own)
        var here = dates
        if let named { here.year = named.year }
        here.isParagraphStart = opens[number]
        here.mentions = mentions[number]
        let graph = SentenceGraph(
          sentence,
          values: own,
          text: text.bytes,
          language: language.graph,
          without: without
        )
        if let spoken = body(graph, here) {
          dates.spoken = spoken
        }
        next = end
      }
    }
  }

  /// What is one word to the parser: values, and names of companies beside them.
  private func standIns(
    _ bytes: UnsafeRawBufferPointer,
    _ blocks: [Range<Int>],
    _ values: [ValueSpan]
  ) -> [StandIn] {
    var companies = blocks.flatMap { language.names(in: bytes, range: $0) }[...]
    var result: [StandIn] = []
    for value in values {
      while let company = companies.first, company.lowerBound < value.range.upperBound {
        companies.removeFirst()
        if company.upperBound <= value.range.lowerBound {
          result.append(StandIn(range: company, form: language.nameStandIn))
        }
      }
      result.append(StandIn(range: value.range, form: value.standIn))
    }
    return result + companies.map { StandIn(range: $0, form: language.nameStandIn) }
  }

  /// The first whole date of a sentence, which others without a year are of. One that says since when or until when, or that another
  /// without a year comes before, is of something else: "at the end of June, enough to fund operations into 2028".
  private static func date(_ values: ArraySlice<ValueSpan>) -> Day? {
    for span in values where span.isDate {
      if [.since, .until].contains(span.bearing) { continue }
      if case .yearless = span.content { return nil }
      if let value = span.value, value.kind == .date, let start = value.start { return start }
    }
    return nil
  }

  /// The year that the title names, if it names one: what a report for a year states of amounts holds in that year.
  func period(_ text: TextDocument) -> Interval? {
    guard let title = text.blocks.first(where: { $0.kind == .title }) else { return nil }
    let dates = Values.find(in: text.bytes, range: title.range, style: .decimalPoint).filter(\.isDate)
    guard dates.count == 1, let interval = dates[0].interval(year: nil), let start = interval.start,
      let end = interval.end, end.daysSince1970 - start.daysSince1970 <= 366
    else { return nil }
    return interval
  }
}

extension TextDocument {
  /// Whether a block ends with a full stop or another mark that ends a sentence.
  fileprivate func endsSentence(_ range: Range<Int>) -> Bool {
    bytes[range].last.map { [UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?")].contains($0) } ?? false
  }
}
