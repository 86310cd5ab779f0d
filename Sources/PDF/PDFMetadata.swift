import Model

/// What a PDF says of itself outside its pages, as far as it is plausible.
enum PDFMetadata {
  static func metadata(_ file: PDFFile) -> DocumentMetadata {
    var metadata = DocumentMetadata()
    metadata.title = title(file.title)
    metadata.authors = authors(file.author)
    // When the file was made says nothing of when its text came out.
    metadata.modified = date(file.modified)
    let language = file.language.split(separator: " ").first.map(String.init) ?? ""
    let isTag =
      language.count >= 2 && language.count <= 35
      && language.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
    metadata.language = isTag ? language : nil
    return metadata
  }

  private static func clean(_ text: String) -> String {
    text.unicodeScalars.split { Characters.isSpace($0.value) || Characters.isIgnored($0.value) }.map {
      String(String.UnicodeScalarView($0))
    }
    .joined(separator: " ")
  }

  /// Endings of files, which programs put where the title belongs.
  private static let files = [
    ".doc", ".docx", ".pdf", ".tex", ".dvi", ".indd", ".qxd", ".ppt", ".pptx", ".xls", ".xlsx", ".odt", ".rtf", ".txt",
    ".html",
    ".htm", ".wpd", ".pmd", ".fm", ".p65", ".ps", ".eps", ".ai", ".cdr", ".dwg",
  ]

  /// A title, unless it is the name of a file or what a program puts there.
  private static func title(_ text: String) -> String? {
    let title = clean(text)
    let small = title.lowercased()
    let isFile = files.contains { small.hasSuffix($0) } || small.hasPrefix("microsoft ") || small.contains("\\")
    let isDefault =
      [
        "untitled", "title", "document", "no title", "powerpoint presentation", "slide 1", "untitled document",
        "(anonymous)",
        "presentation", "print", "unknown", "none",
      ].contains(small) || small.hasPrefix("untitled-") || small.hasPrefix("document1")
    let letters = title.unicodeScalars.count { $0.properties.isAlphabetic }
    return isFile || isDefault || letters < 3 || letters * 2 < title.unicodeScalars.count ? nil : title
  }

  private static func authors(_ text: String) -> [String] {
    let text = clean(text)
    var names = text.split(separator: ";").map { clean(String($0)) }
    // "Ann Lee, Bo Ek", and not "Lee, Ann".
    if names.count == 1 {
      let parts = text.split(separator: ",").map { clean(String($0)) }
      if parts.count > 1, parts.allSatisfy({ $0.contains(" ") }) { names = parts }
    }
    let nobody: Set<String> = [
      "user", "admin", "administrator", "root", "unknown", "author", "owner", "anonymous", "(anonymous)", "none", "-",
    ]
    return names.filter { name in
      name.unicodeScalars.contains { $0.properties.isAlphabetic } && !nobody.contains(name.lowercased())
        && name.count < 200
    }
  }

  /// A date of the format, `D:20240229120000+01'00'`, as ISO 8601; in its own words where it is none.
  static func date(_ text: String) -> String? {
    let text = clean(text)
    guard !text.isEmpty else { return nil }
    let digits = Array((text.hasPrefix("D:") ? text.dropFirst(2) : text[...]).utf8)
    let count = digits.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }.count
    guard count >= 4 else { return text }
    func part(_ from: Int, _ length: Int, _ valid: ClosedRange<Int>) -> Int? {
      guard from + length <= count, let value = Int(String(decoding: digits[from..<(from + length)], as: UTF8.self))
      else {
        return nil
      }
      return valid.contains(value) ? value : nil
    }
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    guard let year = part(0, 4, 1000...2999) else { return text }
    guard let month = part(4, 2, 1...12) else { return "\(year)" }
    guard let day = part(6, 2, 1...31) else { return "\(year)-\(two(month))" }
    let date = "\(year)-\(two(month))-\(two(day))"
    guard let hour = part(8, 2, 0...23), let minute = part(10, 2, 0...59) else { return date }
    let time = "\(date)T\(two(hour)):\(two(minute)):\(two(part(12, 2, 0...59) ?? 0))"
    let zone = String(decoding: digits[count...], as: UTF8.self)
    if zone.hasPrefix("Z") { return time + "Z" }
    let shift = zone.split { !$0.isNumber }.map(String.init)
    guard let sign = zone.first, sign == "+" || sign == "-", let hours = shift.first, hours.count == 2 else {
      return time
    }
    return time + String(sign) + hours + ":" + (shift.count > 1 && shift[1].count == 2 ? shift[1] : "00")
  }
}
