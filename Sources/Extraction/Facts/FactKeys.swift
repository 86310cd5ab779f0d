import Language
import Model
import Values

/// What a fact is about, in one spelling for the many ways to say it.
struct FactKeys {
  let graph: SentenceGraph

  /// Verbs that do no more than tie a value to what it is the value of.
  static let valueVerbs: Set<String> = [
    "be", "reach", "amount", "total", "stand", "account", "exceed", "average", "equal", "rise", "fall", "grow", "climb",
    "drop", "decline", "increase", "decrease", "come", "narrow", "widen", "shrink", "number", "hit", "surpass",
    "be aged",
  ]
  static let changes: Set<String> = [
    "rise", "fall", "grow", "climb", "drop", "decline", "increase", "decrease", "narrow", "widen", "shrink", "slip",
    "jump",
  ]
  /// Adjectives after a measure, and what they measure.
  private static let dimensions = [
    "high": "height", "tall": "height", "long": "length", "wide": "width", "deep": "depth", "thick": "thickness",
    "across": "diameter", "old": "age",
  ]
  /// Counted nouns that tell the attribute of whoever has so many of them.
  private static let counts = [
    "person": "population", "inhabitant": "population", "resident": "population", "citizen": "population",
  ]
  /// Adjectives that single out nothing.
  private static let clutter: Set<String> = [
    "main", "principal", "total", "overall", "current", "chief", "key", "major", "estimated", "official", "annual",
    "the",
    "a", "an", "its", "their", "his", "her", "own",
  ]

  /// The key of a fact.
  /// - Parameters:
  ///   - entity: the slug of the subject where it is named or resolved.
  ///   - name: the subject's words, resolved.
  ///   - owner: the slug of whom the subject belongs to.
  ///   - isDated: whether an earlier amount says of when it is, and so needs no key of its own.
  func key(_ draft: Draft, entity: String?, name: String, owner: String?, value: Value, isDated: Bool) -> (
    key: Key, isNamed: Bool
  ) {
    let isValue = value.kind.isTyped && value.kind != .date
    let measured = measured(draft, value)
    let tie = measured ?? tie(draft, isValue: isValue, isDated: isDated)
    if let entity {
      if isValue, draft.lemma == "have" || draft.lemma == "be", let unit = value.unit, let count = Self.counts[unit] {
        return (Key(entity: entity, attribute: count), true)
      }
      return (Key(entity: entity, attribute: tie.isEmpty ? "is" : tie), true)
    }
    let parts = attribute(draft.subject, isValue: isValue)
    if let owner = owner ?? parts.owner {
      return (Key(entity: owner, attribute: tie.isEmpty ? parts.attribute : parts.attribute + "-" + tie), true)
    }
    return (Key(entity: parts.attribute.isEmpty ? name : parts.attribute, attribute: tie.isEmpty ? "is" : tie), false)
  }

  /// The attribute that a relation adds; empty where it only ties a value.
  private func tie(_ draft: Draft, isValue: Bool, isDated: Bool) -> String {
    if draft.rule == .comparison, draft.lemma == "be" { return isDated ? "" : "before" }
    if draft.rule == .range { return "range" }
    if draft.lemma == "be" || draft.lemma == "be aged" { return draft.preposition.map { "is-" + $0 } ?? "" }
    if isValue, Self.valueVerbs.contains(draft.lemma) {
      guard Self.changes.contains(draft.lemma) else { return "" }
      switch draft.preposition {
      case "to": return ""
      case "from": return isDated ? "" : "before"
      default: return "change"
      }
    }
    guard let preposition = draft.preposition else { return draft.lemma }
    return graph[draft.object].isDate ? draft.lemma : draft.lemma + "-" + preposition
  }

  /// "has a population of 139,000", "is 8,849 m high": the attribute that the object names.
  private func measured(_ draft: Draft, _ value: Value) -> String? {
    let object = draft.object
    if ["have", "reach", "record"].contains(draft.lemma), !graph[object].isValue, value.kind.isTyped {
      return noun(object)
    }
    guard graph[object].isValue, ["be", "stand", "measure", "lie"].contains(draft.lemma) else { return nil }
    let near = [graph[object].head].compactMap { $0 } + [object + 1]
    for node in near where node < graph.nodes.count {
      if let dimension = Self.dimensions[graph[node].lower] { return dimension }
    }
    return nil
  }

  private func noun(_ node: Int) -> String {
    let compounds = graph.children(of: node, "compound", "amod").filter {
      $0 < node && !Self.clutter.contains(graph[$0].lower)
    }
    return (compounds + [node]).map { $0 == node ? graph[$0].lemma.lowercased() : graph[$0].lower }.joined(
      separator: " "
    )
  }

  /// A noun phrase as an attribute, and the slug of whom it belongs to: "Japan's share in X", "the share of Japan in X",
  /// "Russian exports".
  private func attribute(_ node: Int, isValue: Bool) -> (attribute: String, owner: String?) {
    var owner: String?
    var words = [String]()
    for child in graph.children[node] {
      let word = graph[child]
      if word.isDate { continue }
      switch word.relation {
      case "nmod" where word.subtype == "poss":
        if owner == nil { owner = name(child) }
      case "nmod":
        if graph.preposition(of: child) == "of", owner == nil, word.name != nil || word.partOfSpeech == .name {
          owner = name(child)
        } else if let preposition = graph.preposition(of: child), isValue || owner == nil {
          let phrase = graph.phrase(child)
          words.append(preposition + " " + graph.name(phrase))
        }
      case "amod", "compound":
        if child < node, let country = Places.demonym(word.lower), owner == nil {
          owner = country
        } else if child < node, !Self.clutter.contains(word.lower), !word.isValue {
          words.insert(graph.words(graph.phrase(child)), at: words.firstIndex { $0.contains(" ") } ?? words.count)
        }
      default: break
      }
    }
    let before = words.filter { !$0.contains(" ") || !Self.isPhrase($0) }
    let after = words.filter { Self.isPhrase($0) }
    // What is spoken of in the plural in business stays so.
    let isFixed =
      graph[node].partOfSpeech == .name
      || ["sales", "earnings", "goods", "services", "revenues"].contains(graph[node].lower)
    let head = isFixed ? graph[node].lower : graph[node].lemma.lowercased()
    return ((before + [head] + after).joined(separator: " "), owner)
  }

  private static func isPhrase(_ text: String) -> Bool {
    ["of", "in", "to", "from", "for", "with", "on", "at", "by", "between", "per", "under", "over"].contains {
      text.hasPrefix($0 + " ")
    }
  }

  private func name(_ node: Int) -> String? {
    let word = graph[node]
    guard word.name != nil || word.partOfSpeech == .name else { return nil }
    if let country = Places.demonym(word.lower) { return country }
    return Slug.make(graph.name(graph.phrase(node)))
  }
}
