import Foundation
import Model
import Service

/// A document named on the command line: a file, or `-` for standard input.
struct InputFile {
  /// The largest document, in bytes, where no daemon says otherwise.
  static let defaultLimit = Service.Configuration.Limits().documentBytes

  let argument: String
  let uri: String
  let content: [UInt8]

  /// Reads a document.
  /// - Throws: ``InputError`` with one line.
  init(_ argument: String, limit: Int) throws(InputError) {
    self.argument = argument
    if argument == "-" {
      content = try Self.read(.standardInput, name: "standard input", limit: limit)
      // Of its content, so that one input is not taken for a revision of another.
      uri = "stdin:" + Digest(of: content).description.dropFirst("sha256:".count).prefix(16)
      return
    }
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: argument, isDirectory: &isFolder) else {
      throw InputError("\(argument): no such file")
    }
    if isFolder.boolValue {
      throw InputError("\(argument): is a folder; name its files, or watch it with: courantd run --watch")
    }
    guard let handle = FileHandle(forReadingAtPath: argument) else { throw InputError("\(argument): may not be read") }
    defer { try? handle.close() }
    uri = FileName.uri(argument)
    content = try Self.read(handle, name: argument, limit: limit)
  }

  private static func read(_ handle: FileHandle, name: String, limit: Int) throws(InputError) -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count <= limit {
      let chunk: Data?
      do {
        chunk = try handle.read(upToCount: min(1 << 20, limit + 1 - bytes.count))
      } catch {
        throw InputError("\(name): cannot be read: \(error.localizedDescription)")
      }
      guard let chunk, !chunk.isEmpty else { break }
      bytes += chunk
    }
    guard bytes.count <= limit else { throw InputError("\(name): larger than the limit of \(Quantities.size(limit))") }
    return bytes
  }
}

/// Why a file cannot be taken, in one line.
struct InputError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}

enum FileName {
  /// The name of a document as it was given: a URI as it is, and anything else as the path of a file.
  static func documentURI(_ text: String) -> String {
    let scheme = text.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "+" || $0 == "-" || $0 == ".") }
    let isURI =
      scheme.count > 1 && scheme.first?.isLetter == true
      && text[scheme.endIndex...].utf8.first == UInt8(ascii: ":")
    return isURI ? text : uri(text)
  }

  /// The `file:` URI of a path.
  static func uri(_ path: String) -> String {
    FileURI.of(URL(fileURLWithPath: path).standardizedFileURL.path)
  }
}
