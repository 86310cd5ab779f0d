extension ValueCase {
  /// Years, days and times of day in words; and what looks like them.
  static let spoken: [ValueCase] = [
    ValueCase(
      "on September the twenty-first nineteen seventy-eight",
      ["September the twenty-first nineteen seventy-eight = date 1978-09-21..1978-09-21"]
    ),
    ValueCase(
      "fifteen August nineteen hundred and ninety-three",
      ["fifteen August nineteen hundred and ninety-three = date 1993-08-15..1993-08-15"]
    ),
    ValueCase("in August two thousand and fifteen", ["August two thousand and fifteen = date 2015-08-01..2015-08-31"]),
    ValueCase("in the nineteen fifties", ["nineteen fifties = date 1950-01-01..1959-12-31"]),
    ValueCase("in nineteen eighty-four,", ["nineteen eighty-four = date 1984-01-01..1984-12-31"]),
    ValueCase("between 3 and 12 September 2014", ["3 and 12 September 2014 = date 2014-09-03..2014-09-12"]),
    ValueCase("on 2019-Sep-01", ["2019-Sep-01 = date 2019-09-01..2019-09-01"]),
    ValueCase("from 02-02-2020 - 03-03-2020", ["02-02-2020 - 03-03-2020 = date 2020-02-02..2020-03-03"]),
    ValueCase("June 26th of 2020", ["June 26th of 2020 = date 2020-06-26..2020-06-26"]),
    ValueCase("the upcoming Jan. 9, 2005 election", ["Jan. 9, 2005 = date 2005-01-09..2005-01-09"]),
    ValueCase("in 2017-q1", ["2017-q1 = date 2017-01-01..2017-03-31"]),
    ValueCase("two days after 5 May 2010", ["two days after 5 May 2010 = date 2010-05-07..2010-05-07"]),
    ValueCase("the last four months of 2021", ["last four months of 2021 = date 2021-09-01..2021-12-31"]),
    ValueCase("It was half past eight.", ["half past eight = time 08:30"]),
    ValueCase("at a quarter to nine", ["a quarter to nine = time 08:45"]),
    ValueCase("at 20 minutes past four", ["20 minutes past four = time 04:20"]),
    ValueCase("at ten am on", ["ten am = time 10:00"]),
    ValueCase("seven o'clock in the evening", ["seven o'clock in the evening = time 19:00"]),
    ValueCase("at 9 in the morning", ["9 in the morning = time 09:00"]),
    ValueCase("at two at night", ["two at night = time 02:00"]),
    ValueCase("12 noon", ["12 noon = time 12:00"]),
    ValueCase("It was noon.", ["noon = time 12:00"]),
    ValueCase("at 1140 a.m.", ["1140 a.m = time 11:40"]),
    ValueCase("seven thirty p.m.", ["seven thirty p.m = time 19:30"]),
    ValueCase("half past caring, high noon, a quarter to eight per cent", ["eight per cent = percent 8 %"]),
    ValueCase("for one hour and a half", ["one hour and a half = quantity 1.5 h"]),
    ValueCase("It took an hour and a half.", ["an hour and a half = quantity 1.5 h"]),
    ValueCase("at 255.255.255.255", ["255.255.255.255 = identifier address"]),
    ValueCase("the phone number is 223-4567", ["phone number is 223-4567 = identifier phone"]),
    ValueCase("10 ~ 100", ["10 ~ 100 = number 10.0..100.0"]),
  ]
}
