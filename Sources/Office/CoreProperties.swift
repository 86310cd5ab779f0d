import Model
import XML

/// What a package says of its document, in the words of Dublin Core: `docProps/core.xml`, `meta.xml`, the head of an EPUB's package file.
package enum CoreProperties {
  private static let longest = 2000

  /// - Parameter isBook: whether `date` is the day on which it came out, as in an EPUB, and not that of its last change. When a file was
  ///   made says nothing of when its text came out, so that is left aside.
  package static func read(_ bytes: [UInt8], isBook: Bool = false) throws(ReadError) -> DocumentMetadata {
    var metadata = DocumentMetadata()
    var words: [UInt8] = []
    try XMLScan.scan(bytes, name: "the document's properties") { event in
      switch event {
      case .start: words = []
      case .text(let stretch, _): if words.count < longest { words += stretch }
      case .end(let name):
        let value = String(decoding: words.prefix(longest), as: UTF8.self).singleSpaced
        words = []
        guard !value.isEmpty else { return }
        switch name {
        case "title": if metadata.title == nil { metadata.title = value }
        case "creator", "initial-creator": if !metadata.authors.contains(value) { metadata.authors.append(value) }
        case "publisher": metadata.publisher = value
        case "date" where isBook && metadata.published == nil: metadata.published = value
        case "date": metadata.modified = value
        case "modified": metadata.modified = value
        case "language": metadata.language = value
        default: break
        }
      }
    }
    return metadata
  }
}
