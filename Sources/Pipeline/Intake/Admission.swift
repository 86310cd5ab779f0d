import Model
import Readers
import Service
import Wire

/// What may come into the spool at all.
enum Admission {
  /// The longest media type, in bytes.
  static let maximumMediaType = 255

  /// Why a document is refused.
  struct Refusal {
    var code: Refused.Code
    /// One line.
    var reason: String
    /// False when the name itself is what is wrong, and does not bear repeating.
    var isOfContent = true

    func named(_ uri: String) -> String { isOfContent ? "\(uri): \(reason)" : reason }
  }

  /// Why a document is refused; nil when it is not.
  static func refusal(
    uri: String,
    mediaType: String,
    _ content: [UInt8],
    _ limits: Configuration.Limits
  ) -> Refusal? {
    if let fault = DocumentURI.fault(of: uri) { return Refusal(code: .malformed, reason: fault, isOfContent: false) }
    if content.count > limits.documentBytes {
      let reason = "\(content.count) bytes, larger than the limit of \(Quantities.size(limits.documentBytes))"
      return Refusal(code: .tooLarge, reason: reason)
    }
    if mediaType.utf8.count > maximumMediaType {
      return Refusal(code: .malformed, reason: "the media type is longer than \(maximumMediaType) bytes")
    }
    guard reader(forMediaType: mediaType) != nil else {
      return Refusal(code: .unsupported, reason: "no reader for media type \"\(mediaType)\"; send text/plain")
    }
    do throws(ReadError) {
      try PlainTextReader.validate(content)
      return nil
    } catch {
      let code: Refused.Code =
        switch error.code {
        case .empty: .empty
        case .notUTF8: .notUTF8
        }
      return Refusal(code: code, reason: error.description)
    }
  }
}
