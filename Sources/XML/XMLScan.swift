import CExpat
import Model

/// Goes through an XML document by libexpat, event after event, and holds no tree.
///
/// Nothing outside the document is ever read, and what entities blow up is bounded by expat itself (a factor of 100 beyond 8 MiB).
package struct XMLScan {
  /// An element: names without their prefix, and the namespace that it stood for.
  package struct Element {
    /// The local name: `p`.
    package var name: String
    /// The namespace's URI; empty without one.
    package var space: String
    package var attributes: [String: String]
    /// Where its tag begins, in bytes of the document.
    package var offset: Int

    /// The value of an attribute by its local name.
    package subscript(_ name: String) -> String? { attributes[name] }

    /// An attribute that counts something, such as the columns of a cell: from 1 to 1000, and 1 where it is missing.
    package func count(_ name: String) -> Int { min(1000, max(1, attributes[name].flatMap { Int($0) } ?? 1)) }
  }

  package enum Event {
    case start(Element)
    case end(name: String)
    /// A stretch of text; what stands together may come in several.
    case text(UnsafeBufferPointer<UInt8>, offset: Int)
  }

  /// How deep elements may stand in one another.
  package static let maximumDepth = 256

  /// - Parameters:
  ///   - bytes: in UTF-8.
  ///   - name: what the document is called in an error: a part of a package.
  ///   - body: takes each event; its bytes are valid only while it runs.
  /// - Throws: ``ReadError``: what breaks the rules of XML is an error at the place where it does, after the events before it.
  package static func scan(_ bytes: [UInt8], name: String, _ body: (Event) -> Void) throws(ReadError) {
    guard let parser = XML_ParserCreateNS("UTF-8", 0x7C) else {
      throw ReadError(.broken, "\(name): no memory to read it")
    }
    defer { XML_ParserFree(parser) }
    let fault: ReadError? = withoutActuallyEscaping(body) { body in
      let state = State(parser, body)
      XML_SetUserData(parser, Unmanaged.passUnretained(state).toOpaque())
      XML_SetElementHandler(
        parser,
        { user, name, attributes in
          guard let user, let name else { return }
          Unmanaged<State>.fromOpaque(user).takeUnretainedValue().start(name, attributes)
        },
        { user, name in
          guard let user, let name else { return }
          Unmanaged<State>.fromOpaque(user).takeUnretainedValue().end(name)
        }
      )
      XML_SetCharacterDataHandler(parser) { user, text, count in
        guard let user, let text else { return }
        Unmanaged<State>.fromOpaque(user).takeUnretainedValue().text(text, Int(count))
      }
      return withExtendedLifetime(state) {
        // Pieces, for a count in C is no larger.
        var at = 0
        repeat {
          let end = min(bytes.count, at + 1 << 20)
          let isRead = bytes[at..<end].withUnsafeBytes { piece in
            XML_Parse(
              parser,
              piece.bindMemory(to: CChar.self).baseAddress,
              Int32(piece.count),
              end == bytes.count ? 1 : 0
            )
          }
          if isRead != XML_STATUS_OK { return state.fault(name) }
          at = end
        } while at < bytes.count
        return nil
      }
    }
    if let fault { throw fault }
  }

  /// What the handlers share; it lives as long as one scan.
  private final class State {
    private let parser: XML_Parser
    private let body: (Event) -> Void
    private var depth = 0

    init(_ parser: XML_Parser, _ body: @escaping (Event) -> Void) {
      self.parser = parser
      self.body = body
    }

    func start(_ name: UnsafePointer<XML_Char>, _ attributes: UnsafeMutablePointer<UnsafePointer<XML_Char>?>?) {
      depth += 1
      if depth > XMLScan.maximumDepth {
        XML_StopParser(parser, XML_FALSE)
        return
      }
      let (space, local) = Self.split(name)
      var values: [String: String] = [:]
      var at = attributes
      while let pair = at, let key = pair[0], let value = pair[1] {
        values[Self.split(key).local] = String(cString: value)
        at = pair + 2
      }
      body(.start(Element(name: local, space: space, attributes: values, offset: offset)))
    }

    func end(_ name: UnsafePointer<XML_Char>) {
      depth -= 1
      body(.end(name: Self.split(name).local))
    }

    func text(_ text: UnsafePointer<XML_Char>, _ count: Int) {
      text.withMemoryRebound(to: UInt8.self, capacity: count) {
        body(.text(UnsafeBufferPointer(start: $0, count: count), offset: offset))
      }
    }

    private var offset: Int { max(0, Int(XML_GetCurrentByteIndex(parser))) }

    func fault(_ name: String) -> ReadError {
      if depth > XMLScan.maximumDepth {
        return ReadError(.tooDeep, "\(name): elements stand more than \(XMLScan.maximumDepth) deep in one another")
      }
      let code = XML_GetErrorCode(parser)
      let line = XML_GetCurrentLineNumber(parser)
      let reason = XML_ErrorString(code).map { String(cString: $0) } ?? "broken"
      return ReadError(.broken, "\(name), line \(line): no XML: \(reason)")
    }

    private static func split(_ name: UnsafePointer<XML_Char>) -> (space: String, local: String) {
      let text = String(cString: name)
      guard let bar = text.utf8.lastIndex(of: UInt8(ascii: "|")) else { return ("", text) }
      return (String(text[..<bar]), String(text[text.utf8.index(after: bar)...]))
    }
  }
}
