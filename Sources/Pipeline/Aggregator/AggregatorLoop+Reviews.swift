import Keys
import Model
import Service
import Wire
import ZeroMQ

/// Reviews change what everybody reads: over TCP they take a key that may.
extension AggregatorLoop {
  func accept(review packet: Packet, _ message: Message, from peer: Frame) throws(WireError) {
    var request: ReviewRequest = try packet.decode()
    // Without a key it came through a file's permissions. Who decided is nobody's to claim.
    request.review.by = nil
    if let userId = message.frames.last?.userId {
      let other = Peer(userId: userId) ?? Peer(name: "a peer", roles: [])
      guard other.roles.includes(oneOf: .review) else {
        counters.peers.count(.request)
        logger.log(.peerRefused, .warning, "refused a review of \(other.name), whose roles are \(other.roles)")
        let reason = "\(other.name) may not do that: its key has the roles \(other.roles), and it takes review"
        query.answerOrLog(
          Refused(request: request.request, code: .forbidden, reason: reason),
          to: peer,
          logger,
          epoch: epoch
        )
        return
      }
      request.review.by = other.name
    }
    enqueue(WriterTask(peer: peer, socket: .query, work: .review(request), bytes: 0), of: packet)
  }
}
