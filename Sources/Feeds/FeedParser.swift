import Model
import XML

/// Reads feeds: RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, and JSON Feed.
///
/// What stands before a fault is read. Where nothing can be read, what feeds are known to get wrong is put right, and
/// the feed read again.
public enum FeedParser {
  /// How many entries of a feed are read; the rest are counted.
  public static let maximumEntries = 2000

  /// - Parameters:
  ///   - bytes: the feed in UTF-8.
  ///   - base: where it was fetched from, for relative URLs in it.
  /// - Throws: ``ReadError`` for what is no feed, and for one of which nothing can be read.
  public static func parse(_ bytes: [UInt8], base: WebAddress? = nil) throws(ReadError) -> Feed {
    let start = bytes.prefix(1024).first { $0 > 0x20 && ![0xEF, 0xBB, 0xBF].contains($0) }
    guard let start else { throw ReadError(.empty, "empty document") }
    if start == UInt8(ascii: "{") { return try JSONFeed.parse(bytes, base: base) }
    var reading = XMLFeed(bytes, base: base)
    guard let fault = reading.scan() else { return try reading.finish() }
    // What is put right moves all that comes after it.
    var repaired = XMLFeed(XMLRepair.repaired(bytes), base: base, hasPlaces: false)
    let left = repaired.scan()
    if repaired.count >= reading.count { (reading, repaired) = (repaired, reading) }
    guard reading.count > 0 || left == nil else { throw reading.notAFeed ?? fault }
    var feed = try reading.finish()
    feed.fault = fault.description
    return feed
  }

  /// The encoding that an XML declaration names; nil without one.
  public static func declaredCharset(_ bytes: [UInt8]) -> String? { XMLRepair.declaredCharset(bytes) }
}
