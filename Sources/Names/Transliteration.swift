/// Letters written with the letters a to z.
///
/// - Cyrillic: BGN/PCGN romanisation of Russian (1947), without the marks for soft and hard signs, with the letters of
///   Ukrainian, Belarusian, Serbian, Macedonian, Kazakh and Mongolian from their BGN/PCGN tables. A letter gets one
///   spelling in all languages, because the language of a name is not known: Ukrainian и is `i`, not `y`.
/// - Greek: ISO 843:1997 type 2 (ELOT 743), with its digraphs.
/// - Georgian: the national system of 2002, without its apostrophes.
/// - Armenian: BGN/PCGN 1981, without its apostrophes.
/// - Latin letters that have no decomposition: the usual replacement, so ø is `o`, ß `ss`, đ `d`.
enum Transliteration {
  /// The Latin spelling of folded scalars. Scalars of other scripts stay.
  static func latin(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
    var written: [Unicode.Scalar] = []
    written.reserveCapacity(scalars.count)
    var index = 0
    while index < scalars.count {
      let scalar = scalars[index]
      if scalar.isASCII {
        written.append(scalar)
      } else if index + 1 < scalars.count, let pair = pair(scalar, scalars[index + 1], isStart: index == 0) {
        written.append(contentsOf: pair.unicodeScalars)
        index += 1
      } else if let single = table[scalar] {
        written.append(contentsOf: single.unicodeScalars)
      } else {
        written.append(scalar)
      }
      index += 1
    }
    return written
  }

  /// Whether the table has a spelling for the letter.
  static func knows(_ scalar: Unicode.Scalar) -> Bool { table[scalar] != nil }

  private static func pair(_ first: Unicode.Scalar, _ second: Unicode.Scalar, isStart: Bool) -> String? {
    switch (first, second) {
    case ("ο", "υ"): "ou"
    case ("α", "υ"): "av"
    case ("ε", "υ"): "ev"
    case ("γ", "γ"): "ng"
    case ("γ", "ξ"): "nx"
    case ("γ", "χ"): "nch"
    case ("μ", "π"): isStart ? "b" : "mp"
    case ("γ", "κ"): isStart ? "g" : "gk"
    case ("ո", "ւ"): "u"
    default: nil
    }
  }

  private static let table: [Unicode.Scalar: String] = {
    var table: [Unicode.Scalar: String] = [:]
    for row in [latinRow, cyrillicRow, greekRow, georgianRow, armenianRow, arabicRow] {
      for entry in row.split(separator: " ") {
        guard let letter = entry.unicodeScalars.first else { continue }
        table[letter] = String(String.UnicodeScalarView(entry.unicodeScalars.dropFirst()))
      }
    }
    return table
  }()

  // Each entry is a letter and its spelling; a letter alone has none.
  private static let latinRow = """
    ßss æae œoe øo łl đd ðd þth ħh ıi ĸk ŋn ŧt ƀb ɓb ƈc ɖd ɗd əa ɛe ƒf ɠg ɨi ƙk ɫl ɲn ɔo ƥp ƭt ƴy ƶz ȼc ɇe ɉj \
    ɍr ɏy ǥg ɐa \
    ơo ưu ɩi ʋv ʉu ȷj ꝑp ꞌ
    """
  private static let cyrillicRow = """
    аa бb вv гg дd еe ёyo жzh зz иi йy кk лl мm нn оo пp рr сs тt уu фf хkh цts чch шsh щshch ъ ыy ь эe юyu яya \
    іi їyi єye ґg ўw ђdj јj љlj њnj ћc џdz ѓgj ќkj ѕdz әa ғgh қq ңng өo ұu үu һh ҳh қq ҷj ӣi ӯu ѐe ѝi ѣe ѳf ѵi \
    ӑa ӗe ӏ ӂzh ҕgh
    """
  private static let greekRow = """
    αa βv γg δd εe ζz ηi θth ιi κk λl μm νn ξx οo πp ρr σs ςs τt υy φf χch ψps ωo ϐv ϑth ϕf ϖp ϱr ϲs ϵe
    """
  private static let georgianRow = """
    აa ბb გg დd ეe ვv ზz თt იi კk ლl მm ნn ოo პp ჟzh რr სs ტt უu ფp ქk ღgh ყq შsh ჩch ცts ძdz წts ჭch ხkh ჯj ჰh
    """
  private static let armenianRow = """
    աa բb գg դd եe զz էe ըy թt ժzh իi լl խkh ծts կk հh ձdz ղgh ճch մm յy նn շsh ոo չch պp ջj ռr սs վv տt րr ցts ւv փp \
    քk օo ֆf
    """
  // Not a transliteration: spellings of one Arabic letter that writers mix.
  private static let arabicRow = "أا إا آا ٱا ىي ةه یي کك"
}
