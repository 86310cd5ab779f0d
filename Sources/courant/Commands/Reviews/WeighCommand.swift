import ArgumentParser
import Client
import Model
import ZeroMQ

struct WeighCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "weigh",
    abstract: "Say how much documents count as sources.",
    discussion: """
      A value is corroborated when its origins weigh 2 or more together. Every source weighs 1 unless this says
      otherwise; one that weighs 0 stands in the lists and neither corroborates nor disputes. Of several beginnings of a
      URI the longest counts.

      Examples:
        courant weigh https://rumours.example/ 0
        courant weigh https://example.org/press/ 0.5 --reason "hardly independent"
        courant weigh https://rumours.example/ 1     as any other again
      """
  )

  @OptionGroup var daemon: DaemonOptions

  @Argument(help: ArgumentHelp("How the URIs of the documents begin; or a file or folder.", valueName: "source"))
  var source: String

  @Argument(help: ArgumentHelp("0 to 1.", valueName: "weight"))
  var weight: Double

  @OptionGroup var review: ReviewOptions

  private var prefix: String { FileName.documentPrefix(source) }

  func validate() throws {
    guard (0...1).contains(weight) else { throw ValidationError("the weight is \(weight), want 0 to 1") }
    guard !source.isEmpty else {
      throw ValidationError("the source is empty: want how URIs begin, or a file or folder")
    }
    if let fault = DocumentURI.fault(of: prefix) { throw ValidationError(fault) }
    try review.validate()
  }

  func run() throws {
    try review.send(Review(.weigh, source: prefix, weight: weight), daemon) { reviewed in
      let documents = ReviewOptions.count(reviewed.documents, "document")
      return "\(Terminal.clean(prefix)) weighs \(Rendering.number(weight)) now: \(documents)"
    }
  }
}

struct UndoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "undo",
    abstract: "Take a review back.",
    discussion: """
      The state is as if the review had never been made. An undo can be undone as well.

      Examples:
        courant reviews
        courant undo 1207
      """
  )

  @OptionGroup var daemon: DaemonOptions

  @Argument(help: ArgumentHelp("The number of the review, as reviews shows it.", valueName: "sequence"))
  var sequence: UInt64

  @OptionGroup var review: ReviewOptions

  func validate() throws { try review.validate() }

  func run() throws {
    try review.send(Review(.undo, undoes: sequence), daemon) { reviewed in
      let changes = [
        reviewed.moved == 0 ? nil : "\(ReviewOptions.count(reviewed.moved, "fact")) moved back",
        reviewed.documents == 0 ? nil : "\(ReviewOptions.count(reviewed.documents, "document")) weighed as before",
      ].compactMap { $0 }
      return "review \(sequence) undone" + (changes.isEmpty ? "" : ", " + changes.joined(separator: ", "))
    }
  }
}
