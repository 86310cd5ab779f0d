import Coreference

/// How it was told what a pronoun or a description stands for: for measuring.
package struct ReferenceDecision: Sendable {
  /// A place in the text as read: where the head of a phrase begins, and whether it is a whole list.
  package struct Place: Sendable, Hashable {
    package var start: Int
    package var isList: Bool

    package init(start: Int, isList: Bool) {
      self.start = start
      self.isList = isList
    }

    init?(_ place: RankedMentions.Place?) {
      guard let place else { return nil }
      self.init(start: place.start, isList: place.isList)
    }
  }

  /// Where its head begins.
  package var start: Int
  package var sort: MentionClass
  /// Where that stands which it is taken for; nil where nothing is, or that was not kept.
  package var taken: Place?
  /// What that is called; nil where nothing is taken.
  package var name: String?
  /// Whether it is a name.
  package var isNamed: Bool
}
