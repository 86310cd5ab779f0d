import ArgumentParser
import FileOutput
@preconcurrency import Glibc
import Model
import Service
import Synchronization

/// The program that runs: how it parses its command line, and how it ends.
public enum Program {
  private static let named = Mutex("courant")

  /// What it calls itself in errors.
  public static var name: String { named.withLock { $0 } }

  /// Names the program; once, at its start, before it opens anything.
  public static func start(_ name: String) {
    named.withLock { $0 = name }
    StandardOutput.holdPlaces()
  }

  /// Ends with all that was written let out, or says that it could not be.
  public static func end(_ exit: ProgramExit) -> Never {
    StandardOutput.close()
    // Everything is out; what is left at exit is nothing that could fail unseen.
    Glibc.exit(exit.rawValue)
  }

  /// Ends with an error, or with the help, version or script that was asked for.
  public static func end(_ error: any Error, of command: any ParsableCommand.Type) -> Never {
    if let status = error as? ExitStatus { end(status.exit) }
    let code = command.exitCode(for: error)
    if code == .success {
      let text = HelpText.unwrapped { command.fullMessage(for: error) }
      // Scripts and the dump of the help are for machines.
      StandardOutput.print(text.hasPrefix("OVERVIEW: ") ? HelpText.layOut(text, columns: HelpText.columns) : text)
      end(.done)
    }
    if code == .validationFailure {
      StandardError.warn(UsageMessage.text(command.fullMessage(for: error)))
      end(.usage)
    }
    StandardError.complain("\(error)")
    end((error as? any ExitingError)?.exit ?? .failed)
  }

  /// The arguments with negative numbers behind `--`: the parser would take them for options, and say that a value is missing.
  ///
  /// - Parameter commands: those whose last argument is a number, and whose options take words, which stay behind them.
  public static func separatingNegativeNumbers(_ arguments: [String], of commands: Set<String>) -> [String] {
    guard let command = arguments.first, commands.contains(command) else { return arguments }
    let end = arguments.firstIndex(of: "--") ?? arguments.endIndex
    var options: [String] = []
    var numbers: [String] = []
    for argument in arguments[..<end] {
      let isNumber = argument.hasPrefix("-") && argument.dropFirst().first?.isNumber == true
      if isNumber, let before = options.last, !["--reason", "--runtime", "--config"].contains(before) {
        numbers.append(argument)
      } else {
        options.append(argument)
      }
    }
    if numbers.isEmpty { return arguments }
    return options + ["--"] + numbers + arguments[end...].dropFirst()
  }

  /// Looks at the names of commands before the command line is parsed, so that one that is mistyped is named with the nearest.
  /// - Throws: `ValidationError`.
  public static func checkCommands(_ arguments: [String], of root: any ParsableCommand.Type) throws {
    var command = root
    var words = arguments[...]
    var path = [root.configuration.commandName ?? name]
    if words.first == "help" {
      words = words.dropFirst()
      if words.isEmpty { return }
    }
    let isHelp = words.count < arguments.count
    while let word = words.first, !word.hasPrefix("-") {
      let subcommands = command.configuration.subcommands
      guard !subcommands.isEmpty else {
        // What follows is an argument of the command; `help` takes no arguments.
        guard isHelp else { return }
        throw ValidationError("\(path.joined(separator: " ")) has no command \"\(VisibleText.line(word))\"")
      }
      let names = subcommands.flatMap { [$0._commandName] + $0.configuration.aliases }
      guard let next = subcommands.first(where: { $0._commandName == word || $0.configuration.aliases.contains(word) })
      else {
        throw ValidationError(
          "\(path.joined(separator: " ")) has no command \"\(VisibleText.line(word))\"\(UsageMessage.hint(word, among: names))"
        )
      }
      path.append(word)
      command = next
      words = words.dropFirst()
    }
  }
}

extension FileError: ExitingError {
  /// What was named to be written was not: for want of permission, or for any other reason.
  public var exit: ProgramExit { code == EACCES || code == EPERM ? .denied : .output }
}

extension ConfigurationError: ExitingError {
  public var exit: ProgramExit { isDenied ? .denied : mayPass ? .failed : .configuration }
}
