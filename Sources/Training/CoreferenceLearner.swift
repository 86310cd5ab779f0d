import Coreference

/// Learns the weights of the ranker.
///
/// The loss is the one of Durrett and Klein (2013): the negative logarithm of the probability of all right antecedents
/// together, with costs added for wrong ones; its steps are Adagrad's (Duchi et al. 2011).
final class CoreferenceLearner {
  struct Settings {
    var rate: Float = 0.05
    /// What the sums of squares begin with.
    var start: Float = 0.1
    /// What is added to the score of each wrong choice.
    var cost: Float = 0.5
    var epochs = 8
    /// In so many epochs at the start mentions are put to their right things, and then to those that were told.
    var guidedEpochs = 2
  }

  private(set) var weights: FeatureWeights
  private var squares: [Float]
  private var sums: [Double]
  /// The gradient of one step, of which few places are in use.
  private var gradient = [Float](repeating: 0, count: FeatureBuffer.count)
  private var isTouched = [Bool](repeating: false, count: FeatureBuffer.count)
  private var steps = 0
  private let settings: Settings

  init(_ settings: Settings = Settings()) {
    self.settings = settings
    weights = FeatureWeights()
    squares = Array(repeating: settings.start, count: FeatureBuffer.count)
    sums = Array(repeating: 0, count: FeatureBuffer.count)
  }

  /// Learns from a document.
  /// - Parameter gold: for each mention the number of its thing; nil for what is of nothing that another mention is of.
  func learn(_ document: DocumentMentions, gold: [Int?], guided: Bool) {
    var ranker = Ranker(document)
    for number in document.mentions.indices {
      var kept: [[UInt32]] = []
      ranker.score(number, by: weights) { kept.append($0) }
      let right = ranker.candidates.map { gold[number] != nil && gold[$0] == gold[number] }
      step(ranker, kept, right)
      if guided {
        let firstRight = ranker.candidates.indices.first { right[$0] }
        ranker.link(number, to: firstRight.map { ranker.candidates[$0] })
      } else {
        ranker.link(number, to: ranker.best().flatMap { $0.probability > 0.5 ? $0.antecedent : nil })
      }
    }
  }

  private func step(_ ranker: Ranker, _ kept: [[UInt32]], _ right: [Bool]) {
    guard !right.isEmpty else { return }
    let isLinked = right.contains(true)
    var scores = ranker.scores
    for index in scores.indices where !right[index] { scores[index] += settings.cost }
    scores.append(ranker.newScore + (isLinked ? settings.cost : 0))
    let isRight = right + [!isLinked]
    let highest = scores.reduce(-1e9) { max($0, $1) }
    let shares = scores.map { Ranker.exponential($0 - highest) }
    let all = shares.reduce(0, +)
    let good = zip(shares, isRight).reduce(0) { $0 + ($1.1 ? $1.0 : 0) }
    var touched: [Int] = []
    for index in scores.indices {
      let part = shares[index] / all - (isRight[index] && good > 0 ? shares[index] / good : 0)
      guard abs(part) > 1e-3 else { continue }
      for place in kept[index] {
        let at = Int(place)
        if !isTouched[at] {
          isTouched[at] = true
          touched.append(at)
        }
        gradient[at] += part
      }
    }
    for at in touched {
      let value = gradient[at]
      gradient[at] = 0
      isTouched[at] = false
      squares[at] += value * value
      weights.values[at] -= settings.rate * value / squares[at].squareRoot()
    }
  }

  /// Ends an epoch: its weights go into the mean.
  func endEpoch() {
    steps += 1
    for index in sums.indices { sums[index] += Double(weights.values[index]) }
  }

  /// The mean of the weights after each epoch.
  var averaged: FeatureWeights {
    var mean = FeatureWeights()
    for index in sums.indices { mean.values[index] = Float(sums[index] / Double(max(1, steps))) }
    return mean
  }
}
