import ArgumentParser
import Formats
import Foundation
import Model
import PDF

/// Reads files of any format, and says what became of them: which were read, how fast, and why the others were not.
struct ReadersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "readers",
    abstract: "Read all files of folders, and count what became of them by format.",
    discussion: """
      Documents in archives, mailboxes and messages count by themselves. --files names each file and what became of it.

      Examples:
        courant-eval readers samples/
        courant-eval readers samples/pdf --files | grep broken
      """
  )

  @Argument(help: ArgumentHelp("Files, and folders with everything below them.", valueName: "path"))
  var paths: [String]

  @Flag(help: "Print a line for each file, with what became of it.")
  var files = false

  /// What became of the documents of one format.
  private struct Tally {
    var read = 0
    var refused: [ReadError.Code: Int] = [:]
    var bytes = 0
    var text = 0
    var seconds = 0.0
    var slowest = 0.0
  }

  func run() throws {
    let reader = DocumentReader(pdf: PDFReaderOnDemand())
    var tallies: [String: Tally] = [:]
    for path in try paths.flatMap(Self.files) {
      let bytes: [UInt8]
      do {
        bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
      } catch {
        FileHandle.standardError.write(Data("courant-eval: \(path): cannot be read\n".utf8))
        continue
      }
      let type = TypeDetection.type(of: bytes, name: path, declared: nil)
      read(bytes, FileURI.of(URL(fileURLWithPath: path).standardizedFileURL.path), type, reader, &tallies)
    }
    if !files { show(tallies) }
  }

  private func read(
    _ bytes: [UInt8],
    _ uri: String,
    _ type: MediaType,
    _ reader: DocumentReader,
    _ tallies: inout [String: Tally]
  ) {
    let begun = ContinuousClock.now
    let outcome: Result<TextDocument?, ReadError>
    var container: Container?
    do throws(ReadError) {
      container = try Container(bytes, uri: uri, type: type)
      outcome = .success(container?.isArchive == true ? nil : try reader.read(bytes, as: type))
    } catch {
      outcome = .failure(error)
    }
    let seconds = Double((ContinuousClock.now - begun) / .microseconds(1)) / 1e6
    var tally = tallies[type.essence] ?? Tally()
    tally.bytes += bytes.count
    tally.seconds += seconds
    tally.slowest = max(tally.slowest, seconds)
    var line = ""
    switch outcome {
    case .success(let text):
      tally.read += 1
      tally.text += text?.bytes.count ?? 0
      line =
        text.map { "read: \($0.blocks.count) blocks, \($0.bytes.count) bytes" }
        ?? "holds \(container?.members.count ?? 0)"
    case .failure(let error):
      tally.refused[error.code, default: 0] += 1
      line = "\(error.code.rawValue): \(error)"
    }
    tallies[type.essence] = tally
    if files { print("\(uri)\t\(type.essence)\t\(line)") }
    guard let container else { return }
    for member in container.members {
      do throws(ReadError) {
        let content = try container.content(of: member)
        let declared = member.mediaType.map { MediaType($0) }
        let type = TypeDetection.type(of: content, name: member.uri, declared: declared)
        read(content, member.uri, type, reader, &tallies)
      } catch {
        tallies["(not unpacked)", default: Tally()].refused[error.code, default: 0] += 1
        if files { print("\(member.uri)\t-\t\(error.code.rawValue): \(error)") }
      }
    }
  }

  private func show(_ tallies: [String: Tally]) {
    print("read  refused  MB      ms/file  slowest  format, and why refused")
    for (type, tally) in tallies.sorted(by: { $0.key < $1.key }) {
      let refused = tally.refused.values.reduce(0, +)
      let why = tally.refused.sorted { $0.key.rawValue < $1.key.rawValue }.map { "\($0.key.rawValue) \($0.value)" }
      let mean = tally.seconds * 1000 / Double(max(1, tally.read + refused))
      print(
        [
          Self.padded("\(tally.read)", 4), Self.padded("\(refused)", 7),
          Self.padded(String(format: "%.1f", Double(tally.bytes) / 1e6), 6),
          Self.padded(String(format: "%.1f", mean), 7),
          Self.padded(String(format: "%.0f", tally.slowest * 1000), 7),
          why.isEmpty ? type : "\(type): \(why.joined(separator: ", "))",
        ].joined(separator: "  ")
      )
    }
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.utf8.count)) + text
  }

  /// The files below a path, in order; hidden ones are left out.
  private static func files(_ path: String) throws -> [String] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw ValidationError("\(path): no such file")
    }
    guard isFolder.boolValue else { return [path] }
    let names = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
    return names.sorted().map { "\(path)/\($0)" }.filter { file in
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(atPath: file, isDirectory: &isFolder) && !isFolder.boolValue
        && !file.split(separator: "/").contains { $0.hasPrefix(".") && $0 != "." && $0 != ".." }
    }
  }
}
