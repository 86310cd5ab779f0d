/// What a key may do over TCP.
public struct AccessRoles: OptionSet, Sendable, Hashable {
  public let rawValue: UInt8

  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Submit documents and take them back.
  public static let submit = AccessRoles(rawValue: 1)
  /// Be a worker, or the intake of this aggregator: ask for documents, send facts.
  public static let work = AccessRoles(rawValue: 2)
  /// Subscribe and ask.
  public static let read = AccessRoles(rawValue: 4)
  /// Decide who is who and what counts as a source.
  public static let review = AccessRoles(rawValue: 16)
  /// All of these, and the rest: failed documents tried again or dropped, documents extracted anew.
  public static let admin = AccessRoles(rawValue: 8)

  /// Every role by its name, in the order in which they are written.
  public static let names: [(name: String, role: AccessRoles)] = [
    ("submit", .submit), ("work", .work), ("read", .read), ("review", .review), ("admin", .admin),
  ]

  /// The role of a name; nil for another word.
  public init?(name: some StringProtocol) {
    guard let role = Self.names.first(where: { $0.name == name })?.role else { return nil }
    self = role
  }

  /// Whether one of `roles` is among these, or they are those of an administrator.
  public func includes(oneOf roles: AccessRoles) -> Bool {
    contains(.admin) || !isDisjoint(with: roles)
  }
}

extension AccessRoles: CustomStringConvertible {
  /// The names with commas between, such as `submit,read`.
  public var description: String {
    Self.names.filter { contains($0.role) }.map(\.name).joined(separator: ",")
  }
}
