/// Who sent a message: what the ZAP handler says of a key, and the socket keeps beside each of its messages.
public struct Peer: Sendable, Hashable {
  /// By which the allow-list knows the key.
  public let name: String
  public let roles: AccessRoles

  public init(name: String, roles: AccessRoles) {
    self.name = name
    self.roles = roles
  }

  /// Reads what ``userId`` wrote; nil for anything else.
  public init?(userId: String) {
    guard let space = userId.firstIndex(of: " "), let roles = UInt8(userId[..<space]) else { return nil }
    self.init(name: String(userId[userId.index(after: space)...]), roles: AccessRoles(rawValue: roles))
  }

  /// The peer as a ZAP user id.
  public var userId: String { "\(roles.rawValue) \(name)" }
}
