import ArgumentParser
@preconcurrency import Glibc
import Service

/// How the daemon ends: 0, 1 when it failed, 2 for a wrong command line, 78 (EX_CONFIG) for a wrong configuration.
enum Exit {
  static func end(_ error: any Error, command: any ParsableCommand.Type) -> Never {
    if let error = error as? ConfigurationError {
      say("courantd: \(error)")
      exit(error.mayPass ? 1 : 78)
    }
    let code = command.exitCode(for: error)
    if code == .success {
      print(command.fullMessage(for: error))
      exit(0)
    }
    if code == .validationFailure {
      say(command.fullMessage(for: error))
      exit(2)
    }
    say("courantd: \(error)")
    exit(1)
  }

  private static func say(_ line: String) {
    fputs(line + "\n", stderr)
  }
}
