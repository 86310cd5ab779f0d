import Corpora
import Extraction
import Language

/// Facts whose sentences people have parsed: one that the tree which was read gives and that of the people does not is taken for wrong.
///
/// It tells how sure the parser can be, and nothing of the rules; facts that people have judged tell that.
public enum SilverExamples {
  /// - Parameters:
  ///   - treebank: sentences that the model has not learnt from.
  ///   - extractor: one that leaves no fact out.
  public static func read(_ treebank: Treebank, by extractor: EnglishExtractor) -> [ConfidenceTrainer.Example] {
    treebank.sentences.enumerated().flatMap { number, sentence in
      extractor.compareTrees(sentence.text) { corrected($0, by: sentence) }.map {
        ConfidenceTrainer.Example(marks: $0.marks + ["silver"], isRight: $0.isRight, document: -1 - number / 400)
      }
    }
  }

  /// A sentence as it was read, with the tree of the people; nil where the words are not the same.
  private static func corrected(_ read: AnalysedSentence, by gold: Treebank.Sentence) -> AnalysedSentence? {
    var tokens = read.tokens
    // A value of several words is one token.
    var owner = [Int](repeating: -1, count: gold.words.count)
    var at = 0
    for token in tokens.indices {
      while at < gold.words.count, let range = gold.words[at].range, range.lowerBound < tokens[token].range.upperBound {
        guard range.lowerBound >= tokens[token].range.lowerBound, range.upperBound <= tokens[token].range.upperBound
        else {
          return nil
        }
        owner[at] = token
        at += 1
      }
    }
    guard at == gold.words.count, Set(owner).count == tokens.count, !owner.contains(-1) else { return nil }
    for (index, word) in gold.words.enumerated() {
      let head = word.head - 1
      // Of several words the one that hangs outside of them stands for all.
      guard head < 0 || owner[head] != owner[index] else { continue }
      let token = owner[index]
      tokens[token].head = head < 0 ? nil : owner[head]
      tokens[token].relation = word.relation
      tokens[token].tag = word.xpos
      tokens[token].partOfSpeech = PartOfSpeech(rawValue: word.upos) ?? .other
      tokens[token].lemma = owner.count(where: { $0 == token }) > 1 ? tokens[token].lemma : word.lemma
    }
    return AnalysedSentence(tokens: tokens, names: read.names, isCut: read.isCut)
  }
}
