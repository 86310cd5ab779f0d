import Archives
import CZlib
import CZstd
import Formats
import Model
import TestSupport
import Testing

@Suite("Containers")
struct ContainerTests {
  private func container(
    _ bytes: [UInt8],
    _ uri: String,
    _ limits: Container.Limits = Container.Limits()
  ) throws -> Container? {
    try Container(bytes, uri: uri, type: TypeDetection.type(of: bytes, name: uri, declared: nil), limits: limits)
  }

  private func contents(_ container: Container?) throws -> [String: String] {
    let container = try #require(container)
    return try Dictionary(
      uniqueKeysWithValues: container.members.map {
        ($0.uri, String(decoding: try container.content(of: $0), as: UTF8.self))
      }
    )
  }

  @Test("the files of a tar archive are documents: names are long, links are counted, hidden files left out")
  func tar() throws {
    let long = String(repeating: "long-", count: 30) + "name.txt"
    let archive = Tar.file([
      ("a.txt", Array("one".utf8)), ("sub/b c.md", Array("two".utf8)), ("sub/.hidden", [1]),
      (long, Array("three".utf8)),
      ("../../etc/passwd", Array("four".utf8)), ("a.txt", Array("five".utf8)),
    ])
    let found = try container(archive, "file:///x/a.tar")
    #expect(
      try contents(found) == [
        "file:///x/a.tar!/a.txt": "one", "file:///x/a.tar!/sub/b%20c.md": "two", "file:///x/a.tar!/\(long)": "three",
        "file:///x/a.tar!/a.txt%20(2)": "five",
      ]
    )
    #expect(
      found?.skipped == [
        SkippedLines(reason: "hidden files", lines: 1),
        SkippedLines(reason: "names that lead out of the archive", lines: 1),
      ]
    )
  }

  @Test("a compressed file holds one document, or what a tar archive in it holds", arguments: ["gz", "zst"])
  func compressed(ending: String) throws {
    func pack(_ bytes: [UInt8]) -> [UInt8] { ending == "gz" ? Pack.gzip(bytes) : Pack.zstd(bytes) }
    #expect(
      try contents(try container(pack(Array("one".utf8)), "doc:a.txt.\(ending)")) == [
        "doc:a.txt.\(ending)!/doc:a.txt": "one"
      ]
    )
    let two = pack(Array("one ".utf8)) + pack(Array("two".utf8))
    #expect(try contents(try container(two, "file:///a.\(ending)")) == ["file:///a.\(ending)!/a": "one two"])
    let tar = pack(Tar.file([("b.txt", Array("two".utf8))]))
    #expect(try contents(try container(tar, "file:///a.\(ending)")) == ["file:///a.\(ending)!/b.txt": "two"])
  }

  @Test("what is too large, too deep, cut off or damaged is refused with its class and one line")
  func refusals() throws {
    var limits = Container.Limits()
    limits.bytes = 100_000
    limits.members = 3
    limits.memberBytes = 1000
    func code(_ bytes: [UInt8], _ uri: String) -> ReadError? {
      do {
        _ = try container(bytes, uri, limits)
        return nil
      } catch {
        return error as? ReadError
      }
    }
    let zeros = [UInt8](repeating: 0, count: 200_000)
    for (bytes, uri) in [(Pack.gzip(zeros), "doc:z.gz"), (Pack.zstd(zeros), "doc:z.zst")] {
      #expect(code(bytes, uri) == ReadError(.tooLarge, "larger than 100000 bytes when it is unpacked"))
    }
    let gzip = Pack.gzip(Array("some text that is long enough to be cut".utf8))
    #expect(code(Array(gzip.dropLast(9)), "doc:z.gz") == ReadError(.broken, "the gzip file is damaged or cut off"))
    let many = (0..<4).map { ("\($0).txt", Array("x".utf8)) }
    #expect(code(Tar.file(many), "doc:a.tar") == ReadError(.tooLarge, "more than 3 files in the archive"))
    let tar = Tar.file([("a.txt", Array("one".utf8))])
    #expect(
      code(tar, "doc:a.tar!/b.tar!/c.tar!/d.tar")
        == ReadError(.tooDeep, "more than 4 archives in one another; unpack them")
    )
    #expect(
      code(Array(tar.prefix(513)), "doc:a.tar") == ReadError(.broken, "the archive is cut off in the file at byte 0")
    )
    let large = try #require(
      try container(Tar.file([("a.txt", [UInt8](repeating: 65, count: 1001))]), "doc:a.tar", limits)
    )
    #expect(throws: ReadError(.tooLarge, "1001 bytes, larger than the limit of 1000")) {
      try large.content(of: large.members[0])
    }
  }

  @Test("a mailbox holds messages, by their ids; lines that begin with From within a message part nothing")
  func mailbox() throws {
    let box = """
      From a@b Mon Jan  1 00:00:00 2012
      Message-ID: <1@x>
      Subject: One

      First.
      From here on it is quiet.

      From a@b Mon Jan  1 00:00:01 2012
      Subject: Two

      Second.
      """
    let found = try contents(try container(Array(box.utf8), "file:///m.mbox"))
    #expect(found["file:///m.mbox!/1@x.eml"]?.contains("quiet") == true)
    #expect(found.count == 2)
  }

  @Test("a line of a message that the mailbox has escaped is as it was")
  func escapedLines() throws {
    let box = """
      From a@b Mon Jan  1 00:00:00 2012
      Message-ID: <1@x>
      Subject: One

      The crane weighs 640 tonnes.
      >From Monday it will lift ships.
      >>From here it is quoted.
      > From an answer.

      """
    let found = try contents(try container(Array(box.utf8), "file:///m.mbox"))
    let message = try #require(found["file:///m.mbox!/1@x.eml"])
    #expect(message.contains("\nFrom Monday it will lift ships.\n>From here it is quoted.\n> From an answer.\n"))
    let document = try DocumentReader().read(Array(message.utf8), as: MediaType(essence: "message/rfc822"))
    #expect(document.text.contains("From Monday it will lift ships."))
  }

  @Test("a ZIP archive is encrypted where nothing in it can be read without a password")
  func encrypted() throws {
    func file(_ name: String, _ flags: UInt16) -> Packing.File {
      Packing.File(path: name, content: Array("one".utf8), flags: flags)
    }
    let error = #expect(throws: ReadError.self) {
      try container(Packing.zip([file("a.txt", 1), file(".b", 0)]), "file:///a.zip")
    }
    #expect(error?.code == .encrypted)
    let mixed = try #require(try container(Packing.zip([file("a.txt", 1), file("b.txt", 0)]), "file:///a.zip"))
    #expect(mixed.members.count == 2)
    #expect(throws: ReadError.self) { try mixed.content(of: mixed.members[0]) }
    #expect(try mixed.content(of: mixed.members[1]) == Array("one".utf8))
  }

  @Test("a list of JSON with two documents or more holds each, by its number; a single one is a document")
  func jsonList() throws {
    let text = #"""
      [ {"id": "a1", "title": "Fire, [1]", "text": "A \"fire\" {destroyed] the market."}, 7, {"title": "No text"},
        {"id":"a3","nested":[{"text":"x"}],"text":"The pool has 8 lanes."} ]
      """#
    let found = try #require(try container(Array(text.utf8), "file:///x.json"))
    let contents = try contents(found)
    #expect(Set(contents.keys) == ["file:///x.json!/1", "file:///x.json!/4"])
    #expect(found.skipped == [SkippedLines(reason: "elements without text", lines: 2)])
    let json = MediaType(essence: "application/json")
    #expect(Container.isArchive(Array(text.utf8), json))
    let last = try #require(contents["file:///x.json!/4"])
    let document = try DocumentReader().read(Array(last.utf8), as: json)
    #expect(document.text == "The pool has 8 lanes.")
    #expect(document.metadata.identifiers[.guid] == "a3")
    // In whatever encoding, and by the fields that are configured.
    let units = text.utf16.flatMap { unit -> [UInt8] in [UInt8(unit & 0xFF), UInt8(unit >> 8)] }
    let wide: [UInt8] = [0xFF, 0xFE] + units
    #expect(try Container(wide, uri: "doc:x", type: json)?.members.count == 2)
    var fields = JSONFields()
    fields.text = ["body"]
    #expect(try Container(Array(text.utf8), uri: "doc:x", type: json, json: fields) == nil)
    for single in [
      "[{\"text\":\"One.\"}]", "{\"text\":\"One.\"}", "[]", "[1,2]", "[{\"text\":\"One.\"},{\"text\":\" \"}]",
    ] {
      #expect(try Container(Array(single.utf8), uri: "doc:x", type: json) == nil)
      #expect(!Container.isArchive(Array(single.utf8), json))
    }
  }

  @Test("attachments are documents that name their message; pictures of its layout are none")
  func attachments() throws {
    let message = """
      Message-ID: <1@x>
      Subject: Figures
      MIME-Version: 1.0
      Content-Type: multipart/mixed; boundary=b

      --b
      Content-Type: text/plain

      See the table.
      --b
      Content-Type: text/csv; name="=?utf-8?q?caf=C3=A9.csv?="
      Content-Disposition: attachment
      Content-Transfer-Encoding: base64

      QSxCCjEsMgo=
      --b
      Content-Type: text/plain; charset=utf-8
      Content-Disposition: attachment; filename*=UTF-8''na%C3%AFve.txt

      Words.
      --b
      Content-Type: image/png
      Content-ID: <logo>

      x
      --b--
      """
    let found = try contents(try container(Array(message.utf8), "file:///m.eml"))
    #expect(found["file:///m.eml!/caf%C3%A9.csv"] == "A,B\n1,2\n")
    #expect(found["file:///m.eml!/na%C3%AFve.txt"]?.hasPrefix("Words.") == true)
    #expect(found.count == 2)
    let plain = Array("Subject: x\nFrom: a@b\nDate: today\n\nNothing.\n".utf8)
    #expect(try container(plain, "file:///m.eml") == nil)
  }

  @Test("each line of JSON Lines is a document, by its number; fields that are configured say what")
  func jsonLines() throws {
    let text =
      "{\"headline\":\"T\",\"nested\":{\"words\":\"Oslo grew.\"},\"when\":1356998400}\n\n{\"body\":\"<p>One.</p><p>Two.</p>\"}\n"
    let found = try contents(try container(Array(text.utf8), "file:///x.jsonl"))
    #expect(Set(found.keys) == ["file:///x.jsonl!/1", "file:///x.jsonl!/3"])
    let json = MediaType(essence: "application/json")
    var fields = JSONFields()
    fields.text = ["nested.words"]
    fields.date = ["when"]
    let first = try #require(found["file:///x.jsonl!/1"])
    let document = try DocumentReader(json: fields).read(Array(first.utf8), as: json)
    #expect(document.text == "T\n\nOslo grew." && document.metadata.published == "2013-01-01")
    let place = document.places.place(of: document.blocks[1].range)
    guard case .bytes(let range) = place else {
      Issue.record("\(String(describing: place))")
      return
    }
    #expect(String(decoding: Array(first.utf8)[range], as: UTF8.self) == "Oslo grew.")
    let third = try #require(found["file:///x.jsonl!/3"])
    #expect(try DocumentReader().read(Array(third.utf8), as: json).text == "One.\n\nTwo.")
    #expect(throws: ReadError(.noText, "no text in it: none of the fields nested.words; name the field in json.text")) {
      try DocumentReader(json: fields).read(Array(third.utf8), as: json)
    }
  }

  @Test("damaged containers are refused or read, and never end the process", arguments: (1...40).map(UInt64.init))
  func damage(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let files = [("a.txt", Array("one".utf8)), ("b/c.txt", [UInt8](repeating: 66, count: 3000))]
    var bytes =
      [Tar.file(files), Pack.gzip(Tar.file(files)), Pack.zstd(Tar.file(files))].randomElement(using: &random) ?? []
    let type = TypeDetection.type(of: bytes, name: "a", declared: nil)
    for _ in 0..<Int.random(in: 1...8, using: &random) {
      bytes[Int.random(in: 0..<bytes.count, using: &random)] = .random(in: 0...255, using: &random)
    }
    if Bool.random(using: &random) { bytes = Array(bytes.prefix(Int.random(in: 0..<bytes.count, using: &random))) }
    do throws(ReadError) {
      guard let found = try Container(bytes, uri: "doc:a", type: type) else { return }
      for member in found.members { _ = try found.content(of: member) }
    } catch {
      #expect(!error.description.contains("\n"), "seed \(seed)")
    }
  }
}

/// Archives of the POSIX form, with long names as pax has them.
enum Tar {
  static func file(_ files: [(name: String, content: [UInt8])]) -> [UInt8] {
    var bytes: [UInt8] = []
    for file in files {
      if file.name.utf8.count > 100 {
        let field = " path=\(file.name)\n"
        let length = field.utf8.count + 3
        add("PaxHeader", Array("\(length)\(field)".utf8), kind: "x", to: &bytes)
      }
      add(String(file.name.prefix(100)), file.content, kind: "0", to: &bytes)
    }
    return bytes + [UInt8](repeating: 0, count: 1024)
  }

  private static func add(_ name: String, _ content: [UInt8], kind: Unicode.Scalar, to bytes: inout [UInt8]) {
    var header = [UInt8](repeating: 0, count: 512)
    func put(_ text: String, at start: Int) {
      header.replaceSubrange(start..<(start + text.utf8.count), with: text.utf8)
    }
    func octal(_ number: Int, _ digits: Int) -> String {
      let text = String(number, radix: 8)
      return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
    put(name, at: 0)
    put(octal(content.count, 11), at: 124)
    header[156] = UInt8(ascii: kind)
    put("ustar", at: 257)
    put("        ", at: 148)
    put(octal(header.reduce(0) { $0 + Int($1) }, 6) + "\0 ", at: 148)
    bytes += header + content + [UInt8](repeating: 0, count: (512 - content.count % 512) % 512)
  }
}

enum Pack {
  static func gzip(_ bytes: [UInt8]) -> [UInt8] {
    var stream = z_stream()
    deflateInit2_(&stream, 6, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    var (source, target) = (bytes, [UInt8](repeating: 0, count: bytes.count + 1000))
    source.withUnsafeMutableBufferPointer { input in
      target.withUnsafeMutableBufferPointer { output in
        (stream.next_in, stream.avail_in) = (input.baseAddress, UInt32(input.count))
        (stream.next_out, stream.avail_out) = (output.baseAddress, UInt32(output.count))
        deflate(&stream, Z_FINISH)
      }
    }
    deflateEnd(&stream)
    return Array(target.prefix(Int(stream.total_out)))
  }

  static func zstd(_ bytes: [UInt8]) -> [UInt8] {
    var target = [UInt8](repeating: 0, count: ZSTD_compressBound(bytes.count))
    let count = ZSTD_compress(&target, target.count, bytes, bytes.count, 3)
    return Array(target.prefix(count))
  }
}
