import Keys
import Wire
import ZeroMQ

/// What a peer over TCP may ask of intake: it is let in to the socket for one thing, and may not do the others.
extension IntakeLoop {
  /// Of whom a request must be; nil for a request that everybody may make who is let in.
  private static func roles(for kind: MessageKind) -> AccessRoles? {
    switch kind {
    case .status: nil
    case .text, .refusedFiles: .read
    case .reprocess: .admin
    case .failedDocument: .admin
    default: .submit
    }
  }

  /// Why a request is not granted to the peer whose key it came with; nil when it is. Without a key it came through a file's permissions.
  func forbidden(_ packet: Packet, of message: Message) -> Refused? {
    guard let userId = message.frames.last?.userId, let wanted = Self.roles(for: packet.header.kind) else { return nil }
    let peer = Peer(userId: userId) ?? Peer(name: "a peer", roles: [])
    guard !peer.roles.includes(oneOf: wanted) else { return nil }
    counters.peers.count(.request)
    logger.log(
      .peerRefused,
      .warning,
      "refused a \(packet.header.kind) of \(peer.name), whose roles are \(peer.roles)"
    )
    return Refused(
      request: packet.requestNumber,
      code: .forbidden,
      reason: "\(peer.name) may not do that: its key has the roles \(peer.roles), and it takes \(wanted)"
    )
  }
}
