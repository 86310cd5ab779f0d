import Names

/// Everything that was learnt of one language.
public final class LanguageModel: Sendable {
  /// The file that it came from.
  public let file: ModelFile
  let network: Network
  let segmentation: SegmentationModel
  let lemmatizer: Lemmatizer
  /// What no model learns of its language.
  let rules: any LanguageRules
  let gazetteer: Gazetteer
  /// Whom everybody knows by name.
  public let known: KnownNames
  /// How frequent people's names are.
  public let people: PersonNames

  /// Opens a model file.
  /// - Parameters:
  ///   - known: whom everybody knows by name.
  ///   - people: how frequent people's names are.
  /// - Throws: ``ModelFileError`` when it is missing, damaged or of another version.
  public convenience init(path: String, known: KnownNames = .none, people: PersonNames = .none)
    throws(ModelFileError)
  {
    try self.init(ModelFile(path: path), known, people)
  }

  /// Reads a model from memory.
  public convenience init(bytes: [UInt8]) throws(ModelFileError) {
    try self.init(ModelFile(bytes: bytes), .none, .none)
  }

  private init(_ file: ModelFile, _ known: KnownNames, _ people: PersonNames) throws(ModelFileError) {
    rules = EnglishRules()
    self.known = known
    self.people = people
    self.file = file
    network = try Network(file)
    segmentation = try SegmentationModel(file)
    lemmatizer = try Lemmatizer(file, rules)
    gazetteer = try Gazetteer(file)
  }

  /// For each word of some sentences the lists of names on which it stands, as bits.
  func marks(_ bytes: UnsafeRawBufferPointer, _ words: [Range<Int>], _ sentences: [Range<Int>]) -> [UInt64] {
    sentences.flatMap { gazetteer.marks(bytes, words[$0]) }
  }

  /// What labels its network tells.
  public var labels: LabelSets { network.labels }

  /// Whose first name a word is; nil where it is nobody's, or a woman's and a man's.
  public func gender(ofFirstName name: String) -> Gender? { gazetteer.gender(ofFirstName: name) }

  /// Whether the treebanks have a word, in lower case, as a common one: a noun, a verb or the like, and no name.
  public func isCommonWord(_ word: String) -> Bool {
    labels.upos.indices.contains { index in
      labels.upos[index] != PartOfSpeech.name.rawValue && lemmatizer.isKnown(word, upos: UInt8(index))
    }
  }
}
