import Corpora
import Extraction
import Model

/// Compares facts with CaRB's extractions, by its own rules (Bhardwaj et al. 2019, https://github.com/dair-iitd/CaRB).
///
/// A prediction and an extraction agree by the share of their words that are common, argument by argument; recall takes for each extraction its
/// best prediction, precision pairs each prediction with one extraction at most.
public struct CarbEvaluation {
  public struct Scores: Codable, Sendable, Hashable {
    public var sentences = 0
    public var extractions = 0
    public var predictions = 0
    public var precision = 0.0
    public var recall = 0.0

    public var f1: Double { precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall) }
  }

  private struct Extraction {
    var relation: [String]
    var arguments: [[String]]
    var text: String
  }

  public private(set) var scores = Scores()
  /// Sentences with the extractions that nothing agrees with.
  public private(set) var errors: [(sentence: String, missed: [String], predicted: [String])] = []

  /// - Parameter text: the file's content: sentence, relation and arguments, parted by tabs.
  public init(_ text: String, file: String, extractor: EnglishExtractor) throws(CorpusError) {
    var order: [Substring] = []
    var gold: [Substring: [Extraction]] = [:]
    for (index, line) in text.split(separator: "\n").enumerated() {
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
      guard fields.count >= 3 else {
        throw CorpusError("\(file):\(index + 1): \(fields.count) columns where CaRB has at least 3")
      }
      if gold[fields[0]] == nil { order.append(fields[0]) }
      gold[fields[0], default: []].append(
        Extraction(
          relation: Self.words(fields[1]),
          arguments: Self.joined(fields[2...].filter { !$0.isEmpty }.map { Self.words($0) }),
          text: fields[1...].joined(separator: " | ")
        )
      )
    }
    var precision = 0.0
    var recall = 0.0
    for sentence in order {
      let predictions = extractor.facts(inSentence: Self.plain(sentence)).map(Self.extraction)
      let extractions = gold[sentence] ?? []
      scores.sentences += 1
      scores.extractions += extractions.count
      scores.predictions += predictions.count
      let table = extractions.map { extraction in predictions.map { Self.match($0, extraction) } }
      recall += table.reduce(0) { $0 + ($1.map(\.recall).max() ?? 0) }
      precision += Self.pairs(table)
      let missed = zip(extractions, table).filter { ($0.1.map(\.recall).max() ?? 0) < 0.5 }.map(\.0.text)
      if !missed.isEmpty { errors.append((Self.plain(sentence), missed, predictions.map(\.text))) }
    }
    scores.precision = scores.predictions == 0 ? 0 : precision / Double(scores.predictions)
    scores.recall = scores.extractions == 0 ? 0 : recall / Double(scores.extractions)
  }

  private static func extraction(_ fact: Fact) -> Extraction {
    var arguments = [words(fact.subject.text), words(fact.object.text)]
    if let time = fact.time?.text { arguments.append(words(time)) }
    if let place = fact.place { arguments.append(words(place)) }
    return Extraction(
      relation: words(fact.relation.text),
      arguments: joined(arguments),
      text: "\(fact.subject.text) | \(fact.relation.text) | \(fact.object.text)"
    )
  }

  /// The first argument, and all others as one.
  private static func joined(_ arguments: [[String]]) -> [[String]] {
    arguments.count < 2 ? arguments : [arguments[0], arguments[1...].flatMap { $0 }]
  }

  private static func words(_ text: some StringProtocol) -> [String] {
    text.lowercased().split { !($0.isLetter || $0.isNumber) }.map(String.init)
  }

  private static let formsOfBe: Set<String> = ["be", "is", "am", "are", "was", "were", "been", "being"]

  private static func match(_ prediction: Extraction, _ gold: Extraction) -> (precision: Double, recall: Double) {
    var common = count(gold.relation, prediction.relation)
    if common == 0, prediction.relation.contains("be"), !formsOfBe.isDisjoint(with: gold.relation) { common = 1 }
    guard common > 0, prediction.arguments.count >= min(2, gold.arguments.count) else { return (0, 0) }
    var predicted = prediction.relation.count
    var there = gold.relation.count
    for (index, argument) in gold.arguments.enumerated() {
      there += argument.count
      guard index < prediction.arguments.count else { continue }
      predicted += prediction.arguments[index].count
      common += count(argument, prediction.arguments[index])
    }
    return (Double(common) / Double(max(predicted, 1)), Double(common) / Double(max(there, 1)))
  }

  private static func count(_ first: [String], _ second: [String]) -> Int {
    var rest = second
    return first.reduce(0) { sum, word in
      guard let at = rest.firstIndex(of: word) else { return sum }
      rest.remove(at: at)
      return sum + 1
    }
  }

  /// The sum of precisions of the best pairs, each prediction and each extraction in one at most.
  private static func pairs(_ table: [[(precision: Double, recall: Double)]]) -> Double {
    var rows = Set(table.indices)
    var columns = Set(table.first?.indices ?? 0..<0)
    var sum = 0.0
    while !rows.isEmpty, !columns.isEmpty {
      var best: (value: Double, row: Int, column: Int) = (-1, 0, 0)
      for row in rows.sorted() {
        for column in columns.sorted() where table[row][column].precision > best.value {
          best = (table[row][column].precision, row, column)
        }
      }
      sum += max(best.value, 0)
      rows.remove(best.row)
      columns.remove(best.column)
    }
    return sum
  }

  /// Text as people write it, from words with spaces between.
  private static func plain(_ tokenised: Substring) -> String {
    var text = tokenised.replacing("``", with: "\"").replacing("''", with: "\"").replacing("-LRB-", with: "(")
      .replacing("-RRB-", with: ")")
    for mark in [",", ".", ";", ":", "?", "!", ")", "%", "'s", "n't", "'re", "'ve", "'ll", "'d", "'m"] {
      text = text.replacing(" " + mark, with: mark)
    }
    for mark in ["(", "$", "£"] { text = text.replacing(mark + " ", with: mark) }
    return String(text.replacing(" - ", with: "-").replacing("( ", with: "("))
  }
}
