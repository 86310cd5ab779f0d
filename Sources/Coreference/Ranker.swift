/// A number for each place in the table of features.
package struct FeatureWeights: Sendable {
  package var values: [Float]

  package init() { values = Array(repeating: 0, count: FeatureBuffer.count) }

  package func sum(_ places: [UInt32]) -> Float {
    values.withUnsafeBufferPointer { table in
      var sum: Float = 0
      for place in places { sum += table[Int(place)] }
      return sum
    }
  }
}

/// Which sorts of mentions have a threshold of their own.
public enum MentionClass: Int, Sendable, Hashable, CaseIterable {
  /// "I", "we" and "you".
  case speaker
  /// "he" and "she".
  case person
  case it
  case they
  /// "this" and "that" by themselves.
  case demonstrative
  /// Phrases with "the", "this" or "that".
  case definite
  case name
  case other
}

extension MentionTraits {
  package var mentionClass: MentionClass {
    if isPronoun {
      if person == 1 || person == 2 { return .speaker }
      if person == 0 { return .demonstrative }
      return switch (gender, number) {
      case (.female, _), (.male, _): .person
      case (_, .plural): .they
      default: .it
      }
    }
    return switch mention.form {
    case .definite, .pointed: mention.isCoordination ? .other : .definite
    case .name: .name
    default: .other
    }
  }
}

/// Goes through the mentions of a document in their order, and gives each the thing that it is of.
package struct Ranker {
  package private(set) var document: DocumentMentions
  private(set) var features: PairFeatures
  package private(set) var entities = Entities()
  private var buffer = FeatureBuffer()
  /// The candidates of the mention that was scored last, their scores, and the score of something new.
  package private(set) var candidates: [Int] = []
  package private(set) var scores: [Float] = []
  package private(set) var newScore: Float = 0

  package init(_ document: DocumentMentions) {
    self.document = document
    features = PairFeatures(mentions: document.mentions)
  }

  /// Takes the sentences that come next.
  /// - Parameter start: the number of the first.
  mutating func append(_ sentences: ArraySlice<CoreferenceSentence>, from start: Int) {
    // So that the mentions are nobody else's, and are not copied.
    features = PairFeatures(mentions: [])
    document.append(sentences, from: start)
    features = PairFeatures(mentions: document.mentions)
  }

  /// Scores the candidates of the next mention.
  /// - Parameter keep: is given the features of each candidate in turn, and last those of something new.
  package mutating func score(_ number: Int, by weights: FeatureWeights, keep: (([UInt32]) -> Void)? = nil) {
    score(number, among: document.candidates(of: number), by: weights, keep: keep)
  }

  /// Scores some candidates of the next mention, latest first.
  mutating func score(
    _ number: Int,
    among some: [Int],
    by weights: FeatureWeights,
    keep: (([UInt32]) -> Void)? = nil
  ) {
    candidates = some
    scores.removeAll(keepingCapacity: true)
    var agreeing = 0
    // In place: copies of what is known of a mention would cost more than the features.
    document.mentions.withUnsafeBufferPointer { mentions in
      entities.entities.withUnsafeBufferPointer { things in
        for other in candidates {
          let thing = entities.numbers[other]
          buffer.clear()
          features.fill(&buffer, mentions[number], number, mentions[other], other, things[thing], skipped: agreeing)
          keep?(buffer.places)
          scores.append(weights.sum(buffer.places))
          if features.agrees(mentions[number], mentions[other], things[thing]) { agreeing += 1 }
        }
      }
    }
    buffer.clear()
    features.fillNew(&buffer, number, akin: document.akin[number], agreeing: agreeing)
    keep?(buffer.places)
    newScore = weights.sum(buffer.places)
  }

  /// The thing that the mention which was scored last is most probably of, its best mention, and how probable that is; nil
  /// where it has no candidates.
  package func best() -> (antecedent: Int, probability: Float)? {
    guard !candidates.isEmpty else { return nil }
    let highest = scores.reduce(newScore) { max($0, $1) }
    var sum = Self.exponential(newScore - highest)
    var shares: [(entity: Int, share: Float, best: Int)] = []
    for (index, candidate) in candidates.enumerated() {
      let share = Self.exponential(scores[index] - highest)
      sum += share
      let entity = entities.numbers[candidate]
      if let at = shares.firstIndex(where: { $0.entity == entity }) {
        shares[at].share += share
        if scores[index] > scores[shares[at].best] { shares[at].best = index }
      } else {
        shares.append((entity, share, index))
      }
    }
    guard var top = shares.first else { return nil }
    for share in shares.dropFirst() where share.share > top.share { top = share }
    return (candidates[top.best], top.share / sum)
  }

  /// Gives the next mention the thing of an earlier one; nil for something new.
  package mutating func link(_ number: Int, to antecedent: Int?) {
    entities.add(document.mentions[number], to: antecedent.map { entities.numbers[$0] })
  }

  /// e to a power of at most 0, the same on every machine: by squaring, to a few digits.
  package static func exponential(_ power: Float) -> Float {
    guard power > -20 else { return 0 }
    var value = 1 + power / 1024
    for _ in 0..<10 { value *= value }
    return max(0, value)
  }
}
