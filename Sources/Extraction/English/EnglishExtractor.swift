import Coreference
import Language
import Model
import Values

/// Finds facts in English text: values by automata, sentences, words and trees by a trained model, facts by rules over the tree.
///
/// The same bytes, the same model and the same version give the same facts.
public struct EnglishExtractor: Extractor {
  public static let rulesVersion = "1.14.0"

  /// From here on a fact is more likely right than not.
  public static let defaultConfidence = 0.5

  public let version: String
  public var language: String { EnglishReading.tag }
  let model: LanguageModel
  let resolver: CoreferenceResolver
  /// Facts of which the rules are less sure are left out.
  private let minimumConfidence: Double
  /// The repairs of trees that are left out, to tell what they are worth.
  package var withoutRepairs: Set<TreeRepair> = []

  /// - Parameters:
  ///   - coreference: what tells which phrases are of one thing; it was trained on trees and names as `model` reads them.
  ///   - minimumConfidence: facts of which the rules are less sure are left out.
  public init(
    model: LanguageModel,
    coreference: CoreferenceModel,
    minimumConfidence: Double = EnglishExtractor.defaultConfidence
  ) {
    self.model = model
    resolver = CoreferenceResolver(model: coreference, gender: model.firstNameGender)
    self.minimumConfidence = minimumConfidence
    version = "courant-en/\(Self.rulesVersion)"
  }

  /// An extractor with the installed models.
  /// - Throws: ``ModelFault`` when one is missing or cannot be used.
  public static func installed(
    minimumConfidence: Double = EnglishExtractor.defaultConfidence
  ) throws(ModelFault) -> EnglishExtractor {
    let model: LanguageModel
    do throws(ModelFileError) {
      model = try LanguageModel.installed("en")
    } catch {
      throw ModelFault(description: "language model: \(error)")
    }
    do throws(CoreferenceModelError) {
      return EnglishExtractor(
        model: model,
        coreference: try CoreferenceModel.installed("en"),
        minimumConfidence: minimumConfidence
      )
    } catch {
      throw ModelFault(description: "coreference model: \(error)")
    }
  }

  /// Why the installed models cannot be used, in one line.
  public struct ModelFault: Error, Sendable, Equatable, CustomStringConvertible {
    public let description: String
  }

  public func extract(_ text: TextDocument, uri: String, digest: Digest) -> Extraction {
    let (reading, masthead, document) = open(text, uri: uri, digest: digest)
    var facts = masthead.statements.map { fact($0, document, text) }
    let tables = TableFacts(text, style: reading.style, words: .english).statements().map { fact($0, document, text) }
    var cuts = Cuts()
    var silence = NoFacts()
    var reporter: String?
    let body = bodyFacts(text, reading, document, cuts: &cuts, silence: &silence, reporter: &reporter)
    facts += tables.map { fact in
      var fact = fact
      if let reporter { _ = fact.anchor(to: reporter) }
      return fact
    }
    facts += body
    let isSilent = facts.isEmpty
    // What a text says of some document is not what this one says of itself.
    for index in facts.indices where facts[index].key.entity == MetadataFacts.entity {
      facts[index].key = Key(entity: "the-" + MetadataFacts.entity, attribute: facts[index].key.attribute)
    }
    facts = MetadataFacts(text).statements().map { fact($0, document, text) } + facts
    for index in facts.indices { facts[index].language = text.language(at: facts[index].evidence.start) }
    // Those of the masthead are its statements.
    var stated = Set(facts.lazy.filter { !$0.evidence.text.isEmpty }.map(\.evidence.start))
    let sentences = silence.others.filter { stated.insert($0.start).inserted }
    return Extraction(
      document: document,
      text: text.text,
      facts: facts,
      sentences: sentences,
      notes: cuts.note.map { [$0] } ?? [],
      skipped: text.skipped(reading: EnglishReading.tag),
      reason: isSilent ? silence.reason(text) : nil
    )
  }

  /// What is known of a document before its body is read.
  private func open(_ text: TextDocument, uri: String, digest: Digest) -> (
    reading: DocumentReading, masthead: Masthead, document: Document
  ) {
    let reading = DocumentReading(text, model: model, resolver: resolver, without: withoutRepairs)
    let masthead = Masthead(text, style: reading.style)
    let document = Document(
      uri: uri,
      digest: digest,
      title: text.title ?? masthead.journal,
      date: DocumentDate.find(text, style: reading.style),
      language: text.language
    )
    return (reading, masthead, document)
  }

  /// The facts of one sentence, or of a few, without a document around them.
  public func facts(inSentence sentence: String) -> [Fact] {
    let bytes = Array(sentence.utf8)
    let text = TextDocument(bytes: bytes, blocks: [TextDocument.Block(kind: .paragraph, range: 0..<bytes.count)])
    let document = Document(uri: "text:", digest: Digest(of: bytes), title: nil, date: nil)
    var cuts = Cuts()
    var silence = NoFacts()
    var reporter: String?
    return bodyFacts(
      text,
      DocumentReading(text, model: model, resolver: resolver, without: withoutRepairs),
      document,
      cuts: &cuts,
      silence: &silence,
      reporter: &reporter
    )
  }

