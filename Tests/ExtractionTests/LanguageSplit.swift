import Foundation

/// Holds what is neutral of a module against what of it is English: the files in and out of its folder `English`.
struct LanguageSplit {
  /// Where a neutral file may mention something that is English.
  struct EntryPoint: Hashable {
    var file: String
    var name: String
    var reason: String
  }

  struct File {
    var path: String
    var tokens: [SwiftToken]

    var isEnglish: Bool { path.split(separator: "/").dropLast().contains("English") }

    init(_ path: String, _ text: String) {
      self.path = path
      tokens = SwiftToken.all(text)
    }
  }

  var files: [File]
  var entryPoints: [EntryPoint] = []
  /// Small letters that are no English words: labels of trees, symbols of units and the like.
  var labels: Set<String> = []

  /// The files of a module.
  static func files(of module: String) throws -> [File] {
    let project = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().path
    let folder = "\(project)/Sources/\(module)"
    let paths = FileManager.default.enumerator(atPath: folder)?.allObjects as? [String] ?? []
    return try paths.filter { $0.hasSuffix(".swift") }.sorted().map {
      File("Sources/\(module)/\($0)", try String(contentsOfFile: "\(folder)/\($0)", encoding: .utf8))
    }
  }

  /// What files offer to the others: types, and what English files add to types that are not theirs.
  ///
  /// Members of English types are left out: nobody reaches them but through the type's name.
  private var offered: Set<String> {
    let english = files.filter(\.isEnglish)
    let own = english.reduce(into: Set<String>()) {
      $0.formUnion(SwiftDeclaration.all($1.tokens).filter(\.isType).map(\.name))
    }
    var names: Set<String> = []
    for declaration in english.flatMap({ SwiftDeclaration.all($0.tokens) }) where !declaration.isPrivate {
      guard let owner = declaration.owner else {
        names.insert(declaration.name)
        continue
      }
      if !own.contains(owner) { names.insert(declaration.name) }
    }
    return names
  }

  /// A line for each fault: where it is, and what.
  var faults: [String] {
    let neutral = files.filter { !$0.isEnglish }
    let offered = offered.subtracting(neutral.flatMap { SwiftDeclaration.names($0.tokens) })
    var faults: [String] = []
    var used: Set<EntryPoint> = []
    for file in neutral {
      for (index, token) in file.tokens.enumerated() {
        switch token.kind {
        case .word where offered.contains(token.text):
          // A label is no mention.
          if index + 1 < file.tokens.count, file.tokens[index + 1].isMark(":") { continue }
          if let entry = entryPoints.first(where: { $0.file == file.path && $0.name == token.text }) {
            used.insert(entry)
          } else {
            faults.append("\(file.path):\(token.line): mentions \(token.text), which is English")
          }
        case .literal where Self.isWord(token.text) && !labels.contains(token.text):
          faults.append("\(file.path):\(token.line): has the word \"\(token.text)\"")
        default: break
        }
      }
    }
    let modules = Set(files.compactMap { $0.path.split(separator: "/").dropFirst().first })
    for entry in entryPoints where !used.contains(entry) {
      guard let module = entry.file.split(separator: "/").dropFirst().first, modules.contains(module) else { continue }
      faults.append("\(entry.file): mentions \(entry.name) no more")
    }
    return faults
  }

  private static func isWord(_ text: String) -> Bool {
    text.utf8.count > 1 && text.utf8.allSatisfy { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
  }
}

/// A word, a literal or a mark of Swift's text, comments left out.
struct SwiftToken: Equatable {
  enum Kind { case word, literal, mark }

  var kind: Kind
  var text: String
  var line: Int

  func isMark(_ mark: String) -> Bool { kind == .mark && text == mark }

  static func all(_ text: String) -> [SwiftToken] {
    var reader = Reader(bytes: Array(text.utf8))
    reader.read(isInterpolation: false)
    return reader.tokens
  }

  private struct Reader {
    let bytes: [UInt8]
    var at = 0
    var line = 1
    var tokens: [SwiftToken] = []

    init(bytes: [UInt8]) { self.bytes = bytes }

    func has(_ text: StaticString) -> Bool {
      let count = text.utf8CodeUnitCount
      guard at + count <= bytes.count else { return false }
      return (0..<count).allSatisfy { bytes[at + $0] == text.utf8Start[$0] }
    }

    static func isOfWord(_ byte: UInt8) -> Bool {
      byte >= 0x80 || byte == UInt8(ascii: "_") || (byte &- UInt8(ascii: "0") < 10)
        || ((byte | 0x20) &- UInt8(ascii: "a") < 26)
    }

