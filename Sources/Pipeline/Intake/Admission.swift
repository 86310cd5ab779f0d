import Formats
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
    /// Why it cannot be read; nil where its name is at fault.
    var kind: ReadError.Code?
    /// False when the name itself is what is wrong, and does not bear repeating.
    var isOfContent = true

    func named(_ uri: String) -> String { isOfContent ? "\(uri): \(reason)" : reason }
  }

  /// What a document is, by its bytes, its name and what was said of it.
  static func type(of content: [UInt8], uri: String, declared: String?) -> MediaType {
    TypeDetection.type(of: content, name: uri, declared: declared.map { MediaType($0) })
  }

  /// Why a document is refused; nil when it is not. Whether its text can be read only shows when a worker reads it.
  /// - Parameters:
  ///   - declared: the media type that was sent with it; nil for a file.
  ///   - type: what it is.
  static func refusal(
    uri: String,
    declared: String?,
    _ type: MediaType,
    _ content: [UInt8],
    _ limits: Configuration.Limits
  ) -> Refusal? {
    if let fault = DocumentURI.faultOfNew(uri) { return Refusal(code: .malformed, reason: fault, isOfContent: false) }
    if content.count > limits.documentBytes {
      let reason = "\(content.count) bytes, larger than the limit of \(Quantities.size(limits.documentBytes))"
      return Refusal(code: .tooLarge, reason: reason, kind: .tooLarge)
    }
    if let declared, declared.utf8.count > maximumMediaType {
      return Refusal(code: .malformed, reason: "the media type is longer than \(maximumMediaType) bytes")
    }
    if PlainTextReader.isBlank(content) { return Refusal(code: .empty, reason: "empty document", kind: .empty) }
    guard DocumentReader.canRead(type) else {
      let error = DocumentReader.refusal(type)
      return Refusal(code: .unsupported, reason: error.description, kind: error.code)
    }
    return nil
  }
}
