import Language

/// Which classes words have, whatever stands around them.
struct WordClasses {
  /// Each set of classes that some word has.
  private(set) var sets: [[Int]] = []
  /// How many classes there are.
  private(set) var count = 0
  /// The number of its set, by the hash of a form.
  private(set) var words: [UInt64: Int] = [:]
  private var numbers: [String: Int] = [:]
  private var setNumbers: [[Int]: Int] = [:]

  /// Notes the classes of a form; of two notes for one the first stays.
  mutating func add(_ form: UInt64, _ classes: [String]) {
    guard words[form] == nil else { return }
    let set = classes.map { name in
      let number = numbers[name] ?? count
      if number == count {
        numbers[name] = number
        count += 1
      }
      return number
    }
    let number = setNumbers[set] ?? sets.count
    if number == sets.count {
      setNumbers[set] = number
      sets.append(set)
    }
    words[form] = number
  }

  /// Adds the words, and for each set the sum of its classes' vectors.
  /// - Parameter rows: the classes' vectors, one after the other.
  func add(rows: ArraySlice<Float>, columns: Int, to writer: inout ModelWriter) {
    guard !sets.isEmpty else { return }
    var sums: [Float] = []
    for set in sets {
      for column in 0..<columns {
        sums.append(set.reduce(0) { $0 + rows[rows.startIndex + $1 * columns + column] })
      }
    }
    writer.addRows("classes", sums, columns: columns)
    writer.addTable("classes.words", words.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
  }
}
