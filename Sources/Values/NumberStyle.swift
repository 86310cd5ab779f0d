/// How a document writes its numbers.
public enum NumberStyle: Sendable, Hashable {
  /// 1,280.5
  case decimalPoint
  /// 1.280,5
  case decimalComma

  /// Decides by what the text itself shows: numbers that can be read one way only, and, where they are silent, the script.
  ///
  /// A comma after a lone zero ("0,839"), or before any count of digits but three ("16,8"), is a decimal comma; two groups of three
  /// ("1,280,000") or a point after a group ("1,327.6") make the comma a separator.
  public static func detect(in bytes: UnsafeRawBufferPointer) -> NumberStyle {
    var comma = 0
    var point = 0
    var latin = 0
    var cyrillic = 0
    var at = 0
    while at < bytes.count {
      let byte = bytes[at]
      if byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") {
        let first = run(bytes, at)
        var next = at + first
        while next + 1 < bytes.count, bytes[next] == UInt8(ascii: ",") || bytes[next] == UInt8(ascii: ".") {
          let digits = run(bytes, next + 1)
          if digits == 0 { break }
          let isDecimal = digits != 3 || (first == 1 && byte == UInt8(ascii: "0"))
          if isDecimal {
            if bytes[next] == UInt8(ascii: ",") { comma += 1 } else { point += 1 }
          }
          next += 1 + digits
        }
        at = next
        continue
      }
      if byte | 0x20 >= UInt8(ascii: "a"), byte | 0x20 <= UInt8(ascii: "z") { latin += 1 }
      if byte == 0xD0 || byte == 0xD1 { cyrillic += 1 }
      at += 1
    }
    if comma != point { return comma > point ? .decimalComma : .decimalPoint }
    return cyrillic > latin ? .decimalComma : .decimalPoint
  }

  private static func run(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> Int {
    var at = start
    while at < bytes.count, bytes[at] >= UInt8(ascii: "0"), bytes[at] <= UInt8(ascii: "9") { at += 1 }
    return at - start
  }
}
