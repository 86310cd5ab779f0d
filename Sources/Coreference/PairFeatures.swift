/// What tells whether a mention goes back to an earlier one. The templates' numbers are parts of features and never change.
///
/// Most are those of Durrett and Klein, "Easy Victories and Uphill Battles in Coreference Resolution" (2013), and of
/// Bengtson and Roth, "Understanding the Value of Features for Coreference Resolution" (2008).
package struct PairFeatures {
  let mentions: [MentionTraits]

  @inline(__always)
  static func bucket(_ number: Int) -> UInt64 {
    switch number {
    case ...4: UInt64(max(0, number))
    case 5...7: 5
    case 8...11: 6
    case 12...19: 7
    case 20...39: 8
    case 40...79: 9
    default: 10
    }
  }

  /// - Parameters:
  ///   - mention: the mention, and its number.
  ///   - earlier: the earlier one, its number and its thing.
  ///   - skipped: how many candidates between them agree as well.
  func fill(
    _ buffer: inout FeatureBuffer,
    _ mention: MentionTraits,
    _ number: Int,
    _ earlier: MentionTraits,
    _ other: Int,
    _ entity: Entities.Entity,
    skipped: Int
  ) {
    buffer.type = mention.type &* 0x9E37_79B9
    buffer.pair = WordHash.join(mention.coarse, earlier.coarse)
    let sentences = min(mention.mention.sentence - earlier.mention.sentence, 20)
    let near = UInt64(min(sentences, 3))

    buffer.add(1)
    buffer.add(2, Self.bucket(sentences))
    buffer.add(3, Self.bucket(number - other), sentences == 0 ? 1 : 0)
    buffer.add(4, mention.category, earlier.category)
    buffer.add(5, UInt64(mention.number.rawValue), UInt64(earlier.number.rawValue))
    buffer.add(6, UInt64(mention.gender.rawValue), UInt64(earlier.gender.rawValue))
    buffer.add(7, UInt64(mention.role) << 8 | UInt64(earlier.role), near)
    buffer.add(8, earlier.isFirstSubject ? 1 : 0, near)
    buffer.add(9, UInt64(min(earlier.place, 4)), near)
    buffer.add(10, Self.bucket(skipped), near)
    buffer.add(11, mention.inQuotes ? 1 : 0, earlier.inQuotes ? 1 : 0)
    buffer.add(12, earlier.type, near)
    entityFeatures(&buffer, mention, entity, number)
    if mention.isPronoun || earlier.isPronoun {
      pronounFeatures(&buffer, mention, earlier, sentences)
    }
    if !mention.isPronoun, !earlier.isPronoun { wordFeatures(&buffer, mention, earlier, sentences) }
    if sentences == 0 { treeFeatures(&buffer, mention, earlier) }
  }

  private func entityFeatures(
    _ buffer: inout FeatureBuffer,
    _ mention: MentionTraits,
    _ entity: Entities.Entity,
    _ number: Int
  ) {
    buffer.add(20, Self.bucket(entity.mentions), Self.bucket(number - entity.last) > 5 ? 1 : 0)
    buffer.add(21, entity.sorts, mention.isPronoun ? 0 : 1)
    buffer.add(22, entity.genders, UInt64(mention.gender.rawValue))
    buffer.add(23, entity.nameKinds, UInt64(mention.nameKind))
    buffer.add(24, Self.bucket(entity.subjects))
    if mention.isPronoun {
      buffer.add(26, entity.category, UInt64(entity.number.rawValue))
      buffer.add(27, entity.lemma)
      buffer.addPlain(28, WordHash.join(mention.governorLemma, UInt64(mention.role)), entity.lemma)
    }
    if !mention.isPronoun {
      buffer.add(25, entity.lemmas.contains(mention.lemma) ? 1 : 0, entity.lemmas.isEmpty ? 1 : 0)
    }
  }

  private func pronounFeatures(
    _ buffer: inout FeatureBuffer,
    _ mention: MentionTraits,
    _ earlier: MentionTraits,
    _ sentences: Int
  ) {
    let near = UInt64(min(sentences, 2))
    let forms = UInt64(mention.pronounForm) << 8 | UInt64(earlier.pronounForm)
    buffer.add(30, forms, near)
    buffer.add(31, mention.pronoun == earlier.pronoun ? 1 : 0, near)
    buffer.add(32, UInt64(mention.person) << 8 | UInt64(earlier.person))
    if mention.isPronoun {
      buffer.add(33, earlier.lemma)
      buffer.add(34, mention.governorLemma, earlier.category)
      buffer.add(
        35,
        mention.relation == earlier.relation ? 1 : 0,
        mention.governorLemma == earlier.governorLemma ? 1 : 0
      )
      buffer.addPlain(36, WordHash.join(mention.governorLemma, UInt64(mention.role)), earlier.lemma)
      buffer.add(37, UInt64(min(earlier.wordsCount, 6)), earlier.isPostmodified ? 1 : 0)
    }
  }

  private func wordFeatures(
    _ buffer: inout FeatureBuffer,
    _ mention: MentionTraits,
    _ earlier: MentionTraits,
    _ sentences: Int
  ) {
    let sameLemma = mention.lemma == earlier.lemma
    let sameWording = mention.wording == earlier.wording
    let far: UInt64 = sentences == 0 ? 0 : sentences < 4 ? 1 : 2
    let match: UInt64 = (sameWording ? 1 : 0) | (sameLemma ? 2 : 0) | (mention.form == earlier.form ? 4 : 0)
    buffer.add(40, match, far)
    buffer.add(41, match, UInt64(mention.mention.form.rawValue) << 8 | UInt64(earlier.mention.form.rawValue))
    let extra = mention.modifiers.reduce(0) { $0 + (earlier.modifiers.contains($1) ? 0 : 1) }
    let missing = earlier.modifiers.reduce(0) { $0 + (mention.modifiers.contains($1) ? 0 : 1) }
    let shared = mention.modifiers.count - extra
    let modifiers = UInt64(min(extra, 2)) << 8 | UInt64(min(missing, 2)) << 4 | UInt64(min(shared, 2))
    buffer.add(42, modifiers, match)
    if sameLemma {
      buffer.add(43, mention.lemma)
      buffer.add(44, mention.firstWord, earlier.firstWord)
      buffer.add(45, UInt64(mention.number.rawValue) << 4 | UInt64(earlier.number.rawValue), modifiers)
      buffer.add(46, mention.isPostmodified ? 1 : 0, earlier.isPostmodified ? 1 : 0)
    } else {
      buffer.addPlain(47, mention.lemma, earlier.lemma)
      buffer.add(
        48,
        earlier.modifiers.contains(mention.lemma) ? 1 : 0,
        mention.modifiers.contains(earlier.lemma) ? 1 : 0
      )
    }
    if !mention.nameWords.isEmpty, !earlier.nameWords.isEmpty {
      let common = mention.nameWords.reduce(0) { $0 + (earlier.nameWords.contains($1) ? 1 : 0) }
      let isPart = common == mention.nameWords.count
      let holds = common == earlier.nameWords.count
      let ends: UInt64 =
        (mention.nameWords.last == earlier.nameWords.last ? 1 : 0)
        | (mention.nameWords.first == earlier.nameWords.first ? 2 : 0) | (isPart ? 4 : 0) | (holds ? 8 : 0)
        | (common > 0 ? 16 : 0)
      buffer.add(50, ends, UInt64(mention.nameKind) << 4 | UInt64(earlier.nameKind))
      buffer.add(51, ends, UInt64(min(mention.nameWords.count, 3)) << 4 | UInt64(min(earlier.nameWords.count, 3)))
    }
    if mention.acronym != 0 || earlier.acronym != 0 {
      let isAcronym =
        (mention.acronym != 0 && mention.acronym == earlier.initials)
        || (earlier.acronym != 0 && earlier.acronym == mention.initials)
      buffer.add(52, isAcronym ? 1 : 0)
    }
  }

  private func treeFeatures(_ buffer: inout FeatureBuffer, _ mention: MentionTraits, _ earlier: MentionTraits) {
    let one = mention.mention
    let other = earlier.mention
    let isInside = other.tokens.contains(one.head) ? 1 : 0
    let holds = one.tokens.contains(other.head) ? 2 : 0
    let sameHead = one.head == other.head ? 4 : 0
    buffer.add(60, UInt64(isInside | holds | sameHead), UInt64(mention.role))
    let together: UInt64 =
      mention.governor == earlier.governor && mention.governor >= 0 ? 1 : mention.clause == earlier.clause ? 2 : 0
    buffer.add(61, together, UInt64(mention.role) << 16 | UInt64(earlier.role) << 8 | UInt64(mention.pronounForm))
    let equal: UInt64 = mention.equal == other.head ? 1 : earlier.equal == one.head ? 2 : 0
    buffer.add(62, equal, UInt64(mention.role))
    let depth = mention.holders.firstIndex(of: earlier.governor) ?? 7
    buffer.add(63, UInt64(depth), UInt64(earlier.role))
    buffer.add(64, mention.holders.contains(other.head) ? 1 : 0, UInt64(mention.pronounForm))
  }

  /// Whether a candidate agrees with a mention as far as grammar tells.
  func agrees(_ mention: MentionTraits, _ earlier: MentionTraits, _ entity: Entities.Entity) -> Bool {
    guard mention.isPronoun else { return mention.lemma == earlier.lemma }
    if mention.person != 0, earlier.person != 0, mention.person != earlier.person { return false }
    if mention.number != .unknown, earlier.number != .unknown, mention.number != earlier.number,
      earlier.nameKind != CoreferenceName.Kind.organisation.rawValue, earlier.noun != .group
    {
      return false
    }
    let genders = earlier.gender != .unknown ? 1 << UInt64(earlier.gender.rawValue) : entity.genders
    if mention.gender != .unknown {
      if genders != 0, genders & (1 << UInt64(mention.gender.rawValue)) == 0 { return false }
      let isPerson = earlier.noun == .person || earlier.nameKind == CoreferenceName.Kind.person.rawValue
      if mention.gender == .neuter { return !isPerson }
      return isPerson || genders != 0
    }
    return true
  }
}
