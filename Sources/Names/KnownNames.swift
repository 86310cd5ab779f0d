/// What everybody knows by name: countries and territories, large cities, organisations and products, each with a stable identifier.
///
/// The table has a line for each, with its fields between tabs: identifier (`ISO:NO`, `GN:3143244` of GeoNames, `Q1065` of Wikidata), kind,
/// slug, name, and slugs of other names with `|` between them. A name that two of them have is left out: it is known by neither.
public struct KnownNames: Sendable {
  public enum Kind: String, Sendable {
    case country, city, organisation, product
  }

  public struct Entity: Sendable, Hashable {
    /// Its identifier, such as `ISO:NO`.
    public let id: String
    public let kind: Kind
    /// The slug that its keys begin with.
    public let slug: String
    public let name: String
  }

  /// Why a table cannot be used, in one line.
  public struct Fault: Error, Sendable, CustomStringConvertible {
    public let description: String
  }

  /// Nobody is known.
  public static let none = KnownNames()

  private var entities: [Entity] = []
  private var places: [String: Int] = [:]

  private init() {}

  /// Reads a table.
  /// - Throws: ``Fault`` if the file cannot be read or a line is malformed.
  public init(path: String) throws(Fault) {
    try NameTable.forEach(path, "five fields between tabs") { fields, number throws(Fault) in
      guard fields.count == 5, let kind = Kind(rawValue: fields[1]), !fields[0].isEmpty, !fields[2].isEmpty,
        !fields[3].isEmpty
      else { return false }
      let place = entities.count
      entities.append(Entity(id: fields[0], kind: kind, slug: fields[2], name: fields[3]))
      let others = fields[4].utf8.split(separator: UInt8(ascii: "|")).map { String(decoding: $0, as: UTF8.self) }
      for slug in [fields[2]] + others {
        guard places.updateValue(place, forKey: slug) == nil else {
          throw Fault(description: "\(path): line \(number): \(slug) is known already")
        }
      }
      return true
    }
  }

  public var count: Int { entities.count }

  /// Who has a name, by its slug; nil where nobody has, or more than one.
  public func entity(slug: String) -> Entity? { places[slug].map { entities[$0] } }
}
