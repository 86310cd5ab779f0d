import Keys
import Wire

extension JobKey {
  /// A message with the seal that it needs, as of a worker that was given the job.
  public func packet(_ body: some MessageBody, attachments: [[UInt8]] = []) throws -> Packet {
    switch body {
    case var offer as Offer:
      offer.seal = seal(.job, job(offer.job, offer.uri, offer.digest, offer.action))
      return try Packet(offer, attachments: attachments)
    case var chunk as Chunk:
      chunk.seal = seal(.job, job(chunk.job, chunk.uri, chunk.digest, chunk.action))
      return try Packet(chunk, attachments: attachments)
    case var batch as Batch:
      batch.seal = seal(.job, job(batch.job, batch.document.uri, batch.document.digest, batch.action))
      return try Packet(batch, attachments: attachments)
    default: return try Packet(body, attachments: attachments)
    }
  }
}
