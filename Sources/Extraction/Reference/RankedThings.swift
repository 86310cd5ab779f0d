import Coreference
import Language
import Model

/// The things that a document speaks of, as the coreference model puts its mentions together.
struct RankedThings {
  typealias Place = RankedMentions.Place

  /// Something with a name, or a description that a pronoun can stand for.
  struct Referent: Equatable {
    var name: String
    var slug: String?
    var kind: NameKind?
    var isPlural = false
    var gender: Gender?
    /// Where it was spoken of.
    var place: RankedMentions.Place?
    /// Whether a rule that knows the construction took it, which needs nobody to agree.
    var isSure = false
    /// Whose it is, for something without a name of its own: Russia for "Russia's main exports".
    var owner: Owner?
  }

  struct Owner: Equatable {
    var name: String
    var slug: String?
  }

  /// What a thing was called.
  struct Call {
    var text: String
    var kind: NameKind?
    var isName = false
    var isPlural = false
    var place: Place
  }

  /// What a thing was called by names, the last one last, and how often; and what it was called last by other words.
  private struct Thing {
    var names: [(call: Call, count: Int)] = []
    var description: Call?

    /// So many names of one thing are kept.
    static let mostNames = 6

    mutating func add(_ name: Call) {
      var count = 1
      if let at = names.firstIndex(where: { $0.call.text.isExactly(name.text) }) { count += names.remove(at: at).count }
      names.append((name, count))
      if names.count > Self.mostNames { names.removeFirst() }
    }
  }

  /// Whether it is to be kept how each pronoun and description was decided.
  var isMeasured = false
  private var thingOf: [Place: Int] = [:]
  private var things: [Int: Thing] = [:]
  private var calls: [Place: Call] = [:]
  /// What pronouns and descriptions were taken for; nil for those that nothing was.
  private var decided: [Place: Referent?] = [:]
  private var count = 0
  /// Those of the sentence in hand, by where their heads begin.
  private var links: [Int: RankedMentions.Link] = [:]
  /// So many mentions are kept at least.
  private static let memory = 20_000

  /// A sentence begins.
  ///
  /// - Parameter calls: what a mention is called whose head is a node; nil where it is not to be kept.
  mutating func begin(
    _ mentions: RankedMentions,
    _ graph: SentenceGraph,
    calls name: (RankedMentions.Link, _ node: Int, SentenceGraph) -> Call?
  ) {
    if thingOf.count > Self.memory { forget(before: mentions.oldest) }
    links.removeAll(keepingCapacity: true)
    var node = 0
    for link in mentions.links.sorted(by: { $0.place.start < $1.place.start }) {
      let start = link.place.start
      if !link.place.isList { links[start] = link }
      while node < graph.nodes.count, graph[node].range.upperBound <= start { node += 1 }
      guard node < graph.nodes.count, graph[node].range.contains(start) else { continue }
      let known = link.isLinked ? link.antecedent.flatMap { thingOf[$0] } : nil
      let thing = known ?? count
      if known == nil { count += 1 }
      thingOf[link.place] = thing
      guard link.isWanted, link.form != .pronoun, link.form != .demonstrative else { continue }
      guard let call = name(link, node, graph) else { continue }
      if call.isName {
        things[thing, default: Thing()].add(call)
      } else {
        things[thing, default: Thing()].description = call
      }
      calls[link.place] = call
    }
  }

  private mutating func forget(before oldest: Int) {
    thingOf = thingOf.filter { $0.key.start >= oldest }
    let left = Set(thingOf.values)
    things = things.filter { left.contains($0.key) }
    calls = calls.filter { $0.key.start >= oldest }
    decided = decided.filter { $0.key.start >= oldest }
  }

  /// What the model tells of the mention whose head begins at a place.
  func link(at start: Int) -> RankedMentions.Link? { links[start] }

  /// What that is called that a link goes back to: by its own name, by the name that the same thing has most often, or by its own words.
  /// - Parameter same: tells what a name stands for, so that "Berg" counts for "Anna Berg".
  func call(_ link: RankedMentions.Link, same: (String) -> String) -> Call? {
    guard let antecedent = link.antecedent else { return nil }
    let own = calls[antecedent]
    if let own, own.isName { return own }
    guard let thing = thingOf[antecedent].flatMap({ things[$0] }) else { return own }
    var counts: [ExactText: Int] = [:]
    for name in thing.names { counts[ExactText(same(name.call.text)), default: 0] += name.count }
    let most = counts.values.max() ?? 0
    let name = thing.names.last { counts[ExactText(same($0.call.text))] == most }
    return name?.call ?? own ?? thing.description
  }

  /// Takes note of what a pronoun or a description was taken for.
  mutating func decide(_ start: Int, _ referent: Referent?) {
    decided[Place(start: start, isList: false)] = .some(referent)
  }

  /// What the mention was taken for that a link goes back to; nil for one that was not decided, or that nothing was taken for.
  func decided(_ link: RankedMentions.Link) -> Referent? {
    link.antecedent.flatMap { decided[$0] ?? nil }
  }

  /// Whether a link goes back to a thing that is mentioned at a place.
  func isSame(_ link: RankedMentions.Link, _ place: Place) -> Bool {
    guard let thing = link.antecedent.flatMap({ thingOf[$0] }) else { return false }
    return thingOf[place] == thing
  }
}