  /// The facts of a document's body, each with what its confidence is made of: for training the confidence.
  package func markedFacts(_ text: TextDocument) -> [(fact: Fact, marks: [String])] {
    let (reading, _, document) = open(text, uri: "text:", digest: Digest(of: text.bytes))
    var cuts = Cuts()
    var marks: [[String]] = []
    var silence = NoFacts()
    var reporter: String?
    let facts = bodyFacts(text, reading, document, cuts: &cuts, silence: &silence, reporter: &reporter) {
      marks.append($0.marks)
    }
    return Array(zip(facts, marks))
  }

  /// The sentences that were cut because they are too long.
  private struct Cuts {
    var count = 0
    var first = 0

    var note: String? {
      guard count > 0 else { return nil }
      let limit = Segmenter.longestSentence
      return count == 1
        ? "a sentence is longer than \(limit) words and was cut, at byte \(first) of the text"
        : "sentences longer than \(limit) words were cut in \(count) places, the first at byte \(first) of the text"
    }
  }

  private func bodyFacts(
    _ text: TextDocument,
    _ reading: DocumentReading,
    _ document: Document,
    cuts: inout Cuts,
    silence: inout NoFacts,
    reporter: inout String?,
    onFact: (Confidence) -> Void = { _ in }
  ) -> [Fact] {
    let period = reading.period(text)
    // Only the title's period completes dates without a year: a business year may start in another year.
    let reported = ReportPeriod.find(text, style: reading.style, published: document.date, title: period)
    var facts: [Fact] = []
    var unresolved: [Int] = []
    var references = References(model, text: text.bytes)
    // The facts in quotation marks whose speaker is not known yet.
    var quoted: [Int] = []
    // When the paragraph speaks of.
    var spoken: Interval?
    reading.forEachSentence(text, period: period, date: document.date) { graph, dates in
      let found = SentenceFacts(graph, references: &references, dates: dates)
      if graph.isCut {
        if cuts.count == 0 { cuts.first = graph.range.upperBound }
        cuts.count += 1
      }
      let evidence = text.evidence(graph.range)
      silence.sentences += 1
      if let speaker = found.speaker {
        for index in quoted { facts[index].attribution = speaker }
        quoted.removeAll()
      } else if dates.isParagraphStart, !references.quotation.isOpen {
        quoted.removeAll()
      }
      let before = facts.count
      for told in found.facts {
        let resolved = withoutIdentity(told)
        guard resolved.confidence.value >= minimumConfidence else {
          silence.unsure += 1
          continue
        }
        if resolved.needsContext { unresolved.append(facts.count) }
        if resolved.isQuoted { quoted.append(facts.count) }
        onFact(resolved.confidence)
        facts.append(
          fact(
            resolved,
            evidence,
            document,
            isResult(resolved) ? reported : period,
            dates.isParagraphStart || found.hasOwnDate ? nil : spoken
          )
        )
      }
      if facts.count == before { silence.note(evidence) }
      if dates.isParagraphStart || found.spokenTime != nil {
        spoken = found.spokenTime.map { Interval(text: nil, start: $0.start, end: $0.end) }
      }
      return found.lastDay
    }
    // What the document is about is known at its end.
    let context = references.context()
    reporter = references.reporter(title: text.title)
    for index in unresolved {
      let company = reporter ?? facts[index].attribution.flatMap { references.company(telling: $0.source) }
      if let company, facts[index].anchor(to: company, hasWholes: reporter != nil) { continue }
      facts[index].context = context
    }
    Namesakes(references).tellApart(&facts)
    return facts
  }

  /// "The geologist Edward Hale" is a geologist, and not himself: what describes its subject keeps its own words.
  private func withoutIdentity(_ resolved: ResolvedFact) -> ResolvedFact {
    guard resolved.relation.lemma == "be", let subject = resolved.subject.name, let object = resolved.object.name,
      subject.isExactly(object), !resolved.object.text.isExactly(subject)
    else { return resolved }
    var resolved = resolved
    (resolved.object.name, resolved.object.entity) = (nil, nil)
    return resolved
  }

  /// Whether a release of results states it for its period: an amount, and nothing that was said or done besides.
  private func isResult(_ resolved: ResolvedFact) -> Bool {
    resolved.rule != .speech && resolved.object.kind.isTyped && resolved.object.kind != .date
      && resolved.object.kind != .duration
  }

