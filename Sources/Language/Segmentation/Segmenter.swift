/// Cuts text into tokens and sentences.
public struct Segmenter {
  /// Tokens and sentences of one block.
  public struct Segments: Sendable, Hashable {
    /// Byte offsets into the text, in order.
    public var tokens: [Range<Int>] = []
    /// Ranges of tokens, one after the other without a gap.
    public var sentences: [Range<Int>] = []
    /// How many sentences were cut because they were too long.
    public var cuts = 0

    /// For each token the form that it is read under, nil for its own.
    public var forms: [String?] = []
  }

  /// A longer sentence is cut: what takes more than linear time is done within a sentence.
  public static let longestSentence = 500
  /// A longer run without white space is cut.
  static let longestRun = 256

  private let model: SegmentationModel
  private let rules: any LanguageRules
  private let features = FeatureList()

  /// A segmenter with the parts of a model file that are its own.
  package init(_ file: ModelFile, rules: any LanguageRules) throws(ModelFileError) {
    model = try SegmentationModel(file)
    self.rules = rules
  }

  /// A segmenter with what a language's model learnt of it.
  public init(_ model: LanguageModel) {
    self.model = model.segmentation
    rules = model.rules
  }

  /// Cuts a range of a text.
  /// - Parameter standIns: what is one token where it has a form, and has no end of a sentence in it, in order and without overlap.
  public func segment(
    _ bytes: UnsafeRawBufferPointer,
    in range: Range<Int>,
    standIns: ArraySlice<StandIn> = []
  ) -> Segments {
    var segments = Segments()
    let text = TextBytes(bytes: bytes, range: range)
    tokens(text, standIns, &segments)
    sentences(text, standIns, &segments)
    return segments
  }

  /// The runs of text without white space.
  package static func runs(_ text: TextBytes, _ body: (Range<Int>) -> Void) {
    var at = text.range.lowerBound
    while at < text.range.upperBound {
      let space = text.spaceWidth(at)
      if space > 0 {
        at += space
        continue
      }
      let start = at
      while at < text.range.upperBound, text.spaceWidth(at) == 0, at - start < longestRun { at += text.width(at) }
      at = min(at, text.range.upperBound)
      body(start..<at)
    }
  }

  private func tokens(_ text: TextBytes, _ standIns: ArraySlice<StandIn>, _ segments: inout Segments) {
    var next = standIns.startIndex
    Self.runs(text) { run in
      var at = run.lowerBound
      // Tokens begin and end where stand-ins do, whatever the classifier thinks of it.
      while at < run.upperBound {
        while next < standIns.endIndex, standIns[next].range.upperBound <= at { next += 1 }
        guard next < standIns.endIndex, standIns[next].range.lowerBound < run.upperBound else {
          classify(at..<run.upperBound, text, &segments)
          return
        }
        let standIn = standIns[next]
        if standIn.range.lowerBound > at { classify(at..<standIn.range.lowerBound, text, &segments) }
        let end = min(standIn.range.upperBound, run.upperBound)
        let start = max(standIn.range.lowerBound, at)
        if let form = standIn.form {
          if start == standIn.range.lowerBound {
            segments.tokens.append(start..<end)
            segments.forms.append(form)
          } else if let last = segments.tokens.indices.last {
            // The later runs of a stand-in with white space in it.
            segments.tokens[last] = segments.tokens[last].lowerBound..<end
          }
        } else {
          classify(start..<end, text, &segments)
        }
        at = end
      }
    }
  }

  /// Cuts a run where the classifier says so.
  private func classify(_ run: Range<Int>, _ text: TextBytes, _ segments: inout Segments) {
    guard !run.isEmpty else { return }
    let boundaries = TokenBoundaries(text: text, rules: rules)
    var last = run.lowerBound
    boundaries.candidates(run) { at in
      boundaries.features(at, in: run, last: last, into: features)
      if model.tokens.score(features) > 0 {
        add(last..<at, text, &segments)
        last = at
      }
    }
    add(last..<run.upperBound, text, &segments)
  }

  /// Adds a token, or the two that the table makes of it.
  private func add(_ range: Range<Int>, _ text: TextBytes, _ segments: inout Segments) {
    if range.count > 3, range.count < 16,
      let split = model.splits.value(TokenBoundaries.hash(text, range)), split > 0, split < range.count
    {
      segments.tokens.append(range.lowerBound..<(range.lowerBound + split))
      segments.tokens.append((range.lowerBound + split)..<range.upperBound)
      segments.forms += [nil, nil]
    } else {
      segments.tokens.append(range)
      segments.forms.append(nil)
    }
  }

  private func sentences(_ text: TextBytes, _ standIns: ArraySlice<StandIn>, _ segments: inout Segments) {
    guard !segments.tokens.isEmpty else { return }
    let boundaries = SentenceBoundaries(text: text, rules: rules)
    var last = text.range.lowerBound
    let views = zip(segments.tokens, segments.forms).map { token, form in
      defer { last = token.upperBound }
      return boundaries.view(token, after: last, isNumber: form != nil)
    }
    var start = 0
    var nesting = Nesting()
    var next = standIns.startIndex
    for at in views.indices.dropLast() {
      nesting.read(views[at])
      let end = views[at].range.upperBound
      while next < standIns.endIndex, standIns[next].range.upperBound <= end { next += 1 }
      let isInside = next < standIns.endIndex && standIns[next].range.lowerBound < end
      if at - start + 1 >= Self.longestSentence {
        segments.cuts += 1
      } else {
        guard !isInside, boundaries.isCandidate(views, at) else { continue }
        switch boundaries.rule(views, at) {
        case .some(false): continue
        case .some(true):
          segments.sentences.append(start..<(at + 1))
          start = at + 1
          nesting = Nesting()
          continue
        case nil: break
        }
        boundaries.features(
          views,
          at,
          start: start,
          depth: nesting.depth,
          isQuoted: nesting.isQuoted,
          into: features
        )
        guard model.sentences.score(features) > 0 else { continue }
      }
      segments.sentences.append(start..<(at + 1))
      start = at + 1
      nesting = Nesting()
    }
    segments.sentences.append(start..<views.count)
  }

  /// What is open in a sentence so far.
  package struct Nesting {
    package private(set) var depth = 0
    package private(set) var isQuoted = false

    package init() {}

    package mutating func read(_ view: SentenceBoundaries.View) {
      switch view.shape {
      case .opening: depth += 1
      case .closing: depth = max(0, depth - 1)
      case .quote: isQuoted.toggle()
      default: break
      }
    }
  }
}

/// What was learnt about tokens and sentences.
struct SegmentationModel: Sendable {
  let tokens: HashedClassifier
  let sentences: HashedClassifier
  /// After how many bytes a word of letters alone is parted.
  let splits: HashTable

  init(_ file: ModelFile) throws(ModelFileError) {
    tokens = try HashedClassifier(file, "segmentation.tokens")
    sentences = try HashedClassifier(file, "segmentation.sentences")
    splits = try HashTable(file, "segmentation.splits")
  }
}
