extension ValueCase {
  /// Kinds of faults that were mended, each with what must not be taken for one.
  static let kinds: [ValueCase] = lists + periods + days + money + rates + counts + names

  /// A number has the unit of the next value in a list alone.
  static let lists: [ValueCase] = [
    ValueCase("closed at 4,012, 1.2% lower", ["4,012 = number 4012", "1.2% = percent 1.2 %"]),
    ValueCase("ended at 7,208 and 1.2% higher", ["7,208 = number 7208", "1.2% = percent 1.2 %"]),
    ValueCase("Of 412, 35% were women", ["412 = number 412", "35% = percent 35 %"]),
    ValueCase(
      "(p < 0.05, 95% CI 1.2–3.4)",
      ["< 0.05 = number 0.05 max", "95% = percent 95 %", "1.2–3.4 = number 1.2..3.4"]
    ),
    ValueCase("rose to 12, 5 km away", ["12 = number 12", "5 km = quantity 5 km"]),
    ValueCase("fell 42, or 1.2%, to", ["42 = number 42", "1.2% = percent 1.2 %"]),
    ValueCase("most of them (89 or 23%)", ["89 = number 89", "23% = percent 23 %"]),
    ValueCase("at 1,050, $3 higher", ["1,050 = number 1050", "$3 = money 3 USD"]),
    ValueCase("sold 3,000, 12 tonnes less", ["3,000 = number 3000", "12 tonnes = quantity 12 t"]),
    ValueCase("3, 4 and 5 km races", ["3 = quantity 3 km", "4 = quantity 4 km", "5 km = quantity 5 km"]),
    ValueCase("3, 4, or 5 km", ["3 = quantity 3 km", "4 = quantity 4 km", "5 km = quantity 5 km"]),
    ValueCase("scores of 4, 5 and 12%", ["4 = percent 4 %", "5 = percent 5 %", "12% = percent 12 %"]),
    ValueCase("depths of 5, 10, 20 m", ["5 = quantity 5 m", "10 = quantity 10 m", "20 m = quantity 20 m"]),
    ValueCase("for 7, 14 or 21 days", ["7 = quantity 7 day", "14 or 21 days = quantity 14.0..21.0 day"]),
    ValueCase("between 10 and 12%", ["between 10 and 12% = percent 10.0..12.0 %"]),
    ValueCase("8- and 16-metre masts", ["8 = quantity 8 m", "16-metre = quantity 16 m"]),
  ]

  static let periods: [ValueCase] = [
    ValueCase("3Q 2019", ["3Q 2019 = date 2019-07-01..2019-09-30"]),
    ValueCase("in 2Q20", ["2Q20 = date 2020-04-01..2020-06-30"]),
    ValueCase("1H18", ["1H18 = date 2018-01-01..2018-06-30"]),
    ValueCase("end of 1H18", ["end of 1H18 = date 2018-06-30..2018-06-30"]),
    ValueCase("4Q'19", ["4Q'19 = date 2019-10-01..2019-12-31"]),
    ValueCase("9M 2019", ["9M 2019 = date 2019-01-01..2019-09-30"]),
    ValueCase("in 3Q profit rose", ["3Q = relative quarter 3 of year 0"]),
    ValueCase("1Q–3Q 2020", ["1Q–3Q 2020 = date 2020-01-01..2020-09-30"]),
    ValueCase("Q1–Q3 2020", ["Q1–Q3 2020 = date 2020-01-01..2020-09-30"]),
    ValueCase("Q1 to Q3 2020", ["Q1 to Q3 2020 = date 2020-01-01..2020-09-30"]),
    ValueCase(
      "Q1 and Q3 2020",
      ["Q1 = date 2020-01-01..2020-03-31", "Q3 2020 = date 2020-07-01..2020-09-30"]
    ),
    ValueCase("Q1 2019–Q3 2020", ["Q1 2019–Q3 2020 = date 2019-01-01..2020-09-30"]),
    ValueCase("2019Q3", ["2019Q3 = date 2019-07-01..2019-09-30"]),
    ValueCase("2020H1", ["2020H1 = date 2020-01-01..2020-06-30"]),
    ValueCase("H2 18, and", ["H2 18 = date 2018-07-01..2018-12-31"]),
    ValueCase("Q1 FY20", ["Q1 FY20 = date ~ 2020-01-01..2020-03-31"]),
    ValueCase("FY19/20", ["FY19/20 = date ~ 2019-01-01..2020-12-31"]),
    ValueCase("FY18–19", ["FY18–19 = date ~ 2018-01-01..2019-12-31"]),
    ValueCase("a 3Q device, 2H batteries, 5Q of", []),
    ValueCase("the year to March", ["year to March = relative 1 year to 3-31"]),
    ValueCase("the six months to June 2019", ["six months to June 2019 = date 2019-01-01..2019-06-30"]),
    ValueCase(
      "the 12 months ended 30 September 2018",
      ["12 months ended 30 September 2018 = date 2017-10-01..2018-09-30"]
    ),
    ValueCase("the year ended 31 December 2012", ["year ended 31 December 2012 = date 2012-01-01..2012-12-31"]),
    ValueCase(
      "the 52 weeks ended 30 March 2019",
      ["52 weeks ended 30 March 2019 = date 2018-04-01..2019-03-30"]
    ),
    ValueCase(
      "the six-month period ended 30 June 2018",
      ["six-month period ended 30 June 2018 = date 2018-01-01..2018-06-30"]
    ),
    ValueCase(
      "the nine months to the end of September 2018",
      ["nine months to the end of September 2018 = date 2018-01-01..2018-09-30"]
    ),
    ValueCase("the quarter ended 30 June 2019", ["quarter ended 30 June 2019 = date 2019-04-01..2019-06-30"]),
    ValueCase("the ten years to 2019", ["ten years to 2019 = date 2010-01-01..2019-12-31"]),
    ValueCase("the year to end-March", ["year to end-March = relative 1 year to 3-31"]),
    ValueCase("three months ended Sept. 30", ["three months ended Sept. 30 = relative 3 month to 9-30"]),
    ValueCase(
      "by an additional six months to June 2019",
      ["an additional six months = quantity 6 month", "June 2019 = date 2019-06-01..2019-06-30 relative"]
    ),
    ValueCase("the year to date", ["year to date = relative year 0 earlier"]),
    ValueCase("a year to remember, two months to spare", ["two months = quantity 2 month"]),
    ValueCase(
      "delayed six months to June 2019",
      ["six months = quantity 6 month", "June 2019 = date 2019-06-01..2019-06-30 relative"]
    ),
  ]

