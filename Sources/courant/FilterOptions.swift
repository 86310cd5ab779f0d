import ArgumentParser
import Client
import Foundation
import Model

extension Value.Kind: ExpressibleByArgument {}
extension Entry.Status: ExpressibleByArgument {}
extension Fact.Modality: ExpressibleByArgument {}
extension Event.Effect: ExpressibleByArgument {}

/// Which facts are shown: the same for `get` and `watch`.
struct FilterOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp("Facts about this entity, by its name or slug.", valueName: "name"),
    completion: .custom(Completions.entities)
  )
  var entity: [String] = []

  @Option(name: .long, help: ArgumentHelp("Facts of this attribute or relation.", valueName: "word"))
  var relation: [String] = []

  @Option(name: .long, help: "Values of this kind.")
  var kind: [Value.Kind] = []

  @Option(
    name: .long,
    parsing: .unconditional,
    help: ArgumentHelp("Numbers of at least so much, also negative.", valueName: "number")
  )
  var min: Double?

  @Option(
    name: .long,
    parsing: .unconditional,
    help: ArgumentHelp("Numbers of at most so much, also negative.", valueName: "number")
  )
  var max: Double?

  @Option(name: .long, help: ArgumentHelp("Numbers in this unit or currency.", valueName: "unit"))
  var unit: [String] = []

  @Option(name: .long, help: "Entries of this status; events that led to it.")
  var status: [Entry.Status] = []

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Facts that this document states; * or / at the end for all that begin so.",
      valueName: "file|uri"
    )
  )
  var source: [String] = []

  @Option(name: .long, help: ArgumentHelp("Facts that somebody is reported to have said.", valueName: "name"))
  var attributedTo: [String] = []

  @Option(name: .long, help: "Facts that are held to be true in this way.")
  var modality: [Fact.Modality] = []

  @Option(name: .long, help: "Events that did this; entries of which the last did.")
  var effect: [Event.Effect] = []

  @Option(
    name: .long,
    parsing: .unconditional,
    help: ArgumentHelp(
      "Only what holds in a year, a month or on a day, and what is stated without a time.",
      valueName: "date"
    )
  )
  var at: String?

  @Flag(name: .long, help: "With --at: only what is stated with a time that meets it.")
  var strict = false

  @Option(
    name: .long,
    parsing: .unconditional,
    help: ArgumentHelp("Facts of which the extractor is at least so sure, 0 to 1.", valueName: "confidence")
  )
  var minConfidence: Double?

  func validate() throws {
    if strict, at == nil { throw ValidationError("--strict goes with --at; name a date, such as --at 2012") }
    if let minConfidence, !(0...1).contains(minConfidence) {
      throw ValidationError("--min-confidence is \(minConfidence), want 0 to 1")
    }
    if let at, Moment.days(at) == nil {
      throw ValidationError(
        "--at is \"\(at)\", want a year, a month or a day, such as 2012, 2012-06, 2012-06-30, today or yesterday"
      )
    }
    for name in entity + relation where Slug.make(name) == nil {
      throw ValidationError("\"\(name)\" has no letter or digit: want a name such as japan")
    }
    if let min, let max, min > max { throw ValidationError("--min is \(min), more than --max, which is \(max)") }
    if [min, max].contains(where: { $0?.isNaN ?? false }) { throw ValidationError("--min and --max want numbers") }
  }

  /// True where nothing but the day is asked for, which has its own words.
  static func isEmpty(_ options: FilterOptions) -> Bool {
    options.words.allSatisfy { $0.hasPrefix("--at ") || $0 == "--strict" }
  }

  var filter: FactFilter {
    var filter = FactFilter()
    filter.entities = entity.compactMap { Slug.make($0) }
    filter.relations = relation.compactMap { Slug.make($0) }
    filter.kinds = kind
    filter.minimum = min
    filter.maximum = max
    filter.units = unit
    filter.statuses = status
    filter.sources = source.map(FileName.documentPrefix)
    filter.speakers = attributedTo
    filter.modalities = modality
    filter.effects = effect
    filter.days = at.flatMap(Moment.days)
    filter.isStrict = strict
    filter.minimumConfidence = minConfidence
    return filter
  }

  /// The filter in words: two watches with other words are two watches.
  var words: [String] {
    var words: [String] = []
    func add(_ name: String, _ values: [String]) { words += values.map { "--\(name) \($0)" } }
    add("entity", entity)
    add("relation", relation)
    add("kind", kind.map(\.rawValue))
    add("min", min.map { ["\($0)"] } ?? [])
    add("max", max.map { ["\($0)"] } ?? [])
    add("unit", unit)
    add("status", status.map(\.rawValue))
    add("source", source)
    add("attributed-to", attributedTo)
    add("modality", modality.map(\.rawValue))
    add("effect", effect.map(\.rawValue))
    add("at", at.map { [$0] } ?? [])
    if strict { words.append("--strict") }
    add("min-confidence", minConfidence.map { ["\($0)"] } ?? [])
    return words
  }
}
