import Model

/// A mailbox of the mbox family: messages one after the other, each behind a line that begins with `From ` (RFC 4155).
enum Mailbox {
  /// Where each message stands, the line before it left out.
  static func messages(in bytes: [UInt8]) -> [Range<Int>] {
    var messages: [Range<Int>] = []
    var begun: Int?
    var (at, isAfterEmpty) = (0, true)
    while at < bytes.count {
      let end = bytes[at...].firstIndex(of: 0x0A) ?? bytes.count
      let line = bytes[at..<end]
      let next = min(end + 1, bytes.count)
      if isAfterEmpty, line.starts(with: "From ".utf8) {
        if let begun, begun < at { messages.append(begun..<at) }
        begun = next
      }
      isAfterEmpty = line.isEmpty || line.elementsEqual([0x0D])
      at = next
    }
    if let begun, begun < bytes.count { messages.append(begun..<bytes.count) }
    return messages
  }

  /// A message as it was before it was put into the mailbox: a line of its own that begins with `From ` has got a `>` there, and one that
  /// began with `>From ` another (the form mboxrd).
  static func unescaped(_ message: ArraySlice<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(message.count)
    var at = message.startIndex
    while at < message.endIndex {
      let next = message[at...].firstIndex(of: 0x0A).map { $0 + 1 } ?? message.endIndex
      let isEscaped =
        message[at] == UInt8(ascii: ">")
        && message[at..<next].drop { $0 == UInt8(ascii: ">") }.starts(with: "From ".utf8)
      result += message[(isEscaped ? at + 1 : at)..<next]
      at = next
    }
    return result
  }

  /// What a message is called that has no file of its own: by its id, and where it has none by its content.
  static func name(of message: ArraySlice<UInt8>) -> String {
    let id = MailPart(message)["message-id"].map(MailHeaders.text)?.filter {
      $0 != "<" && $0 != ">" && !$0.isWhitespace
    }
    if let id, !id.isEmpty, id.utf8.count <= 200 { return "\(id).eml".replacing("/", with: "_") }
    return "\(Digest(of: message).description.dropFirst("sha256:".count).prefix(16)).eml"
  }
}

extension MailPart {
  /// How deep parts may stand in one another.
  private static let maximumDepth = 20

  /// The files that came along, and the messages that were sent on.
  var attachments: [MailPart] {
    var found: [MailPart] = []
    var count = 0
    collect(&found, depth: 0, count: &count)
    return found
  }

  private func collect(_ found: inout [MailPart], depth: Int, count: inout Int) {
    count += 1
    guard depth < Self.maximumDepth, count <= Self.maximumParts else { return }
    let type = type.essence
    if type.hasPrefix("multipart/") {
      for part in parts { part.collect(&found, depth: depth + 1, count: &count) }
    } else if depth > 0, isAttachment || !["text/plain", "text/html"].contains(type), !isInvisible {
      found.append(self)
    }
  }

  /// What mail programs send along for each other: pictures of the layout, signatures, calendars' and reports' other halves.
  private var isInvisible: Bool {
    let type = type.essence
    let isShown = type.hasPrefix("image/") && self["content-id"] != nil
    return isShown || type.hasSuffix("-signature") || type == "application/ms-tnef" || type == "message/delivery-status"
  }

  /// What the file is called; by its type where it has no name.
  var fileName: String {
    let name = parameter("filename", of: "content-disposition") ?? parameter("name", of: "content-type")
    let last = name?.split { $0 == "/" || $0 == "\\" }.last.map(String.init)?.trimmed
    if let last, !last.isEmpty, !last.hasPrefix(".") { return last }
    return type.essence == "message/rfc822" ? "message.eml" : "attachment"
  }

  /// A parameter with its characters decoded: RFC 2231's `UTF-8''caf%C3%A9`, and RFC 2047's words, which do not belong there and are common.
  private func parameter(_ name: String, of header: String) -> String? {
    guard let raw = structured(header).parameters[name], !raw.isEmpty else { return nil }
    let parts = raw.split(separator: "'", maxSplits: 2, omittingEmptySubsequences: false)
    if parts.count == 3, raw.contains("%") {
      let bytes = FileURI.decoded(Array(parts[2].utf8))
      let decoded = try? TextDecoder.decode(bytes, declared: String(parts[0]))
      return decoded.map { String(decoding: $0.bytes, as: UTF8.self) } ?? String(decoding: bytes, as: UTF8.self)
    }
    return MailHeaders.text(Array(raw.utf8))
  }
}
