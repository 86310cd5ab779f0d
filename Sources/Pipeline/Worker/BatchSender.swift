import Model
import Wire

/// Cuts the facts of one revision, and then its other sentences, into messages, so that one message of them is in memory at a time.
struct BatchSender {
  /// How large a chunk becomes before the next begins, in bytes.
  static let chunkBytes = 1 << 20

  let job: Job
  let document: Document
  let extractor: String
  let facts: [Fact]
  /// The sentences that gave no fact.
  let sentences: [Sentence]
  /// Why there is no fact.
  let reason: String?
  /// The lines that were not read.
  let skipped: [SkippedLines]
  let fingerprint: Fingerprint?
  /// Where each chunk begins that was made so far, and where the next would.
  private var starts = [0]

  init(
    job: Job,
    document: Document,
    extractor: String,
    facts: [Fact],
    sentences: [Sentence] = [],
    reason: String? = nil,
    skipped: [SkippedLines] = [],
    fingerprint: Fingerprint? = nil
  ) {
    self.skipped = skipped
    self.fingerprint = fingerprint
    self.job = job
    self.document = document
    self.extractor = extractor
    self.facts = facts
    self.sentences = sentences
    self.reason = reason
  }

  /// The message that is wanted when the aggregator has so many chunks: the next chunk, or with the last facts the batch itself.
  /// - Parameter limit: how large it may be, in bytes.
  /// - Throws: ``ExtractionError`` for a fact that is larger than that; `EncodingError` for a number that JSON has not.
  mutating func message(after chunks: Int, limit: Int) throws -> Packet {
    let index = min(chunks, starts.count - 1)
    // Room for the other frames beside the facts.
    let room = min(Self.chunkBytes, limit - (64 << 10))
    var next = starts[index]
    var lines: [UInt8] = []
    let count = facts.count + sentences.count
    while next < count {
      let line = try line(next)
      guard line.count + (64 << 10) < limit else {
        let detail = "fact \(next + 1) takes \(line.count) bytes, more than the aggregator takes (\(limit))"
        throw ExtractionError(detail)
      }
      if !lines.isEmpty, lines.count + line.count >= room { break }
      lines += line
      lines.append(UInt8(ascii: "\n"))
      next += 1
    }
    if next == count {
      let batch = Batch(
        job: job.job,
        document: document,
        mediaType: job.mediaType,
        extractor: extractor,
        facts: facts.count,
        sentences: sentences.isEmpty ? nil : sentences.count,
        chunks: index == 0 ? nil : index,
        action: job.action,
        reason: reason,
        skipped: skipped.isEmpty ? nil : skipped,
        fingerprint: fingerprint,
        seal: job.seal
      )
      return try Packet(batch, attachments: [lines])
    }
    if index == starts.count - 1 { starts.append(next) }
    let chunk = Chunk(job: job.job, uri: job.uri, digest: job.digest, index: index, action: job.action, seal: job.seal)
    return try Packet(chunk, attachments: [lines])
  }

  private func line(_ index: Int) throws -> [UInt8] {
    guard index >= facts.count else { return try JSON.encode(facts[index]) }
    return try JSON.encode(SentenceLine(sentences[index - facts.count]))
  }
}
