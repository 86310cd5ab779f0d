import Foundation
import HTML
import Model

/// Reads annotated pages, and prints how well.
struct Score {
  private var folder = ""
  private var half: String?
  private var fold: Int?
  private var model: String?
  private var printsPages = false

  /// What is added up over pages.
  private struct Sum {
    var pages = 0
    var score = 0.0
    var required = (kept: 0, plain: 0, all: 0)
    /// Pages whose title, author and day are those of the truth, of those that have one.
    var titles = (right: 0, all: 0)
    var authors = (right: 0, all: 0)
    var days = (right: 0, all: 0)
    var forbidden = (out: 0, all: 0)
  }

  init?(_ arguments: [String]) {
    var rest = arguments[...]
    while let word = rest.popFirst() {
      switch word {
      case "--half": half = rest.popFirst()
      case "--fold": fold = rest.popFirst().flatMap { Int($0) }
      case "--model": model = rest.popFirst()
      case "--pages": printsPages = true
      default: folder = word
      }
    }
    if folder.isEmpty { return nil }
  }

  /// The reader of one fold: where the model's name has a "%", the fold's number stands for it.
  private func reader(_ fold: Int) -> HTMLReader {
    guard let model = model?.replacingOccurrences(of: "%", with: String(fold)) else { return HTMLReader() }
    guard let file = try? String(contentsOfFile: model, encoding: .utf8) else {
      print("no model: \(model)")
      return HTMLReader()
    }
    // Of a Swift file as the training script writes it, what stands between the marks of its string.
    let parts = file.components(separatedBy: "\"\"\"")
    return HTMLReader(model: parts.count > 1 ? parts[1] : file)
  }

  func run() {
    let readers = (0..<5).map(reader)
    var sums: [String: Sum] = [:]
    var (seconds, slowest, bytesRead) = (0.0, 0.0, 0)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder + "/truth"))?.sorted() ?? []
    for name in names where name.hasSuffix(".json") {
      let id = String(name.dropLast(5))
      guard let data = FileManager.default.contents(atPath: "\(folder)/truth/\(name)"), let truth = Truth(data),
        half == nil || truth.half == half, fold == nil || truth.fold == fold,
        let raw = FileManager.default.contents(atPath: "\(folder)/html/\(id).html")
      else { continue }
      // The converter is not part of what is measured.
      let bytes = Array(String(decoding: raw, as: UTF8.self).utf8)
      let clock = ContinuousClock()
      var document: TextDocument?
      var fault: (any Error)?
      // The machine may be busy: of three times the shortest is the reader's.
      let time =
        (0..<3).map { _ in
          clock.measure {
            do { document = try readers[truth.fold].read(bytes) } catch { fault = error }
          }
        }.min() ?? .zero
      if let fault { print("\(id): \(fault)") }
      let elapsed = Double(time.components.attoseconds) / 1e18 + Double(time.components.seconds)
      (seconds, slowest, bytesRead) = (seconds + elapsed, max(slowest, elapsed), bytesRead + bytes.count)
      let text = document.map(Self.text) ?? ""
      var sum = Self.measure(text, truth)
      Self.measure(document?.metadata ?? DocumentMetadata(), truth, &sum)
      if printsPages {
        let found = document?.metadata
        let authors = found?.authors.joined(separator: ", ") ?? ""
        print(id, truth.kind, String(format: "%.3f", sum.score), terminator: "\t")
        print(truth.author ?? "", authors, truth.day ?? "", found?.published ?? "", separator: " | ")
      }
      for key in ["all", truth.kind] { Self.add(sum, to: &sums[key, default: Sum()]) }
    }
    report(sums)
    if let all = sums["all"] {
      print(
        "titles \(all.titles.right)/\(all.titles.all), authors \(all.authors.right)/\(all.authors.all),",
        terminator: ""
      )
      print(" days \(all.days.right)/\(all.days.all)")
    }
    let pages = Double(max(1, sums["all"]?.pages ?? 0))
    print(
      String(
        format: "%.2f ms a page, %.1f ms the slowest, %.1f MB/s, peak %.0f MiB",
        seconds * 1000 / pages,
        slowest * 1000,
        Double(bytesRead) / seconds / 1e6,
        Self.peak()
      )
    )
  }

  /// All that was read, the title included, although the truth seldom has it.
  private static func text(_ document: TextDocument) -> String {
    document.blocks.map { document.text(in: $0.range) }.joined(separator: "\n")
  }

  private static func measure(_ text: String, _ truth: Truth) -> Sum {
    var sum = Sum(pages: 1)
    sum.score = Words.score(Words.count(text), Words.count(truth.main))
    let (flat, plain) = (Words.flat(text), Words.plain(text))
    for snippet in truth.required {
      sum.required.all += 1
      if flat.contains(Words.flat(snippet)) { sum.required.kept += 1 }
      if plain.contains(Words.plain(snippet)) { sum.required.plain += 1 }
    }
    for snippet in truth.forbidden {
      sum.forbidden.all += 1
      if !flat.contains(Words.flat(snippet)) { sum.forbidden.out += 1 }
    }
    return sum
  }

  private static func measure(_ metadata: DocumentMetadata, _ truth: Truth, _ sum: inout Sum) {
    if !truth.title.isEmpty {
      sum.titles.all = 1
      sum.titles.right = Words.plain(metadata.title ?? "") == Words.plain(truth.title) ? 1 : 0
    }
    if let author = truth.author, !author.isEmpty {
      sum.authors.all = 1
      let (found, wanted) = (Words.plain(metadata.authors.joined(separator: " ")), Words.plain(author))
      if !found.isEmpty, found.contains(wanted) || wanted.contains(found) { sum.authors.right = 1 }
    }
    if let day = truth.day, !day.isEmpty {
      sum.days.all = 1
      if metadata.published?.prefix(10) == day.prefix(10) { sum.days.right = 1 }
    }
  }

  private static func add(_ one: Sum, to sum: inout Sum) {
    sum.pages += one.pages
    sum.score += one.score
    sum.titles = (sum.titles.right + one.titles.right, sum.titles.all + one.titles.all)
    sum.authors = (sum.authors.right + one.authors.right, sum.authors.all + one.authors.all)
    sum.days = (sum.days.right + one.days.right, sum.days.all + one.days.all)
    sum.required.kept += one.required.kept
    sum.required.plain += one.required.plain
    sum.required.all += one.required.all
    sum.forbidden.out += one.forbidden.out
    sum.forbidden.all += one.forbidden.all
  }

  private func report(_ sums: [String: Sum]) {
    print("kind           pages     F1  required  by words  forbidden out")
    for (kind, sum) in sums.sorted(by: { ($0.key == "all" ? "" : $0.key) < ($1.key == "all" ? "" : $1.key) }) {
      let required = Double(max(1, sum.required.all))
      print(
        kind.padding(toLength: 14, withPad: " ", startingAt: 0),
        String(
          format: "%5d  %.4f    %.3f     %.3f     %.3f",
          sum.pages,
          sum.score / Double(max(1, sum.pages)),
          Double(sum.required.kept) / required,
          Double(sum.required.plain) / required,
          Double(sum.forbidden.out) / Double(max(1, sum.forbidden.all))
        )
      )
    }
  }

  /// The most memory that the process had, in MiB.
  private static func peak() -> Double {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    return Double(line?.split(whereSeparator: \.isWhitespace).dropFirst().first ?? "0").map { $0 / 1024 } ?? 0
  }
}
