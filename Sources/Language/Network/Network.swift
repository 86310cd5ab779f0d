import Foundation

/// A language's trained network as it lies in its model file; how it is trained is the trainer's matter.
///
/// Unchecked because pointers are not `Sendable`: they point into the file's memory, which is never written, and the file is kept here.
final class Network: @unchecked Sendable {
  /// A dense matrix, row after row.
  struct Dense {
    let values: UnsafePointer<Float>
    let rows: Int
    let columns: Int
  }

  /// A table of rows of small integers, each row with its own scale.
  struct Table {
    let values: UnsafePointer<Int8>
    let scales: UnsafePointer<Float>
    let rows: Int
    let columns: Int
  }

  struct Layer {
    let gates: PackedWeights
    let bias: Dense
    let peephole: Dense
    /// What goes past the gates, where a layer's vectors are wider than those below it; nil where those go past as they are.
    let skip: PackedWeights?
  }

  struct Norm {
    let scale: Dense
    let shift: Dense
  }

  struct Linear {
    let weight: PackedWeights
    let bias: Dense
  }

  let shape: NetworkShape
  let labels: LabelSets
  let words: Table
  let pieces: Table
  let gazetteer: Table
  /// What classes words have, by the hash of the form, and the vector of each set of classes; nil in a model without.
  let classes: (words: HashTable, rows: Table)?
  let source: Dense
  let inputNorm: Norm
  let layers: [Layer]
  let tagNorm: Norm
  let topNorm: Norm
  let upos: Linear
  let xpos: Linear
  let nameMiddle: Linear
  let names: Linear
  /// What it is worth that one name label follows another; nil in a model whose names were learnt word by word.
  let nameTransitions: Dense?
  let dependents: Linear
  let heads: Linear
  let root: Dense
  let product: PackedWeights
  let headWeight: Dense
  let distance: Dense
  let relationDependents: Linear
  let relationHeads: PackedWeights
  let relationRoot: Dense
  let relations: Linear
  /// Rows of ``words`` by the hash of the form.
  let vocabulary: HashTable
  private let file: ModelFile

