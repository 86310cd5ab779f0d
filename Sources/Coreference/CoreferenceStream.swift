/// Resolves a document that comes in parts, and holds no more of it than the last few thousand mentions.
///
/// As the whole is resolved by ``CoreferenceResolver``, but for what would cost more than it is worth: "I", "you" and "this" alone are not
/// ranked, names and phrases without an article only against what shares a word with them, and a long document is forgotten now and then,
/// all but its last sentences.
public struct CoreferenceStream: Sendable {
  /// What a mention goes back to.
  public struct Told: Sendable, Hashable {
    /// Its sentence is counted from the document's first.
    public var mention: Mention
    public var sort: MentionClass
    /// The earlier mention that is most probably of the same thing; nil where none comes into question.
    public var antecedent: Mention?
    /// How probable that is.
    public var probability: Float
    /// Whether it is probable enough for both to be taken as one thing.
    public var isLinked: Bool
  }

  private let resolver: CoreferenceResolver
  private let thresholds: [Float]
  private var ranker: Ranker
  /// The last sentences, with the number of the first.
  private var recent: [CoreferenceSentence] = []
  private var recentStart = 0

  /// The number of the first sentence that later ones may go back to.
  public private(set) var firstSentence = 0

  static let mostMentions = 8000
  /// A pronoun goes back over so many sentences.
  public static let keptSentences = DocumentMentions.windowSentences
  /// So many sentences are taken at a time, so that one long part is forgotten like several.
  private static let step = 100

  public init(_ resolver: CoreferenceResolver) {
    self.resolver = resolver
    let known = resolver.model.thresholds[.balanced] ?? []
    // Above 1 nothing is linked.
    thresholds = MentionClass.allCases.indices.map { $0 < known.count ? known[$0] : 1 }
    ranker = Ranker(DocumentMentions(language: resolver.language, gender: resolver.gender))
  }

  /// Resolves the mentions of the sentences that come next.
  /// - Returns: for each of the sentences its mentions, in the order of the text.
  public mutating func resolve(_ sentences: [CoreferenceSentence]) -> [[Told]] {
    var told: [[Told]] = []
    told.reserveCapacity(sentences.count)
    var first = 0
    while first < sentences.count {
      let part = sentences[first..<min(first + Self.step, sentences.count)]
      if ranker.document.mentions.count > Self.mostMentions { forget() }
      told += resolve(part)
      first = part.endIndex
    }
    return told
  }

  private mutating func resolve(_ part: ArraySlice<CoreferenceSentence>) -> [[Told]] {
    let start = recentStart + recent.count
    var told = [[Told]](repeating: [], count: part.count)
    for one in rank(part, from: start) { told[one.mention.sentence - start].append(one) }
    recent += part
    if recent.count > Self.keptSentences {
      recentStart += recent.count - Self.keptSentences
      recent.removeFirst(recent.count - Self.keptSentences)
    }
    return told
  }

  /// Starts over and keeps only the last sentences.
  private mutating func forget() {
    ranker = Ranker(DocumentMentions(language: resolver.language, gender: resolver.gender))
    firstSentence = recentStart
    _ = rank(recent[...], from: recentStart)
  }

  private mutating func rank(_ part: ArraySlice<CoreferenceSentence>, from start: Int) -> [Told] {
    let first = ranker.document.mentions.count
    ranker.append(part, from: start)
    var told: [Told] = []
    for number in first..<ranker.document.mentions.count {
      let sort = ranker.document.mentions[number].mentionClass
      ranker.score(number, among: ranker.document.likelyCandidates(of: number), by: resolver.model.weights)
      let best = ranker.best()
      let isLinked = best.map { $0.probability > thresholds[sort.rawValue] } ?? false
      ranker.link(number, to: isLinked ? best?.antecedent : nil)
      told.append(
        Told(
          mention: ranker.document.mentions[number].mention,
          sort: sort,
          antecedent: best.map { ranker.document.mentions[$0.antecedent].mention },
          probability: best?.probability ?? 0,
          isLinked: isLinked
        )
      )
    }
    return told
  }
}
