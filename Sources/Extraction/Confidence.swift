/// How sure a fact is, by what it was made of. The weights are set by hand; nothing has been trained.
struct Confidence {
  var isTyped: Bool
  var isNamed: Bool
  var isResolved: Bool
  var isShared: Bool
  var tokens: Int
  var subjectTokens: Int
  var objectTokens: Int

  /// 0 to 1, in steps of a hundredth.
  var value: Double {
    var points = 82
    if isTyped { points += 10 }
    if isNamed { points += 3 }
    if isResolved { points -= 10 }
    if isShared { points -= 6 }
    if tokens > 30 { points -= 6 }
    if tokens > 60 { points -= 12 }
    if subjectTokens > 6 { points -= 8 }
    if objectTokens > 8 { points -= 8 }
    return Double(max(1, min(99, points))) / 100
  }
}
