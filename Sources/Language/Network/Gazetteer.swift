/// Lists of names: which words of a sentence stand on which list, alone, at the beginning or inside a longer name.
package struct Gazetteer: Sendable {
  /// The longest name that is looked up, in words.
  package static let longest = 6
  /// So many lists at most: each has three rows of the network, and a word's rows are bits of one number.
  package static let listLimit = 21

  private let phrases: HashTable
  /// The bits of the lists of women's and of men's first names; 0 where the model has none.
  private let female: Int
  private let male: Int

  package init(_ file: ModelFile) throws(ModelFileError) {
    phrases = try HashTable(file, "gazetteer.phrases")
    guard phrases.highestValue < 1 << Self.listLimit else {
      throw ModelFileError(file.path, "is damaged: its names are on more lists than there are")
    }
    let lists = file.has("gazetteer.lists") ? try file.text("gazetteer.lists").split(separator: "\n") : []
    female = lists.firstIndex(of: "FEM").map { 1 << $0 } ?? 0
    male = lists.firstIndex(of: "MAL").map { 1 << $0 } ?? 0
  }

  /// Whose first name a word is; nil where it is nobody's, or a woman's and a man's.
  func gender(ofFirstName name: String) -> Gender? {
    var name = name
    guard let lists = name.withUTF8({ phrases.value(Hash.mix(Self.hash(UnsafeRawBufferPointer($0)))) }) else {
      return nil
    }
    switch (lists & female != 0, lists & male != 0) {
    case (true, false): return .female
    case (false, true): return .male
    default: return nil
    }
  }

  /// Marks the words of a sentence.
  /// - Returns: for each word bits: three for each list, for a name of one word, a first word and a later word.
  package func marks(_ bytes: UnsafeRawBufferPointer, _ words: some RandomAccessCollection<Range<Int>>) -> [UInt64] {
    let words = Array(words)
    var marks = [UInt64](repeating: 0, count: words.count)
    var busy = [Int](repeating: 0, count: Self.listLimit)
    let hashes = words.map { Self.hash(UnsafeRawBufferPointer(rebasing: bytes[$0])) }
    for first in words.indices where Self.isCapital(bytes[words[first]].first ?? 0) {
      var longest = [Int](repeating: 0, count: Self.listLimit)
      var hash: UInt64 = 0
      for length in 1...Self.longest where first + length <= words.count {
        hash = Hash.mix(hash &+ hashes[first + length - 1])
        guard var lists = phrases.value(hash) else { continue }
        while lists != 0 {
          longest[lists.trailingZeroBitCount] = length
          lists &= lists - 1
        }
      }
      for list in 0..<Self.listLimit where longest[list] > 0 && busy[list] <= first {
        busy[list] = first + longest[list]
        for word in first..<(first + longest[list]) {
          let place = longest[list] == 1 ? 0 : word == first ? 1 : 2
          marks[word] |= 1 << UInt64(list * 3 + place)
        }
      }
    }
    return marks
  }

  private static func isCapital(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) || byte >= 0xC3
  }

  /// The hash of a word; one all in capitals counts as capitalised.
  private static func hash(_ word: UnsafeRawBufferPointer) -> UInt64 {
    let isShouted = word.count > 3 && word.allSatisfy { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for (index, byte) in word.enumerated() {
      hash = (hash ^ UInt64(isShouted && index > 0 ? byte | 0x20 : byte)) &* 0x0000_0100_0000_01B3
    }
    return Hash.mix(hash)
  }

  /// Adds the lists to a model.
  /// - Parameters:
  ///   - names: the number of a list, and a name on it.
  ///   - titles: the lists' own names in the order of their numbers.
  package static func add(_ names: [(list: Int, name: String)], lists titles: [String], to writer: inout ModelWriter) {
    writer.add("gazetteer.lists", text: titles.joined(separator: "\n"))
    var lists: [UInt64: Int] = [:]
    for entry in names {
      let words = split(entry.name)
      guard (1...longest).contains(words.count), entry.name.utf8.count > 1 else { continue }
      var hash: UInt64 = 0
      for word in words { hash = word.withUnsafeBytes { Hash.mix(hash &+ Self.hash($0)) } }
      lists[hash, default: 0] |= 1 << entry.list
    }
    writer.addTable("gazetteer.phrases", lists.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
  }

  /// Words and single marks, as the tokens of names are.
  private static func split(_ name: String) -> [[UInt8]] {
    var words: [[UInt8]] = []
    var current: [UInt8] = []
    for byte in name.utf8 {
      let isWord = byte >= 0x80 || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A) || (byte >= 0x30 && byte <= 0x39)
      if isWord {
        current.append(byte)
        continue
      }
      if !current.isEmpty { words.append(current) }
      current = []
      if byte != 0x20 { words.append([byte]) }
    }
    if !current.isEmpty { words.append(current) }
    return words
  }
}
