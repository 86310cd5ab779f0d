/// Countries and their adjectives, so that "Russian exports", "Russia's exports" and "exports of Russia" meet in one key.
enum Places {
  /// The slug of the country that an adjective in lower case belongs to; nil where it is none.
  static func demonym(_ word: String) -> String? { demonyms[word] }

  /// A country's slug, and the adjectives of it.
  private static let table = """
    afghanistan afghan|albania albanian|algeria algerian|andorra andorran|angola angolan|argentina argentine argentinian|armenia armenian|\
    australia australian|austria austrian|azerbaijan azerbaijani|bahamas bahamian|bahrain bahraini|bangladesh bangladeshi|barbados barbadian|\
    belarus belarusian|belgium belgian|belize belizean|benin beninese|bhutan bhutanese|bolivia bolivian|botswana botswanan|brazil brazilian|\
    united-kingdom british|brunei bruneian|bulgaria bulgarian|burundi burundian|cambodia cambodian|cameroon cameroonian|canada canadian|\
    chad chadian|chile chilean|china chinese|colombia colombian|costa-rica rican|croatia croatian|cuba cuban|cyprus cypriot|czechia czech|\
    denmark danish|djibouti djiboutian|ecuador ecuadorian|egypt egyptian|england english|eritrea eritrean|estonia estonian|ethiopia ethiopian|\
    fiji fijian|finland finnish|france french|gabon gabonese|gambia gambian|georgia georgian|germany german|ghana ghanaian|greece greek|\
    greenland greenlandic|guatemala guatemalan|guinea guinean|guyana guyanese|haiti haitian|honduras honduran|hungary hungarian|\
    iceland icelandic|india indian|indonesia indonesian|iran iranian|iraq iraqi|ireland irish|israel israeli|italy italian|jamaica jamaican|\
    japan japanese|jordan jordanian|kazakhstan kazakh kazakhstani|kenya kenyan|kosovo kosovar|kuwait kuwaiti|kyrgyzstan kyrgyz|laos laotian|\
    latvia latvian|lebanon lebanese|liberia liberian|libya libyan|liechtenstein liechtenstein|lithuania lithuanian|luxembourg luxembourgish|\
    madagascar malagasy|malawi malawian|malaysia malaysian|maldives maldivian|mali malian|malta maltese|mauritania mauritanian|\
    mauritius mauritian|mexico mexican|moldova moldovan|monaco monegasque|mongolia mongolian|montenegro montenegrin|morocco moroccan|\
    mozambique mozambican|myanmar burmese|namibia namibian|nepal nepalese nepali|netherlands dutch|nicaragua nicaraguan|niger nigerien|\
    nigeria nigerian|north-macedonia macedonian|norway norwegian|oman omani|pakistan pakistani|palestine palestinian|panama panamanian|\
    paraguay paraguayan|peru peruvian|philippines philippine filipino|poland polish|portugal portuguese|qatar qatari|romania romanian|\
    russia russian|rwanda rwandan|samoa samoan|saudi-arabia saudi|scotland scottish|senegal senegalese|serbia serbian|sierra-leone leonean|\
    singapore singaporean|slovakia slovak|slovenia slovenian|somalia somali|spain spanish|sri-lanka lankan|sudan sudanese|suriname surinamese|\
    sweden swedish|switzerland swiss|syria syrian|taiwan taiwanese|tajikistan tajik|tanzania tanzanian|thailand thai|togo togolese|\
    tonga tongan|tunisia tunisian|turkey turkish|turkmenistan turkmen|uganda ugandan|ukraine ukrainian|united-states american|uruguay uruguayan|\
    uzbekistan uzbek|venezuela venezuelan|vietnam vietnamese|wales welsh|yemen yemeni|zambia zambian|zimbabwe zimbabwean
    """

  /// What is wrong with the table: entries without an adjective, and words that stand there twice.
  static var faults: [String] {
    var seen: Set<String> = []
    return table.split(separator: "|").flatMap { entry in
      let words = entry.split(separator: " ").map(String.init)
      let bad = words.count < 2 ? ["\(entry): has no adjective"] : []
      // A country and its adjective may be one word.
      return bad + Set(words).filter { !seen.insert($0).inserted }.map { "\(entry): \($0) is there twice" }
    }
  }

  /// Whether a word in lower case names a country by itself.
  static func isCountry(_ word: String) -> Bool { countries.contains(word) }

  private static let countries = Set(
    table.split(separator: "|").compactMap { $0.split(separator: " ").first.map(String.init) }
  )

  private static let demonyms: [String: String] = {
    var result: [String: String] = [:]
    for entry in table.split(separator: "|") {
      let words = entry.split(separator: " ").map(String.init)
      for adjective in words.dropFirst() { result[adjective] = words[0] }
    }
    return result
  }()
}
