extension LexiconBuilder {
  init() { self.init(EnglishLexicon()) }

  mutating func addWords() {
    each("WordData.small", WordData.small) { $0.small = Int8($1) }
    each("WordData.scales", WordData.scales) { $0.scale = Int8($1) }
    each("WordData.shortScales", WordData.shortScales) {
      $0.scale = Int8($1)
      $0.flags.insert(.shortScale)
    }
    each("WordData.months", WordData.months) { $0.month = Int8($1) }
    each("WordData.weekdays", WordData.weekdays) { $0.weekday = Int8($1) }
    each("WordData.seasons", WordData.seasons) { $0.season = Int8($1) }
    each("WordData.periods", WordData.periods) { $0.period = Int8($1) }
    each("WordData.nineties", WordData.nineties) { $0.decade = Int8($1) }
    each("WordData.ordinals", WordData.ordinals) { $0.ordinal = Int8($1) }
    for entry in WordData.ordinals.parts("|") {
      let parts = entry.fields(" ", keepingEmpty: false)
      guard parts.count == 2, let number = Int8(parts[1]), number > 2 else { continue }
      let plural = id(parts[0] + "s")
      infos[plural].ordinal = number
      infos[plural].flags.insert(.part)
    }
    let firsts = id("firsts")
    infos[firsts].ordinal = 1
    infos[firsts].flags.insert(.part)
    for word in ["quarter", "quarters", "half", "halves"] {
      let id = id(word)
      infos[id].ordinal = word.hasPrefix("q") ? 4 : 2
      infos[id].flags.insert(.part)
    }
    for word in "jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun".split(
      separator: " "
    ) {
      infos[id(word)].flags.insert(.short)
    }
    for word in WordData.never.parts(" ") {
      note(word, in: "WordData.never")
      infos[id(word)].flags.insert(.never)
    }
    for word in WordData.references.parts(" ") {
      note(word, in: "WordData.references")
      infos[id(word)].flags.insert([.reference, .starts])
    }
    for entry in WordData.irregular.parts("|") {
      let parts = entry.fields(" ", keepingEmpty: false)
      guard parts.count == 2 else {
        fault("WordData.irregular", entry, "want a plural and its singular")
        continue
      }
      note(parts[0], in: "WordData.irregular", entry)
      let id = id(parts[0])
      singulars[id] = String(parts[1])
      infos[id].flags.insert(.irregular)
    }
  }

  /// Which codes of currencies are words as well, and what else a currency is called.
  mutating func addCurrencyWords() {
    if let yuan = currencies.firstIndex(where: { $0.code == "CNY" }) { infos[id("rmb")].currency = Int16(yuan) }
    for word in CurrencyData.words.parts(" ") {
      note(word, in: "CurrencyData.words")
      infos[id(word.lowercased())].flags.insert(.alsoWord)
    }
  }

  mutating func addModifiers() {
    for entry in WordData.modifiers.parts("|") {
      guard let mark = entry.utf8.first, "~><=x".utf8.contains(mark), entry.dropFirst().hasPrefix(" "),
        entry.utf8.count > 2
      else {
        fault("WordData.modifiers", entry, "want ~, >, <, = or x, a space and words")
        continue
      }
      note(entry.dropFirst(2), in: "WordData.modifiers", entry)
      let ids = phrase(entry.dropFirst(2))
      modifiers.insert(ids, Int(mark))
      if let first = ids.first { infos[first].flags.insert(.starts) }
    }
  }

  /// Marks words that tell what is meant beside them. It comes last: the words that are only here begin no value and go on with none.
  mutating func addMarks() {
    firstMark = infos.count
    for (table, data, flag) in WordData.marked {
      for word in data.parts(" ") {
        note(word, in: table)
        infos[id(word)].flags.insert(flag)
      }
    }
    for entry in CurrencyData.countries.parts("|") {
      let words = entry.fields(" ", keepingEmpty: false)
      guard words.count > 2, let shared = currencies.firstIndex(where: { $0.code == words[0] }),
        currencies.contains(where: { $0.code == words[1] })
      else {
        fault("CurrencyData.countries", entry, "want a shared currency, a currency and words of its country")
        continue
      }
      for word in words.dropFirst(2) { countries[id(word)] = (shared, String(words[1])) }
    }
  }

  /// Which words a value may begin with, beside those marked already.
  mutating func addStarts() {
    for index in infos.indices {
      let info = infos[index]
      if info.small >= 0 || info.ordinal > 0 || info.month > 0 || info.weekday > 0 || info.season > 0 || info.decade > 0
        || (info.scale > 0 && !info.flags.contains(.shortScale)) || info.currency >= 0
      {
        infos[index].flags.insert(.starts)
      }
    }
    let others =
      "a an half several some dozens tens hundreds thousands millions billions trillions couple pair minus negative early late mid "
      + "later earlier beginning start end middle turn last next past previous coming following current this same that today "
      + "yesterday tomorrow tonight week fiscal financial fy q h rest year years ad noon midnight midday issn isbn doi http https "
      + "www p pp arxiv pmid v ver version tel telephone phone fax few one only the day another calendar now c ca "
      + "month once twice thrice weekend upcoming remainder"
    for word in others.split(separator: " ") { infos[id(word)].flags.insert(.starts) }
    addNeeds()
    // What begins a symbol of money in letters: "US$", "Rs.", "zł".
    for (symbol, _) in currencySymbols {
      let letters = symbol.prefix { $0 | 0x20 >= UInt8(ascii: "a") && $0 | 0x20 <= UInt8(ascii: "z") }
      if !letters.isEmpty { infos[id(String(decoding: letters, as: UTF8.self))].flags.insert(.starts) }
    }
  }

  /// Which of them begin nothing without a word that is known, or a number, after them.
  private mutating func addNeeds() {
    let alone: [Keyword] = [.today, .yesterday, .tomorrow, .tonight, .noon, .midnight, .midday]
    for index in infos.indices {
      let info = infos[index]
      let isValue =
        info.small >= 0 || info.ordinal > 0 || info.month > 0 || info.weekday > 0 || info.decade > 0
        || info.currency >= 0
        || info.scale > 0 || info.flags.contains(.reference) || alone.contains { $0.rawValue == index }
      if info.flags.contains(.starts), !isValue { infos[index].flags.insert(.needsNext) }
    }
  }
}
