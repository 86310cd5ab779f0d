import Coreference
import Language

/// What the coreference model tells of the mentions of one sentence, by places in the text.
struct RankedMentions {
  /// A mention, by where its head begins, and whether it is a whole list.
  struct Place: Hashable {
    var start: Int
    var isList: Bool
  }

  struct Link {
    var place: Place
    var sort: MentionClass
    var form: Mention.Form
    /// What it most probably goes back to; nil for nothing.
    var antecedent: Place?
    var probability: Float
    /// Whether the model takes both as one thing.
    var isLinked: Bool
    /// Whether a later mention may have to be told by its words.
    var isWanted = true
  }

  var links: [Link] = []
  /// Before this place is nothing that later mentions go back to.
  var oldest = 0
}

/// Runs the coreference model over a document, some sentences at a time.
struct MentionRanking {
  private var stream: CoreferenceStream
  /// Where the tokens of the sentences begin that mentions may go back to, and the number of the first of these.
  private var starts: [[Int]] = []
  private var first = 0

  init(_ resolver: CoreferenceResolver) {
    stream = CoreferenceStream(resolver)
  }

  /// Ranks the mentions of the sentences that come next.
  /// - Parameter opensParagraph: for each sentence whether it is the first of its paragraph.
  mutating func rank(_ sentences: [AnalysedSentence], opensParagraph: [Bool]) -> [RankedMentions] {
    let told = stream.resolve(zip(sentences, opensParagraph).map { Self.sentence($0, startsParagraph: $1) })
    starts += sentences.map { $0.tokens.map(\.range.lowerBound) }
    var result = told.map { RankedMentions(links: $0.map(link)) }
    markWanted(&result)
    // What the stream has forgotten, nothing goes back to any more.
    if stream.firstSentence > first {
      starts.removeFirst(stream.firstSentence - first)
      first = stream.firstSentence
    }
    let oldest = starts.first { !$0.isEmpty }?[0] ?? 0
    for index in result.indices { result[index].oldest = oldest }
    return result
  }

  /// Tells for which mentions it matters what they are called: what stands for something goes back to them, or may in the next part.
  private func markWanted(_ sentences: inout [RankedMentions]) {
    var wanted: Set<RankedMentions.Place> = []
    let open = sentences.count - CoreferenceStream.keptSentences
    for index in sentences.indices.reversed() {
      for number in sentences[index].links.indices.reversed() {
        let link = sentences[index].links[number]
        let isWanted = index >= open || wanted.contains(link.place)
        sentences[index].links[number].isWanted = isWanted
        guard let antecedent = link.antecedent, link.sort.standsForSomething || isWanted && link.isLinked else {
          continue
        }
        wanted.insert(antecedent)
      }
    }
  }

  private func place(_ mention: Mention) -> RankedMentions.Place? {
    guard starts.indices.contains(mention.sentence - first) else { return nil }
    let tokens = starts[mention.sentence - first]
    guard tokens.indices.contains(mention.head) else { return nil }
    return RankedMentions.Place(start: tokens[mention.head], isList: mention.isCoordination)
  }

  private func link(_ told: CoreferenceStream.Told) -> RankedMentions.Link {
    RankedMentions.Link(
      place: place(told.mention) ?? RankedMentions.Place(start: 0, isList: false),
      sort: told.sort,
      form: told.mention.form,
      antecedent: told.antecedent.flatMap(place),
      probability: told.probability,
      isLinked: told.isLinked
    )
  }

  static func sentence(_ sentence: AnalysedSentence, startsParagraph: Bool) -> CoreferenceSentence {
    CoreferenceSentence(
      tokens: sentence.tokens.map { token in
        CoreferenceToken(
          form: token.form,
          lemma: token.lemma,
          upos: token.partOfSpeech.rawValue,
          xpos: token.tag,
          head: token.head,
          relation: token.relation
        )
      },
      names: sentence.names.map { name in
        let kind: CoreferenceName.Kind =
          switch name.kind {
          case .person: .person
          case .place: .place
          case .organisation: .organisation
          }
        return CoreferenceName(kind: kind, tokens: name.tokens)
      },
      startsParagraph: startsParagraph
    )
  }
}

extension MentionClass {
  /// Whether such a mention is told by another: pronouns of the third person, and phrases with "the" or "this".
  var standsForSomething: Bool {
    switch self {
    case .person, .it, .they, .definite: true
    case .speaker, .demonstrative, .name, .other: false
    }
  }
}
