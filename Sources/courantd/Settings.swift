import ArgumentParser
import Foundation
import Glibc
import Keys
import Permissions
import Service

/// The flags that every role knows, and the configuration that comes of them.
struct Settings: ParsableArguments {
  @Option(name: .long, help: ArgumentHelp("Read settings from a YAML file.", valueName: "file"))
  var config: String?

  @Option(name: .long, help: ArgumentHelp("Folder of the database and the spool.", valueName: "folder"))
  var state: String?

  @Option(name: .long, help: ArgumentHelp("Folder of the sockets.", valueName: "folder"))
  var runtime: String?

  @Option(name: .long, help: ArgumentHelp("Least important messages to log.", valueName: "level"))
  var logLevel: LogLevel?

  @Option(name: .long, help: ArgumentHelp("How to log.", valueName: "format"))
  var logFormat: LogFormat?

  func validate() throws {
    for (option, value) in [("--config", config), ("--state", state), ("--runtime", runtime)] where value == "" {
      throw ValidationError("\(option) is empty; name a \(option == "--config" ? "file" : "folder")")
    }
  }

  /// Looks at the folders that a role is told to watch.
  static func check(watch: [String]) throws {
    if watch.contains("") { throw ValidationError("--watch is empty; name a folder") }
  }

  /// The settings of file, environment and flags together, checked.
  /// - Throws: ``ConfigurationError``.
  func load() throws(ConfigurationError) -> Service.Configuration { try loaded().configuration }

  /// The same, with where each value is from.
  func loaded() throws(ConfigurationError) -> LoadedConfiguration {
    var environment = ProcessInfo.processInfo.environment
    if let runtime { environment["COURANT_RUNTIME"] = Self.absolute(runtime) }
    var flags: [String: (flag: String, value: String)] = [:]
    flags["state"] = state.map { ("--state", $0) }
    flags["log.level"] = logLevel.map { ("--log-level", $0.word) }
    flags["log.format"] = logFormat.map { ("--log-format", $0.word) }
    var loaded = try LoadedConfiguration(file: config, environment: environment, flags: flags)
    let endpoints = ConfigurationOption.all.map(\.name).filter { $0.hasPrefix("endpoints.") }
    if let runtime, let first = endpoints.first.flatMap({ loaded.origins[$0] }),
      endpoints.allSatisfy({ loaded.origins[$0] != nil })
    {
      throw ConfigurationError(
        "--runtime is \"\(runtime)\", and every endpoint is named elsewhere (\(first)); leave one of them out"
      )
    }
    loaded.configuration.state = Self.absolute(loaded.configuration.state)
    loaded.configuration.watch = loaded.configuration.watch.map(Self.absolute)
    if !loaded.configuration.aliasesFile.isEmpty {
      loaded.configuration.aliasesFile = Self.absolute(loaded.configuration.aliasesFile)
    }
    return loaded
  }

  static func absolute(_ path: String) -> String {
    URL(fileURLWithPath: path).standardizedFileURL.path
  }
}

extension Service.Configuration {
  /// A path without links in it, as far as it exists.
  private static func resolved(_ path: String) -> String {
    URL(fileURLWithPath: path).resolvingSymlinksInPath().standardizedFileURL.path
  }

  /// The keys that a role needs, before it starts.
  func keyRing(
    listening: [AccessDomain] = [],
    connecting: [AccessDomain] = []
  ) throws(ConfigurationError) -> KeyRing {
    let environment = ProcessInfo.processInfo.environment
    return try KeyRing(self, listening: listening, connecting: connecting, environment: environment)
  }

  /// Looks at the watched folders before anything starts.
  /// - Throws: ``ConfigurationError`` with the folder that cannot be watched.
  func checkFolders() throws(ConfigurationError) {
    for folder in watch {
      var isFolder: ObjCBool = false
      if access(folder, R_OK | X_OK) != 0, PermissionDenied.isDenial(errno) {
        throw ConfigurationError(PermissionDenied(folder, to: .read)).of("watch")
      }
      guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue else {
        throw ConfigurationError("watch: \(folder): no such folder")
      }
      // Or every document would be found again as a file of the spool, without end.
      let inside = Self.resolved(state)
      if inside == Self.resolved(folder) || inside.hasPrefix(Self.resolved(folder) + "/") {
        throw ConfigurationError(
          "watch: \(folder) holds the state folder \(state); name another folder for one of them"
        )
      }
    }
  }
}
