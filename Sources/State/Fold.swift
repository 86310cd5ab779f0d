import Model
import Values

/// The version of the fold: what turns the same journal into the same state.
///
/// It is kept with the state. Under another version the journal is folded anew, for the state that is kept was made by other rules.
public enum Fold {
  /// To be raised when the code of comparison, identity, origins or statuses changes what comes of a journal.
  private static let rules = "4"

  /// `3.` and eight digits of a SHA-256 over everything else that decides: what is functional, what counts as a copy, and the units.
  public static let version: String = {
    var parts = Functional.rules
    parts.append("\(Fingerprint.size) \(Fingerprint.rows) \(Fingerprint.copies)")
    parts.append("\(CopyIndex.window) \(CopyIndex.candidates) \(CopyIndex.steps)")
    parts.append(
      "\(Origins.maximumLinks) \(Origins.sentenceWords) \(Statuses.maximumOpponents) \(Standing.maximumStatements)"
    )
    parts.append(Standing.speech.sorted().joined(separator: " "))
    parts.append(Unit.tables)
    let digest = Digest(of: parts.joined(separator: "\n").utf8).description
    return "\(rules).\(digest.split(separator: ":").last?.prefix(8) ?? "")"
  }()
}
