import Foundation

/// The modules of the project as `Package.swift` declares them, `docs/architecture.md` draws them and their files import them.
struct ModuleGraph {
  struct Module {
    enum Kind: String {
      case target, executableTarget, systemLibrary, testTarget
    }

    var kind: Kind
    /// The modules of the project that it declares.
    var dependencies: [String]
    /// The products of other packages that it declares.
    var products: [String]
    var path: String
    var files: [File] = []
  }

  struct File {
    var path: String
    /// The modules that it imports.
    var imports: [String]
    /// Its words, without comments and imports.
    var words: Set<String>
    /// What it declares for other modules: at the top level, in extensions, and everywhere.
    var offered: Set<String>
    var mentioned: Set<String>
  }

  static let project = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

  var modules: [String: Module]
  /// The rows of the picture, the uppermost first.
  var rows: [[String]]

  /// - Parameters:
  ///   - package: the text of `Package.swift`.
  ///   - picture: that of `docs/architecture.md`.
  init(package: String, picture: String) {
    modules = Self.modules(package)
    rows = Self.rows(picture)
  }

  /// The project itself, with its files.
  static func load() throws -> ModuleGraph {
    func text(_ path: String) throws -> String { try String(contentsOfFile: "\(project)/\(path)", encoding: .utf8) }
    var graph = ModuleGraph(package: try text("Package.swift"), picture: try text("docs/architecture.md"))
    for (name, module) in graph.modules {
      let folder = FileManager.default.enumerator(atPath: "\(project)/\(module.path)")
      let paths = (folder?.allObjects as? [String] ?? []).filter { $0.hasSuffix(".swift") }.sorted()
      graph.modules[name]?.files = try paths.map { file(try text("\(module.path)/\($0)"), "\(module.path)/\($0)") }
    }
    return graph
  }

  // MARK: Reading

