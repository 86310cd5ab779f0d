import Model
import Testing
import Values

@Suite struct ValueTests {
  @Test(arguments: ValueCase.all + ValueCase.more + ValueCase.kinds + ValueCase.spoken) func findsWhatIsWritten(
    _ example: ValueCase
  ) {
    let bytes = Array(example.text.utf8)
    let found = Values.find(in: bytes).map { String(decoding: bytes[$0.range], as: UTF8.self) + " = " + $0.short }
    #expect(found == example.expected)
  }

  @Test func hasManyCases() {
    #expect(ValueCase.all.count + ValueCase.more.count >= 300)
  }

  @Test(arguments: [
    ("1.280 tonnes", NumberStyle.decimalComma, 1280.0), ("1.280 tonnes", .decimalPoint, 1.28),
    ("1,280 tonnes", .decimalComma, 1.28),
    ("1,280 tonnes", .decimalPoint, 1280), ("0,839 tonnes", .decimalPoint, 0.839),
    ("1.280,5 tonnes", .decimalComma, 1280.5),
  ])
  func readsSeparatorsByStyle(_ text: String, _ style: NumberStyle, _ number: Double) {
    #expect(Values.find(in: Array(text.utf8), style: style).first?.value?.number == number)
  }

  @Test(arguments: [
    ("ИФ РИНЦ = 0,839", NumberStyle.decimalComma), ("1,280 people in 12 towns", .decimalPoint),
    ("16,8 % und 8,9 %", .decimalComma),
    ("€1,327.6 billion", .decimalPoint), ("12,34,567 and 1,280", .decimalPoint),
    ("1.280,5 and 1.280.000", .decimalComma),
    ("on 20.11.1998, 1,280 people", .decimalPoint), ("[1,2] and [3,4]", .decimalPoint), ("Население", .decimalComma),
    ("no numbers", .decimalPoint),
  ])
  func detectsTheStyle(_ text: String, _ style: NumberStyle) {
    #expect(Array(text.utf8).withUnsafeBytes { NumberStyle.detect(in: $0) } == style)
  }

  @Test func opensAnIntervalAtOneEnd() throws {
    let since = try #require(Values.find(in: Array("since 2010".utf8)).first?.interval(year: nil))
    #expect(since.start == Day("2010-01-01"))
    #expect(since.end == nil)
    let until = try #require(Values.find(in: Array("until 1986".utf8)).first?.interval(year: nil))
    #expect(until.start == nil)
    #expect(until.end == Day("1986-12-31"))
    #expect(Values.find(in: Array("after 1986".utf8)).first?.interval(year: nil) == nil)
  }

  @Test func givesAYearToADateThatLacksIt() throws {
    let span = try #require(Values.find(in: Array("on 5 September".utf8)).first)
    #expect(span.interval(year: nil) == nil)
    #expect(span.interval(year: 1977)?.start == Day("1977-09-05"))
    #expect(span.outer == 0..<14)
    #expect(span.range == 3..<14)
  }

  @Test func looksOnlyInsideTheRange() {
    let bytes = Array("In 2012 12,345 km".utf8)
    #expect(Values.find(in: bytes, range: 8..<10).map(\.range) == [8..<10])
    #expect(Values.find(in: bytes, range: 5..<400).count == 2)
    #expect(Values.find(in: [], range: 0..<10).isEmpty)
  }
}
