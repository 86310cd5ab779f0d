import Keys
import Model
import Service
import Wire
import ZeroMQ

/// What comes in on the `query` socket: questions, and what people decide.
extension AggregatorLoop {
  func readQueries() throws {
    for _ in 0..<Self.turn {
      guard let message = try gate.receive(from: query) else { return }
      guard let peer = message.frames.first else { continue }
      do throws(WireError) {
        let packet = try Packet(message, dropping: 1)
        if let refusal = packet.refusal(on: .query) {
          refuse(peer, on: query, refusal)
        } else if packet.header.kind == .review {
          try accept(review: packet, message, from: peer)
        } else if packet.header.kind == .position {
          subscribers.note(try packet.decode(), from: peer)
        } else if let reason = ask(packet, of: peer) {
          let busy = Busy(request: packet.requestNumber, retryAfter: 100, reason: reason)
          gate.answerOrLog(busy, to: peer, on: query, logger, epoch: epoch)
        }
      } catch {
        refuse(peer, on: query, Refused(request: nil, code: .malformed, reason: error.description))
      }
    }
  }

  /// Hands a question on.
  /// - Returns: why it cannot be now.
  private func ask(_ packet: Packet, of peer: Frame) -> String? {
    let name = peer.withUnsafeBytes { Array($0) }
    let waiting = asking[name] ?? 0
    guard waiting < Self.maximumAsking else { return "\(waiting) of its questions wait" }
    guard queryTasks.post(QueryTask(peer: peer, socket: .query, packet: packet)) else {
      return "too many questions wait"
    }
    asking[name] = waiting + 1
    return nil
  }

  func noteAnswer(to peer: Frame) {
    let name = peer.withUnsafeBytes { Array($0) }
    if let waiting = asking[name] { asking[name] = waiting > 1 ? waiting - 1 : nil }
  }

  /// Reviews change what everybody reads: over TCP they take a key that may.
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
        gate.answerOrLog(
          Refused(request: request.request, code: .forbidden, reason: reason),
          to: peer,
          on: query,
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
