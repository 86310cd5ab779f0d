import Foundation

/// Where a file lies that the programs need beside themselves: a model, or a table of names.
public enum InstalledFile {
  /// The environment variable that names the folder of the models, before all other places.
  public static let folderVariable = "COURANT_MODELS"

  /// That a file is in none of its places, in one line.
  public struct Missing: Error, Sendable, Equatable, CustomStringConvertible {
    public let name: String
    /// What is wrong, without the file's name.
    public let problem: String

    public var description: String { "\(name) \(problem)" }
  }

  /// The path of an installed file.
  ///
  /// It is looked for in the folder that `COURANT_MODELS` names, or else beside the program as it was built, in `../share/courant` of it,
  /// in `/usr/local/share/courant` and in `/usr/share/courant`. Whether it can be read from that folder is for its reader to tell.
  /// - Parameters:
  ///   - name: the file's name, such as `en.model`.
  ///   - module: the module whose resource it is.
  /// - Throws: ``Missing`` when it is nowhere.
  public static func path(_ name: String, of module: String) throws(Missing) -> String {
    if let folder = ProcessInfo.processInfo.environment[folderVariable], !folder.isEmpty { return folder + "/" + name }
    let program = programFolder()
    let places = [
      program + "/courant_\(module).resources/" + name, program + "/../share/courant/" + name,
      "/usr/local/share/courant/" + name, "/usr/share/courant/" + name,
    ]
    guard let path = places.first(where: { FileManager.default.isReadableFile(atPath: $0) }) else {
      throw Missing(
        name: name,
        problem: "is not in \(program)/../share/courant nor in /usr/share/courant; "
          + "set \(folderVariable) to the folder that has it"
      )
    }
    return path
  }

  private static func programFolder() -> String {
    let path =
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
    return URL(fileURLWithPath: path).deletingLastPathComponent().path
  }
}
