import Foundation
import Model

/// A file of JSON that is a list of documents: two objects or more that have words in the fields that are configured.
struct JSONList {
  /// Each object that has words, by its number in the list from 1, and where it stands.
  let documents: [(number: Int, range: Range<Int>)]
  /// How many other elements there are.
  let others: Int

  /// - Parameter bytes: in UTF-8.
  /// - Returns: nil for everything else, a list with a single document among them.
  init?(_ bytes: [UInt8], _ fields: JSONFields) {
    guard bytes.first(where: { $0 > 0x20 }) == UInt8(ascii: "["),
      let list = try? JSONSerialization.jsonObject(with: Data(bytes)) as? [Any]
    else { return nil }
    let ranges = Self.elements(bytes)
    // What reads JSON and what parts it see the same list.
    guard ranges.count == list.count else { return nil }
    documents = list.indices.compactMap { index in
      guard let object = list[index] as? [String: Any], JSONReader.hasText(object, fields) else { return nil }
      return (index + 1, ranges[index])
    }
    others = list.count - documents.count
    if documents.count < 2 { return nil }
  }

  /// Where the elements of a list stand that is valid JSON.
  private static func elements(_ bytes: [UInt8]) -> [Range<Int>] {
    var elements: [Range<Int>] = []
    var (depth, isString, isEscaped) = (0, false, false)
    // The element in hand, without white space at its ends.
    var element: (start: Int, end: Int)?
    for (index, byte) in bytes.enumerated() {
      let isInside = depth > 0
      if isString {
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
          isString = false
        }
      } else {
        switch byte {
        case UInt8(ascii: "\""): isString = true
        case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
        case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
        default: break
        }
        let isEnd = depth == 0 || depth == 1 && byte == UInt8(ascii: ",")
        if isInside, isEnd {
          if let found = element { elements.append(found.start..<found.end) }
          element = nil
          if depth == 0 { return elements }
          continue
        }
      }
      if isInside, byte > 0x20 { element = (element?.start ?? index, index + 1) }
    }
    return elements
  }
}
