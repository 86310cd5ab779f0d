import Foundation
import Names

extension LanguageModel {
  /// The environment variable that names the folder of the models, before all other places.
  public static let folderVariable = "COURANT_MODELS"

  /// Opens the installed model of a language.
  ///
  /// It is looked for in the folder that `COURANT_MODELS` names, or else beside the program as it was built and in `../share/courant` of it.
  /// - Parameter language: its code after ISO 639-1, such as `en`.
  /// - Throws: ``ModelFileError`` when there is none or it cannot be used.
  public static func installed(_ language: String) throws(ModelFileError) -> LanguageModel {
    try withNames(installedFile(language + ".model"))
  }

  /// Reads the installed table of the names that everybody knows, which lies beside the models.
  /// - Throws: ``ModelFileError`` when there is none or it cannot be used.
  public static func installedNames() throws(ModelFileError) -> KnownNames {
    let path = try installedFile("known.tsv")
    do throws(KnownNames.Fault) {
      return try KnownNames(path: path)
    } catch {
      throw ModelFileError("names:", error.description)
    }
  }

  private static func installedFile(_ name: String) throws(ModelFileError) -> String {
    if let folder = ProcessInfo.processInfo.environment[folderVariable], !folder.isEmpty { return folder + "/" + name }
    let program = programFolder()
    let places = [
      program + "/courant_Language.resources/" + name, program + "/../share/courant/" + name,
      "/usr/local/share/courant/" + name, "/usr/share/courant/" + name,
    ]
    guard let path = places.first(where: { FileManager.default.isReadableFile(atPath: $0) }) else {
      throw ModelFileError(
        name,
        "is not in \(program)/../share/courant nor in /usr/share/courant; set \(folderVariable) to the folder that has it"
      )
    }
    return path
  }

  /// Opens a model with the names that lie beside it.
  private static func withNames(_ path: String) throws(ModelFileError) -> LanguageModel {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    let known: KnownNames
    let people: PersonNames
    do throws(KnownNames.Fault) {
      known = try KnownNames(path: folder + "/known.tsv")
      people = try PersonNames(path: folder + "/common-names.tsv")
    } catch {
      throw ModelFileError("names:", error.description)
    }
    return try LanguageModel(path: path, known: known, people: people)
  }

  private static func programFolder() -> String {
    let path =
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
    return URL(fileURLWithPath: path).deletingLastPathComponent().path
  }
}
