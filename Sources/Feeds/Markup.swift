import HTML
import Model

/// HTML in feeds.
enum Markup {
  /// Whether a text that does not say so has tags or references in it.
  static func isLikely(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    let lastEnd = bytes.lastIndex(of: UInt8(ascii: ">")) ?? 0
    for (index, byte) in bytes.enumerated() {
      let rest = bytes[(index + 1)...]
      switch byte {
      case UInt8(ascii: "<"):
        // A tag: a letter or slash behind it, and an end.
        if index < lastEnd, let next = rest.first,
          isLetter(next) || next == UInt8(ascii: "/") || next == UInt8(ascii: "!")
        {
          return true
        }
      case UInt8(ascii: "&"):
        let name = rest.prefix(32).prefix { isLetter($0) || $0 == UInt8(ascii: "#") || (0x30...0x39).contains($0) }
        if !name.isEmpty, name.endIndex < bytes.count, bytes[name.endIndex] == UInt8(ascii: ";") { return true }
      default: continue
      }
    }
    return false
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }

  /// The blocks of a piece of HTML; nil where it has no text or cannot be read.
  static func document(_ html: String, title: String? = nil) -> TextDocument? {
    do throws(ReadError) {
      return try HTMLReader().readWhole(Array("<!DOCTYPE html><body>\(html)".utf8))
    } catch {
      return nil
    }
  }

  /// The words of a piece of HTML.
  static func words(_ html: String) -> String {
    guard html.contains("<") || html.contains("&") else { return html }
    guard let document = document(html) else { return "" }
    return document.blocks.map { document.text(in: $0.range) }.joined(separator: " ")
  }

  static func escape(_ text: some Sequence<UInt8>, inAttribute: Bool = false) -> [UInt8] {
    var result: [UInt8] = []
    for byte in text {
      switch byte {
      case UInt8(ascii: "&"): result += "&amp;".utf8
      case UInt8(ascii: "<"): result += "&lt;".utf8
      case UInt8(ascii: ">"): result += "&gt;".utf8
      case UInt8(ascii: "\"") where inAttribute: result += "&quot;".utf8
      default: result.append(byte)
      }
    }
    return result
  }

  private static let addresses: Set<String> = ["href", "src", "cite", "poster", "longdesc"]
  private static let empty: Set<String> = ["br", "hr", "img", "input", "col", "wbr", "area", "source", "embed"]

  static func startTag(_ name: String, _ attributes: [String: String], base: WebAddress?) -> [UInt8] {
    var tag = Array("<\(name)".utf8)
    for (key, value) in attributes.sorted(by: { $0.key < $1.key }) {
      let isAddress = addresses.contains(key)
      let value = isAddress ? base.map { $0.resolving(value).description } ?? value : value
      tag += " \(key)=\"".utf8 + escape(value.utf8, inAttribute: true) + "\"".utf8
    }
    return tag + (empty.contains(name) ? " />" : ">").utf8
  }

  static func endTag(_ name: String) -> [UInt8] { empty.contains(name) ? [] : Array("</\(name)>".utf8) }
}