    /// Reads to the end, or to the bracket that closes an interpolation.
    mutating func read(isInterpolation: Bool) {
      var depth = 0
      while at < bytes.count {
        let byte = bytes[at]
        if byte == 0x0A { line += 1 }
        if has("//") {
          while at < bytes.count, bytes[at] != 0x0A { at += 1 }
        } else if byte == UInt8(ascii: "\"") {
          readLiteral()
        } else if Self.isOfWord(byte) {
          let start = at
          while at < bytes.count, Self.isOfWord(bytes[at]) { at += 1 }
          tokens.append(SwiftToken(kind: .word, text: String(decoding: bytes[start..<at], as: UTF8.self), line: line))
        } else {
          if byte == UInt8(ascii: "(") { depth += 1 }
          if byte == UInt8(ascii: ")") {
            depth -= 1
            if isInterpolation, depth < 0 { return }
          }
          if byte > 0x20 {
            tokens.append(SwiftToken(kind: .mark, text: String(decoding: [byte], as: UTF8.self), line: line))
          }
          at += 1
        }
      }
    }

    private mutating func readLiteral() {
      let isLong = has("\"\"\"")
      at += isLong ? 3 : 1
      let begin = line
      var content: [UInt8] = []
      while at < bytes.count, isLong ? !has("\"\"\"") : !has("\"") {
        if bytes[at] == 0x0A { line += 1 }
        content.append(bytes[at])
        if has("\\(") {
          at += 2
          read(isInterpolation: true)
        } else if has("\\") {
          at += 1
        }
        at += 1
      }
      at += isLong ? 3 : 1
      tokens.append(SwiftToken(kind: .literal, text: String(decoding: content, as: UTF8.self), line: begin))
    }
  }
}

/// A type, or a member of one.
struct SwiftDeclaration: Equatable {
  var name: String
  var isType: Bool
  var isPrivate: Bool
  /// The outermost type that it belongs to; nil at the top of a file.
  var owner: String?

  private static let types: Set<String> = ["struct", "class", "enum", "protocol", "actor", "typealias", "extension"]
  private static let members: Set<String> = ["func", "var", "let"]

  /// All names that a file declares, those of variables inside functions too.
  static func names(_ tokens: [SwiftToken]) -> [String] {
    var names: [String] = []
    for (index, token) in tokens.enumerated().dropLast() where token.kind == .word && tokens[index + 1].kind == .word {
      if types.contains(token.text) && token.text != "extension" || members.contains(token.text)
        || ["for", "inout"].contains(token.text)
      {
        names.append(tokens[index + 1].text)
      }
      guard token.text == "case" else { continue }
      // "case day = 1, week, month"
      var at = index + 1
      while at + 1 < tokens.count, tokens[at].kind == .word {
        names.append(tokens[at].text)
        at += tokens[at + 1].isMark("=") ? 3 : 1
        guard at < tokens.count, tokens[at].isMark(",") else { break }
        at += 1
      }
    }
    return names
  }

  /// The types of a file and their members, without what stands inside functions.
  static func all(_ tokens: [SwiftToken]) -> [SwiftDeclaration] {
    var found: [SwiftDeclaration] = []
    // The types that are open, nil for other braces; and the one whose brace comes next.
    var scopes: [String?] = []
    var next: String?
    var isPrivate = false
    var line = 0
    for (index, token) in tokens.enumerated() {
      if token.line != line {
        line = token.line
        isPrivate = false
      }
      if token.isMark("{") {
        scopes.append(next)
        next = nil
      } else if token.isMark("}") {
        if !scopes.isEmpty { scopes.removeLast() }
      } else if token.kind == .word, index + 1 < tokens.count {
        let name = tokens[index + 1]
        let isAfterMark = index > 0 && (tokens[index - 1].isMark(".") || tokens[index - 1].text == "import")
        if ["private", "fileprivate"].contains(token.text), !name.isMark("(") { isPrivate = true }
        guard name.kind == .word, !isAfterMark, !scopes.contains(nil) else { continue }
        let owner = scopes.first ?? nil
        if types.contains(token.text) {
          if token.text != "typealias" { next = name.text }
          if token.text != "extension" {
            found.append(SwiftDeclaration(name: name.text, isType: true, isPrivate: isPrivate, owner: owner))
          }
        } else if members.contains(token.text) {
          found.append(SwiftDeclaration(name: name.text, isType: false, isPrivate: isPrivate, owner: owner))
        }
      }
    }
    return found
  }
}
