import ArgumentParser
import Client
import Foundation
import Glibc
import Keys
import Service
import Wire
import ZeroMQ

/// Where the daemon is.
struct DaemonOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Folder of the daemon's sockets; default COURANT_RUNTIME, or your own, or the system's.",
      valueName: "folder"
    )
  )
  var runtime: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "YAML file with endpoints and keys of a daemon elsewhere; default COURANT_CONFIG, or ~/.config/courant/courant.yaml.",
      valueName: "file"
    )
  )
  var config: String?

  func validate() throws {
    if runtime != nil, config != nil {
      throw ValidationError("--runtime and --config both say where the daemon is; leave one out")
    }
  }

  /// Where the daemon is, and with which keys.
  /// - Throws: ``ConfigurationError``.
  func configuration() throws(ConfigurationError) -> Service.Configuration {
    var environment = ProcessInfo.processInfo.environment
    let folder = runtime ?? Folders.daemon
    let isNamed = runtime != nil || !(environment["COURANT_RUNTIME"] ?? "").isEmpty
    if config == nil, !isNamed { try Self.requireOwn(folder) }
    environment["COURANT_RUNTIME"] = folder
    return try Service.Configuration(file: file(environment), environment: environment)
  }

  /// Where the folder that nobody has named lies among everybody's, somebody else may have made it first.
  private static func requireOwn(_ folder: String) throws(ConfigurationError) {
    var status = stat()
    guard folder.hasPrefix("/tmp/"), stat(folder, &status) == 0, status.st_uid != 0, status.st_uid != geteuid() else {
      return
    }
    throw ConfigurationError(
      denied: "\(folder) belongs to another user; name the daemon's folder with --runtime or COURANT_RUNTIME"
    )
  }

  private func file(_ environment: [String: String]) -> String? {
    if let config { return config }
    // Whoever names a folder wants the daemon of that folder.
    if runtime != nil { return nil }
    if let file = environment["COURANT_CONFIG"], !file.isEmpty { return file }
    let folder =
      environment["XDG_CONFIG_HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? environment["HOME"].map { "\($0)/.config" }
    let file = folder.map { "\($0)/courant/courant.yaml" }
    // Nobody has named this one: in a home that this user may not enter there is none for him.
    return file.flatMap { access($0, F_OK) == 0 ? $0 : nil }
  }

  /// The keys for one of the daemon's sockets; nil where it is in the file system.
  func keys(_ domain: AccessDomain, _ configuration: Service.Configuration) throws(ConfigurationError) -> CurveClient? {
    try KeyRing(configuration, connecting: [domain], environment: ProcessInfo.processInfo.environment)
      .client(domain, of: configuration)
  }

  func submitter(_ context: Context) throws -> Submitter {
    let configuration = try configuration()
    return try Submitter(context, to: configuration.endpoints.submit, keys: try keys(.submit, configuration))
  }

  func query(_ context: Context) throws -> Query {
    let configuration = try configuration()
    return try Query(context, to: configuration.endpoints.query, keys: try keys(.query, configuration))
  }

  /// How the roles are, of which one may run without the other, and what is wrong with the one that does not answer.
  /// - Throws: ``ClientError`` when neither answers.
  func statuses(_ context: Context) throws -> (reports: [StatusReport], silent: [SilentRole]) {
    var reports: [StatusReport] = []
    var silent: [SilentRole] = []
    let roles: [(String, () throws -> StatusReport)] = [
      ("intake", { try submitter(context).status() }), ("aggregator", { try query(context).status() }),
    ]
    for (role, status) in roles {
      do {
        reports.append(try status())
      } catch let error as ClientError {
        silent.append(SilentRole(role: role, error: error))
      }
    }
    if reports.isEmpty, let first = silent.first { throw first.error }
    return (reports, silent)
  }
}

/// A role that does not answer while the other does.
struct SilentRole: CustomStringConvertible {
  let role: String
  let error: ClientError

  var description: String {
    guard case .noDaemon(let endpoint) = error else { return "\(role): \(error)" }
    return "\(role) does not answer at \(endpoint); start it with: courantd \(role)"
  }
}
