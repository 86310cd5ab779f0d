import Model

/// What the reviews of a journal come to: whose facts stand under which name, and how much sources weigh.
///
/// Reviews hold in the order of their events. One that was undone holds no longer, nor does an undoing that was undone itself.
public struct ReviewRules: Sendable {
  /// Where a name leads.
  private enum Target: Sendable, Equatable {
    case entity(String)
    /// To somebody else in every document.
    case local
  }

  /// The reviews that hold, oldest first.
  public let effective: [(sequence: UInt64, review: Review)]
  private var shared: [ExactText: String] = [:]
  private var split: Set<ExactText> = []
  private var local: [Review.Name: String] = [:]
  private var weights: [(prefix: [UInt8], weight: Double)] = []
  private let undone: Set<UInt64>

  public static let none = ReviewRules([])

  /// - Parameter reviews: all of a journal up to some event, in its order.
  public init(_ reviews: [(sequence: UInt64, review: Review)]) {
    var undone: Set<UInt64> = []
    for (sequence, review) in reviews.reversed() where review.kind == .undo && !undone.contains(sequence) {
      if let undoes = review.undoes { undone.insert(undoes) }
    }
    self.undone = undone
    effective = reviews.filter { !undone.contains($0.sequence) && $0.review.kind != .undo }
    for (_, review) in effective { add(review) }
    // The longest prefix of a URI is the one that counts.
    weights.sort { $0.prefix.count > $1.prefix.count }
  }

  private mutating func add(_ review: Review) {
    switch review.kind {
    case .same:
      guard let into = review.into else { return }
      // What the others lead to leads nowhere itself.
      shared[ExactText(into)] = nil
      for name in review.names {
        if name.document != nil {
          local[name] = into
        } else if !name.entity.isExactly(into) {
          shared[ExactText(name.entity)] = into
        }
      }
    case .apart:
      guard let entity = review.names.first?.entity else { return }
      shared = shared.filter { !$0.value.isExactly(entity) }
      local = local.filter { !$0.value.isExactly(entity) }
      split.insert(ExactText(entity))
    case .weigh:
      guard let prefix = review.source else { return }
      let bytes = Array(prefix.wrappedValue.utf8)
      weights.removeAll { $0.prefix == bytes }
      if let weight = review.weight { weights.append((bytes, weight)) }
    case .undo: return
    }
  }

  /// Whether a review holds no longer.
  public func isUndone(_ sequence: UInt64) -> Bool { undone.contains(sequence) }

  /// Whether a name leads to another, or was set apart.
  public func isName(_ name: Review.Name) -> Bool {
    name.document == nil
      ? shared[ExactText(name.entity)] != nil || split.contains(ExactText(name.entity)) || isDestination(name.entity)
      : local[name] != nil
  }

  /// Whether names have been joined under a slug.
  public func isDestination(_ entity: String) -> Bool {
    shared.values.contains { $0.isExactly(entity) } || local.values.contains { $0.isExactly(entity) }
  }

  /// Whether that is what holds for exactly this beginning; a shorter one of the same weight may be undone.
  public func isWeighed(_ prefix: String, _ weight: Double) -> Bool {
    if let own = weights.first(where: { $0.prefix.elementsEqual(prefix.utf8) }) { return own.weight == weight }
    return weight == 1 && self.weight(of: prefix) == 1
  }

  /// The slugs whose facts may stand elsewhere than by `other` rules, in order.
  public func changedEntities(since other: ReviewRules) -> [String] {
    var slugs: Set<ExactText> = []
    let names = Set(shared.keys).union(other.shared.keys)
    for name in names where shared[name] != other.shared[name] { slugs.insert(name) }
    for name in split.symmetricDifference(other.split) { slugs.insert(name) }
    for name in Set(local.keys).union(other.local.keys) where local[name] != other.local[name] {
      slugs.insert(ExactText(name.entity))
    }
    // Where their facts stand until now.
    for slug in slugs { slugs.insert(ExactText(other.end(slug.wrappedValue))) }
    for (name, into) in other.local where local[name] != into { slugs.insert(ExactText(other.end(into))) }
    return slugs.sorted().map(\.wrappedValue)
  }

