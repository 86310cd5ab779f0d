/// What is known of the things that were mentioned so far.
package struct Entities: Sendable {
  struct Entity {
    var mentions = 0
    var last = 0
    /// Bits: which sorts of mentions it has.
    var sorts: UInt64 = 0
    var genders: UInt64 = 0
    var nameKinds: UInt64 = 0
    var subjects = 0
    var lemmas: [UInt64] = []
    /// The lemma and category of the last phrase that is no pronoun; 0 for none.
    var lemma: UInt64 = 0
    var category: UInt64 = 0
    var number = GrammaticalNumber.unknown
  }

  private(set) var entities: [Entity] = []
  /// For each mention so far its entity.
  package private(set) var numbers: [Int] = []

  /// Adds the next mention to an entity; nil for a new one.
  mutating func add(_ traits: MentionTraits, to entity: Int?) {
    let number = entity ?? entities.count
    if entity == nil { entities.append(Entity()) }
    entities[number].mentions += 1
    entities[number].last = numbers.count
    entities[number].sorts |= 1 << Self.sort(traits)
    if traits.gender != .unknown { entities[number].genders |= 1 << UInt64(traits.gender.rawValue) }
    if traits.nameKind != 0 { entities[number].nameKinds |= 1 << UInt64(traits.nameKind) }
    if traits.role == 1 { entities[number].subjects += 1 }
    if !traits.isPronoun {
      entities[number].lemma = traits.lemma
      entities[number].category = traits.category
      entities[number].number = traits.number
    }
    if !traits.isPronoun, entities[number].lemmas.count < 6, !entities[number].lemmas.contains(traits.lemma) {
      entities[number].lemmas.append(traits.lemma)
    }
    numbers.append(number)
  }

  /// Of a few sorts that tell what an entity can be.
  private static func sort(_ traits: MentionTraits) -> UInt64 {
    switch traits.coarse {
    case 25: traits.gender == .female ? 1 : 2
    case 26: 3
    case 27: 4
    case 24: traits.number == .plural ? 5 : traits.person == 1 ? 6 : 7
    case 21...23: 8
    case 3: 9
    default: 10
    }
  }
}
