import Model

/// What a byte may be the beginning of.
private enum ByteClass {
  static let other: UInt8 = 0
  static let space: UInt8 = 1
  static let letter: UInt8 = 2
  static let digit: UInt8 = 3
  /// A sign that a value may begin with.
  static let sign: UInt8 = 4

  static let table: [UInt8] = (0..<256).map { value in
    let byte = UInt8(value)
    switch byte {
    case 0x20, 0x09, 0x0A, 0x0D: return space
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): return letter
    case UInt8(ascii: "0")...UInt8(ascii: "9"): return digit
    default:
      if Scanner.isLead(byte) { return letter }
      return "[(+-~<>.$@#".utf8.contains(byte) || Lexicon.shared.beginsSymbol[value] || byte == 0xC2 || byte == 0xE2
        ? sign : other
    }
  }
}

/// The one pass.
struct Finder {
  let scanner: Scanner
  let extras: Values.Extras
  var spans: [ValueSpan] = []
  private var context = Context()
  private let firstMark: Int

  init(scanner: Scanner, extras: Values.Extras) {
    self.scanner = scanner
    self.extras = extras
    firstMark = scanner.lexicon.firstMark
  }

  mutating func run() {
    ByteClass.table.withUnsafeBufferPointer { run($0) }
  }

  private mutating func run(_ classes: UnsafeBufferPointer<UInt8>) {
    let scanner = scanner
    var at = scanner.range.lowerBound
    let end = scanner.range.upperBound
    while at < end {
      switch classes[Int(scanner.bytes[at])] {
      case ByteClass.space: at += 1
      case ByteClass.letter: at = word(at)
      case ByteClass.digit:
        if let end = scanner.numberOfName(at, context.previous) {
          context = Context()
          at = end
        } else if let span = digits(at) {
          at = take(span)
        } else {
          at = skipDigits(at)
        }
      case ByteClass.sign:
        if let span = sign(at) { at = take(span) } else { at = skipSign(at) }
      default: at = skipSign(at)
      }
    }
  }

  private mutating func take(_ span: ValueSpan) -> Int {
    shareUnit(span)
    spans.append(inParentheses(span))
    context = Context(followsDate: span.isDate)
    return span.range.upperBound
  }

  /// "484,000 cases (417,000–556,000)": a bare range in parentheses is of what stands before them.
  private func inParentheses(_ span: ValueSpan) -> ValueSpan {
    guard case .value(var value) = span.content, value.kind == .number, value.low != nil, value.number == nil,
      let before = spans.last, let owner = before.value, let unit = owner.unit, let number = owner.number,
      span.range.lowerBound - before.range.upperBound == 2, scanner.has(" ", before.range.upperBound),
      scanner.has("(", span.range.lowerBound - 1), let low = value.low, let high = value.high, low <= number,
      number <= high
    else { return span }
    value.kind = owner.kind
    value.unit = unit
    var shared = span
    shared.content = .value(value)
    return shared
  }

  /// "10, 20 and 40 km": bare numbers before take the unit of the last one of a list.
  private mutating func shareUnit(_ span: ValueSpan) {
    guard let value = span.value, let unit = value.unit, value.kind != .date, value.high == nil || value.number == nil,
      !(value.kind == .money && scanner.currencyBefore(span.range.lowerBound) != nil)
    else { return }
    var next = span.range.lowerBound
    var members: [Int] = []
    // "7, 14 or 21 days"
    var isJoined = value.number == nil && scanner.hasOr(span.range)
    for index in spans.indices.suffix(8).reversed() {
      guard case .value(let before) = spans[index].content, before.kind == .number, before.unit == nil,
        before.number ?? before.low ?? 0 != 1, !isBeyond(before, value),
        let link = scanner.listLink(spans[index].range, before: next)
      else { break }
      if members.isEmpty {
        // "40 or 12%" and "fell 42, or 1.2%" say one thing twice.
        if link == .or, value.kind == .percent, isMore(before, value) { break }
        isJoined = isJoined || link == .and || link == .or
      }
      members.append(index)
      next = spans[index].range.lowerBound
    }
    // "closed at 4,012, 1.2% lower": a comma alone makes no list of two.
    guard isJoined || members.count > 1 else { return }
    for index in members {
      guard case .value(var before) = spans[index].content else { continue }
      before.kind = value.kind
      before.unit = unit
      spans[index].content = .value(before)
    }
  }

