import Model
import Readers

/// A block on its way into the text: its lines, and what they are.
struct Draft {
  enum Role: Equatable {
    case paragraph, item, heading, caption, footnote, code, contents, title
    /// Rows of a table; its cells are told when it is written.
    case table
  }

  var role: Role
  var lines: [PageLine]
  /// Bytes of bullet or number before the words of an item.
  var marker = 0
  /// The number of an item that has one.
  var number: Int?
  /// Of headings, from 1.
  var level = 0
  /// How wide its column is, from where its lines begin to where most of them end.
  var columnLeft: Float = 0
  var columnRight: Float = 0

  var size: Float { lines.map(\.size).max() ?? 0 }
  var isBold: Bool { lines.allSatisfy(\.isBold) }
  var isItalic: Bool { lines.allSatisfy(\.isItalic) }
  var length: Int { lines.reduce(0) { $0 + $1.text.count + 1 } }
  var first: [UInt8] { lines.first?.text ?? [] }
  var last: [UInt8] { lines.last?.text ?? [] }
}
