import Corpora
import Foundation
import Language

/// Lists of names and classes of words from a file: a list and a name a line, parted by a tab, or `=`, classes parted by commas, a tab and a word.
struct GazetteerLists {
  private var names: [(list: Int, name: String)] = []
  /// The lists' names in the order of their numbers.
  private var lists: [String] = []
  /// What classes words have.
  private(set) var classes = WordClasses()

  init(contentsOf path: String, shape: NetworkShape) throws {
    let text = try String(decoding: Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
    var numbers: [Substring: Int] = [:]
    var features = WordFeatures(tableBits: shape.pieceBits)
    defer { features.deallocate() }
    for (index, line) in text.split(separator: "\n").enumerated() {
      let fields = line.split(separator: "\t")
      guard fields.count == 2 else {
        throw CorpusError("\(path):\(index + 1): want a list and a name, parted by a tab")
      }
      if fields[0].first == "=" {
        Array(fields[1].utf8).withUnsafeBytes { features.read($0) }
        classes.add(features.form, fields[0].dropFirst().split(separator: ",").map(String.init))
        continue
      }
      let number = numbers[fields[0]] ?? numbers.count
      if number == numbers.count { lists.append(String(fields[0])) }
      numbers[fields[0]] = number
      guard number < Gazetteer.listLimit else {
        throw CorpusError("\(path):\(index + 1): more than \(Gazetteer.listLimit) lists")
      }
      names.append((number, String(fields[1])))
    }
  }

  func add(to writer: inout ModelWriter) { Gazetteer.add(names, lists: lists, to: &writer) }
}
