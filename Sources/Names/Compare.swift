/// Whether two names are of the same bearer, as far as names can tell.
///
/// The answer does not depend on the order of the two, and a name is the same as itself. Names of two kinds are never
/// more than `possible`, unless one of them is `other` and their slugs are equal. Names over 256 bytes are compared
/// by their slugs alone.
/// - Complexity: bounded by the 256 bytes; some milliseconds at worst, some microseconds for usual names.
public func compare(_ a: NormalName, _ b: NormalName) -> NameMatch {
  if a.kind != b.kind {
    guard a.kind == .other || b.kind == .other else { return .different }
    if hasSameBytes(a.slug, b.slug) { return .same }
  }
  if contradict(a.legalForms, b.legalForms) { return .different }
  if let first = a.generation, let second = b.generation, first != second { return .different }
  if hasSameBytes(a.slug, b.slug) { return .same }
  if a.isOverlong || b.isOverlong { return .different }
  if a.kind == b.kind, areWrittenTogether(a, b), a.generation == b.generation { return .same }
  let match = wordsMatch(a, b)
  if match == .same, a.generation != b.generation || a.kind != b.kind { return .possible }
  return match
}

/// Both name a form, and no form of one agrees with one of the other.
private func contradict(_ a: [String], _ b: [String]) -> Bool {
  !a.isEmpty && !b.isEmpty && !a.contains { form in b.contains { LegalForms.agree(form, $0) } }
}

/// Whether only the spaces differ: `JPMorgan`, `J P Morgan`. A number or a letter at the end is a word for itself, so
/// `Model S` is no `Models`.
private func areWrittenTogether(_ a: NormalName, _ b: NormalName) -> Bool {
  let isDivisible = [a, b].allSatisfy { name in
    (name.words.last?.unicodeScalars.count ?? 0) > 1
      && !name.units.contains { $0.role == .exact && $0.scalars.count > 1 || $0.identity.utf8.first == 35 }
  }
  guard isDivisible else { return false }
  return hasSameBytes(a.words.joined(), b.words.joined())
}

private func wordsMatch(_ a: NormalName, _ b: NormalName) -> NameMatch {
  let kind = a.kind == .other ? b.kind : a.kind
  var best = unitsMatch(a.units, b.units, kind: kind)
  // `Orban Viktor` may be `Orban, Viktor`, but a comma says that it is `Viktor Orban`.
  for (turned, isUsual, other) in [(a.turned, a.isTurnedUsual, b.units), (b.turned, b.isTurnedUsual, a.units)]
  where best != .same && !turned.isEmpty {
    switch unitsMatch(turned, other, kind: kind) {
    case .same: best = isUsual ? .same : .possible
    case .possible: best = .possible
    case .different: break
    }
  }
  return best
}

private func unitsMatch(_ a: [NameUnit], _ b: [NameUnit], kind: NameKind) -> NameMatch {
  // One order for both, so that equal costs are decided alike.
  let isInOrder = a.count == b.count ? !key(b).lexicographicallyPrecedes(key(a)) : a.count < b.count
  let (few, many) = isInOrder ? (a, b) : (b, a)
  let matches = [Alignment(few, many, kind: kind), Alignment(many, few, kind: kind)].compactMap { alignment in
    alignment.map { $0.isWithinBudget ? kind == .person ? judgePerson($0) : judgeThing($0) : .different }
  }
  return matches.contains(.same) ? .same : matches.contains(.possible) ? .possible : .different
}

private func key(_ units: [NameUnit]) -> [UInt8] {
  units.flatMap { Array("\($0.role) \($0.text) \($0.identity)-".utf8) }
}

/// Equality without the canonical equivalence of strings: the folding has decided already what is equal.
func hasSameBytes(_ a: String, _ b: String) -> Bool { a.utf8.elementsEqual(b.utf8) }

/// Given names may be left out where a given name and the family name stay: at least two words in full, the last among
/// them, or three of the first.
private func judgePerson(_ alignment: Alignment) -> NameMatch {
  guard alignment.fullWords > 0 else { return .different }
  if alignment.isDoubtful { return .possible }
  if alignment.skipped == 0, alignment.initials == 0 { return .same }
  let isEnough = alignment.matchesLast ? 2 : alignment.matchesFirst ? 3 : Int.max
  return alignment.fullWords >= isEnough && alignment.skipped <= 3 ? .same : .possible
}

/// A word more makes another company; it may be the same in short.
private func judgeThing(_ alignment: Alignment) -> NameMatch {
  guard alignment.fullWords > 0 else { return .different }
  if alignment.skipped == 0 { return alignment.isDoubtful ? .possible : .same }
  return alignment.matchesFirst || alignment.matchesLast && alignment.fullWords > 1 ? .possible : .different
}
