import Coreference
import Extraction
import Language

/// How well mentions are put together, against documents that people annotated.
///
/// Things of one mention are left out on both sides, as CoNLL 2012 does. Mentions that were found are compared with those of
/// people once by all their words, and once by their heads, as CorefUD does.
public struct CoreferenceScores: Sendable {
  /// For one sort of mentions: how many go back to an earlier one, were resolved, and were resolved to the right thing.
  public struct Count: Sendable, Hashable {
    public var there = 0
    public var told = 0
    public var right = 0

    public init() {}

    public var recall: Double { there == 0 ? 0 : 100 * Double(right) / Double(there) }
    public var precision: Double { told == 0 ? 0 : 100 * Double(right) / Double(told) }
  }

  public private(set) var exact = CoreferenceMetrics()
  public private(set) var byHead = CoreferenceMetrics()
  public private(set) var counts: [MentionClass: Count] = [:]
  /// What was resolved wrongly or not at all, in the order of the text.
  public private(set) var errors: [String] = []

  /// - Parameter givenMentions: whether the mentions and trees are those of people.
  public init(
    _ documents: [CoreferenceDocument],
    model: CoreferenceModel,
    language: LanguageModel,
    policy: CoreferenceModel.Policy,
    givenMentions: Bool
  ) {
    let resolver = CoreferenceResolver(model: model, gender: language.firstNameGender)
    for document in documents {
      let sentences = givenMentions ? document.drawn : document.read
      let resolution =
        givenMentions
        ? resolver.resolve(sentences, mentions: document.goldSpans, policy: policy)
        : resolver.resolve(sentences, policy: policy)
      addGroups(resolution, document)
      addCounts(resolution, document, sentences)
      countAll(
        givenMentions ? resolution : resolver.resolve(document.drawn, mentions: document.goldSpans),
        document.entities
      )
    }
  }

  /// Groups alone, of documents each by a model of its own.
  package init(_ documents: [(document: CoreferenceDocument, model: CoreferenceModel)], language: LanguageModel) {
    for (document, model) in documents {
      let resolver = CoreferenceResolver(model: model, gender: language.firstNameGender)
      addGroups(resolver.resolve(document.read), document)
    }
  }

  private mutating func addGroups(_ resolution: CoreferenceResolution, _ document: CoreferenceDocument) {
    var key: [String: [Int]] = [:]
    for (index, mention) in document.gold.enumerated() where (document.counts[mention.entity] ?? 0) > 1 {
      key[mention.entity, default: []].append(index)
    }
    let groups = key.sorted { $0.value[0] < $1.value[0] }.map(\.value)
    let clusters = resolution.clusters.filter { $0.count > 1 }
    func response(_ alignment: [Int?]) -> [[Int]] {
      // Mentions that people do not have get numbers of their own.
      clusters.map { cluster in cluster.map { alignment[$0] ?? -1 - $0 } }
    }
    exact.add(key: groups, response: response(document.alignment(resolution.mentions, exact: true)))
    byHead.add(key: groups, response: response(document.alignment(resolution.mentions, exact: false)))
  }

  /// Counts those of people's mentions that go back to an earlier one, whether they were found or not.
  private mutating func countAll(_ people: CoreferenceResolution, _ entities: ([Mention]) -> [String?]) {
    var seen: Set<String> = []
    for (sort, entity) in zip(people.sorts, entities(people.mentions)) {
      if let entity, !seen.insert(entity).inserted { counts[sort, default: Count()].there += 1 }
    }
  }

  private mutating func addCounts(
    _ resolution: CoreferenceResolution,
    _ document: CoreferenceDocument,
    _ sentences: [CoreferenceSentence]
  ) {
    let entities = document.entities(resolution.mentions)
    var last: [String: Int] = [:]
    func words(_ number: Int) -> String {
      let mention = resolution.mentions[number]
      return sentences[mention.sentence].tokens[mention.tokens].prefix(16).map(\.form).joined(separator: " ")
        + " (\(mention.sentence + 1))"
    }
    for number in resolution.mentions.indices {
      let sort = resolution.sorts[number]
      let entity = entities[number]
      let before = entity.flatMap { last[$0] }
      if let link = resolution.links[number] {
        counts[sort, default: Count()].told += 1
        if let entity, entities[link.antecedent] == entity {
          counts[sort, default: Count()].right += 1
        } else {
          errors.append(
            "\(sort): \(words(number)) told \(words(link.antecedent)), there is \(before.map(words) ?? "nothing")"
          )
        }
      } else if let before {
        errors.append("\(sort): \(words(number)) told nothing, there is \(words(before))")
      }
      if let entity { last[entity] = number }
    }
  }
}
