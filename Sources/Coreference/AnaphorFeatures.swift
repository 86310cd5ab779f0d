extension PairFeatures {
  /// What tells whether a mention is of something new.
  func fillNew(_ buffer: inout FeatureBuffer, _ number: Int, akin: [Int], agreeing: Int) {
    let mention = mentions[number]
    buffer.type = mention.type &* 0x9E37_79B9
    buffer.pair = mention.coarse &+ 0x1234_5678_9ABC
    buffer.add(101)
    buffer.add(102, mention.lemma)
    buffer.add(103, mention.firstWord)
    buffer.add(104, mention.wordBefore)
    buffer.add(105, mention.wordAfter)
    buffer.add(106, UInt64(mention.role), mention.isFirstSubject ? 1 : 0)
    buffer.add(107, UInt64(min(mention.wordsCount, 8)), mention.isPostmodified ? 1 : 0)
    buffer.add(108, mention.category)
    buffer.add(109, Self.bucket(mention.mention.sentence))
    buffer.add(110, Self.bucket(agreeing))
    buffer.add(111, mention.governorLemma, UInt64(mention.role))
    buffer.add(112, mention.hasClauseBelow ? 1 : 0, mention.relation)
    buffer.add(113, UInt64(mention.number.rawValue), UInt64(min(mention.modifiers.count, 4)))
    buffer.add(114, mention.equal >= 0 ? 1 : 0)
    buffer.add(115, Self.bucket(number))
    buffer.add(116, mention.inQuotes ? 1 : 0)
    guard !mention.isPronoun else { return }
    let sameWording = akin.contains { mentions[$0].wording == mention.wording }
    let sameLemma = akin.contains { mentions[$0].lemma == mention.lemma }
    let lexical: UInt64 = (sameWording ? 1 : 0) | (sameLemma ? 2 : 0) | (akin.isEmpty ? 0 : 4)
    buffer.add(120, lexical)
    buffer.add(121, lexical, UInt64(min(mention.modifiers.count, 3)))
    buffer.add(122, lexical, mention.firstWord)
    buffer.add(123, lexical, UInt64(mention.nameKind) << 4 | UInt64(mention.role))
    buffer.add(124, mention.modifiers.first ?? 0, mention.lemma)
  }
}
