import Console
import Formats
import Foundation
import Glibc
import Interpretation
import Model
import PDF
import Permissions
import Service

/// A document named on the command line: a file, or `-` for standard input.
struct InputFile {
  /// The largest document, in bytes, where no daemon says otherwise.
  static let defaultLimit = Service.Configuration.Limits().documentBytes

  let argument: String
  let uri: String
  let content: [UInt8]
  /// What its container says that it is; nil where it is in none.
  private let declared: MediaType?

  /// Reads a document.
  /// - Throws: ``InputError`` with one line.
  init(_ argument: String, limit: Int) throws(InputError) {
    self.argument = argument
    declared = nil
    if argument == "-" {
      content = try Self.read(0, name: "standard input", limit: limit)
      // Of its content, so that one input is not taken for a revision of another.
      uri = "stdin:" + Digest(of: content).description.dropFirst("sha256:".count).prefix(16)
      return
    }
    let descriptor = open(argument, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      let code = errno
      if PermissionDenied.isDenial(code) { throw InputError(PermissionDenied(argument, to: .read)) }
      throw InputError("\(argument): \(code == ENOENT ? Self.absence(argument) : String(cString: strerror(code)))")
    }
    defer { close(descriptor) }
    var status = stat()
    if fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
      throw InputError("\(argument): is a folder; name its files, or watch it with: courantd run --watch")
    }
    uri = FileName.uri(argument)
    content = try Self.read(descriptor, name: argument, limit: limit)
  }

  /// Why there is no file of a name, which may be a URL.
  private static func absence(_ argument: String) -> String {
    guard let mark = argument.range(of: "://"), DocumentURI.hasScheme(argument) else { return "no such file" }
    return switch argument[..<mark.lowerBound].lowercased() {
    case "file": "no such file; name it by its path"
    case "http", "https": "no such file; courant submit fetches what is on the web"
    default: "no such file, and only http and https are fetched"
    }
  }

  /// What the document is, by its bytes and its name.
  var type: MediaType { TypeDetection.type(of: content, name: argument, declared: declared) }

  /// The document, and those that are in it: of an archive these alone.
  /// - Parameters:
  ///   - body: is given each; what it throws ends the reading.
  ///   - failed: is told of each that cannot be unpacked, in one line.
  func forEachDocument(_ body: (InputFile) throws -> Void, failed: (InputError) -> Void) rethrows {
    let type = type
    let container: Container?
    do throws(ReadError) {
      container = try Container(content, uri: uri, type: type)
    } catch {
      return failed(InputError("\(shown): \(error)"))
    }
    if container?.isArchive != true { try body(self) }
    guard let container else { return }
    for member in container.members {
      let inner: InputFile
      do throws(ReadError) {
        inner = InputFile(member, content: try container.content(of: member))
      } catch {
        failed(InputError("\(member.uri): \(error)"))
        continue
      }
      try inner.forEachDocument(body, failed: failed)
    }
    complain(of: container.skipped)
  }

  private init(_ member: Container.Member, content: [UInt8]) {
    argument = member.uri
    uri = member.uri
    declared = member.mediaType.map { MediaType($0) }
    self.content = content
  }

  /// As messages name it.
  var shown: String { argument == "-" ? "standard input" : argument }

  /// The document as read.
  /// - Parameter languages: tells the language of its blocks.
  /// - Throws: ``ReadError``.
  func read(_ languages: LanguageMarks) throws(ReadError) -> TextDocument {
    try languages.read(content, as: type)
  }

  /// Says what was not read.
  func complain(of skipped: [SkippedLines]) {
    if !skipped.isEmpty { Terminal.complain("\(uri): not read: \(SkippedLines.list(skipped))") }
  }

  private static func read(_ descriptor: Int32, name: String, limit: Int) throws(InputError) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    while bytes.count <= limit {
      let wanted = min(buffer.count, limit + 1 - bytes.count)
      let count = buffer.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, wanted) }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw InputError("\(name): cannot be read: \(String(cString: strerror(errno)))") }
      if count == 0 { break }
      bytes += buffer[..<count]
    }
    guard bytes.count <= limit else { throw InputError("\(name): larger than the limit of \(Quantities.size(limit))") }
    return bytes
  }
}

/// Why a file cannot be taken, in one line.
struct InputError: ExitingError, CustomStringConvertible {
  let description: String
  /// ``ProgramExit/denied`` where this user may not read it.
  let exit: ProgramExit

  init(_ description: String) {
    self.description = description
    exit = .failed
  }

  init(_ denial: PermissionDenied) {
    description = denial.description
    exit = .denied
  }

  /// How a program ends that has gone on after these: by the exit code that all have, or as failed.
  static func exit(of codes: Set<ProgramExit>) -> ExitStatus {
    ExitStatus(codes.count == 1 ? codes.first ?? .failed : .failed)
  }
}

enum FileName {
  /// The name of a document as it was given: a URI as it is, and anything else as the path of a file.
  static func documentURI(_ text: String) -> String { DocumentURI.hasScheme(text) ? text : uri(text) }

  /// How the URIs of documents begin: of a folder with a slash at the end, so that another folder whose name begins so is not meant.
  static func documentPrefix(_ text: String) -> String {
    let uri = documentURI(text)
    // What was a URI already is meant as it stands.
    guard !uri.isExactly(text), !uri.hasSuffix("/") else { return uri }
    var isFolder: ObjCBool = false
    _ = FileManager.default.fileExists(atPath: text, isDirectory: &isFolder)
    return text.hasSuffix("/") || isFolder.boolValue ? uri + "/" : uri
  }

  /// The `file:` URI of a path.
  static func uri(_ path: String) -> String {
    FileURI.of(URL(fileURLWithPath: path).standardizedFileURL.path)
  }
}

extension LanguageMarks {
  /// With the installed table; what is wrong with it is said.
  /// - Throws: ``ExitStatus/failed``.
  static func orComplain() throws -> LanguageMarks {
    do {
      return try installed(reader: DocumentReader(pdf: PDFReaderOnDemand()))
    } catch {
      Terminal.complain("\(error)")
      throw ExitStatus.failed
    }
  }
}
