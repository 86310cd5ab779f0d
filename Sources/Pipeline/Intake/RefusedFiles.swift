import Model

/// The files of watched folders that are not taken, as they were looked at last. Nothing is kept on disk: every start looks at all again.
struct RefusedFiles {
  /// More than so many are not remembered, but counted.
  static let maximum = 10_000
  /// How many one answer lists.
  static let maximumListed = 1000

  private var files: [ExactText: (order: UInt64, file: RefusedFile)] = [:]
  private var next: UInt64 = 0
  /// How many found no place since there were so many.
  private var uncounted = 0

  mutating func note(_ file: RefusedFile) {
    guard files.count < Self.maximum || files[ExactText(file.uri)] != nil else {
      uncounted += 1
      return
    }
    files[ExactText(file.uri)] = (next, file)
    next += 1
  }

  /// A file was taken, or is gone.
  mutating func forget(_ uri: String) {
    if files.removeValue(forKey: ExactText(uri)) != nil, files.isEmpty { uncounted = 0 }
  }

  /// Files below a folder may be gone.
  mutating func forget(below prefix: String, where isGone: (String) -> Bool) {
    files = files.filter { !$0.key.wrappedValue.startsExactly(with: prefix) || !isGone($0.key.wrappedValue) }
  }

  subscript(uri: String) -> RefusedFile? { files[ExactText(uri)]?.file }

  /// The newest last, of those below folders that are watched now.
  func list(below prefixes: [String]) -> (files: [RefusedFile], total: Int) {
    let watched = files.values.filter { entry in prefixes.contains { entry.file.uri.utf8.starts(with: $0.utf8) } }
    let sorted = watched.sorted { $0.order < $1.order }
    return (sorted.suffix(Self.maximumListed).map(\.file), sorted.count + uncounted)
  }
}
