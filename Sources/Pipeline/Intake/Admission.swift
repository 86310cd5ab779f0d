import Model
import Readers
import Service
import Wire

/// What may come into the spool at all.
enum Admission {
  /// The longest URI, in bytes.
  static let maximumURI = 4096

  /// Why a document is refused, in one line; nil when it is not.
  static func refusal(
    uri: String,
    _ content: [UInt8],
    _ limits: Configuration.Limits
  ) -> (code: Refused.Code, reason: String)? {
    if uri.isEmpty || uri.utf8.count > maximumURI || uri.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7F }) {
      return (.malformed, "the URI is empty, longer than \(maximumURI) bytes, or has spaces or control characters")
    }
    if content.count > limits.documentBytes {
      return (.tooLarge, "\(content.count) bytes, larger than the limit of \(Quantities.size(limits.documentBytes))")
    }
    do {
      try PlainTextReader.validate(content)
      return nil
    } catch {
      return (content.isEmpty ? .empty : .notUTF8, error.description)
    }
  }
}
