import Evaluation
import Testing

/// The measures of coreference, against sums by hand.
@Suite struct CoreferenceMetricsTests {
  private func metrics(_ key: [[String]], _ response: [[String]]) -> CoreferenceMetrics {
    var metrics = CoreferenceMetrics()
    metrics.add(key: key, response: response)
    return metrics
  }

  private func expect(_ value: Double, _ wanted: Double, _ line: Int = #line) {
    #expect(abs(value - wanted) < 0.005, "\(value), wanted \(wanted), line \(line)")
  }

  /// The example of Pradhan et al., "Scoring Coreference Partitions of Predicted Mentions" (2014).
  @Test func scoresWhatWasFound() {
    let metrics = metrics(
      [["a", "b", "c"], ["d", "e", "f", "g"]],
      [["a", "b"], ["c", "d"], ["f", "g", "h", "i"]]
    )
    // (3 - 2) + (4 - 3) of 2 + 3; (2 - 1) + (2 - 2) + (4 - 3) of 1 + 1 + 3.
    expect(metrics.muc.recall, 40)
    expect(metrics.muc.precision, 40)
    // (4/3 + 1/3 + 1/4 + 4/4) of 7; (4/2 + 1/2 + 1/2 + 4/4) of 8.
    expect(metrics.bCubed.recall, 100 * (4.0 / 3 + 1.0 / 3 + 1.0 / 4 + 1) / 7)
    expect(metrics.bCubed.precision, 50)
    // 2·2/5 + 2·2/8 of two groups, and of three.
    expect(metrics.ceaf.recall, 65)
    expect(metrics.ceaf.precision, 100 * 1.3 / 3)
    expect(metrics.mentions.recall, 100 * 6.0 / 7)
    expect(metrics.mentions.precision, 75)
  }

  @Test func allRightIsAHundred() {
    let groups = [["a", "b"], ["c", "d", "e"]]
    let metrics = metrics(groups, [["d", "c", "e"], ["b", "a"]])
    expect(metrics.conll, 100)
  }

  @Test func nothingToldIsNothing() {
    let metrics = metrics([["a", "b"]], [])
    #expect(metrics.conll == 0)
    #expect(metrics.muc.precision == 0)
    #expect(CoreferenceMetrics().conll == 0)
  }

  @Test func oneGroupForTwoCostsPrecision() {
    // MUC: 2 of 2 links are there, 2 of the 3 told are right. B-cubed: each mention has 2 of 4. CEAF: 2·2/6 for one of two.
    let metrics = metrics([["a", "b"], ["c", "d"]], [["a", "b", "c", "d"]])
    expect(metrics.muc.recall, 100)
    expect(metrics.muc.precision, 200.0 / 3)
    expect(metrics.bCubed.recall, 100)
    expect(metrics.bCubed.precision, 50)
    expect(metrics.ceaf.recall, 100.0 / 3)
    expect(metrics.ceaf.precision, 200.0 / 3)
  }

  /// The nearest pairs are not the best ones: a greedy choice of 2·3/7 leaves 0 for the other.
  @Test func pairsAreTheBestTogether() {
    let key = [["a", "b", "c", "d"], ["e", "f"]]
    let response = [["a", "b", "e"], ["c", "d", "x", "y", "z"], ["f", "v", "w"]]
    // 4/7 with {f}: 2·1/5, or with {e} instead: 4/9 and 2·1/5.
    expect(metrics(key, response).ceaf.recall, 100 * (4.0 / 7 + 2.0 / 5) / 2)
  }

  @Test func documentsAreSummedBeforeAnythingIsDivided() {
    var metrics = metrics([["a", "b"]], [["a", "b"]])
    metrics.add(key: [["a", "b", "c", "d"]], response: [["a", "b"], ["c", "d"]])
    // 1 + 2 of 1 + 3.
    expect(metrics.muc.recall, 75)
    expect(metrics.muc.precision, 100)
  }
}
