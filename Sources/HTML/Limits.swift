/// How much of a page is read at most. A page that people wrote comes near none of these.
enum Limits {
  /// Bytes of a page.
  static let bytes = 8 << 20
  /// Elements within elements; browsers stop at 512, too. libgumbo takes time with the square of it.
  static let depth = 512
  /// What the tree may take, in bytes: some 18 times the markup of a page.
  static let tree = 128 << 20
  /// Stretches of text whose place is noted; an entity makes two. The text beyond has no places.
  static let runs = 1 << 19
  /// Bytes of an attribute; a longer one is as if it were not there.
  static let attribute = 16 << 10
  /// Bytes of the data for search engines that a page carries, all together.
  static let data = 2 << 20
  /// Within how many objects a value of that data may lie.
  static let dataDepth = 12
}
