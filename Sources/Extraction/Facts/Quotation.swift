import Language
import Model

/// What is said in quotation marks over several sentences, and who says it.
///
/// A quotation goes on until its mark closes it; one that runs over paragraphs opens again in each. Who speaks may be told before it, amid
/// it or after it, and a further quotation of the same paragraph, or one that the next paragraph opens with, is the same speaker's.
struct Quotation {
  /// Whether a mark is open at the end of what was read.
  private(set) var isOpen = false
  /// Who speaks, as far as that is known.
  private(set) var speaker: Fact.Attribution?
  /// How many paragraphs ago the speaker was told.
  private var age = 0

  /// What one sentence is to the quotation.
  struct Reading {
    /// By node, whether it stands in quotation marks.
    var quoted: [Bool]
    /// Whether the quotation was open before the sentence.
    var wasOpen: Bool
    /// Whether nothing of the sentence stands outside the marks.
    var isWhole: Bool
  }

  private static let opening: Set<String> = ["“", "``", "«", "„"]
  private static let closing: Set<String> = ["”", "''", "»"]

  /// Reads the marks of a sentence.
  mutating func read(_ graph: SentenceGraph, isParagraphStart: Bool) -> Reading {
    if isParagraphStart {
      age += 1
      // Without a mark at its beginning a new paragraph is no quotation: the one before forgot to close its own.
      if isOpen, !(graph.nodes.first.map { $0.lower == "\"" || Self.opening.contains($0.lower) } ?? false) {
        isOpen = false
      }
      if age > 1 { speaker = nil }
    }
    let wasOpen = isOpen
    var isReopened = wasOpen && isParagraphStart
    var quoted: [Bool] = []
    var isWhole = true
    for node in graph.nodes {
      if node.lower == "\"" {
        if isReopened { isReopened = false } else { isOpen.toggle() }
        quoted.append(true)
      } else if Self.opening.contains(node.lower) {
        isOpen = true
        quoted.append(true)
      } else if Self.closing.contains(node.lower) {
        isOpen = false
        quoted.append(true)
      } else {
        quoted.append(isOpen)
        if !isOpen, !node.isPunctuation { isWhole = false }
      }
    }
    return Reading(quoted: quoted, wasOpen: wasOpen, isWhole: isWhole && quoted.contains(true))
  }

  /// Takes note of who speaks.
  mutating func tell(_ speaker: Fact.Attribution) {
    self.speaker = speaker
    age = 0
  }
}
