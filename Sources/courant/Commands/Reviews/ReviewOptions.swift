import ArgumentParser
import Client
import Console
import Model
import Wire
import ZeroMQ

/// What all commands share that decide something.
struct ReviewOptions: ParsableArguments {
  @Option(name: .long, help: ArgumentHelp("Why; it stands in the journal.", valueName: "text"))
  var reason: String?

  @Flag(name: .long, help: "Print what was written, as JSON.")
  var json = false

  func validate() throws {
    guard let length = reason?.utf8.count, length > Review.maximumReason else { return }
    throw ValidationError("--reason has \(length) bytes, want \(Review.maximumReason) at most")
  }

  /// Reads `NAME` or `NAME@DOCUMENT`.
  static func name(_ text: String) throws -> Review.Name {
    let parts = text.utf8.split(separator: UInt8(ascii: "@"), maxSplits: 1, omittingEmptySubsequences: false)
      .map { String(Substring($0)) }
    guard let slug = Slug.make(parts[0]) else {
      throw ValidationError("\"\(text)\" has no letter or digit before the @: want a name such as \"John Smith\"")
    }
    guard parts.count == 2 else { return Review.Name(slug) }
    guard !parts[1].isEmpty else { throw ValidationError("\"\(text)\" has no document after the @") }
    return Review.Name(slug, in: FileName.documentURI(parts[1]))
  }

  /// What is printed as JSON.
  private struct Outcome: Encodable {
    var sequence: UInt64?
    var moved: Int
    var into: String?
    var documents: Int
  }

  /// Hands a review in, and says what came of it.
  /// - Parameters:
  ///   - names: what may be misspelt, for suggestions.
  ///   - effect: what the review does, as a sentence without a stop.
  func send(
    _ review: Review,
    _ daemon: DaemonOptions,
    names: () -> [String] = { [] },
    effect: (Reviewed) -> String
  ) throws {
    let query = try daemon.query(try Context())
    var review = review
    review.reason = reason
    let outcome: Reviewed
    do {
      outcome = try query.review(review)
    } catch ClientError.refused(let line, let code) where code == .unknown {
      let hints = try names().map { try Suggestions.text(for: $0, query) }.first { !$0.isEmpty } ?? ""
      throw ClientError.refused(line + hints, code)
    }
    if json {
      Terminal.write(
        try JSON.encode(
          Outcome(
            sequence: outcome.sequence,
            moved: outcome.moved,
            into: outcome.into,
            documents: outcome.documents
          )
        )
      )
    } else if let sequence = outcome.sequence {
      Terminal.print("review \(sequence): \(effect(outcome)). To take it back: courant undo \(sequence)")
    } else {
      Terminal.print("no change: it holds already")
    }
    Terminal.flush()
  }

  /// "1 fact", "2 facts".
  static func count(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
}
