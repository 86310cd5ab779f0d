import Corpora
import Foundation

/// What learning from plain text gives to training.
struct PretrainedParameters: Codable {
  /// The row of each form.
  var vocabulary: [UInt64: Int]
  /// Numbers by the names of the parameters.
  var values: [String: [Float]]

  init(vocabulary: [UInt64: Int], values: [String: [Float]]) {
    self.vocabulary = vocabulary
    self.values = values
  }

  init(contentsOf path: String) throws {
    guard let data = FileManager.default.contents(atPath: path) else { throw CorpusError("\(path): cannot be read") }
    do {
      self = try PropertyListDecoder().decode(Self.self, from: data)
    } catch {
      throw CorpusError("\(path): is not what pretraining wrote")
    }
  }

  func write(to path: String) throws {
    let encoder = PropertyListEncoder()
    encoder.outputFormat = .binary
    try encoder.encode(self).write(to: URL(fileURLWithPath: path), options: .atomic)
  }
}
