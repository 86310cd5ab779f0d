/// What the attributes of one tag say, found before the page is parsed: the parser never sees most of them.
struct TagFacts {
  /// Where the tag begins in the reduced page.
  var reduced: Int32 = 0
  var hints: Hints = []
  var flags: Tree.Flags = []
  /// Tells tags that look alike: the same name and classes.
  var look: Int32 = 0
  var columnSpan: Int32 = 1
  var rowSpan: Int32 = 1
}
