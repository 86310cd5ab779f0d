import Model

/// A page taken apart: all that is known of it before its main part is chosen.
struct Page {
  let source: [UInt8]
  let reduction: Reduction
  let tree: Tree
  let segmentation: Segmentation
  let metadata: PageMetadata
  let shape: PageShape

  init(_ source: [UInt8]) throws(ReadError) {
    guard source.count <= Limits.bytes else { throw .tooLarge }
    self.source = source
    reduction = try Reducer.reduce(source)
    tree = try TreeBuilder.build(reduction)
    segmentation = Segmentation(tree)
    metadata = PageMetadata(tree, source, data: reduction.data)
    shape = PageShape(tree, segmentation, named: metadata.titles)
  }
}
