/// The cheapest way to lay one name beside another, word by word and in order.
struct Alignment {
  private(set) var edits = 0
  private(set) var letters = 0
  private(set) var fullWords = 0
  private(set) var initials = 0
  /// Words of the longer name that the other leaves out.
  private(set) var skipped = 0
  private(set) var isDoubtful = false
  /// The first words, and the last words, stand beside each other.
  private(set) var matchesFirst = false
  private(set) var matchesLast = false
  private var cost = 0

  /// An alignment of all words of `few` with words of `many`; nil if they cannot be aligned.
  ///
  /// Only `many` may have words that the other has not, so two names that each have something of their own have none.
  /// Particles may be missing on both sides. Numbers and single letters never are.
  /// - Complexity: the product of the numbers of words, times a distance of words.
  init?(_ few: [NameUnit], _ many: [NameUnit], kind: NameKind) {
    guard !few.isEmpty, !many.isEmpty else { return nil }
    var table = [[Alignment?]](repeating: [Alignment?](repeating: nil, count: many.count + 1), count: few.count + 1)
    table[0][0] = Alignment()
    for i in 0...few.count {
      for j in 0...many.count {
        guard let here = table[i][j] else { continue }
        func offer(_ a: Int, _ b: Int, _ next: Alignment) {
          if let there = table[i + a][j + b], there.cost <= next.cost { return }
          table[i + a][j + b] = next
        }
        if i < few.count, j < many.count {
          if let match = UnitMatch.between(few[i], many[j], kind: kind) {
            offer(
              1,
              1,
              here.adding(match, isFirst: i == 0 && j == 0, isLast: i + 1 == few.count && j + 1 == many.count)
            )
          }
          for count in 2...3 {
            if j + count <= many.count, let match = UnitMatch.joined(many[j..<j + count], few[i]) {
              let isLast = i + 1 == few.count && j + count == many.count
              offer(1, count, here.adding(match, isFirst: i == 0 && j == 0, isLast: isLast))
            }
            if i + count <= few.count, let match = UnitMatch.joined(few[i..<i + count], many[j]) {
              let isLast = i + count == few.count && j + 1 == many.count
              offer(count, 1, here.adding(match, isFirst: i == 0 && j == 0, isLast: isLast))
            }
          }
        }
        if i < few.count, few[i].role == .particle { offer(1, 0, here.passing) }
        if j < many.count {
          switch many[j].role {
          case .particle: offer(0, 1, here.passing)
          case .word, .initial: offer(0, 1, here.skipping)
          case .exact: break
          }
        }
      }
    }
    guard let whole = table[few.count][many.count] else { return nil }
    self = whole
  }

  private init() {}

  /// Whether the mistakes are few for the length of the name.
  var isWithinBudget: Bool { edits <= (letters < 6 ? 0 : max(1, letters / 5)) }

  private func adding(_ match: UnitMatch, isFirst: Bool, isLast: Bool) -> Alignment {
    var next = self
    next.edits += match.edits
    next.letters += match.letters
    next.fullWords += match.fullWords
    next.initials += match.initials
    next.isDoubtful = isDoubtful || match.isDoubtful
    next.matchesFirst = matchesFirst || isFirst
    next.matchesLast = matchesLast || isLast
    next.cost += 10 * match.edits + 5 * match.initials + (match.isDoubtful ? 5 : 0)
    return next
  }

  private var passing: Alignment {
    var next = self
    next.cost += 1
    return next
  }

  private var skipping: Alignment {
    var next = self
    next.skipped += 1
    next.cost += 40
    return next
  }
}