  private func fact(
    _ resolved: ResolvedFact,
    _ evidence: Evidence,
    _ document: Document,
    _ period: Interval?,
    _ spoken: Interval?
  ) -> Fact {
    Fact(
      subject: resolved.subject,
      relation: resolved.relation,
      object: resolved.object,
      key: resolved.key,
      about: resolved.about,
      time: resolved.time ?? inherited(resolved, period, spoken),
      place: resolved.place,
      attribution: resolved.attribution,
      polarity: resolved.polarity,
      modality: resolved.modality,
      evidence: evidence,
      confidence: resolved.confidence.value,
      document: document,
      extractor: version
    )
  }

  /// When a fact holds that says nothing of it: what was, in the time that the title names; an amount that something was, reached or rose
  /// by, in the month or longer that the paragraph speaks of. A day that the paragraph names is of one event and of no other, and so is
  /// the year of a deed.
  private func inherited(_ resolved: ResolvedFact, _ period: Interval?, _ spoken: Interval?) -> Interval? {
    guard resolved.isAmount, resolved.modality == .asserted, resolved.rule != .speech else { return nil }
    // Who said, denied or confirmed something did so when the report came out.
    if Attributions.saying.contains(resolved.relation.lemma), !resolved.object.kind.isTyped { return nil }
    // How long a bridge is, it always was.
    if Self.lasting.contains(where: resolved.key.attributeEnds(in:)) { return nil }
    if let period, period.start != nil, period.end != nil {
      // What somebody said on the day of a meeting of an amount was so at some other time.
      let isState = ["be", "stand", "amount", "total", "average"].contains(resolved.relation.lemma)
      if !period.coversMonth, resolved.attribution != nil || isState, resolved.object.kind.isTyped { return nil }
      return resolved.isEarlier ? period.yearBefore : period
    }
    let lemma = resolved.relation.lemma
    guard let spoken, spoken.coversMonth, resolved.object.kind.isTyped, resolved.object.kind != .date,
      FactKeys.valueVerbs.contains(lemma) || FactKeys.changes.contains(lemma)
    else { return nil }
    // What it was before was so at some other time.
    return resolved.isEarlier ? nil : spoken
  }

  private static let lasting: Set<String> = [
    "length", "height", "width", "depth", "thickness", "diameter", "weight", "area", "headquarters-in",
  ]

  /// Names of no more letters may be letters that stand for others.
  private static let longestLetters = 5

  /// A cell of a table is read as surely as the table is one.
  private static let tableConfidence = 0.9

  /// The row's name has an identity across documents where everybody knows it by that name, and nowhere else.
  private func fact(_ statement: TableFacts.Statement, _ document: Document, _ text: TextDocument) -> Fact {
    let slug = Slug.make(statement.subject)
    // "Ida" is not the IDA: letters that stand for names are written in capitals.
    let isShort = statement.subject.count <= Self.longestLetters
    let known = slug.flatMap { KeyWords.results.contains($0) ? nil : $0 }.flatMap { model.known.entity(slug: $0) }
      .flatMap { entity in
        isShort && statement.subject != statement.subject.uppercased() && Slug.make(entity.name) != slug ? nil : entity
      }
    return Fact(
      subject: Fact.Subject(text: statement.subject, name: known?.name ?? statement.subject, entity: known?.slug),
      relation: Fact.Relation(text: statement.attribute, lemma: "be"),
      object: statement.object,
      key: Key(entity: known?.slug ?? statement.subject, attribute: statement.attribute),
      time: statement.time,
      evidence: text.evidence(statement.range),
      confidence: Self.tableConfidence,
      document: document,
      extractor: version
    )
  }

  private func fact(_ statement: MetadataFacts.Statement, _ document: Document, _ text: TextDocument) -> Fact {
    Fact(
      // Not by its title: when that changes, all else that is said of it stands.
      subject: Fact.Subject(text: MetadataFacts.entity, name: nil, entity: nil),
      relation: Fact.Relation(text: statement.attribute, lemma: "be"),
      object: statement.object,
      key: Key(entity: MetadataFacts.entity, attribute: statement.attribute),
      evidence: statement.range.isEmpty ? Evidence(text: "", start: 0, end: 0) : text.evidence(statement.range),
      confidence: 0.95,
      document: document,
      extractor: version
    )
  }

  private func fact(_ statement: Masthead.Statement, _ document: Document, _ text: TextDocument) -> Fact {
    Fact(
      subject: Fact.Subject(text: statement.subject, name: statement.subject, entity: Slug.make(statement.subject)),
      relation: Fact.Relation(text: statement.relation, lemma: statement.lemma),
      object: statement.object,
      key: Key(entity: statement.subject, attribute: statement.attribute),
      time: statement.time,
      evidence: text.evidence(statement.range),
      confidence: 0.95,
      document: document,
      extractor: version
    )
  }
}

extension Interval {
  /// Whether both ends are known and the interval is as long as the shortest month.
  fileprivate var coversMonth: Bool {
    guard let start, let end else { return false }
    return end.daysSince1970 - start.daysSince1970 >= 27
  }
}