  private func isMore(_ before: Value, _ last: Value) -> Bool {
    (before.number ?? before.low ?? 0) > (last.number ?? last.low ?? 0)
  }

  /// "4,012 and 1.2%": a number far above what percentages are is none of them.
  private func isBeyond(_ before: Value, _ last: Value) -> Bool {
    guard last.kind == .percent, let number = before.number ?? before.low, let other = last.number ?? last.low else {
      return false
    }
    return number.magnitude > 100 && other.magnitude <= 100
  }

  private mutating func skipSign(_ at: Int) -> Int {
    // After "2010, 2012 and" another year may come; "(" and quotes stand between words, and are none.
    let follows = context.followsDate && scanner.has(",", at)
    context = Context(followsDate: follows)
    return at + 1
  }

  /// Reads the value that begins with a word, or passes the word.
  private mutating func word(_ at: Int) -> Int {
    let word = scanner.plainWord(at, limit: .max)
    if mayBegin(word), let span = value(at, word) {
      return take(span)
    }
    return pass(word)
  }

  /// Whether a value may begin with a word, by what is known of it and of the next; most words are passed here.
  private func mayBegin(_ word: Word) -> Bool {
    guard word.id >= 0 else { return false }
    let flags = scanner.infos[word.id].flags
    guard flags.contains(.starts) else { return false }
    guard flags.contains(.needsNext) else { return true }
    var next = word.end
    let byte = scanner.byte(next)
    if byte == 0x20 || byte == UInt8(ascii: "-") { next += 1 }
    guard scanner.isASCIILetter(next) else { return true }
    let id = scanner.plainWord(next, limit: Scanner.longestWord).id
    return id >= 0 && id < firstMark
  }

  /// Passes a word with the digits that hang on it: "GW150914" and "Covid-19" are names.
  private mutating func pass(_ word: Word) -> Int {
    var end = word.end
    if scanner.has(".", end), let whole = scanner.word(word.start), whole.end > end { end = whole.end }
    if scanner.isDigit(end) || scanner.has("_", end) || scanner.has("@", end)
      || (scanner.has(".", end) && scanner.isASCIILetter(end + 1))
    {
      if let email = scanner.email(word.start) {
        _ = take(ValueSpan(range: word.start..<email, content: .identifier(.email)))
        return email
      }
      if !scanner.has(".", end) {
        while scanner.isWordByte(end) { end = next(end) }
      }
    }
    if let code = scanner.numberedCode(word) {
      _ = take(ValueSpan(range: word.start..<code, content: .identifier(.code)))
      return code
    }
    if scanner.has("-", end), scanner.isDigit(end + 1), !startsWithDay(word, end) {
      end += 1
      // "magnitude-6.1"
      while scanner.isWordByte(end) || (scanner.has(".", end) && scanner.isDigit(end + 1)) { end = next(end) }
    }
    // After a date, "and" and "or" may join another.
    let follows = context.followsDate && word.isOne(of: .and, .or)
    context = Context(
      previous: Word(id: word.id, start: word.start, end: end),
      beforeThat: context.previous,
      followsDate: follows
    )
    return end
  }

  private func startsWithDay(_ word: Word, _ end: Int) -> Bool {
    word.isOne(of: .mid, .early, .late, .end) || scanner.matchesWord("pre", word) || scanner.matchesWord("post", word)
  }

