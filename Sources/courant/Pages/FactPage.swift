import Foundation
import Model

/// One self-contained page of a document: its text with each fact's words marked, and each fact's fields beside it.
struct FactPage {
  private let extraction: Extraction
  private let bytes: [UInt8]

  init(_ extraction: Extraction) {
    self.extraction = extraction
    bytes = Array(extraction.text.utf8)
  }

  /// The page in HTML 5.
  var html: String {
    let title = Self.escaped(extraction.document.title ?? extraction.document.uri)
    return """
      <!doctype html>
      <html lang="en">
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(title) – facts</title>
      <style>\(Self.style)</style>
      <header>
        <h1>\(title)</h1>
        <p>\(extraction.facts.count) facts · \(Self.escaped(extraction.document.uri))\(extraction.document.date.map { " · \($0)" } ?? "")
        <span class="legend"><b class="s">subject</b> <b class="r">relation</b> <b class="o">object</b></span></p>
      </header>
      <main>
        <article>\(text)</article>
        <aside>\(cards)</aside>
      </main>
      <script>\(Self.script)</script>
      </html>

      """
  }

  // MARK: Text

  /// Where the words of each fact stand in the text.
  private var marks: [FactMark] {
    extraction.facts.indices.flatMap { FactMark.all(of: extraction.facts[$0], number: $0, in: bytes) }
  }

  /// The text, cut where marks begin and end, each piece with the facts that it belongs to.
  private var text: String {
    let marks = marks
    var cuts: Set<Int> = [0, bytes.count]
    for mark in marks { cuts.formUnion([mark.range.lowerBound, mark.range.upperBound]) }
    let edges = cuts.sorted()
    var starting: [Int: [FactMark]] = [:]
    for mark in marks { starting[mark.range.lowerBound, default: []].append(mark) }
    var open: [FactMark] = []
    var html = ""
    for (start, end) in zip(edges, edges.dropFirst()) {
      open.removeAll { $0.range.upperBound <= start }
      open += starting[start] ?? []
      let piece = Self.escaped(String(decoding: bytes[start..<end], as: UTF8.self)).replacingOccurrences(
        of: "\n",
        with: "<br>"
      )
      if open.isEmpty {
        html += piece
      } else {
        let roles = Set(open.map(\.role.rawValue)).sorted().joined(separator: " ")
        let facts = Set(open.map(\.fact)).sorted().map(String.init).joined(separator: " ")
        html += "<mark class=\"\(roles)\" data-f=\"\(facts)\">\(piece)</mark>"
      }
    }
    return html
  }

  // MARK: Facts

  private var cards: String {
    extraction.facts.enumerated().map { index, fact in
      var rows: [(String, String)] = []
      if let name = fact.subject.name, name != fact.subject.text { rows.append(("subject", name)) }
      if let name = fact.object.name, name != fact.object.text { rows.append(("object", name)) }
      let normal = Rendering.normal(fact.object)
      if !normal.isEmpty { rows.append((fact.object.kind.rawValue, normal)) }
      if let time = fact.time { rows.append(("time", Rendering.time(time))) }
      if let place = fact.place { rows.append(("place", place)) }
      if let attribution = fact.attribution { rows.append(("said by", "\(attribution.source) (\(attribution.verb))")) }
      if fact.polarity == .negative { rows.append(("polarity", "negative")) }
      if fact.modality != .asserted { rows.append(("modality", fact.modality.rawValue)) }
      if !fact.context.isEmpty { rows.append(("context", fact.context.joined(separator: ", "))) }
      rows.append(("key", "\(fact.key) (\(fact.subject.scope.rawValue))"))
      let fields = rows.map { "<dt>\($0.0)</dt><dd>\(Self.escaped($0.1))</dd>" }.joined()
      let isNot = fact.polarity == .negative ? "<i>not</i> " : ""
      return """
        <section id="f\(index)" data-f="\(index)">
        <p><b class="s">\(Self.escaped(fact.subject.text))</b> \(isNot)<b class="r">\(Self.escaped(fact.relation.text))</b> <b class="o">\(Self.escaped(fact.object.text))</b></p>
        <dl>\(fields)</dl>
        <meter min="0" max="1" value="\(fact.confidence)" title="confidence \(fact.confidence)"></meter>
        </section>
        """
    }.joined(separator: "\n")
  }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in VisibleText.lines(text).unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  // MARK: Looks

  private static let style = """
    :root { color-scheme: light dark; --s: #2563eb; --r: #15803d; --o: #b45309; --line: #8884; --soft: #8881; }
    * { box-sizing: border-box }
    body { margin: 0; font: 16px/1.6 system-ui, sans-serif }
    header { padding: 1rem 2rem; border-bottom: 1px solid var(--line) }
    h1 { font-size: 1.3rem; margin: 0 }
    header p { margin: .2rem 0 0; font-size: .85rem; opacity: .8 }
    .legend { margin-left: 1.5rem }
    main { display: grid; grid-template-columns: minmax(0, 1.3fr) minmax(18rem, 1fr); gap: 2rem; padding: 0 2rem }
    article { max-width: 44rem; padding: 1rem 0 4rem; line-height: 1.9 }
    aside { position: sticky; top: 0; height: 100vh; overflow: auto; padding: 1rem .5rem }
    mark { background: none; color: inherit; border-bottom: 2px solid var(--line); cursor: pointer; padding: 1px 0 }
    mark.s { border-color: var(--s) } mark.o { border-color: var(--o) } mark.r { border-color: var(--r) }
    mark.on { background: var(--soft) } mark.s.on { background: color-mix(in srgb, var(--s) 28%, transparent) }
    mark.r.on { background: color-mix(in srgb, var(--r) 28%, transparent) } mark.o.on { background: color-mix(in srgb, var(--o) 28%, transparent) }
    b { font-weight: 600 } b.s { color: var(--s) } b.r { color: var(--r) } b.o { color: var(--o) }
    section { border: 1px solid var(--line); border-radius: 8px; padding: .5rem .8rem; margin-bottom: .6rem; font-size: .9rem; cursor: pointer }
    section.on { outline: 2px solid var(--s); background: var(--soft) }
    section p { margin: 0 }
    dl { display: grid; grid-template-columns: 5.5rem 1fr; gap: 0 .5rem; margin: .3rem 0; font-size: .8rem }
    dt { opacity: .65 } dd { margin: 0; overflow-wrap: anywhere }
    meter { width: 100%; height: .4rem }
    @media (max-width: 50rem) { main { grid-template-columns: 1fr; padding: 0 1rem } aside { position: static; height: auto } }
    @media (prefers-color-scheme: dark) { :root { --s: #7aa2ff; --r: #5fd08a; --o: #f0a95b } }
    """

  private static let script = """
    const on = (facts, scroll) => {
      document.querySelectorAll('.on').forEach(e => e.classList.remove('on'));
      facts.forEach(f => {
        document.querySelectorAll(`mark[data-f~="${f}"]`).forEach(e => e.classList.add('on'));
        document.getElementById('f' + f).classList.add('on');
      });
      if (scroll && facts.length) document.getElementById('f' + facts[0]).scrollIntoView({block: 'nearest'});
    };
    document.querySelectorAll('mark').forEach(e => e.addEventListener('mouseenter', () => on(e.dataset.f.split(' '), true)));
    document.querySelectorAll('section').forEach(e => e.addEventListener('mouseenter', () => on([e.dataset.f], false)));
    """
}
