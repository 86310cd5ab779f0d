import Corpora
import Foundation
import Language

/// What training begins with: what was learnt from plain text, or a model that was trained before.
struct PretrainedParameters: Codable {
  /// The row of each form.
  var vocabulary: [UInt64: Int]
  /// Numbers by the names of the parameters.
  var values: [String: [Float]]

  init(vocabulary: [UInt64: Int], values: [String: [Float]]) {
    self.vocabulary = vocabulary
    self.values = values
  }

  /// - Parameter path: what pretraining wrote, or a model file.
  init(contentsOf path: String) throws {
    if path.hasSuffix(".model") {
      self = try Self(model: ModelFile(path: path))
      return
    }
    guard let data = FileManager.default.contents(atPath: path) else { throw CorpusError("\(path): cannot be read") }
    do {
      self = try PropertyListDecoder().decode(Self.self, from: data)
    } catch {
      throw CorpusError("\(path): is not what pretraining wrote")
    }
  }

  /// All that a model has learnt but for the classes of words, of which its file has only sums.
  private init(model: ModelFile) throws {
    vocabulary = try model.entries(ofTable: "vocabulary")
    values = [:]
    for name in model.sectionNames { values[name] = try model.values(name) }
  }

  func write(to path: String) throws {
    let encoder = PropertyListEncoder()
    encoder.outputFormat = .binary
    try encoder.encode(self).write(to: URL(fileURLWithPath: path), options: .atomic)
  }
}
