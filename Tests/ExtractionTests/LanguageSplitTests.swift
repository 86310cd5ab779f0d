import Language
import Testing

@testable import Values

@Suite("What is English stands by itself")
struct LanguageSplitTests {
  private static let entryPoints = [
    LanguageSplit.EntryPoint(
      file: "Sources/Values/Values.swift",
      name: "Finder",
      reason: "the one pass over a text: which value begins where is told by the words of a language"
    ),
    LanguageSplit.EntryPoint(
      file: "Sources/Values/Values.swift",
      name: "shared",
      reason: "the tables of the one language that there is"
    ),
    LanguageSplit.EntryPoint(
      file: "Sources/Values/Unit.swift",
      name: "shared",
      reason: "units are found in the same tables by which they are read in a text"
    ),
    LanguageSplit.EntryPoint(
      file: "Sources/Values/Unit.swift",
      name: "measure",
      reason: "a symbol is read as it is read in a text"
    ),
    LanguageSplit.EntryPoint(
      file: "Sources/Values/Scanner.swift",
      name: "pointedWord",
      reason: "words with points in them"
    ),
    LanguageSplit.EntryPoint(
      file: "Sources/Language/Model/LanguageModel.swift",
      name: "EnglishRules",
      reason: "the rules of the one language that models are trained for"
    ),
    LanguageSplit.EntryPoint(
      file: "Sources/Extraction/Confidence.swift",
      name: "weights",
      reason: "trained on documents of the language"
    ),
  ]

  /// Words that only people read, and never stand in a text that is looked at.
  private static let told: Set<String> = ["approximate", "negative"]

  private func labels() throws -> Set<String> {
    let model = try English.model()
    let relations = model.labels.relations.flatMap { $0.split(separator: ":").map(String.init) }
    let sections = model.file.sectionNames.flatMap { $0.split(separator: ".").map(String.init) }
    let units = Lexicon.shared.units.flatMap { [$0.symbol] + $0.aliases.map(String.init) }
    let prefixes = UnitPrefix.all.map(\.name)
    // Symbols for what is put together of several units.
    return Set(relations + sections + units + prefixes + ["mph"]).union(Self.told)
  }

  @Test(
    "neutral files mention nothing that is English, and have no English words",
    arguments: ["Values", "Language", "Extraction"]
  )
  func split(_ module: String) throws {
    let files = try LanguageSplit.files(of: module)
    #expect(files.count(where: \.isEnglish) > 3 && files.count { !$0.isEnglish } > 15)
    #expect(Self.entryPoints.count < 15)
    let split = LanguageSplit(files: files, entryPoints: Self.entryPoints, labels: try labels())
    #expect(split.faults == [])
  }

  private let english = LanguageSplit.File(
    "Sources/M/English/Sub/Words.swift",
    """
    enum Words {
      static let list = ["the"]
    }
    extension Tree {
      struct Verb { var form = "" }
      var isVerb: Bool { let hidden = true; return hidden }
      private func secret() {}
    }
    """
  )

  private func faults(_ text: String, entryPoints: [LanguageSplit.EntryPoint] = []) -> [String] {
    LanguageSplit(
      files: [english, LanguageSplit.File("Sources/M/Tree.swift", text)],
      entryPoints: entryPoints,
      labels: ["nsubj"]
    ).faults
  }

  @Test("each kind of fault is found, with file and line")
  func planted() {
    #expect(faults("struct Tree {\n  // Words\n  var x = \"nsubj\"\n  func list(hidden: Int) { secret() }\n}\n") == [])
    #expect(
      faults("struct Tree {\n  var x = Words.list\n}\n") == ["Sources/M/Tree.swift:2: mentions Words, which is English"]
    )
    #expect(
      faults("struct Tree {}\nfunc f(_ tree: Tree) -> Tree.Verb? {\n  nil\n}\n")
        == ["Sources/M/Tree.swift:2: mentions Verb, which is English"]
    )
    #expect(
      faults("struct Tree {}\n\nlet f = Tree().isVerb\n") == [
        "Sources/M/Tree.swift:3: mentions isVerb, which is English"
      ]
    )
    #expect(faults("let f = [\"nsubj\",\n  \"said\"]\n") == ["Sources/M/Tree.swift:2: has the word \"said\""])
    #expect(
      faults("let f = \"\"\"\n  a \\(b ? \"after\" : \"\")\n  \"\"\"\nlet g = \"of\"\n")
        == ["Sources/M/Tree.swift:2: has the word \"after\"", "Sources/M/Tree.swift:4: has the word \"of\""]
    )
  }

  @Test("an entry point is allowed where it is, and told when it is gone")
  func entryPoints() {
    let entry = LanguageSplit.EntryPoint(file: "Sources/M/Tree.swift", name: "Words", reason: "a reason")
    #expect(faults("let x = Words.list\n", entryPoints: [entry]) == [])
    #expect(faults("let x = 1\n", entryPoints: [entry]) == ["Sources/M/Tree.swift: mentions Words no more"])
  }
}
