/// Countries by name and by demonym, as far as the shallow patterns need them: to part names that touch, and to make keys meet.
enum Places {
  /// The slug of a country named by a word in lower case; nil where it is none.
  static func country(_ word: String) -> String? { countries.contains(word) ? word : nil }

  /// The slug of the country that an adjective in lower case belongs to.
  static func demonym(_ word: String) -> String? { demonyms[word] }

  private static let countries: Set<String> = [
    "russia", "japan", "china", "germany", "france", "italy", "spain", "portugal", "poland", "sweden", "norway",
    "denmark", "finland",
    "iceland", "ireland", "austria", "switzerland", "belgium", "netherlands", "greece", "turkey", "ukraine", "hungary",
    "romania",
    "bulgaria", "india", "pakistan", "bangladesh", "nepal", "indonesia", "malaysia", "thailand", "vietnam",
    "philippines", "australia",
    "canada", "mexico", "brazil", "argentina", "chile", "peru", "colombia", "egypt", "nigeria", "kenya", "ethiopia",
    "morocco", "algeria",
    "israel", "iran", "iraq", "kazakhstan", "mongolia", "singapore", "taiwan", "cuba", "britain", "england", "scotland",
    "wales",
  ]

  private static let demonyms = [
    "russian": "russia", "japanese": "japan", "chinese": "china", "german": "germany", "french": "france",
    "italian": "italy",
    "spanish": "spain", "portuguese": "portugal", "polish": "poland", "swedish": "sweden", "norwegian": "norway",
    "danish": "denmark",
    "finnish": "finland", "icelandic": "iceland", "irish": "ireland", "austrian": "austria", "swiss": "switzerland",
    "belgian": "belgium", "dutch": "netherlands", "greek": "greece", "turkish": "turkey", "ukrainian": "ukraine",
    "hungarian": "hungary", "romanian": "romania", "indian": "india", "indonesian": "indonesia", "thai": "thailand",
    "vietnamese": "vietnam", "australian": "australia", "canadian": "canada", "mexican": "mexico",
    "brazilian": "brazil",
    "chilean": "chile", "peruvian": "peru", "egyptian": "egypt", "nigerian": "nigeria", "kenyan": "kenya",
    "israeli": "israel",
    "iranian": "iran", "iraqi": "iraq", "kazakh": "kazakhstan", "british": "britain", "american": "united-states",
  ]
}
