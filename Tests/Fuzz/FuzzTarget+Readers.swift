import Formats
import Model

extension FuzzTarget {
  /// What a target's inputs are taken for; nil for targets that are no formats.
  var mediaType: MediaType? {
    let essence: String? =
      switch self {
      case .html: "text/html"
      case .markdown: "text/markdown"
      case .mail: "message/rfc822"
      case .jats: "application/jats+xml"
      case .csv: "text/csv"
      case .json: "application/json"
      case .feed: "application/rss+xml"
      case .word: "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
      case .openDocument: "application/vnd.oasis.opendocument.text"
      case .epub: "application/epub+zip"
      default: nil
      }
    return essence.map { MediaType(essence: $0) }
  }

  /// A document of a format into blocks: they are in order and within the text, and so are the places that they came from.
  static func document(_ bytes: [UInt8], _ type: MediaType) {
    _ = TypeDetection.type(of: bytes, name: "a", declared: type)
    let document: TextDocument
    do {
      document = try DocumentReader().read(bytes, as: type)
    } catch {
      return check(message: error.description)
    }
    check(document)
    for run in document.places.runs {
      precondition(run.text.upperBound <= document.bytes.count, "a place of what is beyond the text")
      if case .bytes(let range) = run.place {
        precondition(range.upperBound <= bytes.count, "a place beyond the original")
      }
    }
    for block in document.blocks { _ = document.places.place(of: block.range) }
  }

  /// An archive into its members, and those into theirs.
  static func archive(_ bytes: [UInt8]) { open(bytes, "doc:a") }

  private static func open(_ bytes: [UInt8], _ uri: String) {
    let type = TypeDetection.type(of: bytes, name: uri, declared: nil)
    var limits = Container.Limits()
    limits.bytes = 4 << 20
    limits.memberBytes = 1 << 20
    do {
      guard let container = try Container(bytes, uri: uri, type: type, limits: limits) else { return }
      var total = 0
      for member in container.members.prefix(100) where total < 8 << 20 {
        let content = try container.content(of: member)
        precondition(content.count <= limits.memberBytes, "a member beyond the limit")
        total += content.count
        if Container.isArchive(TypeDetection.type(of: content, name: member.uri, declared: nil)) {
          open(content, member.uri)
        }
      }
    } catch {
      check(message: error.description)
    }
  }
}
