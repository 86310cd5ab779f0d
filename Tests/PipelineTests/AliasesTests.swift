import Foundation
import Model
import Testing

@testable import Service

@Suite("Aliases")
struct AliasesTests {
  private static let text = """
    shinzo-abe:
      name: Shinzo Abe
      kind: person
      aliases: [Abe, Prime Minister Abe]
    government-of-japan:
      name: Government of Japan
      kind: organization
      aliases: {en: [Japanese government], ja: [日本政府]}
      metonyms:
        - {name: Tokyo, as: [subject, source], relations: [announce, say]}
    """

  private func read(_ text: String) throws -> EntityAliases { try AliasesFile.read(Array(text.utf8), from: "a.yaml") }

  private func fault(_ text: String) -> String {
    do {
      _ = try read(text)
      return "none"
    } catch {
      return "\(error)"
    }
  }

  private func fact(
    _ subject: String,
    _ lemma: String,
    object: String? = nil,
    source: String? = nil,
    verb: String = "say",
    key: String? = nil,
    extractor: String = "courant-en/1.0.0"
  ) -> Fact {
    let slug = Slug.make(subject)
    return Fact(
      subject: .init(text: subject, name: subject, entity: slug),
      relation: .init(text: lemma, lemma: lemma),
      object: Value(
        text: object ?? "5",
        name: object,
        entity: object.flatMap(Slug.make),
        kind: object == nil ? .number : .entity
      ),
      key: Key(entity: key ?? subject, attribute: "age"),
      context: ["abe", "france"],
      attribution: source.map { .init(source: $0, verb: verb) },
      evidence: Evidence(text: "x", start: 0, end: 1),
      confidence: 1,
      document: Document(uri: "a:", digest: Digest(of: [])),
      extractor: extractor
    )
  }

  private func resolved(_ fact: Fact) throws -> Fact {
    var fact = fact
    try read(Self.text).resolve(&fact)
    return fact
  }

  @Test("an alias gives subject, key, object, source and context the canonical name, and leaves the words")
  func names() throws {
    let before = fact("Abe", "meet", object: "the Japanese government", source: "Prime Minister Abe")
    let after = try resolved(before)
    #expect(after.subject == .init(text: "Abe", name: "Shinzo Abe", entity: "shinzo-abe"))
    #expect(after.key.description == "shinzo-abe/age")
    #expect(after.object.entity == "the-japanese-government", "an article is part of a name where it stands in one")
    #expect(after.attribution?.source == "Shinzo Abe")
    #expect(after.context == ["shinzo-abe", "france"])
    #expect(after.evidence == before.evidence)
    #expect(after.id != before.id)
    #expect(try resolved(fact("Bob", "meet", object: "Japanese government")).object.name == "Government of Japan")
    // A key that is about somebody other than its subject.
    let owned = try resolved(fact("his cabinet", "be", key: "Abe"))
    #expect(owned.key.description == "shinzo-abe/age" && owned.subject.name == "his cabinet")
    // Another spelling of the canonical name is the canonical name.
    #expect(try resolved(fact("SHINZO ABE", "be")).subject.name == "Shinzo Abe")
  }

  @Test("a metonym stands for another only where a rule says so")
  func metonyms() throws {
    #expect(try resolved(fact("Tokyo", "announce")).key.entity == "government-of-japan")
    #expect(try resolved(fact("Tokyo", "have")).key.entity == "tokyo")
    #expect(try resolved(fact("Bob", "announce", object: "Tokyo")).object.entity == "tokyo")
    #expect(try resolved(fact("Bob", "be", source: "Tokyo", verb: "say")).attribution?.source == "Government of Japan")
    #expect(try resolved(fact("Bob", "be", source: "Tokyo", verb: "deny")).attribution?.source == "Tokyo")
  }

  @Test("a name of one language counts in documents of that language alone")
  func languages() throws {
    #expect(try resolved(fact("日本政府", "be")).key.entity != "government-of-japan")
    #expect(try resolved(fact("日本政府", "be", extractor: "courant-ja/1.0.0")).key.entity == "government-of-japan")
    #expect(try resolved(fact("日本政府", "be", extractor: "other/1")).key.entity != "government-of-japan")
    #expect(try resolved(fact("Abe", "be", extractor: "other/1")).key.entity == "shinzo-abe")
  }

  @Test("the version is another whenever something is, and none without entities")
  func version() throws {
    let aliases = try read(Self.text)
    #expect(try read(Self.text).version == aliases.version)
    #expect(aliases.version.count == 8)
    #expect(aliases.extractor("courant-en/1.0.0") == "courant-en/1.0.0+aliases.\(aliases.version)")
    for (old, new) in [
      ("Abe]", "Abes]"), ("person", "other"), ("say]", "deny]"), ("subject,", "object,"), ("en:", "de:"),
    ] {
      #expect(try read(Self.text.replacingOccurrences(of: old, with: new)).version != aliases.version, "\(new)")
    }
    #expect(EntityAliases.none.extractor("x/1") == "x/1")
    #expect(try read("") == .none)
    var same = fact("Abe", "be")
    EntityAliases.none.resolve(&same)
    #expect(same == fact("Abe", "be"))
  }

  @Test("the example is sound")
  func example() throws {
    let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let aliases = try AliasesFile.load(repository.appendingPathComponent("config/aliases.yaml").path)
    #expect(aliases.entity(slug: "abe", language: "en")?.name == "Shinzo Abe")
  }

  @Test("what is wrong is named with file and line")
  func faults() {
    #expect(fault("- a") == "a.yaml: line 1: the file wants entities by their slugs")
    #expect(fault("Shinzo Abe:\n  name: x") == "a.yaml: line 1: \"Shinzo Abe\" is not a slug; want shinzo-abe")
    #expect(fault("a:\n  alias: x") == "a.yaml: line 2: a: unknown name alias; did you mean aliases?")
    #expect(fault("a:\n  kind: person") == "a.yaml: line 1: a has no name")
    #expect(
      fault("a:\n  kind: pirate")
        == "a.yaml: line 2: a.kind is \"pirate\", want one of person, organization, place, event, product, work, other"
    )
    #expect(fault("a:\n  name: A\nb:\n  name: B\n  aliases: [A]") == "a.yaml: line 3: \"A\" is a name of a and of b")
    #expect(fault("a:\n  name: A\n  aliases: ['!']") == "a.yaml: line 3: a.aliases: \"!\" has no letters or digits")
    #expect(
      fault("a:\n  name: A\n  aliases: {English: [B]}")
        == "a.yaml: line 3: a.aliases: \"English\" is no language, want a code such as en"
    )
    #expect(
      fault("a:\n  name: A\n  metonyms:\n    - {name: B, as: subject}")
        == "a.yaml: line 4: a.metonyms wants name, as and relations"
    )
    #expect(
      fault("a:\n  name: A\n  metonyms:\n    - {name: B, as: verb, relations: [x]}")
        == "a.yaml: line 4: a.metonyms.as is \"verb\", want one of subject, object, source"
    )
    #expect(fault("a: [") == "a.yaml: line 2: did not find expected node content")
  }
}
