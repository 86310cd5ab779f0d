import Testing

@testable import Names

@Suite("Normal forms of names")
struct NormalNameTests {
  static func slug(_ text: String, _ kind: NameKind) -> String { NormalName(text, kind: kind).slug }

  @Test(
    "Diacritics, case and letters without decomposition go",
    arguments: [
      ("Łukasz Ångström", "lukasz-angstrom"), ("Søren Þórsson", "soren-thorsson"), ("Weiß", "weiss"),
      ("Đorđe Ćirić", "dorde-ciric"), ("Ægir Œuvre", "aegir-oeuvre"), ("ＡＬＩＣＥ Ｂｒｏｗｎ", "alice-brown"),
      ("İpek Işık", "ipek-isik"), ("Nguye\u{302}\u{303}n An", "nguyen-an"), ("O\u{2019}Neill Tara", "oneill-tara"),
    ]
  )
  func folds(text: String, slug: String) {
    #expect(Self.slug(text, .person) == slug)
  }

  @Test(
    "Other alphabets become Latin",
    arguments: [
      ("Анна Щербакова", "anna-shcherbakova"), ("Юрий Гагарин", "yuriy-gagarin"), ("Ґалаґан Їжак", "galagan-yizhak"),
      ("Ђорђе Љубић", "djordje-ljubic"), ("Ελένη Παπαδοπούλου", "eleni-papadopoulou"), ("Μπάμπης", "bampis"),
      ("ნინო ჭავჭავაძე", "nino-chavchavadze"), ("Արամ Խաչատրյան", "aram-khachatryan"),
    ]
  )
  func transliterates(text: String, slug: String) {
    #expect(Self.slug(text, .person) == slug)
  }

  @Test("Scripts without a table keep their letters and vowel signs")
  func otherScripts() {
    #expect(Self.slug("सरोजिनी नायडू", .person) == "सरोजिनी-नायडू")
    #expect(Self.slug("夏目漱石", .person) == "夏目漱石")
    #expect(Self.slug("한강", .person) == "한강")
  }

  @Test(
    "Titles and degrees of persons go",
    arguments: [
      ("Dr. Angela Merkel", "angela-merkel"), ("Prof. Dr. Rosa Lind", "rosa-lind"), ("Sir Ian Tall", "ian-tall"),
      ("Shaikh Omar Nasri", "omar-nasri"), ("Haji Yunus Karimi", "yunus-karimi"), ("Mrs Jane Doe, Ph.D.", "jane-doe"),
      ("King Charles III", "charles-iii"), ("Prince Harry", "prince-harry"), ("Dr", "dr"), ("Mr Dr", "dr"),
    ]
  )
  func titles(text: String, slug: String) {
    #expect(Self.slug(text, .person) == slug)
  }

  @Test(
    "A mark of generation stays, wherever it stands",
    arguments: ["Tom Reed Jr.", "Tom Reed, Jr", "Reed, Tom, Jr.", "Reed, Jr., Tom", "Tom Reed Junior"]
  )
  func generations(text: String) {
    let name = NormalName(text, kind: .person)
    #expect(name.slug == "tom-reed-jr")
    #expect(name.generation == .junior)
  }

  @Test(
    "Family names before a comma move to the end",
    arguments: [
      ("WEBER, Anna Maria", "anna-maria-weber"), ("van Dyck, Anthonis", "anthonis-van-dyck"),
      ("Dr. Weber, Anna", "anna-weber"), ("King, Stephen", "stephen-king"),
    ]
  )
  func commas(text: String, slug: String) {
    #expect(Self.slug(text, .person) == slug)
  }

  @Test(
    "Legal forms of organisations go and are remembered",
    arguments: [
      ("Heineken N.V.", "heineken", ["nv"]), ("Heineken", "heineken", []),
      ("Tulip Aktiengesellschaft", "tulip", ["ag"]),
      ("Tulip G.m.b.H.", "tulip", ["gmbh"]), ("OAO Severny Put", "severny-put", ["ojsc"]),
      ("ООО \"Ромашка\"", "romashka", ["llc"]), ("Open Joint Stock Company Severny Put", "severny-put", ["ojsc"]),
      ("Fiore S.p.A.", "fiore", ["spa"]), ("Grand Spa", "grand-spa", []), ("Kauppa Oyj", "kauppa", ["oyj"]),
      ("Nordlys ASA", "nordlys", ["asa"]), ("Umi K.K.", "umi", ["kk"]), ("海株式会社", "海", ["kk"]),
      ("Acme Co., Ltd.", "acme", ["co ltd"]), ("Acme Company", "acme", []), ("AG", "ag", []),
      ("Rower Sp. z o.o.", "rower", ["spzoo"]), ("AB Lykta", "lykta", ["ab"]),
      ("Kiln & Sons plc", "kiln-and-sons", ["plc"]),
      ("Marmol S. A.", "marmol", ["sa"]), ("Lanterne Societe Anonyme", "lanterne", ["sa"]),
      ("Obchod GmbH & Co. KG", "obchod", ["gmbh co kg"]), ("Too Good Foods", "too-good-foods", []),
    ]
  )
  func legalForms(text: String, slug: String, forms: [String]) {
    let name = NormalName(text, kind: .organisation)
    #expect(name.slug == slug)
    #expect(name.legalForms == forms)
  }

  @Test("Articles and signs")
  func articles() {
    #expect(Self.slug("The Lantern Society", .organisation) == "lantern-society")
    #expect(Self.slug("Die Laterne", .organisation) == "laterne")
    #expect(Self.slug("Los Angeles Lanterns", .organisation) == "los-angeles-lanterns")
    #expect(Self.slug("The The", .other) == "the-the")
    #expect(Self.slug("The Hague", .place) == "hague")
    #expect(Self.slug("Salt & Pepper", .organisation) == Self.slug("Salt and Pepper", .organisation))
  }

  @Test("What distinguishes stays in the slug")
  func kept() {
    #expect(Self.slug("Model S", .other) == "model-s")
    #expect(Self.slug("Henry VIII", .person) == "henry-viii")
    #expect(Self.slug("Apollo 11", .other) == "apollo-11")
    #expect(Self.slug("Fund 2004-1", .organisation) == "fund-2004-1")
    #expect(Self.slug("11 March 2011", .other) == "11-march-2011")
    #expect(Self.slug("J.R.R. Tolkien", .person) == "j-r-r-tolkien")
    #expect(Self.slug("A.B.C. Trading", .organisation) == "abc-trading")
    #expect(Self.slug("Disney+", .other) == "disney-plus")
    #expect(Self.slug("٤٤", .other) == "44")
  }

  @Test("No slug is empty", arguments: NameKind.allCases)
  func neverEmpty(kind: NameKind) {
    for text in ["", " ", "!!!", "🍎", "\u{200B}", "ъ", "'", "\u{301}", "The", "Ltd", "Jr"] {
      #expect(!Self.slug(text, kind).isEmpty, "\(text.unicodeScalars.map(\.value))")
    }
    #expect(Self.slug("🍎", kind) == "u1f34e")
  }
}
