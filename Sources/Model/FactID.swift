/// The name of a fact: a hash of its content, so that the same work done twice, on any machine, gives the same facts.
///
/// 128 bits of a SHA-256, written as 32 hexadecimal digits.
public struct FactID: Sendable, Hashable, Codable, CustomStringConvertible {
  /// 16 bytes.
  public let bytes: [UInt8]

  init(_ digest: Digest) {
    bytes = Array(digest.bytes.prefix(16))
  }

  /// From the 16 bytes of an id; nil for any other count.
  public init?(bytes: some Collection<UInt8>) {
    guard bytes.count == 16 else { return nil }
    self.bytes = Array(bytes)
  }

  /// Reads 32 hexadecimal digits; nil when `text` is anything else.
  public init?(_ text: String) {
    guard let raw = Hexadecimal.decode(Array(text.utf8)), raw.count == 16 else { return nil }
    bytes = raw
  }

  public var description: String { Hexadecimal.encode(bytes) }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let id = FactID(text) else {
      throw DecodingError.dataCorruptedError(
        in: container,
        debugDescription: "\"\(text)\" is not a fact id: want 32 hexadecimal digits"
      )
    }
    self = id
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

extension Fact {
  /// The fact's id: revision, span, subject, relation, object and extractor version decide it, and nothing else.
  ///
  /// Each field goes into the hash with its length before it, so that no two facts run together.
  public var id: FactID {
    var hash = FieldHash()
    hash.add(document.uri)
    hash.add(document.digest.bytes)
    hash.add(String(evidence.start))
    hash.add(String(evidence.end))
    hash.add(subject.text)
    hash.add(relation.text)
    hash.add(object.text)
    hash.add(extractor)
    addQualifiers(to: &hash)
    return FactID(hash.finish())
  }

  /// What the fact says apart from where it stands, so that a later revision which still says it can be seen to.
  public var claim: FactID {
    var hash = FieldHash()
    hash.add(document.uri)
    hash.add(subject.text)
    hash.add(subject.name ?? "")
    hash.add(relation.text)
    hash.add(object.text)
    hash.add(key.description)
    hash.add(place ?? "")
    for name in context { hash.add(name) }
    addQualifiers(to: &hash)
    return FactID(hash.finish())
  }

  /// What tells apart two facts of the same words: "A and B grew 2 % in 2011 and 2012".
  private func addQualifiers(to hash: inout FieldHash) {
    hash.add(time?.start?.description ?? "")
    hash.add(time?.end?.description ?? "")
    hash.add(attribution?.source ?? "")
    hash.add(polarity.rawValue)
    hash.add(modality.rawValue)
  }
}

/// A SHA-256 over fields, each led by its length as eight big-endian bytes.
private struct FieldHash {
  private var hash = SHA256()

  mutating func add(_ field: [UInt8]) {
    withUnsafeBytes(of: UInt64(field.count).bigEndian) { hash.update($0) }
    hash.update(field)
  }

  mutating func add(_ field: String) {
    add(Array(field.utf8))
  }

  mutating func finish() -> Digest { hash.finish() }
}
