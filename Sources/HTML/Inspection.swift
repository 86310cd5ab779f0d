import Model

/// What training and measuring look at within the reader.
package enum Inspection {
  /// The names of the features, in the order of the columns.
  package static var names: [String] { FeatureNames.all }

  /// One row a segment of a page: its features and its text.
  package static func segments(_ source: [UInt8]) throws(ReadError) -> [(features: [Float], text: String)] {
    let page = try Page(source)
    var features = Features(page.shape, page.segmentation, page.metadata.kind)
    return page.segmentation.segments.map { segment in
      let text = page.segmentation.pieces[segment.pieces].map { piece in
        guard piece.node >= 0 else { return "\n" }
        let range = page.tree.nodes[Int(piece.node)].text
        return (piece.isApart ? " " : "")
          + String(decoding: page.tree.text[Int(range.lowerBound)..<Int(range.upperBound)], as: UTF8.self)
      }
      return (features.next() ?? [], text.joined())
    }
  }

  /// How long each step of reading a page takes, in seconds, and what is left of it.
  package static func steps(_ source: [UInt8]) throws(ReadError) -> [(name: String, seconds: Double)] {
    let clock = ContinuousClock()
    var start = clock.now
    var result: [(name: String, seconds: Double)] = []
    func end(_ name: String) {
      let time = clock.now - start
      result.append((name, Double(time.components.attoseconds) / 1e18 + Double(time.components.seconds)))
      start = clock.now
    }
    let reduction = try Reducer.reduce(source)
    end("reduce")
    let tree = try TreeBuilder.build(reduction)
    end("parse")
    let segmentation = Segmentation(tree)
    end("segment")
    let metadata = PageMetadata(tree, source, data: reduction.data)
    end("metadata")
    let shape = PageShape(tree, segmentation, named: metadata.titles)
    end("shape")
    var features = Features(shape, segmentation, metadata.kind)
    while features.next() != nil {}
    end("features")
    let page = try Page(source)
    start = clock.now
    let content = MainContent(page, Forest.trained)
    end("features and model")
    var builder = DocumentBuilder(page, content)
    _ = try builder.build()
    end("write")
    result.append(("reduced to", Double(reduction.bytes.count) / Double(max(1, source.count))))
    return result
  }
}
