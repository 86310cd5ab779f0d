/// Where the parts of a text as read stood in the document that it was read from.
public struct SourceMap: Sendable, Hashable {
  /// A place in the original.
  public enum Place: Sendable, Hashable {
    /// Byte offsets into the original.
    case bytes(Range<Int>)
    /// A part of a package such as `word/document.xml`, and the paragraph in it, from 1.
    case part(String, paragraph: Int)
    /// A row and a column of a table file, both from 1.
    case cell(row: Int, column: Int)
    /// A page, from 1, and the part of it that the text covers.
    case page(Int, box: Box)
  }

  /// A part of a page, in points (1/72 inch) from its upper left corner as it is shown.
  public struct Box: Sendable, Hashable {
    public var left: Int
    public var top: Int
    public var right: Int
    public var bottom: Int

    public init(left: Int, top: Int, right: Int, bottom: Int) {
      self.left = left
      self.top = top
      self.right = right
      self.bottom = bottom
    }

    /// The least box that covers two.
    public func union(_ other: Box) -> Box {
      Box(
        left: min(left, other.left),
        top: min(top, other.top),
        right: max(right, other.right),
        bottom: max(bottom, other.bottom)
      )
    }
  }

  /// A stretch of the text that came from one place. Where the place is as many bytes as the stretch, they are the same bytes.
  public struct Run: Sendable, Hashable {
    /// Byte offsets into the text as read.
    public var text: Range<Int>
    public var place: Place

    public init(text: Range<Int>, place: Place) {
      self.text = text
      self.place = place
    }
  }

  /// In the order of the text, none overlapping another.
  public var runs: [Run]

  public init(runs: [Run] = []) {
    self.runs = runs
  }

  /// Where a stretch of the text came from: of what lies in several runs of bytes, or of one page, all of them, otherwise the first; nil
  /// where that is not known.
  public func place(of text: Range<Int>) -> Place? {
    var (low, high) = (0, runs.count)
    while low < high {
      let middle = (low + high) / 2
      if runs[middle].text.upperBound <= text.lowerBound { low = middle + 1 } else { high = middle }
    }
    guard low < runs.count, runs[low].text.lowerBound < text.upperBound else { return nil }
    let first = runs[low]
    if case .page(let page, var box) = first.place {
      // The lines of one page that it stands in.
      while low + 1 < runs.count, runs[low + 1].text.lowerBound < text.upperBound,
        case .page(page, let next) = runs[low + 1].place
      {
        box = box.union(next)
        low += 1
      }
      return .page(page, box: box)
    }
    guard case .bytes(let bytes) = first.place else { return first.place }
    // Where text and place are the same bytes, an end within them is known as well.
    let lower =
      bytes.count == first.text.count
      ? bytes.lowerBound + max(0, text.lowerBound - first.text.lowerBound) : bytes.lowerBound
    var upper = lower
    while low < runs.count, runs[low].text.lowerBound < text.upperBound, case .bytes(let bytes) = runs[low].place {
      let run = runs[low]
      upper =
        bytes.count == run.text.count
        ? bytes.upperBound - max(0, run.text.upperBound - text.upperBound) : bytes.upperBound
      low += 1
    }
    return .bytes(lower..<max(lower, upper))
  }
}
