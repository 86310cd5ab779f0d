import Model
import State
import TestSupport
import Testing

@Suite("What a value may be")
struct ReachTests {
  private static func comparison(_ random: inout SeededGenerator) -> Comparison {
    var comparison = Comparison(Value(text: "x"))
    switch Int.random(in: 0..<4, using: &random) {
    case 0: comparison.name = Bool.random(using: &random) ? "oslo" : "bergen"
    case 1:
      comparison.name = nil
      comparison.kind = .date
      let first = Int.random(in: 10_000...10_050, using: &random)
      comparison.start = Day(daysSince1970: first)
      comparison.end = Day(daysSince1970: first + Int.random(in: 0...20, using: &random))
    default:
      comparison.name = nil
      comparison.kind = .quantity
      let units: [String?] = ["m", "km", "s", nil]
      comparison.unit = units.randomElement(using: &random) ?? nil
      let scales: [Double] = [1e-9, 1, 1e12]
      let scale = scales.randomElement(using: &random) ?? 1
      let low = Double(Int.random(in: -40...40, using: &random)) * scale
      let high = Bool.random(using: &random) ? low : low + 5 * scale
      comparison.low = Int.random(in: 0..<8, using: &random) == 0 ? nil : low
      comparison.high = Int.random(in: 0..<8, using: &random) == 0 ? nil : high
      let steps: [Double] = [0, 0.1, 1, 10]
      comparison.step = (steps.randomElement(using: &random) ?? 0) * scale
      comparison.roundedStep = comparison.step * (Bool.random(using: &random) ? 1 : 10)
      comparison.approximate = Bool.random(using: &random)
    }
    return comparison
  }

  @Test("what agrees is never ruled out, and most of what does not is")
  func neverRulesOut() {
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = SeededGenerator(seed: seed)
    var (agreeing, ruledOut, others) = (0, 0, 0)
    for _ in 0..<200_000 {
      let (one, other) = (Self.comparison(&random), Self.comparison(&random))
      let mayAgree = Reach(one).mayAgree(with: Reach(other))
      if one.agrees(with: other) {
        agreeing += 1
        #expect(mayAgree, "seed \(seed): \(one) and \(other)")
      } else if mayAgree {
        others += 1
      } else {
        ruledOut += 1
      }
    }
    #expect(
      agreeing > 1000 && ruledOut > others,
      "\(agreeing) agree, \(ruledOut) of \(ruledOut + others) others are ruled out"
    )
  }
}
