extension EnglishCoreference {
  /// All pronouns by their forms in lower case.
  static let pronouns: [String: PronounEntry] = {
    typealias Row = (String, UInt8, GrammaticalNumber, GrammaticalGender, [String], [String], [String], [String])
    let personal: [Row] = [
      ("i", 1, .singular, .unknown, ["i"], ["me"], ["my", "mine"], ["myself"]),
      ("we", 1, .plural, .unknown, ["we"], ["us"], ["our", "ours"], ["ourselves"]),
      ("you", 2, .unknown, .unknown, ["you", "ye"], [], ["your", "yours"], ["yourself", "yourselves"]),
      ("he", 3, .singular, .male, ["he"], ["him"], ["his"], ["himself"]),
      ("she", 3, .singular, .female, ["she"], [], ["her", "hers"], ["herself"]),
      ("it", 3, .singular, .neuter, ["it"], [], ["its"], ["itself"]),
      ("they", 3, .plural, .unknown, ["they"], ["them", "'em"], ["their", "theirs"], ["themselves", "themself"]),
      ("one", 3, .singular, .unknown, [], [], ["one's"], ["oneself"]),
    ]
    var table: [String: PronounEntry] = [:]
    for (base, person, number, gender, plain, object, possessive, reflexive) in personal {
      for (forms, form) in [
        (plain, PronounEntry.Case.plain), (object, .object), (possessive, .possessive), (reflexive, .reflexive),
      ] {
        for word in forms {
          table[word] = PronounEntry(
            base: base,
            series: .personal,
            form: form,
            person: person,
            number: number,
            gender: gender
          )
        }
      }
    }
    func add(_ words: [String], _ series: PronounEntry.Series, _ number: GrammaticalNumber) {
      for word in words {
        table[word] = PronounEntry(
          base: series == .demonstrative ? word : "any",
          series: series,
          form: .plain,
          person: 3,
          number: number,
          gender: .unknown
        )
      }
    }
    add(["this", "that"], .demonstrative, .singular)
    add(["these", "those"], .demonstrative, .plural)
    add(
      [
        "something", "someone", "somebody", "anything", "anyone", "anybody", "everything", "everyone", "everybody",
        "nothing", "nobody", "none", "one",
      ],
      .indefinite,
      .singular
    )
    add(["who", "whom", "whose", "which", "what", "whoever", "whatever", "there"], .relative, .unknown)
    return table
  }()
}
