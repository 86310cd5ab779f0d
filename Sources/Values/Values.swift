/// Finds typed values in UTF-8 text: numbers, money, percentages, quantities, ranges, dates; and identifiers, whose digits are none.
public enum Values {
  /// What is found only where it is asked for.
  public struct Extras: OptionSet, Sendable {
    public let rawValue: Int

    public init(rawValue: Int) {
      self.rawValue = rawValue
    }

    /// "third", "21st".
    public static let ordinals = Extras(rawValue: 1)
    /// Small numbers in words that count nothing: "the two".
    public static let loneWords = Extras(rawValue: 2)
  }

  /// The values of a range, in the order in which they stand; they do not overlap.
  ///
  /// One pass from left to right. At each word a bounded number of bytes is looked at, so that the time is linear in the range.
  /// - Parameters:
  ///   - bytes: UTF-8; offsets of the spans count from its start.
  ///   - range: where to look; nothing outside it is read.
  ///   - style: how the document writes numbers.
  ///   - extras: what is to be found beside values.
  public static func find(
    in bytes: UnsafeRawBufferPointer,
    range: Range<Int>,
    style: NumberStyle,
    extras: Extras = []
  ) -> [ValueSpan] {
    Lexicon.shared.withScanner(bytes, range.clamped(to: 0..<bytes.count), style) { scanner in
      var finder = Finder(scanner: scanner, extras: extras)
      finder.run()
      return finder.spans
    }
  }

  /// The same, over an array.
  public static func find(
    in bytes: [UInt8],
    range: Range<Int>? = nil,
    style: NumberStyle = .decimalPoint,
    extras: Extras = []
  ) -> [ValueSpan] {
    bytes.withUnsafeBytes { find(in: $0, range: range ?? 0..<$0.count, style: style, extras: extras) }
  }

  /// Builds the tables, so that the first text does not wait for them.
  public static func prepare() {
    _ = Lexicon.shared
  }
}
