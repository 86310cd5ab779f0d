import ArgumentParser
import Client
import Model
import ZeroMQ

struct SameCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "same",
    abstract: "Say that several names mean one entity.",
    discussion: """
      The facts of all the names stand under the first from then on, also those of documents that come later. A name that
      means somebody else in every document is given with its document.

      Examples:
        courant same hepatitis-c HCV --reason "the abbreviation"
        courant same 'John Smith@report.txt' 'John Smith@https://example.org/board.html'
        courant undo 1207                            takes it back, by the number that was printed
      """
  )

  @OptionGroup var daemon: DaemonOptions

  @Argument(
    help: ArgumentHelp("Names or slugs; NAME@DOCUMENT for one document.", valueName: "name"),
    completion: .custom(Completions.entities)
  )
  var names: [String]

  @OptionGroup var review: ReviewOptions

  func validate() throws {
    guard names.count >= 2 else { throw ValidationError("one name alone is always the same; want two or more") }
    guard names.count <= Review.maximumNames else {
      throw ValidationError("\(names.count) names, want \(Review.maximumNames) at most")
    }
    for name in names { _ = try ReviewOptions.name(name) }
    try review.validate()
  }

  func run() throws {
    let names = try names.map(ReviewOptions.name)
    try review.send(Review(.same, names: names), daemon, names: { names.map(\.entity) }) { reviewed in
      "\(ReviewOptions.count(reviewed.moved, "fact")) moved; all stand under \(reviewed.into ?? names[0].entity)"
    }
  }
}

struct ApartCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "apart",
    abstract: "Say that a name means somebody else in every document.",
    discussion: """
      Names that were joined under it stand by themselves again, and what a document states about it belongs to that
      document: no other corroborates or disputes it. `same` joins single documents.

      Examples:
        courant apart 'John Smith'
        courant apart springfield --reason "five towns of that name"
      """
  )

  @OptionGroup var daemon: DaemonOptions

  @Argument(
    help: ArgumentHelp("A name or slug.", valueName: "name"),
    completion: .custom(Completions.entities)
  )
  var name: String

  @OptionGroup var review: ReviewOptions

  func validate() throws {
    guard try ReviewOptions.name(name).document == nil else {
      throw ValidationError("\"\(name)\" names a document; a name is set apart in all of them")
    }
    try review.validate()
  }

  func run() throws {
    let name = try ReviewOptions.name(name)
    try review.send(Review(.apart, names: [name]), daemon, names: { [name.entity] }) { reviewed in
      "\(ReviewOptions.count(reviewed.moved, "fact")) of \(name.entity) now belong to their documents"
    }
  }
}
