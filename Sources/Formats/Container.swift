import Archives
import Model

/// A document that holds others: an archive, a compressed file, a mailbox, a message with attachments, a file or a list of records in JSON.
///
/// Each member is a document of its own, called `CONTAINER!/NAME`. Members are unpacked one at a time, when they are asked for.
public struct Container: Sendable {
  /// What is taken of one container.
  public struct Limits: Sendable {
    /// How many members it may have.
    public var members = 10_000
    /// How large a member may be, in bytes.
    public var memberBytes = 16 << 20
    /// How large a compressed file may be when it is unpacked, in bytes.
    public var bytes = 128 << 20
    /// How many containers may stand in one another.
    public var depth = 4

    public init() {}
  }

  /// A document in a container.
  public struct Member: Sendable {
    /// The document's name: `file:///srv/a.zip!/b/c.txt`.
    public var uri: String
    /// What its container says that it is; nil where it says nothing.
    public var mediaType: String?
    fileprivate var place: Place
  }

  fileprivate enum Place: Sendable {
    case entry(ZipArchive.Entry)
    case range(Range<Int>)
    /// A message of a mailbox, in which lines may be escaped.
    case message(Range<Int>)
    case part(MailPart)

    var isEncrypted: Bool {
      if case .entry(let entry) = self { entry.isEncrypted } else { false }
    }
  }

  /// Whether the document says nothing beside what its members say, as a message does that has attachments.
  public let isArchive: Bool

  /// In their order.
  public let members: [Member]
  /// What is in it that is no document, with the reason.
  public let skipped: [SkippedLines]
  private let archive: ZipArchive?
  private let bytes: [UInt8]
  private let limits: Limits

  /// Types of documents that are nothing but others.
  private static let containers: Set<String> = [
    "application/zip", "application/x-tar", "application/gzip", "application/x-xz", "application/zstd",
    "application/mbox", "application/x-ndjson",
  ]

  private static let json = "application/json"

  /// Whether a document of a type may hold others.
  public static func mayHold(_ type: MediaType) -> Bool {
    isArchive(type) || [json, "message/rfc822"].contains(type.essence)
  }

  /// Whether documents of a type hold others and say nothing themselves.
  public static func isArchive(_ type: MediaType) -> Bool { containers.contains(type.essence) }

  /// Whether a document holds others and says nothing itself, by its content where its type does not tell.
  public static func isArchive(_ content: [UInt8], _ type: MediaType, json: JSONFields = JSONFields()) -> Bool {
    isArchive(type) || type.essence == Self.json && list(content, type, json) != nil
  }

  /// The list that a document in JSON is, and the bytes in which it stands.
  private static func list(_ content: [UInt8], _ type: MediaType, _ json: JSONFields) -> (
    list: JSONList, bytes: [UInt8]
  )? {
    guard let decoded = try? TextDecoder.decode(content, declared: type.charset),
      let list = JSONList(decoded.bytes, json)
    else { return nil }
    return (list, decoded.bytes)
  }

  /// Reads what is in a document.
  /// - Parameters:
  ///   - uri: the document's name, with which those of its members begin.
  ///   - json: which fields make an object of JSON a document.
  /// - Returns: nil for a document that holds no others.
  /// - Throws: ``ReadError`` for one that is damaged, encrypted, too large or too deep.
  public init?(
    _ bytes: [UInt8],
    uri: String,
    type: MediaType,
    limits: Limits = Limits(),
    json: JSONFields = JSONFields()
  ) throws(ReadError) {
    guard Self.mayHold(type) else { return nil }
    self.limits = limits
    isArchive = type.essence != "message/rfc822"
    var list = MemberList(uri)
    var (archive, content): (ZipArchive?, [UInt8]) = (nil, bytes)
    switch type.essence {
    case "application/zip":
      var bounds = ZipArchive.Limits()
      bounds.entries = limits.members
      bounds.entryBytes = limits.memberBytes
      let zip = try ZipArchive(bytes, limits: bounds)
      archive = zip
      for entry in zip.entries where entry.name.last != UInt8(ascii: "/") { list.add(entry.name, .entry(entry)) }
      // Of an archive with a password nothing would be left to say why.
      if !list.members.isEmpty, list.members.allSatisfy({ $0.place.isEncrypted }) {
        throw ReadError(.encrypted, "encrypted: unpack the archive, and send what is in it")
      }
    case "application/x-tar": try Self.add(try TarArchive(bytes, limit: limits.members), to: &list)
    case "application/mbox":
      for message in Mailbox.messages(in: bytes).prefix(limits.members + 1) {
        list.add(Array(Mailbox.name(of: bytes[message]).utf8), .message(message), mediaType: "message/rfc822")
      }
    case "application/x-ndjson":
      for (number, line) in Self.lines(of: bytes).prefix(limits.members + 1) {
        list.add(Array("\(number)".utf8), .range(line), mediaType: "application/json")
      }
    case Self.json:
      guard let (found, text) = Self.list(bytes, type, json) else { return nil }
      content = text
      for (number, range) in found.documents.prefix(limits.members + 1) {
        list.add(Array("\(number)".utf8), .range(range), mediaType: Self.json)
      }
      list.leaveOut("elements without text", found.others)
    case "message/rfc822":
      let message = MailPart(bytes[...])
      for part in message.attachments {
        list.add(Array(part.fileName.utf8), .part(part), mediaType: part.type.description)
      }
      if list.members.isEmpty { return nil }
    default:
      guard let format = CompressedFile.Format(rawValue: type.essence) else { return nil }
      content = try CompressedFile.unpack(bytes, format, limit: limits.bytes)
      if TarArchive.isArchive(content) {
        try Self.add(try TarArchive(content, limit: limits.members), to: &list)
      } else {
        list.add(Self.inner(uri, format), .range(0..<content.count))
      }
    }
    guard list.members.count <= limits.members else {
      throw ReadError(.tooLarge, "more than \(limits.members) documents in it")
    }
    if !list.members.isEmpty, Self.depth(of: uri) >= limits.depth {
      throw ReadError(.tooDeep, "more than \(limits.depth) archives in one another; unpack them")
    }
    members = list.members
    skipped = list.skipped
    self.archive = archive
    self.bytes = content
  }