  private static func withoutComments(_ text: String) -> String { text.replacing(#/\/\/.*/#, with: "") }

  /// From the character after an opening bracket to its closing one.
  private static func balanced(_ text: Substring, _ open: Character, _ close: Character) -> Substring {
    var depth = 1
    for index in text.indices {
      if text[index] == open { depth += 1 }
      if text[index] == close { depth -= 1 }
      if depth == 0 { return text[..<index] }
    }
    return text
  }

  private static func modules(_ package: String) -> [String: Module] {
    let package = withoutComments(package)
    var modules: [String: Module] = [:]
    for match in package.matches(of: #/\.(target|executableTarget|systemLibrary|testTarget)\(/#) {
      let body = balanced(package[match.range.upperBound...], "(", ")")
      guard let name = body.firstMatch(of: #/name: "([^"]+)"/#)?.output.1,
        let kind = Module.Kind(rawValue: String(match.output.1))
      else { continue }
      var declared: Substring = ""
      if let start = body.firstMatch(of: #/dependencies: \[/#) {
        declared = balanced(body[start.range.upperBound...], "[", "]")
      }
      let products = declared.matches(of: #/\.product\(name: "([^"]+)"/#).map { String($0.output.1) }
      let own = declared.replacing(#/\.product\([^)]*\)/#, with: "").matches(of: #/"([^"]+)"/#).map {
        String($0.output.1)
      }
      let path = body.firstMatch(of: #/\bpath: "([^"]+)"/#).map { String($0.output.1) }
      modules[String(name)] = Module(
        kind: kind,
        dependencies: own,
        products: products,
        path: path ?? "\(kind == .testTarget ? "Tests" : "Sources")/\(name)"
      )
    }
    return modules
  }

  private static func rows(_ picture: String) -> [[String]] {
    guard let section = picture.firstRange(of: "## Modules\n"),
      let begin = picture[section.upperBound...].firstRange(of: "```\n"),
      let end = picture[begin.upperBound...].firstRange(of: "```")
    else { return [] }
    let block = picture[begin.upperBound..<end.lowerBound]
    return block.split(separator: "\n").map { line in
      let names = line.replacing(#/\([^)]*\)/#, with: "").split(separator: " ").dropFirst()
      return names.map(String.init)
    }
  }

  static func file(_ text: String, _ path: String) -> File {
    var file = File(path: path, imports: [], words: [], offered: [], mentioned: [])
    var isInExtension = false
    let declaration =
      #/^(\s*)(?:@\w+(?:\([^)]*\))?\s+)*(?:public|package)\s+(?:(?:final|indirect|static|nonisolated|mutating|consuming)\s+)*(?:struct|class|enum|actor|protocol|func|var|let|typealias)\s+(\w+)/#
    for whole in text.split(separator: "\n") {
      // Regular expressions are slow: they look at the lines that may have something.
      let line = withoutComment(whole)
      if line.hasPrefix("import ") || line.hasPrefix("@"),
        let found = line.firstMatch(of: #/^\s*(?:@\w+ )?import (?:(?:struct|class|enum|func) )?(\w+)/#)
      {
        file.imports.append(String(found.output.1).replacing("_", with: "-"))
        continue
      }
      if let first = line.first, first != " ", first != "}" {
        isInExtension = line.hasPrefix("extension ") || line.hasPrefix("public extension ")
      }
      let words = Self.words(line)
      file.words.formUnion(words)
      let isOffered = words.contains("public") || words.contains("package")
      if isOffered, let found = line.firstMatch(of: declaration) {
        file.mentioned.insert(String(found.output.2))
        if found.output.1.isEmpty || isInExtension { file.offered.insert(String(found.output.2)) }
      } else if words.first == "case", let found = line.firstMatch(of: #/^\s*case (\w+)/#) {
        file.mentioned.insert(String(found.output.1))
      }
    }
    return file
  }

  /// A line up to its comment; by bytes, for there are many lines.
  private static func withoutComment(_ line: Substring) -> Substring {
    let bytes = line.utf8
    var last: UInt8 = 0
    for index in bytes.indices {
      if last == UInt8(ascii: "/"), bytes[index] == last { return line[..<bytes.index(before: index)] }
      last = bytes[index]
    }
    return line
  }

  private static func words(_ line: Substring) -> [String] {
    let isOfWord = { (byte: UInt8) in
      (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x5F
    }
    return line.utf8.split { !isOfWord($0) }.map { String(Substring($0)) }
  }

  // MARK: What is wrong

  private func row(of module: String) -> Int? { rows.firstIndex { $0.contains(module) } }

  /// The names by which a file can be told to use a module: its types and what it adds to others', and members that nobody else has.
  private func names(of module: String) -> Set<String> {
    guard let files = modules[module]?.files else { return [] }
    let others = modules.filter { $0.key != module }.values.flatMap(\.files).reduce(into: Set<String>()) {
      $0.formUnion($1.mentioned)
    }
    return files.reduce(into: []) { $0.formUnion($1.offered.union($1.mentioned.subtracting(others))) }
  }

  var faults: [String] {
    var faults: [String] = []
    let drawn = rows.joined()
    for name in Set(drawn).subtracting(modules.keys).sorted() {
      faults.append("docs/architecture.md draws \(name), which is no module")
    }
    for name in drawn where drawn.count(where: { $0 == name }) > 1 {
      faults.append("docs/architecture.md draws \(name) twice")
    }
    let names = Dictionary(uniqueKeysWithValues: modules.keys.map { ($0, self.names(of: $0)) })
    for (name, module) in modules.sorted(by: { $0.key < $1.key }) {
      let isDrawn = module.path.hasPrefix("Sources/")
      if isDrawn, row(of: name) == nil { faults.append("docs/architecture.md does not draw \(name)") }
      for dependency in module.dependencies where isDrawn {
        guard let own = row(of: name), let other = row(of: dependency), other <= own else { continue }
        faults.append("Package.swift: \(name) may not depend on \(dependency), which is in its row or above")
      }
      let imported = Set(module.files.flatMap(\.imports))
      for dependency in module.dependencies + module.products
      where !module.files.isEmpty && !imported.contains(dependency) {
        // Tests run the programs that they depend on.
        if modules[dependency]?.kind == .executableTarget, module.kind == .testTarget { continue }
        faults.append("Package.swift: \(name) depends on \(dependency), which none of its files imports")
      }
      for file in module.files {
        for other in Set(file.imports).intersection(modules.keys).sorted() {
          if !module.dependencies.contains(other) {
            faults.append("\(file.path): imports \(other), which Package.swift does not declare")
          }
          if module.kind != .testTarget, let wanted = names[other], !wanted.isEmpty, wanted.isDisjoint(with: file.words)
          {
            faults.append("\(file.path): imports \(other), and uses nothing of it")
          }
        }
      }
    }
    return faults
  }
}
