extension EntityAliases {
  /// Gives a fact the names and the key that these say; its words, and so its evidence, stay.
  ///
  /// The extractor's name says so too, so that the fact has another id than one that was resolved by others.
  public func resolve(_ fact: inout Fact) {
    guard !entities.isEmpty else { return }
    let language = Self.language(of: fact.extractor)
    fact.extractor = extractor(fact.extractor)
    let subject = fact.subject.entity
    if let slug = subject, let entity = entity(slug: slug, language: language, as: .subject, with: fact.relation.lemma)
    {
      fact.subject.entity = entity.slug
      fact.subject.name = entity.name
      if fact.key.entity == slug { fact.key = Key(entity: entity.slug, attribute: fact.key.attribute) }
    }
    // A key may be about somebody else: whom the subject belongs to.
    if fact.key.entity != fact.subject.entity, let entity = entity(slug: fact.key.entity, language: language) {
      fact.key = Key(entity: entity.slug, attribute: fact.key.attribute)
    }
    if let slug = fact.object.entity,
      let entity = entity(slug: slug, language: language, as: .object, with: fact.relation.lemma)
    {
      fact.object.entity = entity.slug
      fact.object.name = entity.name
    }
    if let attribution = fact.attribution, let slug = Slug.make(attribution.source),
      let entity = entity(slug: slug, language: language, as: .source, with: attribution.verb)
    {
      fact.attribution?.source = entity.name
    }
    fact.context = fact.context.map { entity(slug: $0, language: language)?.slug ?? $0 }
  }

  /// Adds what these say of an entity to what documents say.
  public func complete(_ known: inout KnownEntity) {
    guard let entity = entity(slug: known.entity, language: nil), entity.slug == known.entity else { return }
    known.kind = entity.kind
    let others = [known.name].compactMap { $0 } + known.aliases + entity.aliases.map(\.name)
    known.name = entity.name
    var seen: Set<String> = [entity.name]
    known.aliases = others.filter { seen.insert($0).inserted }
  }

  /// The language that an extractor reads: `courant-en/1.6.0` reads `en`.
  static func language(of extractor: String) -> String? {
    let name = extractor.prefix { $0 != "/" }
    guard name.hasPrefix("courant-"), name.count > "courant-".count else { return nil }
    return String(name.dropFirst("courant-".count))
  }
}
