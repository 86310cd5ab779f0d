import Testing

@testable import Names

@Suite("Comparing names")
struct CompareTests {
  struct Pair: Sendable, CustomTestStringConvertible {
    let a: String
    let b: String
    let match: NameMatch
    init(_ a: String, _ b: String, _ match: NameMatch) { (self.a, self.b, self.match) = (a, b, match) }
    var testDescription: String { "\(a) / \(b)" }
  }

  private func expect(_ pair: Pair, _ kind: NameKind) {
    let a = NormalName(pair.a, kind: kind)
    let b = NormalName(pair.b, kind: kind)
    #expect(compare(a, b) == pair.match)
    #expect(compare(b, a) == pair.match)
  }

  @Test(
    "Persons",
    arguments: [
      // Initials and names left out.
      Pair("Anna M Weber", "Anna Maria Weber", .same), Pair("A. Weber", "Anna Weber", .possible),
      Pair("Anna Weber", "Anna Maria Weber", .same), Pair("Weber", "Anna Weber", .possible),
      Pair("Anna K. Weber", "Anna Maria Weber", .different), Pair("Ivan Petrovich Lom", "Ivan Lom", .same),
      Pair("Ivan Petrovich Lom", "Ivan Andreevich Lom", .different),
      Pair("Martin Luther", "Martin Luther King", .possible),
      Pair("J. Smith", "John Smith", .possible), Pair("J. Smith", "J Smith", .same),
      Pair("Yu. A. Lom", "Yuri Andreevich Lom", .possible), Pair("Angela M.", "Angela Merkel", .possible),
      // Order.
      Pair("WEBER, Anna", "Anna Weber", .same), Pair("Weber Anna", "Anna Weber", .different),
      Pair("WEBER Anna", "Anna Weber", .same), Pair("Toth, Gabor", "Toth Gabor", .possible),
      Pair("Friedrich Hans", "Hans Friedrich", .different), Pair("PARK Soo Min", "Park Soo Min", .same),
      // Spaces.
      Pair("AnnaWeber", "Anna Weber", .same), Pair("Fridrichlaternberg", "Friedrich Laternberg", .same),
      Pair("Jean-Luc Roche", "Jean Luc Roche", .same), Pair("Soo-min Park", "Soomin Park", .same),
      Pair("Nikolai Lat ernov", "Nikolai Laternov", .same),
      // Mistakes of typing.
      Pair("Anna Weebr", "Anna Weber", .same), Pair("Katarina Laterbnerg", "Katarina Laternberg", .same),
      Pair("V1ctor Laternov", "Victor Laternov", .same), Pair("V7ctor Laternov", "Victor Laternov", .different),
      Pair("Ann Lee", "Ann Lei", .different), Pair("John Rivers", "Joan Rivers", .different),
      // Spellings.
      Pair("Friedrych Laterne", "Friedrich Laterne", .same), Pair("Omar bin Said", "Omar ibn Said", .same),
      Pair("Isa ben Yusuf", "Isa bin Youssef", .same), Pair("Muhammad Karimi", "Mohammed Karimi", .same),
      Pair("Bob Laterne", "Robert Laterne", .same), Pair("Jürgen Müller", "Juergen Mueller", .same),
      Pair("Ludwig van Dorp", "Ludwig Dorp", .same), Pair("Дмитрий Соловьёв", "Dmitry Solovyov", .same),
      // Others.
      Pair("Octavian Lind", "Olaf Lind", .different), Pair("Angelo Mercaz", "Angela Merkel", .different),
      Pair("Frederick Lind", "Friedrich Lind", .different), Pair("Mario Rossini", "Maria Rossini", .possible),
      Pair("Petr Ivanov", "Petra Ivanova", .possible), Pair("Daniel Ort", "Daniela Ort", .possible),
      // Marks and numbers.
      Pair("Tom Reed Jr.", "Tom Reed Sr.", .different), Pair("Tom Reed Jr.", "Tom Reed", .possible),
      Pair("Tom Reed, Jr.", "Reed, Tom, Jr", .same), Pair("Henry VIII", "Henry VII", .different),
      Pair("Henry VIII", "Henry the Eighth", .same), Pair("Henry VIII", "Henry", .different),
      Pair("Malcolm X", "Malcolm Y", .different), Pair("Xi Jinping", "XI JINPING", .same),
      // Titles.
      Pair("Dr. Anna Weber", "Anna Weber", .same), Pair("Haji Yunus Karimi", "Sheikh Yunus Karimi", .same),
      // Letters that are syllables have no mistakes of typing.
      Pair("김민수", "김민지", .different), Pair("夏目 漱石", "夏目漱石", .same),
    ]
  )
  func persons(pair: Pair) { expect(pair, .person) }

