import Corpora
import Foundation

/// A document and the facts that people found in it: NAME.txt with NAME.jsonl.
struct AnnotatedDocument {
  var name: String
  var content: [UInt8]
  /// The annotation, one JSON object a line, and its file's name for messages.
  var gold: String
  var file: String

  /// The documents of a folder in the order of their names.
  /// - Parameter only: a part of the names of those that are wanted; nil for all.
  /// - Throws: ``CorpusError`` where there is no folder, or none of them in it.
  static func read(_ folder: String, only: String? = nil) throws -> [AnnotatedDocument] {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
      throw CorpusError("\(folder): is not a folder")
    }
    let wanted = names.filter { name in name.hasSuffix(".jsonl") && only.map { name.contains($0) } ?? true }
    guard !wanted.isEmpty else {
      throw CorpusError(
        "\(folder): has no documents NAME.txt with NAME.jsonl\(only.map { " whose name has \"\($0)\" in it" } ?? "")"
      )
    }
    return try wanted.sorted().map { name in
      let base = String(name.dropLast(6))
      return AnnotatedDocument(
        name: base,
        content: try XZ.read("\(folder)/\(base).txt"),
        gold: String(decoding: try XZ.read("\(folder)/\(name)"), as: UTF8.self),
        file: "\(folder)/\(name)"
      )
    }
  }
}
