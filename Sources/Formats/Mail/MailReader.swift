import HTML
import Model
import Readers

/// Reads one message (`.eml`): its subject, who wrote it and when, and the text that is new in it. Quoted messages, signatures and attached
/// files are left out.
struct MailReader: Reader {
  /// How deep parts may stand in one another.
  private static let maximumDepth = 20

  func read(_ bytes: [UInt8]) throws(ReadError) -> TextDocument {
    let message = MailPart(bytes[...])
    guard !message.headers.isEmpty else { throw ReadError(.broken, "no message: it has no headers") }
    var text = TextBuilder()
    if let subject = message["subject"].map(MailHeaders.text), !subject.isEmpty {
      text.add(subject.utf8, .title, place: place(of: "subject", in: message))
      text.metadata.title = subject
    }
    if let from = message["from"] {
      text.metadata.authors = [MailHeaders.name(from)].filter { !$0.isEmpty }
    }
    text.metadata.published = message["date"].flatMap(MailHeaders.day)
    text.metadata.language = message["content-language"].map(MailHeaders.text)
    if let identifier = message["message-id"].map(MailHeaders.text), !identifier.isEmpty {
      text.metadata.identifiers[.messageID] = identifier
    }
    for name in ["from", "to", "date"] {
      guard let value = message[name].map(MailHeaders.text), !value.isEmpty else { continue }
      text.add("\(name.capitalized): \(value)".utf8, .masthead, place: place(of: name, in: message))
    }
    var count = 0
    add(message, MailQuotations(message), to: &text, depth: 0, count: &count)
    return try text.document()
  }

  /// The lines of a header.
  private func place(of header: String, in message: MailPart) -> SourceMap.Place? {
    message.headers.first { $0.name == header }.map { .bytes($0.range) }
  }

  private func add(
    _ part: MailPart,
    _ quotations: MailQuotations,
    to text: inout TextBuilder,
    depth: Int,
    count: inout Int
  ) {
    count += 1
    guard depth < Self.maximumDepth, count <= MailPart.maximumParts else { return text.leaveOut(.attachment) }
    let type = part.type
    if type.essence.hasPrefix("multipart/") {
      let parts = part.parts
      guard type.essence == "multipart/alternative" else {
        for inner in parts { add(inner, quotations, to: &text, depth: depth + 1, count: &count) }
        return
      }
      // The same in several forms: the plainest that has words.
      for inner in parts {
        var alternative = text
        add(inner, quotations, to: &alternative, depth: depth + 1, count: &count)
        if alternative.blocks.count > text.blocks.count {
          text = alternative
          return
        }
      }
      return
    }
    guard !part.isAttachment || depth == 0, ["text/plain", "text/html"].contains(type.essence) else {
      return text.leaveOut(.attachment)
    }
    do throws(ReadError) {
      let decoded = try TextDecoder.decode(part.content, declared: type.charset)
      if type.essence == "text/html" {
        let (own, quoted) = MailPage.own(decoded.bytes, quotations)
        text.leaveOut(.quoted, lines: quoted)
        return append(try HTMLReader().read(own), of: part, to: &text)
      }
      let (own, quoted, signature) = Self.split(decoded.bytes, quotations)
      text.leaveOut(.quoted, lines: quoted)
      text.leaveOut(.signature, lines: signature)
      append(try PlainTextReader().read(own), of: part, to: &text)
    } catch {
      // A part that says nothing is not worth telling of.
      if error.code != .empty, error.code != .noText { text.leaveOut(.unreadable) }
    }
  }

  /// Adds what a part says; the message's own subject is its title.
  private func append(_ document: TextDocument, of part: MailPart, to text: inout TextBuilder) {
    var search = WordSearch(part.body)
    text.append(document) { _, words in
      // What is encoded, or laid out in other lines, is somewhere in the part.
      let place = part.isPlain ? search.place(of: Array(words)) : nil
      return place ?? .bytes(part.body.startIndex..<part.body.endIndex)
    }
  }

  /// How many lines a signature may have, its mark included.
  private static let longestSignature = 20

  /// Parts what is new from what is quoted, and from the signature behind `-- `.
  private static func split(
    _ bytes: [UInt8],
    _ quotations: MailQuotations
  ) -> (own: [UInt8], quoted: Int, signature: Int) {
    let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map { line in
      line.last == 0x0D ? line.dropLast() : line
    }
    let finding = quotations.find(lines.map { MailLine($0) })
    var own: [ArraySlice<UInt8>] = []
    var (quoted, signature) = (0, 0)
    // What is sent on begins after the signature of who sends it.
    let parts = finding.forwarded.map { [0..<$0, $0..<lines.count] } ?? [0..<lines.count]
    for part in parts {
      var new: [ArraySlice<UInt8>] = []
      for index in part {
        if let level = finding.levels[index] {
          new.append(Self.withoutMarks(lines[index], level))
        } else if !lines[index].isEmpty {
          quoted += 1
        }
      }
      if let mark = new.lastIndex(where: { $0.elementsEqual("-- ".utf8) }), new.count - mark <= longestSignature {
        signature += new.count - mark
        new.removeLast(new.count - mark)
      }
      own += new
    }
    return (Array(own.joined(separator: [0x0A])), quoted, signature)
  }

  /// A line without as many marks of quotations as all have that is sent on.
  private static func withoutMarks(_ line: ArraySlice<UInt8>, _ count: Int) -> ArraySlice<UInt8> {
    var line = line
    for _ in 0..<count where line.first == UInt8(ascii: ">") {
      line.removeFirst()
      if line.first == 0x20 { line.removeFirst() }
    }
    return line
  }
}
