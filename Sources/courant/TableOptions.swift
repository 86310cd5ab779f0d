import ArgumentParser

/// How tables are printed.
struct TableOptions: ParsableArguments {
  @Flag(name: .long, help: "Cut nothing, however narrow the terminal is, and show documents by their whole URIs.")
  var wide = false

  /// Refuses `--wide` where no table is printed.
  /// - Parameter form: the option that asks for another form, such as `--json`; nil for a table.
  func validate(_ form: String?) throws {
    if wide, let form { throw ValidationError("--wide is for tables, and \(form) prints none; leave one out") }
  }

  /// The same for a command that has `--json`.
  func validate(json: Bool) throws { try validate(json ? "--json" : nil) }
}
