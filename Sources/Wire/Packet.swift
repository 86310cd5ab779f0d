import Glibc
import Model

/// A message as it stands on the wire, less the topic or routing id before it: header, JSON body, and what goes beside it as bytes.
public struct Packet: Sendable {
  public var header: Header
  /// One JSON object.
  public var body: [UInt8]
  /// A document's content, a batch's facts, entries or events: whatever the kind says.
  public var attachments: [[UInt8]]

  public init(header: Header, body: [UInt8], attachments: [[UInt8]] = []) {
    self.header = header
    self.body = body
    self.attachments = attachments
  }

  /// A message of the body's own kind.
  /// - Throws: `EncodingError` for a number that JSON has not.
  public init(_ body: some MessageBody, epoch: Epoch = .none, sequence: UInt64 = 0, attachments: [[UInt8]] = []) throws
  {
    self.init(
      header: Header(type(of: body).kind, epoch: epoch, sequence: sequence),
      body: try JSON.encode(body),
      attachments: attachments
    )
  }

  /// Reads the frames of a message.
  /// - Parameter frames: header, body, attachments; without topic, routing id and delimiter.
  /// - Throws: ``WireError`` with one line that says what is wrong.
  public init(frames: [[UInt8]]) throws(WireError) {
    guard frames.count >= 2 else {
      throw WireError("the message has \(frames.count) frames, want a header and a body at least")
    }
    header = try Header(frames[0])
    body = frames[1]
    attachments = Array(frames.dropFirst(2))
  }

  /// The frames as they are sent.
  public var frames: [[UInt8]] { [header.bytes, body] + attachments }

  /// Reads the body.
  /// - Throws: ``WireError`` that names the kind of message and the field.
  public func decode<Body: MessageBody>(_ type: Body.Type = Body.self) throws(WireError) -> Body {
    guard header.kind == Body.kind else {
      throw WireError("a message of kind \(header.kind), want \(Body.kind)")
    }
    do {
      return try JSON.decode(Body.self, from: body)
    } catch {
      throw WireError("\(Body.kind): \(error)")
    }
  }

  /// The number of the request, where the body can be read as far as that: for answers to what is otherwise wrong.
  public var requestNumber: UInt64? {
    struct Numbered: Decodable {
      var request: UInt64
    }
    do {
      return try JSON.decode(Numbered.self, from: body).request
    } catch {
      return nil
    }
  }

  /// The one attachment that this kind of message has.
  public func attachment() throws(WireError) -> [UInt8] {
    guard attachments.count == 1 else {
      throw WireError("\(header.kind): \(attachments.count) frames after the body, want 1")
    }
    return attachments[0]
  }
}

/// The JSON body of one kind of message.
public protocol MessageBody: Codable, Sendable {
  static var kind: MessageKind { get }
}

/// JSON values one a line, as an attachment carries facts, entries and events.
public enum JSONLines {
  /// - Throws: ``WireError`` with the number of the line that cannot be read.
  public static func decode<T: Decodable>(_ type: T.Type, from bytes: [UInt8]) throws(WireError) -> [T] {
    var values: [T] = []
    var number = 0
    for line in lines(of: bytes) {
      number += 1
      do {
        values.append(try JSON.decode(type, from: line))
      } catch {
        throw WireError("line \(number): \(error)")
      }
    }
    return values
  }

  /// The lines that are not empty.
  public static func lines(of bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    var lines: [ArraySlice<UInt8>] = []
    bytes.withUnsafeBytes { buffer in
      guard let base = buffer.baseAddress else { return }
      var start = 0
      while start < buffer.count {
        let found = memchr(base + start, CInt(UInt8(ascii: "\n")), buffer.count - start)
        let end = found.map { UnsafeRawPointer($0) - base } ?? buffer.count
        if end > start { lines.append(bytes[start..<end]) }
        start = end + 1
      }
    }
    return lines
  }

  public static func join(_ lines: some Collection<[UInt8]>) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(lines.reduce(0) { $0 + $1.count + 1 })
    for line in lines {
      bytes.append(contentsOf: line)
      bytes.append(UInt8(ascii: "\n"))
    }
    return bytes
  }
}