  @Test(
    "Organisations",
    arguments: [
      Pair("Tulip Aktiengesellschaft", "Tulip AG", .same), Pair("Tulip AG", "Tulip", .same),
      Pair("Tulip AG", "Tulip GmbH", .different), Pair("OAO Severny", "Severny PJSC", .same),
      Pair("Severny JSC", "OAO Severny", .same), Pair("ZAO Severny", "OAO Severny", .different),
      Pair("Lantern Ltd", "Lantern Limited", .same), Pair("Lantern Inc.", "Lantern Corp", .same),
      Pair("Lantern LLC", "ООО Lantern", .same), Pair("Lantern Limited Liability Compny", "Lantern LLC", .same),
      Pair("Salt & Pepper", "Salt and Pepper", .same), Pair("The Lantern Group", "Lantern Group", .same),
      Pair("Lamplight Electronics", "Lampligth Electronics", .same), Pair("Lantern Brothers", "Lantern Bros.", .same),
      Pair("1st Harbour Bank", "First Harbour Bank", .same), Pair("Route Sixty-Six", "Route 66", .same),
      Pair("Harbour Fund V", "Harbour Fund VI", .different), Pair("Harbour Fund XII", "Harbour Fund 12", .same),
      Pair("Harbour Trust 2004-1", "Harbour Trust 2005-1", .different),
      Pair("Bank of Iran", "Bank of Iraq", .different),
      Pair("Harbour Bank", "Harbour Bank Mexico", .possible), Pair("BSF Trust", "BSE Trust", .different),
      Pair("C0mpass9", "Compass9", .different), Pair("A.B.C. Trading", "ABC Trading", .same),
      Pair("JPLantern", "J P Lantern", .same), Pair("Sand-Bank Oy", "Sandbank", .same),
      Pair("Nokia", "Nokian", .different), Pair("North Harbour Bank", "South Harbour Bank", .different),
      Pair("Lantern Public Limited Company", "Lantern plc", .same),
    ]
  )
  func organisations(pair: Pair) { expect(pair, .organisation) }

  @Test(
    "Other things and places",
    arguments: [
      Pair("Model S", "Model X", .different), Pair("Model S", "Models", .different), Pair("Model S", "MODEL S", .same),
      Pair("Apollo 11", "Apollo 12", .different), Pair("Apollo 11", "Apollo", .different),
      Pair("11 March 2011", "12 March 2011", .different), Pair("7 June", "7 July", .different),
      Pair("Phone 15", "Phone I5", .different), Pair("MV Lamplighter", "Lamplighter", .same),
    ]
  )
  func others(pair: Pair) { expect(pair, .other) }

  @Test(
    "Places",
    arguments: [
      Pair("Saint Petersburg", "St. Petersburg", .same), Pair("Gaza", "Giza", .different),
      Pair("The Hague", "Hague", .same), Pair("Zürich", "Zuerich", .same),
    ]
  )
  func places(pair: Pair) { expect(pair, .place) }

  @Test("Names of two kinds are different, or possible with a name of unknown kind")
  func kinds() {
    let town = NormalName("Lincoln", kind: .place)
    let person = NormalName("Lincoln", kind: .person)
    let unknown = NormalName("Lincoln", kind: .other)
    #expect(compare(town, person) == .different)
    #expect(compare(unknown, person) == .same)
    #expect(compare(NormalName("Abraham Lincoln", kind: .other), person) == .possible)
  }

  @Test("Acronyms")
  func acronyms() {
    #expect(isAcronym("NHB", of: "National Harbour Bank"))
    #expect(isAcronym("N.H.B.", of: "National Harbour Bank plc"))
    #expect(isAcronym("HBC", of: "Harbour Building Company"))
    #expect(isAcronym("MoD", of: "Ministry of Defence"))
    #expect(isAcronym("МГУ", of: "Московский государственный университет"))
    #expect(!isAcronym("NHB", of: "National Harbour Authority"))
    #expect(!isAcronym("nhb", of: "National Harbour Bank"))
    #expect(!isAcronym("N", of: "National"))
    #expect(!isAcronym("NH", of: "National Harbour Bank"))
    #expect(
      compare(NormalName("NHB", kind: .organisation), NormalName("National Harbour Bank", kind: .organisation))
        == .different
    )
  }
}