  private func next(_ at: Int) -> Int {
    Scanner.isLead(scanner.byte(at)) && scanner.byte(at + 1) & 0xC0 == 0x80 ? at + 2 : at + 1
  }

  private mutating func skipDigits(_ at: Int) -> Int {
    var end = at
    // "747-400" and "3–0" are passed as one.
    while true {
      if scanner.isWordByte(end) || (scanner.has("-", end) && scanner.isDigit(end + 1)) {
        end = next(end)
      } else if scanner.matches("\u{2013}", at: end), scanner.isDigit(end + 3) {
        end += 3
      } else {
        break
      }
    }
    context = Context()
    return end
  }

  // MARK: Values

  private func value(_ at: Int, _ word: Word) -> ValueSpan? {
    if let found = scanner.identifier(word) {
      return ValueSpan(range: at..<found.end, content: .identifier(found.kind))
    }
    if let date = scanner.dateSpan(at, context) { return date }
    if let time = scanner.timeOfDay(at, context.previous) {
      return ValueSpan(range: at..<time.end, content: .time(time.time))
    }
    // "two hundredth" is one number, and not the number before it.
    if let ordinal = ordinal(at), ordinal.range.upperBound > word.end { return ordinal }
    if let amount = scanner.modifiedAmount(at, previous: context.previous, isAll: extras.contains(.loneWords)) {
      return amount
    }
    return ordinal(at)
  }

  private func ordinal(_ at: Int) -> ValueSpan? {
    guard extras.contains(.ordinals), let ordinal = scanner.ordinal(at) else { return nil }
    return ValueSpan(range: at..<ordinal.end, content: .ordinal(ordinal.number))
  }

  private func digits(_ at: Int) -> ValueSpan? {
    if let date = scanner.dateSpan(at, context) { return date }
    if let time = scanner.timeOfDay(at, context.previous) {
      return ValueSpan(range: at..<time.end, content: .time(time.time))
    }
    if let coordinate = scanner.coordinate(at) {
      let value = Value(text: "", kind: .quantity, number: coordinate.degrees, unit: "°")
      return ValueSpan(range: at..<coordinate.end, content: .value(value))
    }
    if scanner.fractionOfDigits(at) == nil, let found = scanner.identifierOfDigits(at) {
      return ValueSpan(range: at..<found.end, content: .identifier(found.kind))
    }
    if let score = scanner.score(at) ?? scanner.ballot(at) {
      return ValueSpan(range: at..<score, content: .identifier(.score))
    }
    if let amount = scanner.modifiedAmount(at, previous: context.previous, isAll: true) { return amount }
    return ordinal(at)
  }

  /// What begins with a sign: a citation, a currency, a bound, a signed number.
  private func sign(_ at: Int) -> ValueSpan? {
    switch scanner.byte(at) {
    case UInt8(ascii: "["):
      return scanner.citation(at).map { ValueSpan(range: at..<$0.end, content: .identifier($0.kind)) }
    case UInt8(ascii: "("), UInt8(ascii: "+"):
      if let phone = scanner.phone(at, isNamed: false) {
        return ValueSpan(range: at..<phone, content: .identifier(.phone))
      }
      guard scanner.has("+", at) || scanner.isDigit(scanner.skipSpace(at + 1)) else { return nil }
    case UInt8(ascii: "@"), UInt8(ascii: "#"): return nil
    case UInt8(ascii: "."): guard scanner.isDigit(at + 1) else { return nil }
    case UInt8(ascii: "-"):
      // A hyphen that joins two words is no minus.
      if scanner.isWordByte(at - 1) { return nil }
    default: break
    }
    if let loss = scanner.bracketedLoss(at) { return loss }
    if scanner.has("(", at), scanner.number(scanner.skipSpace(at + 1)) == nil { return nil }
    guard let span = scanner.modifiedAmount(at, previous: context.previous, isAll: true) else { return nil }
    return span
  }
}
