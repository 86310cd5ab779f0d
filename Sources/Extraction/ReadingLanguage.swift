import Language

/// What reading a document has to be told of its language.
protocol ReadingLanguage: Sendable {
  /// The language, as a BCP 47 tag.
  var tag: String { get }
  var graph: any GraphLanguage { get }
  /// The word that the parser reads in the place of a name that ``names(in:range:)`` finds.
  var nameStandIn: String { get }
  /// Finds names from their bytes alone, in order and without overlap.
  func names(in bytes: UnsafeRawBufferPointer, range: Range<Int>) -> [Range<Int>]
  /// Corrects the kinds of names, by what some blocks of text say of them.
  func correct(_ blocks: inout [[AnalysedSentence]])
}
