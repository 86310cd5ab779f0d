import Extraction
import Interpretation
import Model
import Synchronization
import TestSupport

/// What the authors write, and what is to be found in it.
final class Documents: Sendable {
  /// A worker that meets it in a document ends: see `Failpoint`.
  static let poison = "hemlock"

  /// What one content of a document states, as the journal must have it.
  struct Expected: Sendable {
    var claims: Set<FactID> = []
    /// How many claims are about each key.
    var keys: [Key: Int] = [:]
    /// The JSON of its facts.
    var facts: Set<[UInt8]> = []
  }

  private struct Name: Hashable {
    var uri: String
    var digest: Digest
  }

  private let interpreter: Interpreter
  private let known = Mutex<[Name: Expected]>([:])

  /// - Throws: ``LanguageTableError``.
  init(extractor: EnglishExtractor) throws {
    interpreter = Interpreter(ExtractorRegistry(extractor), languages: try LanguageMarks.installed())
  }

  static func uri(_ document: Int) -> String { "chaos:\(document)" }

  static func content(_ revision: Schedule.Revision) -> [UInt8] {
    switch revision {
    case .poison(let document):
      return Array("The price of \(poison)\n\nThe price of \(poison) was \(document) dollars in 2019.\n".utf8)
    case .long(let number):
      return Array((0..<240 + number * 40).map { "Town \($0) has \($0 + number) schools.\n\n" }.joined().utf8)
    case .short(let seed):
      var random = SeededGenerator(seed: seed)
      // Few names and few numbers, so that documents meet: they corroborate and dispute each other.
      let towns = ["Oslo", "Bergen", "Tromsø", "Ålesund"]
      let lines = (0..<Int.random(in: 1...4, using: &random)).map { _ in
        let town = towns.randomElement(using: &random) ?? "Oslo"
        let number = Int.random(in: 1...3, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: return "The population of \(town) was \(number)00,000 in 2020."
        case 1: return "\(town) has \(number + 1) airports."
        case 2: return "The area of \(town) is \(number)\(number)0 km²."
        default: return "The mayor of \(town) said that the budget reached \(number).5 billion kroner."
        }
      }
      return Array(("A note on \(seed)\n\n" + lines.joined(separator: " ") + "\n").utf8)
    }
  }

  /// What is found in a content: as a worker would, in this process.
  func expected(uri: String, content: [UInt8]) throws -> Expected {
    let name = Name(uri: uri, digest: Digest(of: content))
    if let expected = known.withLock({ $0[name] }) { return expected }
    var expected = Expected()
    if !content.isEmpty {
      for fact in try interpreter.interpret(content, uri: uri, mediaType: "text/plain").facts {
        if expected.claims.insert(fact.claim).inserted { expected.keys[fact.key, default: 0] += 1 }
        expected.facts.insert(try JSON.encode(fact))
      }
    }
    known.withLock { $0[name] = expected }
    return expected
  }
}
