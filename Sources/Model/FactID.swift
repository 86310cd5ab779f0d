/// The name of a fact: a hash of its content, so that the same work done twice, on any machine, gives the same facts.
///
/// 128 bits of a SHA-256.
public struct FactID: Identifier128 {
  public static let noun = "a fact id"

  public let bytes: [UInt8]

  public init(unchecked bytes: [UInt8]) {
    self.bytes = bytes
  }

  init(_ digest: Digest) {
    bytes = Array(digest.bytes.prefix(16))
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
    hash.add(subject.entity ?? "")
    hash.add(relation.text)
    hash.add(object.text)
    hash.add(key.description)
    hash.add(place ?? "")
    for name in context { hash.add(name) }
    // The normal form, too: a better extractor may read another number in the same words.
    let numbers = [object.number, object.low, object.high].map { $0?.description ?? "" }
    let days = [object.start, object.end].map { $0?.description ?? "" }
    let rest = [object.kind.rawValue, object.unit, object.name, object.entity, object.bound?.rawValue].map { $0 ?? "" }
    for field in numbers + days + rest { hash.add(field) }
    hash.add(object.approximate ? "approximate" : "")
    addQualifiers(to: &hash)
    addIdentity(to: &hash)
    addOriginal(to: &hash)
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

  /// What protocol 1.0 did not have; facts that have nothing of it keep their hashes.
  private func addIdentity(to hash: inout FieldHash) {
    let usual: Scope = subject.entity == nil ? .local : .named
    guard subject.scope != usual || about != .subject else { return }
    hash.add(subject.scope.rawValue)
    hash.add(about.rawValue)
  }

  /// What a review has changed, so that facts which it brings under one name stay two.
  private func addOriginal(to hash: inout FieldHash) {
    guard let original else { return }
    for field in [original.key.description, original.scope.rawValue, original.subject ?? "", original.object ?? ""] {
      hash.add(field)
    }
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
    var field = field
    field.withUTF8 { bytes in
      withUnsafeBytes(of: UInt64(bytes.count).bigEndian) { hash.update($0) }
      hash.update(bytes)
    }
  }

  mutating func finish() -> Digest { hash.finish() }
}
