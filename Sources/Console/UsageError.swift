/// A command line that cannot be followed, in one line; the words are known, and what they name will not do.
public struct UsageError: ExitingError, CustomStringConvertible {
  public let description: String
  public let exit = ProgramExit.usage

  public init(_ description: String) {
    self.description = description
  }
}
