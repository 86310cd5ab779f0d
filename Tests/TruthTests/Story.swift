import Foundation
import Testing

/// A story, and what becomes of it; how the files are written is said in `Stories/README.md`.
struct Story {
  /// What a text is to the story.
  enum Kind: String, CaseIterable {
    case headed, half, third, corrected, local, desk, heavy, digest, report, alike
  }

  var name: String
  /// The headline and the paragraphs.
  var paragraphs: [String]
  var versions: [(kind: Kind, text: String)] = []

  var text: String { paragraphs.joined(separator: "\n") }

  /// The stories of a half, by name.
  static func all(_ half: String) throws -> [Story] {
    let folder = try #require(Bundle.module.url(forResource: "Stories/\(half)", withExtension: nil))
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    var stories = try names.map {
      try Story(name: $0, String(contentsOf: folder.appendingPathComponent($0), encoding: .utf8))
    }
    for place in stories.indices {
      let parts = (0..<3).flatMap { stories[(place + $0) % stories.count].firstHalf }
      stories[place].versions.append((.digest, parts.joined(separator: "\n")))
    }
    return stories
  }

  private var firstHalf: ArraySlice<String> { paragraphs.prefix((paragraphs.count + 1) / 2) }

  private init(name: String, _ file: String) throws {
    self.name = name
    var sections: [(head: String, lines: [String])] = []
    for line in file.split(separator: "\n").map(String.init) {
      if line.hasPrefix("== ") {
        sections.append((String(line.dropFirst(3)), []))
      } else {
        try #require(!sections.isEmpty, "\(name): \(line)")
        sections[sections.count - 1].lines.append(line)
      }
    }
    try #require(sections.first?.head == "story", "\(name): a file begins with the story")
    paragraphs = sections[0].lines
    for section in sections.dropFirst() {
      let kind = try #require(Kind(rawValue: section.head), "\(name): \(section.head)")
      versions.append((kind, try edited(section.lines).joined(separator: "\n")))
    }
  }

  /// The paragraphs that the lines of a section make of the story's.
  private func edited(_ lines: [String]) throws -> [String] {
    var result: [String] = []
    for line in lines {
      if line.hasPrefix("@ ") {
        let ends = line.dropFirst(2).split(separator: "-").compactMap { Int($0) }
        try #require(
          ends.count == 2 && 1 <= ends[0] && ends[0] <= ends[1] && ends[1] <= paragraphs.count,
          "\(name): \(line)"
        )
        result += paragraphs[(ends[0] - 1)..<ends[1]]
      } else if line.hasPrefix("- ") {
        let parts = line.dropFirst(2).components(separatedBy: " => ")
        try #require(parts.count == 2 && result.contains { $0.contains(parts[0]) }, "\(name): \(line)")
        result = result.map { $0.replacingOccurrences(of: parts[0], with: parts[1]) }
      } else {
        result.append(line)
      }
    }
    return result
  }
}
