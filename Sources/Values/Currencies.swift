/// Currencies by ISO 4217 code, symbol and name.
enum Currencies {
  static let codes: Set<String> = [
    "USD", "EUR", "GBP", "JPY", "CHF", "CNY", "RUB", "INR", "BRL", "CAD", "AUD", "NZD", "SEK", "NOK", "DKK", "ISK",
    "PLN", "CZK",
    "HUF", "RON", "BGN", "TRY", "UAH", "KZT", "ZAR", "MXN", "ARS", "CLP", "COP", "PEN", "KRW", "SGD", "HKD", "TWD",
    "THB", "IDR",
    "MYR", "PHP", "VND", "AED", "SAR", "ILS", "EGP", "NGN", "KES", "PKR", "BDT", "LKR", "QAR", "KWD", "RMB",
  ]

  /// Longest first, so that "US$" is not read as "$".
  static let symbols: [(StaticString, String)] = [
    ("US$", "USD"), ("HK$", "HKD"), ("NZ$", "NZD"), ("R$", "BRL"), ("A$", "AUD"), ("C$", "CAD"), ("S$", "SGD"),
    ("$", "USD"),
    ("€", "EUR"), ("£", "GBP"), ("¥", "JPY"), ("₹", "INR"), ("₽", "RUB"), ("₩", "KRW"), ("₺", "TRY"), ("₴", "UAH"),
    ("₪", "ILS"),
    ("₦", "NGN"), ("₫", "VND"),
  ]

  /// In lower case, with points dropped and words parted by one space.
  static let names: [String: String] = {
    let singular = [
      "dollar": "USD", "us dollar": "USD", "american dollar": "USD", "canadian dollar": "CAD",
      "australian dollar": "AUD",
      "new zealand dollar": "NZD", "hong kong dollar": "HKD", "singapore dollar": "SGD", "euro": "EUR",
      "pound sterling": "GBP",
      "british pound": "GBP", "swiss franc": "CHF", "russian rouble": "RUB", "rouble": "RUB", "russian ruble": "RUB",
      "ruble": "RUB", "indian rupee": "INR", "rupee": "INR", "brazilian real": "BRL", "swedish krona": "SEK",
      "norwegian krone": "NOK", "danish krone": "DKK", "polish zloty": "PLN", "zloty": "PLN", "turkish lira": "TRY",
      "south african rand": "ZAR", "mexican peso": "MXN", "forint": "HUF", "hryvnia": "UAH", "shekel": "ILS",
    ]
    var table = singular
    for (name, code) in singular { table[name + "s"] = code }
    for (name, code) in [
      ("pounds sterling", "GBP"), ("yen", "JPY"), ("japanese yen", "JPY"), ("yuan", "CNY"), ("renminbi", "CNY"),
      ("chinese yuan", "CNY"), ("korean won", "KRW"), ("south korean won", "KRW"), ("swedish kronor", "SEK"),
      ("norwegian kroner", "NOK"), ("danish kroner", "DKK"), ("rand", "ZAR"), ("brazilian reais", "BRL"),
    ] { table[name] = code }
    return table
  }()
}

extension Scanner {
  /// A currency's symbol or code that stands before its number; `end` is where the number begins.
  func currencyBefore(_ start: Int) -> (code: String, end: Int)? {
    for (symbol, code) in Currencies.symbols where matches(symbol, at: start) {
      let end = skipSpace(start + symbol.utf8CodeUnitCount)
      return isDigit(end) ? (code, end) : nil
    }
    guard let code = currencyCode(start) else { return nil }
    let end = skipSpace(start + 3)
    return isDigit(end) ? (code, end) : nil
  }

  /// A currency's symbol, code or name that stands after its number.
  func currencyAfter(_ at: Int) -> (code: String, end: Int)? {
    let start = skipSpace(at)
    for (symbol, code) in Currencies.symbols
    where matches(symbol, at: start) && !isDigit(start + symbol.utf8CodeUnitCount) {
      return (code, start + symbol.utf8CodeUnitCount)
    }
    if start > at, let code = currencyCode(start) { return (code, start + 3) }
    var name = ""
    var end = start
    var best: (code: String, end: Int)?
    for count in 0..<4 {
      var next = count == 0 ? end : skipSpace(end)
      guard count == 0 || next > end else { break }
      // "U.S." is one word, "us".
      if matches("U.S.", at: next) {
        name += (count == 0 ? "" : " ") + "us"
        next += 4
      } else if let word = word(next) {
        name += (count == 0 ? "" : " ") + word.text
        next = word.end
      } else {
        break
      }
      end = next
      if let code = Currencies.names[name] { best = (code, end) }
    }
    return best
  }

  private func currencyCode(_ start: Int) -> String? {
    guard isUpper(start), isUpper(start + 1), isUpper(start + 2), !isWordByte(start + 3) || isDigit(start + 3) else {
      return nil
    }
    let code = String(unsafeUninitializedCapacity: 3) { buffer in
      for index in 0..<3 { buffer[index] = bytes[start + index] }
      return 3
    }
    guard Currencies.codes.contains(code) else { return nil }
    return code == "RMB" ? "CNY" : code
  }
}
