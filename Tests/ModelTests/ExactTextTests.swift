import Testing

@testable import Model

@Suite("Texts from outside are compared by bytes")
struct ExactTextTests {
  /// "über.txt" with one letter, and with a letter and a mark.
  static let composed = "\u{FC}ber.txt"
  static let decomposed = "u\u{308}ber.txt"

  @Test("two names that Swift takes for one are two")
  func twoNames() {
    #expect(Self.composed == Self.decomposed, "else the test tries nothing")
    #expect(ExactText(Self.composed) != ExactText(Self.decomposed))
    #expect(ExactText(Self.composed) == ExactText(Self.composed))
    #expect(Set([ExactText(Self.composed), ExactText(Self.decomposed), ExactText(Self.composed)]).count == 2)
    #expect(ExactText(Self.decomposed) < ExactText(Self.composed))
    #expect(!Self.composed.isExactly(Self.decomposed))
    #expect(!Self.composed.startsExactly(with: "u\u{308}"))
    #expect(Self.decomposed.startsExactly(with: "u"), "by bytes, and not by characters")
  }

  @Test("it reads and writes plain strings, with their bytes")
  func json() throws {
    for name in [Self.composed, Self.decomposed] {
      #expect(try JSON.encode([ExactText(name)]) == Array("[\"\(name)\"]".utf8))
      let read = try JSON.decode([ExactText].self, from: "[\"\(name)\"]".utf8)
      #expect(read.map(\.wrappedValue.utf8).map(Array.init) == [Array(name.utf8)])
    }
  }

  @Test("documents, failures and events of two such names are not equal")
  func holders() {
    let digest = Digest(of: [1])
    #expect(
      Document(uri: "x:" + Self.composed, digest: digest) != Document(uri: "x:" + Self.decomposed, digest: digest)
    )
    let known = [Self.composed, Self.decomposed].map {
      KnownDocument(uri: $0, digest: digest, extractor: "test/1", facts: 0, sequence: 1)
    }
    #expect(Set(known).count == 2)
    let failures = [Self.composed, Self.decomposed].map {
      Failure(uri: $0, digest: digest, reason: "", attempts: 1, time: Timestamp(milliseconds: 0), sequence: 1)
    }
    #expect(Set(failures).count == 2)
    let revisions = [Self.composed, Self.decomposed].map {
      Revision(uri: $0, digest: digest, mediaType: "text/plain", size: 1, received: Timestamp(milliseconds: 0))
    }
    #expect(Set(revisions).count == 2)
  }

  @Test("a key is made of slugs, byte for byte, whatever its letters combine with")
  func keys() throws {
    #expect(Key("\u{FC}/is") == nil, "slugs have no marks")
    let hangul = Key(entity: "\u{AC00}", attribute: "is")
    #expect(Key(hangul.description) == hangul)
    #expect(Key("\u{1100}\u{1161}/is") == nil, "the same letters, not composed: no slug")
    // A mark that is a letter as well combines with the slash before it.
    let visarga = Key(entity: "a", attribute: "\u{903}a")
    #expect(visarga.description.utf8.elementsEqual("a/\u{903}a".utf8))
    #expect(Key(visarga.description) == visarga)
  }
}