  static let days: [ValueCase] = [
    ValueCase("on 19-Nov-12", ["19-Nov-12 = date 2012-11-19..2012-11-19"]),
    ValueCase("on 7-Jan-99", ["7-Jan-99 = date 1999-01-07..1999-01-07"]),
    ValueCase("on 19 Nov '12", ["19 Nov '12 = date 2012-11-19..2012-11-19"]),
    ValueCase("on 19/Nov/12", ["19/Nov/12 = date 2012-11-19..2012-11-19"]),
    ValueCase("the 19-Nov group", ["19-Nov = yearless 11-19"]),
    ValueCase(
      "on 19 November 12 people left",
      ["19 November = yearless 11-19", "12 people = quantity 12 person"]
    ),
    ValueCase("Sunday night, 7th June 2015", ["Sunday night, 7th June 2015 = date 2015-06-07..2015-06-07"]),
    ValueCase("on Monday morning, 5 May", ["Monday morning, 5 May = yearless 5-5"]),
    ValueCase("on Sunday night at 7", ["Sunday night = relative weekday 7", "7 = number 7"]),
    ValueCase(
      "in 1998, 2002 and 2006",
      [
        "1998 = date 1998-01-01..1998-12-31", "2002 = date 2002-01-01..2002-12-31",
        "2006 = date 2006-01-01..2006-12-31",
      ]
    ),
  ]

