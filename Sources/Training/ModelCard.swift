import Evaluation
import Foundation
import Language

/// What a model was made of, how good it is and how to make it again, in Markdown.
struct ModelCard {
  let settings: Trainer.Settings
  let recipe: Network.Recipe
  let shape: NetworkShape
  let scores: TreebankScores

  private var layerWidths: String {
    (0..<shape.layers).map { String(shape.width(ofLayer: $0)) }.joined(separator: ", ")
  }

  private var silver: String {
    settings.silver == nil
      ? ""
      : "| more of that text, labelled by teachers, see `docs/training.md` | the packages' own free licences |\n"
  }

  /// The table of figures, a row each.
  private static func rows(_ scores: TreebankScores) -> [String] {
    [
      ("UPOS", scores.uposAccuracy), ("XPOS", scores.xposAccuracy), ("UAS", scores.unlabelledAttachment),
      ("LAS", scores.labelledAttachment), ("names F1", scores.nameF1),
    ].map { "| \($0.0) | \(String(format: "%.2f", $0.1)) |" }
  }

  /// The card of the mean of several models, from that of one of them.
  static func averaged(_ card: String, of count: Int, scores: TreebankScores) -> String {
    var lines = card.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    for row in rows(scores) {
      let label = row.split(separator: "|")[0]
      if let at = lines.firstIndex(where: { $0.hasPrefix("|\(label)|") }) { lines[at] = row }
    }
    if let at = lines.firstIndex(of: "## To train it again") {
      lines.insert(
        contentsOf: [
          "The mean of \(count) such models, which went on from one with other seeds (`courant-train average`).", "",
        ],
        at: at
      )
    }
    return lines.joined(separator: "\n")
  }

  var text: String {
    let table = Self.rows(scores).joined(separator: "\n")
    return """
      # The model of English

      Trained on \(settings.date). It cuts text into sentences and words, tells parts of speech and dictionary forms, draws dependency trees after
      Universal Dependencies v2, and finds names of persons, places and organisations.

      ## Data and licences

      | what | licence |
      | --- | --- |
      | Universal Dependencies English Web Treebank, training part | CC BY-SA 4.0 |
      | Georgetown University Multilayer corpus (GUM), genres with free texts, training part | annotations CC BY 4.0, texts CC BY or CC BY-SA |
      | Universal NER for the English Web Treebank, training part | CC BY-SA 4.0 |
      | plain text of Debian packages\(settings.pretrained == nil ? ": none" : ""), see `config/training/text.py` | the packages' own free licences |
      \(silver)| lists of names and classes of words: WordNet 3.0, GeoNames, the US census, iso-codes, miscfiles, our own, see `config/training/gazetteers.py` | WordNet's licence, CC BY 4.0, public domain, LGPL 2.1, GPL 2, Apache 2.0 |

      ## Figures

      On the development part of the English Web Treebank, words given, no tags given:

      | | |
      | --- | --- |
      \(table)

      ## The network

      \(shape.layers) layers of simple recurrent units, \(layerWidths) a direction; a word is the sum of vectors of its form, its pieces (2^\(shape.pieceBits) rows),
      the lists that it stands on, its classes and its treebank; names are told by a conditional random field, heads by a biaffine product of \(shape.arcWidth), relations through \(shape.relationWidth).
      \(recipe.epochs) epochs, batches of \(recipe.batchWords) words, rate \(recipe.rate), dropout \(recipe.layerDropout) and \(recipe.headDropout), names \(recipe.nameDropout), words dropped \(recipe.wordDropout),
      with their pieces \(recipe.bothDropout), marks of lists \(recipe.gazetteerDropout), names swapped \(recipe.nameSwaps), seed \(recipe.seed).

      ## To train it again

      See `docs/training.md`.

      """
  }
}
