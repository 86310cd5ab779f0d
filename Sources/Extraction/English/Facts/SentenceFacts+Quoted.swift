import Language
import Model

/// Who says what stands in quotation marks.
extension SentenceFacts {
  /// Who says what the quotation marks of the sentence hold, where the sentence tells it.
  func speaker(_ clauses: [Clause], _ quotation: Quotation.Reading, _ references: References) -> Fact
    .Attribution?
  {
    for clause in clauses
    where !quotation.quoted[clause.predicate] && Attributions.quoting.contains(graph[clause.predicate].lemma) {
      guard let node = clause.subjects.first, !quotation.quoted[node], !clause.isPassive else { continue }
      if let found = attribution(Source(node: node, verb: graph[clause.predicate].lemma), references) { return found }
    }
    return nil
  }

  /// Who says a fact.
  /// - Returns: also whether it is quoted, and who speaks is not known yet.
  func quoted(
    _ draft: Draft,
    _ source: Source?,
    _ quotation: Quotation.Reading,
    _ references: References
  ) -> (Fact.Attribution?, isQuoted: Bool) {
    if let source { return (attribution(source, references), false) }
    guard quotation.quoted[draft.clause?.predicate ?? draft.object], draft.rule != .speech else { return (nil, false) }
    if let speaker { return (speaker, false) }
    // A few words in marks within a sentence are the document's own choice of them.
    guard quotation.wasOpen || quotation.isWhole else { return (nil, false) }
    if let known = references.quotation.speaker { return (known, false) }
    return (nil, true)
  }
}