  /// The URIs of the documents in which names lead elsewhere than by `other` rules, in order.
  public func changedDocuments(since other: ReviewRules) -> [String] {
    let names = Set(local.keys).union(other.local.keys).filter { local[$0] != other.local[$0] }
    return Set(names.compactMap(\.document)).sorted().map(\.wrappedValue)
  }

  /// True where no source weighs other than 1.
  public var isEven: Bool { weights.isEmpty }

  /// How much a document counts as a source, 0 to 1.
  public func weight(of uri: String) -> Double {
    weights.first { uri.utf8.starts(with: $0.prefix) }?.weight ?? 1
  }

  /// The beginnings of the URIs whose weight is another than by `other` rules; nil where none is.
  public func changedSources(since other: ReviewRules) -> [String]? {
    let prefixes = Set((weights + other.weights).map(\.prefix)).filter { prefix in
      weights.first { $0.prefix == prefix }?.weight != other.weights.first { $0.prefix == prefix }?.weight
    }
    return prefixes.isEmpty
      ? nil : prefixes.map { String(decoding: $0, as: UTF8.self) }.sorted { ExactText($0) < ExactText($1) }
  }

  /// The slug under which the facts about a name stand; nil where the name means somebody else in every document.
  public func entity(_ name: Review.Name) -> String? {
    if name.document != nil, let into = local[name] { return end(into) }
    if name.document == nil, split.contains(ExactText(name.entity)) { return nil }
    return name.document == nil ? end(name.entity) : nil
  }

  /// Follows names to where they lead; a circle cannot be made, and would end all the same.
  private func end(_ entity: String) -> String {
    var (entity, steps) = (entity, 0)
    while let next = shared[ExactText(entity)], steps < shared.count { (entity, steps) = (next, steps + 1) }
    return entity
  }

  /// Whether the facts about a name may stand elsewhere than they were read.
  private func target(_ entity: String, in document: String, isShared: Bool) -> Target? {
    if let into = local[Review.Name(entity, in: document)] { return .entity(end(into)) }
    guard isShared else { return nil }
    if split.contains(ExactText(entity)) { return .local }
    let end = end(entity)
    return end.isExactly(entity) ? nil : .entity(end)
  }

  /// Brings a fact under the names that hold, whatever others held before.
  public func resolve(_ fact: inout Fact) {
    fact = fact.asRead
    let original = Fact.Original(of: fact)
    let uri = fact.document.uri
    let (key, scope) = (fact.key.entity, fact.subject.scope)
    switch target(key, in: uri, isShared: scope != .local) {
    case .entity(let entity):
      fact.key = Key(entity: entity, attribute: fact.key.attribute)
      if scope == .local { fact.subject.scope = fact.isAbout(key) ? .named : .anchored }
      if fact.about == .subject, fact.isAbout(key) { fact.subject.entity = entity }
    case .local:
      fact.subject.scope = .local
      if fact.subject.entity?.isExactly(key) ?? false { fact.subject.entity = nil }
    case nil: break
    }
    if let subject = original.subject, !subject.isExactly(key),
      case .entity(let entity)? = target(subject, in: uri, isShared: true)
    {
      fact.subject.entity = entity
    }
    let object = original.object ?? fact.object.name.flatMap { Slug.make($0) }
    if let object, case .entity(let entity)? = target(object, in: uri, isShared: original.object != nil) {
      fact.object.entity = entity
    }
    if Fact.Original(of: fact) != original { fact.original = original }
  }
}

extension Fact {
  /// Whether the subject itself, and not something of it, is what an entity's slug stands for.
  fileprivate func isAbout(_ entity: String) -> Bool {
    subject.entity?.isExactly(entity) ?? (subject.name.flatMap { Slug.make($0) }?.isExactly(entity) ?? false)
  }
}
