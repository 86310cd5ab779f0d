import Model
import Values

/// A wording, and the values that are to be found in it: each its wording, " = ", and its normal form in short.
struct ValueCase: CustomStringConvertible, Sendable {
  let text: String
  let expected: [String]

  init(_ text: String, _ expected: [String]) {
    self.text = text
    self.expected = expected
  }

  var description: String { text }

  static let all: [ValueCase] = [
    ValueCase("it sold 1,280 units", ["1,280 units = quantity 1280 unit"]),
    ValueCase("1 280 km away", ["1 280 km = quantity 1280 km"]),
    ValueCase("203 000 years", ["203 000 years = quantity 203000 year"]),
    ValueCase("a value of 0,839", ["0,839 = number 0.839"]),
    ValueCase("16,8 percent", ["16,8 percent = percent 16.8 %"]),
    ValueCase("8.9 percent", ["8.9 percent = percent 8.9 %"]),
    ValueCase("3.6%", ["3.6% = percent 3.6 %"]),
    ValueCase("3.6 %", ["3.6 % = percent 3.6 %"]),
    ValueCase("36 per cent", ["36 per cent = percent 36 %"]),
    ValueCase("two percentage points", ["two percentage points = quantity 2 percentage point"]),
    ValueCase("25 basis points", ["25 basis points = quantity 25 basis point"]),
    ValueCase("1,327.6 tonnes", ["1,327.6 tonnes = quantity 1327.6 t"]),
    ValueCase("1.280.000 tonnes", ["1.280.000 tonnes = quantity 1280000 t"]),
    ValueCase("12'500 people", ["12'500 people = quantity 12500 person"]),
    ValueCase("1.0 × 10⁻²¹", ["1.0 × 10⁻²¹ = number 1e-21"]),
    ValueCase("6.02 x 10^23", ["6.02 x 10^23 = number 6.02e+23"]),
    ValueCase("a strain of 10⁻²¹", ["10⁻²¹ = number 1e-21"]),
    ValueCase("−235 °C", ["−235 °C = quantity -235 °C"]),
    ValueCase("-5 °C", ["-5 °C = quantity -5 °C"]),
    ValueCase("64 kg", ["64 kg = quantity 64 kg"]),
    ValueCase("about 410 Mpc", ["about 410 Mpc = quantity 410 Mpc ~"]),
    ValueCase("nearly 20 years", ["nearly 20 years = quantity 20 year ~"]),
    ValueCase("almost 9,000 people", ["almost 9,000 people = quantity 9000 person ~"]),
    ValueCase("~5 km", ["~5 km = quantity 5 km ~"]),
    ValueCase("≈ 5 km", ["≈ 5 km = quantity 5 km ~"]),
    ValueCase("some 470 W", ["some 470 W = quantity 470 W ~"]),
    ValueCase("around 0 °C", ["around 0 °C = quantity 0 °C ~"]),
    ValueCase("roughly 17 km/s", ["roughly 17 km/s = quantity 17 km/s ~"]),
    ValueCase("approximately 30%", ["approximately 30% = percent 30 % ~"]),
    ValueCase("c. 500 people", ["c. 500 people = quantity 500 person ~"]),
    ValueCase("an estimated 10.0 million people", ["an estimated 10.0 million people = quantity 10000000 person ~"]),
    ValueCase("at least 5,000 lives", ["at least 5,000 lives = quantity 5000 life min"]),
    ValueCase("more than 100 images", ["more than 100 images = quantity 100 image min"]),
    ValueCase("over 450 km", ["over 450 km = quantity 450 km min"]),
    ValueCase("above 1 ppm", ["above 1 ppm = quantity 1 ppm min"]),
    ValueCase("up to 200 m thick", ["up to 200 m = quantity 200 m max"]),
    ValueCase("less than 25 km", ["less than 25 km = quantity 25 km max"]),
    ValueCase("fewer than 30 ships", ["fewer than 30 ships = quantity 30 ship max"]),
    ValueCase("no more than 5 mg", ["no more than 5 mg = quantity 5 mg max"]),
    ValueCase("at most 12 days", ["at most 12 days = quantity 12 day max"]),
    ValueCase("30 W or less", ["30 W or less = quantity 30 W max"]),
    ValueCase("40 people or more", ["40 people or more = quantity 40 person min"]),
    ValueCase("greater than 5.1σ", ["greater than 5.1σ = quantity 5.1 σ min"]),
    ValueCase("more than about 3 km", ["more than about 3 km = quantity 3 km ~ min"]),
    ValueCase("between 5 and 7 km", ["between 5 and 7 km = quantity 5.0..7.0 km"]),
    ValueCase("between 800 and 900 mm", ["between 800 and 900 mm = quantity 800.0..900.0 mm"]),
    ValueCase("between $5m and $7m", ["between $5m and $7m = money 5000000.0..7000000.0 USD"]),
    ValueCase("230–570 Mpc", ["230–570 Mpc = quantity 230.0..570.0 Mpc"]),
    ValueCase("11–12 °C", ["11–12 °C = quantity 11.0..12.0 °C"]),
    ValueCase("15 to 20 million", ["15 to 20 million = number 15000000.0..20000000.0"]),
    ValueCase("9.0–11.1 million people", ["9.0–11.1 million people = quantity 9000000.0..11100000.0 person"]),
    ValueCase("417,000–556,000 cases", ["417,000–556,000 cases = quantity 417000.0..556000.0 case"]),
    ValueCase("125 to 126 gigaelectronvolts", ["125 to 126 gigaelectronvolts = quantity 125.0..126.0 GeV"]),
    ValueCase("€2–3 billion", ["€2–3 billion = money 2000000000.0..3000000000.0 EUR"]),
    ValueCase("$4.2bn", ["$4.2bn = money 4200000000 USD"]),
    ValueCase("CHF 15m", ["CHF 15m = money 15000000 CHF"]),
    ValueCase("£3.4 million", ["£3.4 million = money 3400000 GBP"]),
    ValueCase("€1,327.6 billion", ["€1,327.6 billion = money 1327600000000 EUR"]),
    ValueCase("¥1.2 trillion", ["¥1.2 trillion = money 1200000000000 JPY"]),
    ValueCase("US$ 40", ["US$ 40 = money 40 USD"]),
    ValueCase("A$12.50", ["A$12.50 = money 12.5 AUD"]),
    ValueCase("HK$7 billion", ["HK$7 billion = money 7000000000 HKD"]),
    ValueCase("EUR 51.1 billion", ["EUR 51.1 billion = money 51100000000 EUR"]),
    ValueCase("USD 78 a share", ["USD 78 = money 78 USD"]),
    ValueCase("51.1 billion EUR", ["51.1 billion EUR = money 51100000000 EUR"]),
    ValueCase("33.5 billion U.S. dollars", ["33.5 billion U.S. dollars = money 33500000000 USD"]),
    ValueCase("33.5 billion US dollars", ["33.5 billion US dollars = money 33500000000 USD"]),
    ValueCase("5 million euros", ["5 million euros = money 5000000 EUR"]),
    ValueCase("200 Japanese yen", ["200 Japanese yen = money 200 JPY"]),
    ValueCase("150 million Swiss francs", ["150 million Swiss francs = money 150000000 CHF"]),
    ValueCase("30 roubles", ["30 roubles = money 30 RUB"]),
    ValueCase("4 billion yuan", ["4 billion yuan = money 4000000000 CNY"]),
    ValueCase("2 million pounds sterling", ["2 million pounds sterling = money 2000000 GBP"]),
    ValueCase("$5", ["$5 = money 5 USD"]),
    ValueCase("15 m", ["15 m = quantity 15 m"]),
    ValueCase("15m deep", ["15m = quantity 15 m"]),
    ValueCase("27-km", ["27-km = quantity 27 km"]),
    ValueCase("74.5-metre", ["74.5-metre = quantity 74.5 m"]),
    ValueCase("a 27-kilometre ring", ["27-kilometre = quantity 27 km"]),
    ValueCase("139,000 inhabitants", ["139,000 inhabitants = quantity 139000 inhabitant"]),
    ValueCase("437 million mobile devices", ["437 million mobile devices = quantity 437000000 device"]),
    ValueCase("six further municipalities", ["six further municipalities = quantity 6 municipality"]),
    ValueCase("twenty-one ships", ["twenty-one ships = quantity 21 ship"]),
    ValueCase("three hundred people", ["three hundred people = quantity 300 person"]),
    ValueCase("two hundred and five days", ["two hundred and five days = quantity 205 day"]),
    ValueCase("half a million", ["half a million = number 500000"]),
    ValueCase("a dozen eggs", ["a dozen eggs = quantity 12 egg"]),
    ValueCase("a hundred people", ["a hundred people = quantity 100 person"]),
    ValueCase("ten moons", ["ten moons = quantity 10 moon"]),
    ValueCase("five children", ["five children = quantity 5 child"]),
    ValueCase("four German editions", ["four German editions = quantity 4 edition"]),
    ValueCase("273 square kilometres", ["273 square kilometres = quantity 273 km²"]),
    ValueCase("10 cubic kilometres", ["10 cubic kilometres = quantity 10 km³"]),
    ValueCase("801,000 km²", ["801,000 km² = quantity 801000 km²"]),
    ValueCase("100 km2", ["100 km2 = quantity 100 km²"]),
    ValueCase("6,500 m³/s", ["6,500 m³/s = quantity 6500 m³/s"]),
    ValueCase("22,500 MW", ["22,500 MW = quantity 22500 MW"]),
    ValueCase("111.8 TWh", ["111.8 TWh = quantity 111.8 TWh"]),
    ValueCase("30 m/s", ["30 m/s = quantity 30 m/s"]),
    ValueCase("230 km/h", ["230 km/h = quantity 230 km/h"]),
    ValueCase("60 miles per hour", ["60 miles per hour = quantity 60 mph"]),
    ValueCase("4 W a year", ["4 W a year = quantity 4 W/year"]),
    ValueCase("5 barrels per day", ["5 barrels per day = quantity 5 bbl/day"]),
    ValueCase("62 solar masses", ["62 solar masses = quantity 62 solar mass"]),
    ValueCase("1.6 light-years", ["1.6 light-years = quantity 1.6 ly"]),
    ValueCase("121 astronomical units", ["121 astronomical units = quantity 121 AU"]),
    ValueCase("5 sigma", ["5 sigma = quantity 5 sigma"]),
    ValueCase("52.5 hours", ["52.5 hours = quantity 52.5 h"]),
    ValueCase("nine days", ["nine days = quantity 9 day"]),
    ValueCase("seven weeks", ["seven weeks = quantity 7 week"]),
    ValueCase("72 minutes", ["72 minutes = quantity 72 min"]),
    ValueCase("500 bytes", ["500 bytes = quantity 500 B"]),
    ValueCase("20 November 1998", ["20 November 1998 = date 1998-11-20..1998-11-20"]),
    ValueCase("20th November 1998", ["20th November 1998 = date 1998-11-20..1998-11-20"]),
    ValueCase("November 20, 1998", ["November 20, 1998 = date 1998-11-20..1998-11-20"]),
    ValueCase("November 20 1998", ["November 20 1998 = date 1998-11-20..1998-11-20"]),
    ValueCase("1998-11-20", ["1998-11-20 = date 1998-11-20..1998-11-20"]),
    ValueCase("in April 2013", ["April 2013 = date 2013-04-01..2013-04-30"]),
    ValueCase("April 2013", ["April 2013 = date 2013-04-01..2013-04-30"]),
    ValueCase("in 2012", ["2012 = date 2012-01-01..2012-12-31"]),
    ValueCase("since 2010", ["2010 = date 2010-01-01..2010-12-31 since"]),
    ValueCase("until 1986", ["1986 = date 1986-01-01..1986-12-31 until"]),
    ValueCase("by 2030", ["2030 = date 2030-01-01..2030-12-31 relative"]),
    ValueCase("before 1990", ["1990 = date 1990-01-01..1990-12-31 relative"]),
    ValueCase("after 2001", ["2001 = date 2001-01-01..2001-12-31 relative"]),
    ValueCase("from 1972 to 2022", ["1972 to 2022 = date 1972-01-01..2022-12-31"]),
    ValueCase("between 2010 and 2015", ["2010 and 2015 = date 2010-01-01..2015-12-31"]),
    ValueCase("2010–2015", ["2010–2015 = date 2010-01-01..2015-12-31"]),
    ValueCase("2010-15", ["2010-15 = date 2010-01-01..2015-12-31"]),
    ValueCase("2010/11", ["2010/11 = date 2010-01-01..2011-12-31"]),
    ValueCase("the 1990s", ["1990s = date 1990-01-01..1999-12-31"]),
    ValueCase("in the 1800s", ["1800s = date 1800-01-01..1899-12-31"]),
    ValueCase("Q3 2020", ["Q3 2020 = date 2020-07-01..2020-09-30"]),
    ValueCase("third quarter of 2020", ["third quarter of 2020 = date 2020-07-01..2020-09-30"]),
    ValueCase("first half of 2019", ["first half of 2019 = date 2019-01-01..2019-06-30"]),
    ValueCase("early 2013", ["early 2013 = date ~ 2013-01-01..2013-12-31"]),
    ValueCase("in late 1985", ["late 1985 = date ~ 1985-01-01..1985-12-31"]),
    ValueCase("from 5 to 7 April 1906", ["5 to 7 April 1906 = date 1906-04-05..1906-04-07"]),
    ValueCase("5–7 April 1906", ["5–7 April 1906 = date 1906-04-05..1906-04-07"]),
    ValueCase(
      "between 12 September and 20 October 2015",
      ["12 September and 20 October 2015 = date 2015-09-12..2015-10-20"]
    ),
    ValueCase("on 5 September", ["5 September = yearless 9-5"]),
    ValueCase("in April", ["April = yearless 4"]),
    ValueCase("(2016)", ["2016 = date 2016-01-01..2016-12-31"]),
    ValueCase("the 2012 election", ["2012 = date 2012-01-01..2012-12-31"]),
    ValueCase("around 1986", ["1986 = date ~ 1986-01-01..1986-12-31"]),
    ValueCase("3000 km", ["3000 km = quantity 3000 km"]),
    ValueCase("in 2012 exports", ["2012 = date 2012-01-01..2012-12-31"]),
    ValueCase("ISSN 2618-7159", ["ISSN 2618-7159 = identifier issn"]),
    ValueCase("ISSN 2618–7159", ["ISSN 2618–7159 = identifier issn"]),
    ValueCase("ISSN: 0031-900X", ["ISSN: 0031-900X = identifier issn"]),
    ValueCase("doi: 10.1000/182", ["doi: 10.1000/182 = identifier doi"]),
    ValueCase("DOI 10.1000/182.", ["DOI 10.1000/182 = identifier doi"]),
    ValueCase("[3]", ["[3] = identifier citation"]),
    ValueCase("[1, 2]", ["[1, 2] = identifier citation"]),
    ValueCase("[4–7]", ["[4–7] = identifier citation"]),
    ValueCase("pp. 12–18", ["pp. 12–18 = identifier pages"]),
    ValueCase("https://example.org/2012/5", ["https://example.org/2012/5 = identifier url"]),
    ValueCase("at 09:50:45 UTC", ["09:50:45 UTC = time 09:50:45"]),
    ValueCase("GW150914", []),
    ValueCase("Covid-19", []),
    ValueCase("a Boeing 747-400", []),
    ValueCase("64°08′ N", ["64°08′ N = quantity 64.13333333333334 °"]),
    ValueCase("article 061102", ["article 061102 = identifier reference"]),
    ValueCase("version 1.2.3", ["version 1.2.3 = identifier version"]),
    ValueCase("the year 2000", ["2000 = date 2000-01-01..2000-12-31"]),
    ValueCase("130 times", ["130 = number 130"]),
    ValueCase("1/2", ["1/2 = number 0.5"]),
    ValueCase("24/7", ["24/7 = identifier code"]),
    ValueCase("may 5", ["5 = number 5"]),
    ValueCase("one of them", []),
    ValueCase("the two", []),
    ValueCase("0.5–0.6 °C", ["0.5–0.6 °C = quantity 0.5..0.6 °C"]),
    ValueCase("28.2 million tonnes", ["28.2 million tonnes = quantity 28200000 t"]),
    ValueCase("CHF 2.95 per share", ["CHF 2.95 = money 2.95 CHF"]),
    ValueCase("2 minutes 5 seconds", ["2 minutes 5 seconds = quantity 125 s"]),
  ]
}

extension ValueSpan {
  /// Kind, number or ends of a range, unit, `~`, bound, days, bearing.
  var short: String {
    switch content {
    case .identifier(let kind): return "identifier \(kind)"
    case .relative(let relative):
      return "relative \(relative)" + (bearing == .at ? "" : " \(bearing)")
    case .time(let time): return "time \(time)"
    case .ordinal(let number): return "ordinal \(number)"
    case .yearless(let month, let day): return "yearless \(month)" + (day.map { "-\($0)" } ?? "")
    case .value(let value):
      var parts = [value.kind.rawValue]
      if let number = value.number {
        parts.append(number.magnitude < 1e15 && number == number.rounded() ? String(Int(number)) : String(number))
      }
      if let low = value.low, let high = value.high { parts.append("\(low)..\(high)") }
      if let unit = value.unit { parts.append(unit) }
      if value.approximate { parts.append("~") }
      if let bound = value.bound { parts.append(bound.rawValue) }
      if let start = value.start, let end = value.end { parts.append("\(start)..\(end)") }
      if bearing != .at { parts.append("\(bearing)") }
      return parts.joined(separator: " ")
    }
  }
}
