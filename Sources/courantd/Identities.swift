import Language
import Logging
import Model
import Names
import Synchronization

/// Who has a name that everybody knows. The table is read when it is first asked; a daemon without it knows nobody.
final class Identities: Sendable {
  private let names = Mutex<KnownNames?>(nil)

  func identity(_ slug: String) -> KnownIdentity? {
    let names = names.withLock { names in
      if let names { return names }
      let read = Self.read()
      names = read
      return read
    }
    return names.entity(slug: slug).map { KnownIdentity(id: $0.id, slug: $0.slug, name: $0.name) }
  }

  private static func read() -> KnownNames {
    do throws(ModelFileError) {
      return try LanguageModel.installedNames()
    } catch {
      Logger(label: "aggregator").warning("entities are shown without the ids that everybody knows: \(error)")
      return .none
    }
  }
}
