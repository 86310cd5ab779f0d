/// The words that the grammars name. A case's name is the word, and its raw value the word's number in the ``Lexicon``.
enum Keyword: Int, CaseIterable {
  case and, to, of, the, a, an, `in`, on, at, by, `for`, from, until, till, since, before, after, between, through,
    during
  case around, about, circa, per, than, or, so, more, less, fewer, over, under, within, with, `as`, into, onto, that,
    this
  case these, those, its, his, her, their, our, my, your, each, every, both
  case some, half, quarter, quarters, halves, third, couple, few, several, dozen, dozens, pair, tens, hundreds,
    thousands
  case millions, billions, trillions, hundred, thousand, million, billion, trillion, point, minus, negative, plus, one
  case early, late, mid, later, earlier, beginning, start, end, middle, turn, first, second, last, next, past, previous
  case coming, following, current, same, latest, recent, other, another, rest, final
  case today, yesterday, tomorrow, tonight, now, day, days, week, weeks, month, months, year, years, decade, decades
  case century, centuries, weekend, ago, hence, time, date, far, eve
  case fiscal, financial, calendar, fy, q, h, ad, ce, bc, bce, era
  case oclock, am, pm, noon, midnight, midday, utc, gmt, cet, est, edt, pst, pdt, cst, cest, bst, jst, ist, et, pt
  case us, uk, squared, cubed, square, cubic, sq, cu, out, ranging, ranges, ranged, range, vary, varies, varying, varied
  case issn, isbn, doi, http, https, www, p, pp, no, nos, nr, vol, arxiv, pmid, v, ver, version, ft, short
  case old, age, aged, degrees, sometime, also, whole, all, full, entire, only, just, not, even, deg, hundredth, may
  case tel, phone, fax, telephone, call, mobile, hotline, born, died, fall, march, c, ca, unlike
  case lasted, took, takes
  case exceed, exceeds, exceeded, surpassed, topped
  case th, st, nd, rd, weekdays
  case once, twice, thrice, times, daily, weekly, monthly, yearly, annually, percent
  case number, upcoming, remainder, commencing, starting
  case older, younger, longer, sooner, apart, ahead, long, ended, ending

  /// The word that a case is named after.
  var word: String { "\(self)" }
}

extension Word {
  @inline(__always) func `is`(_ keyword: Keyword) -> Bool { id == keyword.rawValue }

  /// Whether it is one of some words; spelled out, because a list of them would be put on the heap at each call.
  @inline(__always) func isOne(
    of first: Keyword,
    _ second: Keyword? = nil,
    _ k3: Keyword? = nil,
    _ k4: Keyword? = nil,
    _ k5: Keyword? = nil,
    _ k6: Keyword? = nil,
    _ k7: Keyword? = nil,
    _ k8: Keyword? = nil,
    _ k9: Keyword? = nil,
    _ k10: Keyword? = nil,
    _ k11: Keyword? = nil,
    _ k12: Keyword? = nil,
    _ k13: Keyword? = nil,
    _ k14: Keyword? = nil
  ) -> Bool {
    id == first.rawValue || id == second?.rawValue || id == k3?.rawValue || id == k4?.rawValue || id == k5?.rawValue
      || id == k6?.rawValue || id == k7?.rawValue || id == k8?.rawValue || id == k9?.rawValue || id == k10?.rawValue
      || id == k11?.rawValue || id == k12?.rawValue || id == k13?.rawValue || id == k14?.rawValue
  }

  /// Nil for a word that no grammar names.
  var keyword: Keyword? { Keyword(rawValue: id) }
}
