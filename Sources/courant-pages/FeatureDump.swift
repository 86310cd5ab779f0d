import Foundation
import HTML
import Model

/// Writes what the training script reads: a line with the names of the features, then one line a segment.
enum FeatureDump {
  static func run(_ folder: String) {
    print((["page", "text"] + Inspection.names).joined(separator: "\t"))
    let html = folder + "/html"
    for name in (try? FileManager.default.contentsOfDirectory(atPath: html))?.sorted() ?? [] {
      guard let bytes = FileManager.default.contents(atPath: html + "/" + name) else { continue }
      do {
        var lines = ""
        for (features, text) in try Inspection.segments(Array(String(decoding: bytes, as: UTF8.self).utf8)) {
          let flat = text.singleSpaced
          let row = features.map { $0 == $0.rounded() ? String(Int($0)) : String(format: "%.5g", $0) }
          lines += ([String(name.dropLast(5)), flat] + row).joined(separator: "\t") + "\n"
        }
        print(lines, terminator: "")
      } catch {
        FileHandle.standardError.write(Data("\(name): \(error)\n".utf8))
      }
    }
  }

  /// Prints the mean time of each step over the pages of a folder.
  static func steps(_ folder: String) {
    var sums: [String: Double] = [:]
    var order: [String] = []
    var pages = 0.0
    let html = folder + "/html"
    for name in (try? FileManager.default.contentsOfDirectory(atPath: html))?.sorted() ?? [] {
      guard let bytes = FileManager.default.contents(atPath: html + "/" + name),
        let steps = try? Inspection.steps(Array(String(decoding: bytes, as: UTF8.self).utf8))
      else { continue }
      pages += 1
      for step in steps {
        if sums[step.name] == nil { order.append(step.name) }
        sums[step.name, default: 0] += step.seconds
      }
    }
    for name in order { print(name, String(format: "%.3f", (sums[name] ?? 0) / max(1, pages) * 1000)) }
  }

  /// Prints what one page is read as: a line a block, and what is left out.
  static func read(_ file: String) {
    guard let bytes = FileManager.default.contents(atPath: file) else { return print("no file: \(file)") }
    do {
      let document = try HTMLReader().read(Array(String(decoding: bytes, as: UTF8.self).utf8))
      for block in document.blocks {
        let cell = block.cell.map { " \($0.table):\($0.row),\($0.column)" } ?? ""
        print(
          "\(block.kind.rawValue)\(block.level > 0 ? String(block.level) : "")\(cell): \(document.text(in: block.range))"
        )
      }
      for omission in document.omissions { print("- \(omission.lines) \(omission.reason.rawValue)") }
      print(document.metadata)
      print("\(document.places.runs.count) places")
    } catch {
      print(error)
    }
  }
}
