import Model

@testable import HTML

/// Reads a page of a test's own.
func read(_ page: String) throws -> TextDocument { try HTMLReader().read(Array(page.utf8)) }

/// Prose that no test looks at, so that the page around what is looked at has a main part.
let prose = """
  <p>The harbour board of Lindholm met on Tuesday to decide how the old pier should be repaired before the winter \
  storms, and heard three engineers who did not agree on the price.</p>
  <p>Two of them held that the piles could stay, while the third, who had dived in August, said that every second one \
  was hollow and would not carry a crane for another year.</p>
  """

extension TextDocument {
  /// The words of all blocks of a kind.
  func texts(_ kind: Block.Kind) -> [String] { blocks.filter { $0.kind == kind }.map { text(in: $0.range) } }

  /// The words of all blocks.
  var all: [String] { blocks.map { text(in: $0.range) } }

  func count(_ reason: Omission.Reason) -> Int { omissions.first { $0.reason == reason }?.lines ?? 0 }
}

/// A page around some content, as sites build it.
func site(_ content: String, head: String = "") -> String {
  """
  <!doctype html><html lang="en"><head><title>Pier to be repaired | Lindholm News</title>\(head)</head><body>
  <header class="site-header"><a href="/">Lindholm News</a></header>
  <nav class="main-menu"><ul><li><a href="/news">News</a></li><li><a href="/sport">Sport</a></li>
  <li><a href="/weather">Weather</a></li></ul></nav>
  <main><article class="post"><h1>Pier to be repaired</h1><div class="entry-content">\(prose)\(content)\(prose2)</div>
  </article></main>
  <aside class="sidebar related"><h3>Most read</h3><ul><li><a href="/a">Ferry runs aground</a></li>
  <li><a href="/b">New school opens</a></li></ul></aside>
  <footer class="site-footer"><p>© 2025 Lindholm News. All rights reserved.</p><a href="/privacy">Privacy</a></footer>
  </body></html>
  """
}

let prose2 = """
  <p>The board will vote in October, after the harbour master has asked the insurers whether they would pay for a part \
  of the work, as they did when the lighthouse was damaged.</p>
  <p>Until then no lorry may drive on the pier, and the ferry to the islands will leave from the northern quay at the \
  usual hours.</p>
  """
