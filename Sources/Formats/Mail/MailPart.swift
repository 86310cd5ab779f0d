import Model

/// A message or one of its parts: headers, and a body as it was sent (RFC 5322, RFC 2045).
struct MailPart: Sendable {
  /// How many header lines and parts are looked at.
  private static let maximumHeaders = 1000
  static let maximumParts = 500

  /// Names in lower case, values unfolded; in their order.
  let headers: [(name: String, value: [UInt8])]
  let body: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) {
    var headers: [(name: String, value: [UInt8])] = []
    var at = bytes.startIndex
    var isFirst = true
    while at < bytes.endIndex, headers.count < Self.maximumHeaders {
      let end = bytes[at...].firstIndex(of: 0x0A) ?? bytes.endIndex
      let next = min(end + 1, bytes.endIndex)
      var line = bytes[at..<end]
      if line.last == 0x0D { line.removeLast() }
      if line.isEmpty {
        at = next
        break
      }
      // The envelope of a mailbox, which is no header.
      if isFirst, line.starts(with: "From ".utf8) {
        at = next
        isFirst = false
        continue
      }
      isFirst = false
      if line.first == 0x20 || line.first == 0x09, let last = headers.indices.last {
        headers[last].value += [0x20] + Array(line.drop { $0 == 0x20 || $0 == 0x09 })
      } else if let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex,
        case let field = line[..<colon].prefix(while: { $0 > 0x20 && $0 < 0x7F }), !field.isEmpty,
        line[field.endIndex..<colon].allSatisfy({ $0 == 0x20 || $0 == 0x09 })
      {
        let name = String(decoding: field, as: UTF8.self).lowercased()
        headers.append((name, Array(line[(colon + 1)...].drop { $0 == 0x20 || $0 == 0x09 })))
      } else {
        // No header: the body begins here, without an empty line before it.
        break
      }
      at = next
    }
    self.headers = headers
    body = bytes[at...]
  }

  /// The first header of a name.
  subscript(_ name: String) -> [UInt8]? { headers.first { $0.name == name }?.value }

  /// The first value of a structured header and its parameters, names in lower case; RFC 2231's continuations are joined.
  func structured(_ name: String) -> (value: String, parameters: [String: String]) {
    guard let raw = self[name] else { return ("", [:]) }
    var parts: [String] = []
    var part = ""
    var isQuoted = false
    var isEscaped = false
    for character in String(decoding: raw, as: UTF8.self).unicodeScalars.map(Character.init) {
      if isEscaped {
        part.append(character)
        isEscaped = false
      } else if isQuoted, character == "\\" {
        isEscaped = true
      } else if character == "\"" {
        isQuoted.toggle()
      } else if character == ";", !isQuoted {
        parts.append(part)
        part = ""
      } else {
        part.append(character)
      }
    }
    parts.append(part)
    var parameters: [String: String] = [:]
    for part in parts.dropFirst() {
      let pair = part.split(separator: "=", maxSplits: 1).map { $0.filter { $0 != "\n" } }
      guard pair.count == 2 else { continue }
      let key = pair[0].lowercased().filter { !$0.isWhitespace }
      // `boundary*0`, `charset*`
      let base = String(key.prefix { $0 != "*" })
      parameters[base, default: ""] += key == base ? pair[1] : String(pair[1])
    }
    return (parts[0].lowercased().filter { !$0.isWhitespace }, parameters.mapValues(\.trimmed))
  }

  /// What it is; text where it says nothing.
  var type: MediaType {
    let (value, parameters) = structured("content-type")
    let type = MediaType(value.isEmpty ? "text/plain" : value)
    return MediaType(
      essence: type.essence.isEmpty ? "text/plain" : type.essence,
      charset: parameters["charset"].flatMap { $0.isEmpty ? nil : $0 }
    )
  }

  /// Whether it is a file that came along.
  var isAttachment: Bool {
    let (value, parameters) = structured("content-disposition")
    return value == "attachment" || parameters["filename"] != nil
  }

  /// The body without its transfer encoding.
  var content: [UInt8] {
    switch structured("content-transfer-encoding").value {
    case "base64": TransferEncoding.base64(body)
    case "quoted-printable": TransferEncoding.quotedPrintable(body)
    default: Array(body)
    }
  }

  /// The parts of one that has several.
  var parts: [MailPart] {
    guard let boundary = structured("content-type").parameters["boundary"], !boundary.isEmpty,
      boundary.utf8.count <= 200
    else { return [] }
    let mark = Array("--\(boundary)".utf8)
    var parts: [MailPart] = []
    var start: Int?
    var at = body.startIndex
    while at < body.endIndex, parts.count < Self.maximumParts {
      let end = body[at...].firstIndex(of: 0x0A) ?? body.endIndex
      let next = min(end + 1, body.endIndex)
      if body[at..<end].starts(with: mark) {
        let rest = body[(at + mark.count)..<end].filter { $0 > 0x20 }
        if rest.isEmpty || rest.elementsEqual("--".utf8) {
          if let start { parts.append(MailPart(body[start..<at])) }
          start = rest.isEmpty ? next : nil
          if !rest.isEmpty { return parts }
        }
      }
      at = next
    }
    if let start, start < body.endIndex { parts.append(MailPart(body[start...])) }
    return parts
  }
}

/// How bytes are written in letters (RFC 2045, 6.7 and 6.8). What is no such letter is passed over.
enum TransferEncoding {
  static func base64(_ bytes: some Collection<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    var bits: UInt32 = 0
    var count = 0
    for byte in bytes {
      let value: UInt8
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): value = byte - UInt8(ascii: "A")
      case UInt8(ascii: "a")...UInt8(ascii: "z"): value = byte - UInt8(ascii: "a") + 26
      case UInt8(ascii: "0")...UInt8(ascii: "9"): value = byte - UInt8(ascii: "0") + 52
      case UInt8(ascii: "+"): value = 62
      case UInt8(ascii: "/"): value = 63
      default: continue
      }
      bits = bits << 6 | UInt32(value)
      count += 6
      if count >= 8 {
        count -= 8
        result.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
      }
    }
    return result
  }

  /// - Parameter isWord: whether it is an encoded word of a header, where `_` is a space.
  static func quotedPrintable(_ bytes: some Collection<UInt8>, isWord: Bool = false) -> [UInt8] {
    let source = Array(bytes)
    var result: [UInt8] = []
    var at = 0
    while at < source.count {
      let byte = source[at]
      if byte == UInt8(ascii: "="), at + 1 < source.count {
        if source[at + 1] == 0x0A {
          at += 2
          continue
        }
        if at + 2 < source.count {
          if source[at + 1] == 0x0D, source[at + 2] == 0x0A {
            at += 3
            continue
          }
          if let high = digit(source[at + 1]), let low = digit(source[at + 2]) {
            result.append(high << 4 | low)
            at += 3
            continue
          }
        }
      }
      result.append(isWord && byte == UInt8(ascii: "_") ? 0x20 : byte)
      at += 1
    }
    return result
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    default: nil
    }
  }
}
