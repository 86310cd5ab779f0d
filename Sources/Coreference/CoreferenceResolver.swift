/// Which mentions of a document are of one thing.
public struct CoreferenceResolution: Sendable, Hashable {
  /// That a mention goes back to an earlier one.
  public struct Link: Sendable, Hashable {
    /// The earlier mention's place in the list.
    public var antecedent: Int
    /// How probable it is that both are of one thing.
    public var probability: Float
  }

  /// In the order of the text; of those that begin at one word the longer first.
  public var mentions: [Mention]
  /// For each mention what it goes back to; nil where it is of something new, or nothing is probable enough.
  public var links: [Link?]
  /// What sort of mention each is.
  public var sorts: [MentionClass]

  /// The mentions of each thing, in their order; things in the order of their first mentions. Each mention is in one of them.
  public var clusters: [[Int]] {
    var clusters: [[Int]] = []
    var clusterOf: [Int] = []
    for (number, link) in links.enumerated() {
      if let link {
        clusterOf.append(clusterOf[link.antecedent])
        clusters[clusterOf[number]].append(number)
      } else {
        clusterOf.append(clusters.count)
        clusters.append([number])
      }
    }
    return clusters
  }
}

/// Finds the mentions of a document and what they go back to.
///
/// Each mention is ranked against at most 60 before it, of the last eight sentences, and six more that share a word with it,
/// so that the cost is linear in the document.
public struct CoreferenceResolver: Sendable {
  let model: CoreferenceModel
  let language: any CoreferenceLanguage
  let gender: @Sendable (String) -> GrammaticalGender

  /// - Parameter gender: which gender a first name tells.
  public init(
    model: CoreferenceModel,
    language: any CoreferenceLanguage = EnglishCoreference(),
    gender: @escaping @Sendable (String) -> GrammaticalGender = { _ in .unknown }
  ) {
    self.model = model
    self.language = language
    self.gender = gender
  }

  /// Resolves the mentions of a document.
  /// - Parameter sentences: all sentences of it, in order.
  public func resolve(
    _ sentences: [CoreferenceSentence],
    policy: CoreferenceModel.Policy = .balanced
  ) -> CoreferenceResolution {
    resolve(DocumentMentions(sentences, language: language, gender: gender), policy: policy)
  }

  /// Resolves mentions that are given.
  /// - Parameter mentions: the words of the mentions of each sentence.
  public func resolve(
    _ sentences: [CoreferenceSentence],
    mentions: [[Range<Int>]],
    policy: CoreferenceModel.Policy = .balanced
  ) -> CoreferenceResolution {
    resolve(
      DocumentMentions(sentences, language: language, gender: gender, given: mentions),
      policy: policy
    )
  }

  private func resolve(_ document: DocumentMentions, policy: CoreferenceModel.Policy) -> CoreferenceResolution {
    var ranker = Ranker(document)
    let balanced = model.thresholds[.balanced] ?? []
    let wanted = model.thresholds[policy] ?? []
    var links: [CoreferenceResolution.Link?] = []
    for number in document.mentions.indices {
      ranker.score(number, by: model.weights)
      let sort = document.mentions[number].mentionClass.rawValue
      let best = ranker.best()
      // Later mentions build on the balanced links, whichever policy the caller wants.
      ranker.link(number, to: best.flatMap { $0.probability > balanced[sort] ? $0.antecedent : nil })
      links.append(
        best.flatMap {
          $0.probability > max(balanced[sort], wanted[sort])
            ? CoreferenceResolution.Link(antecedent: $0.antecedent, probability: $0.probability) : nil
        }
      )
    }
    return CoreferenceResolution(
      mentions: document.mentions.map(\.mention),
      links: links,
      sorts: document.mentions.map(\.mentionClass)
    )
  }
}