  static let money: [ValueCase] = [
    ValueCase("20 k€", ["20 k€ = money 20000 EUR"]),
    ValueCase("20 M€", ["20 M€ = money 20000000 EUR"]),
    ValueCase("20M€ and 5k£", ["20M€ = money 20000000 EUR", "5k£ = money 5000 GBP"]),
    ValueCase("20 kEUR", ["20 kEUR = money 20000 EUR"]),
    ValueCase("1.5 Mio. € and 1.5 Mrd. €", ["1.5 Mio. € = money 1500000 EUR", "1.5 Mrd. € = money 1500000000 EUR"]),
    ValueCase("€5-10m", ["€5-10m = money 5000000.0..10000000.0 EUR"]),
    ValueCase("20 M people", ["20 M people = quantity 20 person"]),
    ValueCase("$US113 trillion", ["$US113 trillion = money 113000000000000 USD"]),
    ValueCase("US$5m and $A5m", ["US$5m = money 5000000 USD", "$A5m = money 5000000 AUD"]),
    ValueCase("closed at 412.5p", ["412.5p = money 4.125 GBP"]),
    ValueCase("a 1080p screen", []),
    ValueCase("cost a million pounds", ["a million pounds = money 1000000 GBP"]),
    ValueCase("two million pounds", ["two million pounds = money 2000000 GBP"]),
    ValueCase("half a million pounds", ["half a million pounds = money 500000 GBP"]),
    ValueCase("paid two thousand pounds", ["two thousand pounds = money 2000 GBP"]),
    ValueCase("a 40-pound fine", ["40-pound = money 40 GBP"]),
    ValueCase("a 40 pound dog", ["40 pound = quantity 40 lb"]),
    ValueCase("weighs two thousand pounds", ["two thousand pounds = quantity 2000 lb"]),
    ValueCase("weighs two million pounds", ["two million pounds = quantity 2000000 lb"]),
    ValueCase("2 million pounds of thrust", ["2 million pounds = quantity 2000000 lb"]),
    ValueCase("40 lb", ["40 lb = quantity 40 lb"]),
    ValueCase("costs kr 450", ["kr 450 = money 450"]),
    ValueCase("costs kr 450 in Copenhagen", ["kr 450 = money 450 DKK"]),
    ValueCase("in Oslo it costs 450 kroner", ["450 kroner = money 450 NOK"]),
    ValueCase("in Oslo and Stockholm it costs 450 kr", ["450 kr = money 450"]),
    ValueCase("450 kronor", ["450 kronor = money 450 SEK"]),
    ValueCase("Dkr 450", ["Dkr 450 = money 450 DKK"]),
    ValueCase("3 million lira", ["3 million lira = money 3000000"]),
    ValueCase("3 million lira in Turkey", ["3 million lira = money 3000000 TRY"]),
    ValueCase("rose 10pc", ["10pc = percent 10 %"]),
    ValueCase("rose 10 pc", ["10 pc = percent 10 %"]),
    ValueCase("rose 3-5pc", ["3-5pc = percent 3.0..5.0 %"]),
    ValueCase("rose 10 per cent", ["10 per cent = percent 10 %"]),
    ValueCase("a star 10 pc away", ["10 pc = quantity 10 pc"]),
    ValueCase("5 kpc", ["5 kpc = quantity 5 kpc"]),
    ValueCase("margin was (3.1)%", ["(3.1)% = percent -3.1 %"]),
    ValueCase("a loss of $(1,234)", ["$(1,234) = money -1234 USD"]),
    ValueCase("a loss of £(12.4)m", ["£(12.4)m = money -12400000 GBP"]),
    ValueCase("5% (3.1%)", ["5% = percent 5 %", "3.1% = percent 3.1 %"]),
    ValueCase("people (1,234) and ($5m)", ["1,234 = number 1234", "$5m = money 5000000 USD"]),
  ]

  static let rates: [ValueCase] = [
    ValueCase("400 cars/hour", ["400 cars/hour = quantity 400 car/h"]),
    ValueCase("400 cars an hour", ["400 cars an hour = quantity 400 car/h"]),
    ValueCase("$15.4/hour", ["$15.4/hour = money 15.4 USD/h"]),
    ValueCase("$40 a month", ["$40 a month = money 40 USD/month"]),
    ValueCase("a £2m-a-year deal", ["£2m-a-year = money 2000000 GBP/year"]),
    ValueCase("from £950 to £1,040 a month", ["£950 = money 950 GBP/month", "£1,040 a month = money 1040 GBP/month"]),
    ValueCase("$5 to $8 an hour", ["$5 to $8 an hour = money 5.0..8.0 USD/h"]),
    ValueCase("0.31 €/kWh", ["0.31 €/kWh = money 0.31 EUR/kWh"]),
    ValueCase("$80 a barrel", ["$80 a barrel = money 80 USD/bbl"]),
    ValueCase("$1,200 per square metre", ["$1,200 per square metre = money 1200 USD/m²"]),
    ValueCase("pays 12 pounds a month", ["12 pounds a month = money 12 GBP/month"]),
    ValueCase("lost 12 pounds a month", ["12 pounds a month = quantity 12 lb/month"]),
    ValueCase("5 litres per minute", ["5 litres per minute = quantity 5 l/min"]),
    ValueCase("twice a week", ["twice a week = quantity 2 1/week"]),
    ValueCase("three times a day", ["three times a day = quantity 3 1/day"]),
    ValueCase("4 times per annum", ["4 times per annum = quantity 4 1/year"]),
    ValueCase("twice daily", ["twice daily = quantity 2 1/day"]),
    ValueCase("twice as big, once a king, once upon a time", []),
    ValueCase("$5 a share, $3 each", ["$5 = money 5 USD", "$3 = money 3 USD"]),
    ValueCase("$5m a year ago", ["$5m = money 5000000 USD", "a year ago = relative -1 year"]),
    ValueCase(
      "5 boats a year earlier",
      ["5 boats = quantity 5 boat", "a year earlier = relative -1 year from the text"]
    ),
    ValueCase("stood a week longer in bay 404", ["404 = number 404"]),
    ValueCase("3 boats and/or men", ["3 boats = quantity 3 boat"]),
  ]

