import Corpora
import Language

/// How well names are found in words that are given. A name is right where its words and its kind are.
public struct NameScores: Sendable, Hashable {
  /// How many names are there, were told, and both.
  public struct Count: Sendable, Hashable {
    public var there = 0
    public var told = 0
    public var right = 0

    public var precision: Double { told == 0 ? 0 : 100 * Double(right) / Double(told) }
    public var recall: Double { there == 0 ? 0 : 100 * Double(right) / Double(there) }
    public var f1: Double { there + told == 0 ? 0 : 200 * Double(right) / Double(there + told) }
  }

  /// A name as its words and its kind.
  public struct Name: Sendable, Hashable, CustomStringConvertible {
    public var text: String
    public var kind: String

    public var description: String { "\(text) (\(kind))" }
  }

  /// What is wrong with a name.
  public enum Mistake: Sendable, Hashable, CustomStringConvertible {
    case missed(Name)
    case spurious(Name)
    /// The words are right, the kind is not.
    case kind(told: Name, there: Name)
    /// Some of the words are right; the kind may be wrong too.
    case bounds(told: Name, there: Name)

    public var description: String {
      switch self {
      case .missed(let name): "missed    \(name)"
      case .spurious(let name): "spurious  \(name)"
      case .kind(let told, let there): "kind      told \(told), there is \(there)"
      case .bounds(let told, let there): "bounds    told \(told), there is \(there)"
      }
    }
  }

  /// A sentence with names that are wrong, in the order of its words.
  public struct Misread: Sendable, Hashable {
    public var text: String
    public var mistakes: [Mistake]
  }

  public private(set) var all = Count()
  public private(set) var byKind: [String: Count] = [:]
  /// Sentences with mistakes, first those with most.
  public private(set) var misread: [Misread] = []

  /// How many mistakes are of each sort.
  public private(set) var missed = 0
  public private(set) var spurious = 0
  public private(set) var wrongKind = 0
  public private(set) var wrongBounds = 0

  /// Compares what a model reads with the names that people annotated.
  public init(_ model: LanguageModel, on treebank: Treebank, source: Int) {
    self.init(treebank.read(by: model, as: source).map { $0.map(\.name) }, on: treebank)
  }

  /// Compares labels in IOB2, sentence by sentence, with those that people annotated.
  public init(_ labels: [[String]], on treebank: Treebank) {
    for (sentence, told) in zip(treebank.sentences, labels) where sentence.hasNames { add(told, sentence) }
    misread = misread.enumerated()
      .sorted { ($1.element.mistakes.count, $0.offset) < ($0.element.mistakes.count, $1.offset) }
      .map(\.element)
  }

  private mutating func add(_ labels: [String], _ sentence: Treebank.Sentence) {
    let there = TreebankScores.names(sentence.words.map(\.name))
    let told = TreebankScores.names(labels)
    for name in there { count(name) { $0.there += 1 } }
    for name in told { count(name) { $0.told += 1 } }
    for name in there.intersection(told) { count(name) { $0.right += 1 } }

    func named(_ name: TreebankScores.Name) -> Name {
      Name(text: sentence.words[name.range].map(\.form).joined(separator: " "), kind: String(name.kind))
    }
    var mistakes: [(at: Int, mistake: Mistake)] = []
    var spare = told.subtracting(there).sorted { $0.range.lowerBound < $1.range.lowerBound }
    for name in there.subtracting(told).sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
      // Names that were told do not overlap each other, so one with the very same words is the only one here.
      guard let at = spare.firstIndex(where: { $0.range.overlaps(name.range) }) else {
        mistakes.append((name.range.lowerBound, .missed(named(name))))
        missed += 1
        continue
      }
      let other = spare.remove(at: at)
      let start = min(name.range.lowerBound, other.range.lowerBound)
      if other.range == name.range {
        mistakes.append((start, .kind(told: named(other), there: named(name))))
        wrongKind += 1
      } else {
        mistakes.append((start, .bounds(told: named(other), there: named(name))))
        wrongBounds += 1
      }
    }
    spurious += spare.count
    mistakes += spare.map { ($0.range.lowerBound, .spurious(named($0))) }
    guard !mistakes.isEmpty else { return }
    misread.append(
      Misread(text: sentence.text, mistakes: mistakes.sorted { $0.at < $1.at }.map(\.mistake))
    )
  }

  private mutating func count(_ name: TreebankScores.Name, _ change: (inout Count) -> Void) {
    change(&all)
    change(&byKind[String(name.kind), default: Count()])
  }
}
