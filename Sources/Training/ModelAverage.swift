import Corpora
import Evaluation
import Foundation
import Language

/// The mean of models that went on from one and the same with other seeds: one model, as small and as fast as each, that is better than most of them
/// (Wortsman et al. 2022, "Model soups").
public enum ModelAverage {
  /// Averages models, number by number.
  /// - Parameters:
  ///   - paths: two model files or more, trained from one beginning: what is no number has to be the same in all.
  ///   - development: what the mean's figures on its card are measured on.
  /// - Returns: the model file, and its card: the first one's, with the mean's own figures.
  /// - Throws: ``CorpusError`` when the models differ in more than their numbers, ``ModelFileError`` when one cannot be read.
  public static func of(_ paths: [String], on development: Treebank) throws -> (model: [UInt8], card: String) {
    let files = try paths.map { try ModelFile(path: $0) }
    guard let first = files.first, files.count > 1 else { throw CorpusError("a mean wants two models or more") }
    var writer = ModelWriter()
    for name in first.sectionNames where name != "card" {
      // Scales go with their rows.
      if name.hasSuffix(".scales"), first.has(String(name.dropLast(".scales".count))) { continue }
      try add(name, of: files, paths, to: &writer)
    }
    let scores = TreebankScores(try LanguageModel(bytes: writer.finish()), on: development, source: 0)
    let card = ModelCard.averaged(try first.text("card"), of: files.count, scores: scores)
    writer.add("card", text: card)
    return (writer.finish(), card)
  }

  private static func add(_ name: String, of files: [ModelFile], _ paths: [String], to writer: inout ModelWriter) throws
  {
    let scales = name + ".scales"
    let sections = try files.map { file in
      guard file.has(name) else { throw unlike(paths, name) }
      return try file.content(name)
    }
    guard sections.contains(where: { $0 != sections[0] }) else {
      writer.add(name, bytes: sections[0].bytes, rows: sections[0].rows, columns: sections[0].columns)
      if files[0].has(scales) {
        let content = try files[0].content(scales)
        writer.add(scales, bytes: content.bytes, rows: content.rows, columns: content.columns)
      }
      return
    }
    let values = try files.compactMap { try $0.values(name) }
    guard values.count == files.count, values.allSatisfy({ $0.count == values[0].count }),
      sections.allSatisfy({ ($0.rows, $0.columns) == (sections[0].rows, sections[0].columns) })
    else { throw unlike(paths, name) }
    let share = 1 / Float(values.count)
    let mean = values[0].indices.map { index in values.reduce(0) { $0 + $1[index] } * share }
    if files[0].has(scales) {
      writer.addRows(name, mean, columns: sections[0].columns)
    } else {
      writer.add(name, numbers: mean, rows: sections[0].rows, columns: sections[0].columns)
    }
  }

  private static func unlike(_ paths: [String], _ name: String) -> CorpusError {
    CorpusError(
      "\(paths.joined(separator: ", ")): differ in \(name), which is no table of numbers of one size: average models that went on from one"
    )
  }
}
