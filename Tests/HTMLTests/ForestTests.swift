import Testing

@testable import HTML

struct ForestTests {
  @Test func theTrainedTreesAreAllSound() {
    #expect(Forest.trained.count == ForestData.text.split(separator: ";").count)
    #expect(Forest.trained.count > 50)
  }

  @Test func unsoundTreesAreLeftOut() {
    for text in [
      "", "0 1 -1 -2", "0 1 -1 -2 | x 1", "999 1 -1 -2 | 0 1", "0 1 0 -1 | 1", "0 1 -1 -3 | 0 1", "0 1 -1 | 1",
    ] {
      #expect(Forest(text).count == 0, "\(text)")
    }
  }

  @Test func aRowIsLedToItsLeaf() {
    let forest = Forest("0 1.5 1 -1 1 2 -2 -3 | 0 -100 100")
    #expect(forest.count == 1)
    #expect(forest.probability([2, 0]) == 0.5)
    #expect(forest.probability([1, 2]) < 0.01)
    #expect(forest.probability([1, 3]) > 0.99)
  }
}
