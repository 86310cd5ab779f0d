import Foundation
import Installation
import Names

extension LanguageModel {
  /// Opens the installed model of a language.
  ///
  /// Where it is looked for is told by ``InstalledFile``.
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
    do throws(InstalledFile.Missing) {
      return try InstalledFile.path(name, of: "Language")
    } catch {
      throw ModelFileError(error.name, error.problem)
    }
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
}