  static let counts: [ValueCase] = [
    ValueCase("5 ug", ["5 ug = quantity 5 µg"]),
    ValueCase("5 ug/ml", ["5 ug/ml = quantity 5 µg/ml"]),
    ValueCase("told us 5 us", ["5 = number 5"]),
    ValueCase("8- to 16-metre", ["8- to 16-metre = quantity 8.0..16.0 m"]),
    ValueCase("five- to six-year", ["five- to six-year = quantity 5.0..6.0 year"]),
    ValueCase("2- or 3-day", ["2- or 3-day = quantity 2.0..3.0 day"]),
    ValueCase("a hundred and two", ["a hundred and two = number 102"]),
    ValueCase("the two hundredth", []),
    ValueCase("cut it by a third (", ["a third = number 0.3333333333333333"]),
    ValueCase("rose by about a quarter.", ["about a quarter = number 0.25 ~"]),
    ValueCase("by a third man, in a third.", []),
    ValueCase("owns 1 boat.", ["1 boat = quantity 1 boat"]),
    ValueCase("owns 2 boats.", ["2 boats = quantity 2 boat"]),
    ValueCase("1 old man in town", ["1 old man = quantity 1 man"]),
    ValueCase("1 person died", ["1 person = quantity 1 person"]),
    ValueCase("on day 1 of", ["1 = number 1"]),
    ValueCase("in room 1 people", ["1 = number 1"]),
    ValueCase("1 lower, 1 of them, 1 each", ["1 = number 1", "1 = number 1", "1 = number 1"]),
    ValueCase("40 new large ships", ["40 new large ships = quantity 40 ship"]),
    ValueCase("40 red metal boxes", ["40 red metal boxes = quantity 40 box"]),
    ValueCase("40 more ships", ["40 more ships = quantity 40 ship"]),
    ValueCase("40 more than before", ["40 = number 40"]),
    ValueCase("five other theorists", []),
    ValueCase("12 high-speed trains", ["12 high-speed trains = quantity 12 train"]),
    ValueCase("12 old Soviet tanks", ["12 old Soviet tanks = quantity 12 tank"]),
    ValueCase("5 small family-run shops", ["5 small family-run shops = quantity 5 shop"]),
    ValueCase("40 mostly empty flats", ["40 mostly empty flats = quantity 40 flat"]),
    ValueCase("14 others hit new highs", ["14 = number 14"]),
    ValueCase("12 of the large ships", ["12 = number 12"]),
    ValueCase("22 league matches", ["22 league matches = quantity 22 match"]),
    ValueCase("22 leagues", ["22 leagues = quantity 22 league"]),
    ValueCase(
      "rose from 5 to 8 million tonnes",
      ["5 = quantity 5000000 t", "8 million tonnes = quantity 8000000 t"]
    ),
    ValueCase(
      "fell from 8 to 5 million tonnes",
      ["8 = quantity 8000000 t", "5 million tonnes = quantity 5000000 t"]
    ),
    ValueCase("from two to three days", ["two = quantity 2 day", "three days = quantity 3 day"]),
    ValueCase("fell from 500 to 2 million", ["500 = number 500", "2 million = number 2000000"]),
  ]

  /// No value is in a name.
  static let names: [ValueCase] = [
    ValueCase("S&P 500, Fortune 500, FTSE 100, Nasdaq 100", []),
    ValueCase("Game 7, Form 10-K, Formula 1, Catch-22, COVID-19", []),
    ValueCase("Boeing 747, Apollo 11, Apollo 11 and 12, Falcon 9", []),
    ValueCase("Windows 11, Windows 2000, iPhone 12, Route 66", []),
    ValueCase("Boeing sold 40 jets", ["40 jets = quantity 40 jet"]),
    ValueCase("Boeing 40 engines", ["40 engines = quantity 40 engine"]),
    ValueCase("the game 7 people saw", ["7 people = quantity 7 person"]),
    ValueCase("Windows 10%", ["10% = percent 10 %"]),
    ValueCase("Route 12,000 people took", ["12,000 people = quantity 12000 person"]),
    ValueCase("the Expo 2012", ["2012 = date 2012-01-01..2012-12-31"]),
  ]
}