  init(_ file: ModelFile) throws(ModelFileError) {
    self.file = file
    let shape = try file.decoded("shape", as: NetworkShape.self)
    let labels = try file.decoded("labels", as: LabelSets.self)
    // Before anything is reckoned with them.
    let widths = 1...2048
    guard widths.contains(shape.width), widths.contains(shape.upperWidth ?? 1), (1...16).contains(shape.layers),
      (0...shape.layers).contains(shape.tagLayer),
      (1...1024).contains(shape.arcWidth), (1...1024).contains(shape.relationWidth),
      (1...1024).contains(shape.nameWidth),
      (1...24).contains(shape.pieceBits),
      // A label is a byte, and the buffers of a run are wide enough for as many.
      [labels.upos, labels.xpos, labels.relations, labels.names].allSatisfy({ (1...256).contains($0.count) })
    else { throw ModelFileError(file.path, "is damaged: its network has impossible sizes") }
    let width = shape.vectorWidth
    let top = shape.topWidth
    self.shape = shape
    self.labels = labels
    func dense(_ name: String, _ rows: Int, _ columns: Int) throws(ModelFileError) -> Dense {
      let numbers = try file.numbers(name, as: Float.self)
      guard numbers.count == rows * columns, let start = numbers.baseAddress else {
        throw ModelFileError(file.path, "is damaged: section \(name) is not of the size that its network wants")
      }
      return Dense(values: start, rows: rows, columns: columns)
    }
    func table(_ name: String, rows: Int?) throws(ModelFileError) -> Table {
      let numbers = try file.numbers(name, as: Int8.self)
      let scales = try file.numbers(name + ".scales", as: Float.self)
      guard numbers.count == scales.count * width, rows == nil || rows == scales.count, let start = numbers.baseAddress,
        let scale = scales.baseAddress
      else { throw ModelFileError(file.path, "is damaged: section \(name) is not of the size that its network wants") }
      return Table(values: start, scales: scale, rows: scales.count, columns: width)
    }
    func packed(_ name: String, _ rows: Int, _ columns: Int) throws(ModelFileError) -> PackedWeights {
      PackedWeights(try dense(name, rows, columns))
    }
    func linear(_ name: String, _ rows: Int, _ columns: Int) throws(ModelFileError) -> Linear {
      Linear(weight: try packed(name + ".weight", rows, columns), bias: try dense(name + ".bias", 1, columns))
    }
    func norm(_ name: String, _ width: Int) throws(ModelFileError) -> Norm {
      Norm(scale: try dense(name + ".scale", 1, width), shift: try dense(name + ".shift", 1, width))
    }
    words = try table("words", rows: nil)
    pieces = try table("pieces", rows: 1 << shape.pieceBits)
    gazetteer = try table("gazetteer", rows: shape.gazetteerRows)
    if file.has("classes") {
      let rows = try table("classes", rows: nil)
      let words = try HashTable(file, "classes.words")
      guard words.highestValue < rows.rows else {
        throw ModelFileError(file.path, "is damaged: its words have more classes than its network")
      }
      classes = (words, rows)
    } else {
      classes = nil
    }
    source = try dense("source", 4, width)
    inputNorm = try norm("input", width)
    var layers: [Layer] = []
    for index in 0..<shape.layers {
      let below = shape.vectorWidth(after: index)
      let width = shape.width(ofLayer: index)
      layers.append(
        Layer(
          gates: try packed("layer\(index).gates.weight", below, width * 6),
          bias: try dense("layer\(index).gates.bias", 1, width * 6),
          peephole: try dense("layer\(index).peephole", 2, width * 2),
          skip: below == width * 2 ? nil : try packed("layer\(index).skip", below, width * 2)
        )
      )
    }
    self.layers = layers
    let tagWidth = shape.vectorWidth(after: shape.tagLayer)
    tagNorm = try norm("tagNorm", tagWidth)
    topNorm = try norm("topNorm", top)
    upos = try linear("upos", tagWidth, labels.upos.count)
    xpos = try linear("xpos", tagWidth, labels.xpos.count)
    nameMiddle = try linear("names.middle", top, shape.nameWidth)
    names = try linear("names", shape.nameWidth, labels.names.count)
    nameTransitions =
      file.has("names.transitions") ? try dense("names.transitions", labels.names.count, labels.names.count) : nil
    dependents = try linear("tree.dependents", top, shape.arcWidth)
    heads = try linear("tree.heads", top, shape.arcWidth)
    root = try dense("tree.root", 1, shape.arcWidth)
    product = try packed("tree.product", shape.arcWidth, shape.arcWidth)
    headWeight = try dense("tree.headWeight", 1, shape.arcWidth)
    distance = try dense("tree.distance", 1, 2 * NetworkShape.distanceLimit + 1)
    relationDependents = try linear("tree.relationDependents", top, shape.relationWidth)
    relationHeads = try packed("tree.relationHeads", top, shape.relationWidth)
    relationRoot = try dense("tree.relationRoot", 1, shape.relationWidth)
    relations = try linear("tree.relations", shape.relationWidth, labels.relations.count)
    vocabulary = try HashTable(file, "vocabulary")
    guard vocabulary.highestValue < words.rows else {
      throw ModelFileError(file.path, "is damaged: its vocabulary has more words than its network")
    }
  }
}

extension ModelFile {
  /// A section of JSON.
  func decoded<Content: Decodable>(_ name: String, as type: Content.Type) throws(ModelFileError) -> Content {
    let section = try section(name)
    do {
      return try JSONDecoder().decode(type, from: Data(section.bytes))
    } catch {
      throw ModelFileError(path, "is damaged: section \(name) cannot be read")
    }
  }
}