  /// The bytes of a member.
  /// - Throws: ``ReadError``.
  public func content(of member: Member) throws(ReadError) -> [UInt8] {
    let content: [UInt8]
    switch member.place {
    case .entry(let entry):
      guard let archive else { throw ReadError(.broken, "the archive is not open") }
      content = try archive.content(entry)
    case .range(let range): content = Array(bytes[range])
    case .message(let range): content = Mailbox.unescaped(bytes[range])
    case .part(let part): content = part.content
    }
    guard content.count <= limits.memberBytes else {
      throw ReadError(.tooLarge, "\(content.count) bytes, larger than the limit of \(limits.memberBytes)")
    }
    return content
  }

  private static func add(_ archive: TarArchive, to list: inout MemberList) throws(ReadError) {
    for entry in archive.entries { list.add(entry.name, .range(entry.range)) }
    list.leaveOut("links and devices", archive.specials)
  }

  /// How many containers a document is in already.
  private static func depth(of uri: String) -> Int {
    let bytes = Array(uri.utf8)
    return zip(bytes, bytes.dropFirst()).count { $0 == UInt8(ascii: "!") && $1 == UInt8(ascii: "/") } + 1
  }

  /// What a compressed file is called without its ending.
  private static func inner(_ uri: String, _ format: CompressedFile.Format) -> [UInt8] {
    let start = uri.utf8.lastIndex(of: UInt8(ascii: "/")).map(uri.utf8.index(after:)) ?? uri.startIndex
    let last = FileURI.decoded(Array(uri.utf8[start...]))
    let name = String(decoding: last, as: UTF8.self)
    for ending in format.endings
    where name.lowercased().hasSuffix("." + ending) && name.utf8.count > ending.utf8.count + 1 {
      return last.dropLast(ending.utf8.count + 1)
    }
    return Array("content".utf8)
  }

  /// The lines that are not blank, with their numbers from 1.
  private static func lines(of bytes: [UInt8]) -> [(number: Int, range: Range<Int>)] {
    var lines: [(Int, Range<Int>)] = []
    var (start, number) = (0, 0)
    while start < bytes.count {
      number += 1
      let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
      if bytes[start..<end].contains(where: { $0 > 0x20 }) { lines.append((number, start..<end)) }
      start = end + 1
    }
    return lines
  }
}

/// The members of a container as they are found, each under a name of its own.
private struct MemberList {
  private let uri: String
  private(set) var members: [Container.Member] = []
  private var names: [[UInt8]: Int] = [:]
  private var left: [(reason: String, count: Int)] = []

  init(_ uri: String) { self.uri = uri }

  var skipped: [SkippedLines] { left.map { SkippedLines(reason: $0.reason, lines: $0.count) } }

  mutating func leaveOut(_ reason: String, _ count: Int = 1) {
    guard count > 0 else { return }
    if let index = left.firstIndex(where: { $0.reason == reason }) {
      left[index].count += count
    } else {
      left.append((reason, count))
    }
  }

  /// - Parameter path: as the container has it, in whatever encoding. Its parts become those of the name, and `.` goes.
  mutating func add(_ path: [UInt8], _ place: Container.Place, mediaType: String? = nil) {
    let parts = path.split { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\") }.filter {
      !$0.elementsEqual(".".utf8)
    }
    if parts.contains(where: { $0.elementsEqual("..".utf8) }) { return leaveOut("names that lead out of the archive") }
    // As in watched folders: what a system keeps for itself is no document.
    if parts.contains(where: { $0.first == UInt8(ascii: ".") || $0.elementsEqual("__MACOSX".utf8) }) {
      return leaveOut("hidden files")
    }
    var name = Array((parts.isEmpty ? [Array("content".utf8)[...]] : parts).joined(separator: [UInt8(ascii: "/")]))
    names[name, default: 0] += 1
    // A second file of a name is another document.
    if let count = names[name], count > 1 { name += Array(" (\(count))".utf8) }
    let uri = uri + "!/" + FileURI.encoded(name)
    members.append(Container.Member(uri: uri, mediaType: mediaType, place: place))
  }
}
