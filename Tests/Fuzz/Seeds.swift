import Client
import Foundation
import Language
import Model
import TestSupport
import Training
import Wire

/// Inputs to begin with: what the project's own encoders write, a folder for each target.
enum Seeds {
  static func write(to folder: String) throws {
    for target in FuzzTarget.allCases {
      let path = "\(folder)/\(target.rawValue)"
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      for (number, seed) in try inputs(target).enumerated() {
        try Data(seed).write(to: URL(fileURLWithPath: "\(path)/seed-\(number)"))
      }
    }
  }

  private static func inputs(_ target: FuzzTarget) throws -> [[UInt8]] {
    switch target {
    case .packet: try SamplePackets.packets().map { FrameInput.join($0.frames) } + [FrameInput.join(updates())]
    case .subscription: try subscriptions()
    case .lines:
      [try JSON.encode(SamplePackets.fact), try JSON.encode(SamplePackets.entry), try JSON.encode(SamplePackets.event)]
    case .spool: try FuzzTarget.spoolFiles()
    case .cursor:
      [
        try WatchPlace(cursor: SamplePackets.cursor, prefixes: ["oslo/"], output: .init(device: 1, inode: 2, length: 3))
          .bytes(),
        try WatchPlace(cursor: nil, prefixes: [], output: nil).bytes(),
      ]
    case .configuration: configurations.map { Array($0.utf8) }
    case .model: try models()
    case .words:
      [
        "oslo/population", SamplePackets.cursor.description, "2026-11-24", "2026-11-24T02:00:00.123Z",
        SamplePackets.digest.description, "64 KiB",
        "500ms", "file:///tmp/a%20b.txt", "Søren Kierkegaard’s Ⅻ ﬁnal", "İstanbul ℝ ㎒",
      ].map { Array($0.utf8) }
    case .html, .markdown, .mail, .jats, .csv, .json, .feed: documents(target).map { Array($0.utf8) }
    // A file of each comes from elsewhere: see COURANT_FUZZ_SAMPLES in run.sh.
    case .word, .openDocument, .epub, .archive: [[0x50, 0x4B, 0x05, 0x06] + [UInt8](repeating: 0, count: 18)]
    case .reader, .values, .extraction: texts.map { Array($0.utf8) }
    }
  }

  private static func documents(_ target: FuzzTarget) -> [String] {
    switch target {
    case .html:
      [
        "<!DOCTYPE html><html lang=en><head><title>T</title><meta name=author content=\"Ida Holm\"></head><body><nav><a href=/>Home</a></nav>"
          + "<article><h1>T</h1><p>Oslo has <b>15</b> districts.<table><caption>C<tr><th>A<th>2019<tr><td>x<td rowspan=2>1</table></article>",
        "<ul><li><span>a</span></li></ul><pre>b</pre><p hidden>c<script>d</script><br/>&amp;&#x41;",
      ]
    case .markdown:
      [
        "---\ntitle: T\n---\n# H\n\n**b** [l](u)\n\n- a\n  - b\n\n> q\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\nc\n```\n"
      ]
    case .mail:
      [
        "From: =?utf-8?q?Ida?= <a@b>\nSubject: S\nDate: Tue, 5 Mar 2019 10:00:00 +0000\nContent-Type: multipart/mixed;\n boundary=\"b\"\n\n"
          + "--b\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\nOslo =C3=A9=\n\n> q\n-- \ns\n"
          + "--b\nContent-Type: text/html\nContent-Transfer-Encoding: base64\n\nPHA+YTwvcD4=\n--b--\n"
      ]
    case .jats:
      [
        "<article article-type=\"x\"><front><article-meta><title-group><article-title>T</article-title></title-group><abstract><p>A.</p></abstract>"
          + "</article-meta></front><body><sec><title>S</title><p>P <xref rid=\"f\">1</xref><fn id=\"f\"><p>n</p></fn></p><table-wrap><table><tr>"
          + "<td rowspan=\"2\">a</td></tr></table></table-wrap></sec></body></article>"
      ]
    case .csv: ["a,b\n1,\"x\n\"\"y\"\"\"\n", "\u{FEFF}a;b;c\n1,5;2;3\n"]
    case .json:
      ["{\"title\":\"T\",\"body\":\"<p>Oslo.</p>\",\"a\":[{\"b\":null}]}", "[{\"text\":\"a\"},{\"text\":\"b\"}]"]
    case .feed:
      [
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>T</title><item><guid>1</guid><title>A</title><link>http://a/</link>"
          + "<description>&lt;p&gt;b&lt;/p&gt;</description><pubDate>Tue, 05 Mar 2019 10:00:00 GMT</pubDate></item></channel></rss>",
        "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>T</title><entry><id>1</id><content type=\"xhtml\"><div>a</div></content></entry></feed>",
      ]
    default: []
    }
  }

  // MARK: Messages

  private static func updates() -> [[UInt8]] {
    Update.frames(topic: "trade-volume/is", cursor: SamplePackets.cursor, json: Array("{}".utf8))
  }

  /// Some lives of a subscriber; see ``FuzzTarget/subscription(_:)``.
  private static func subscriptions() throws -> [[UInt8]] {
    let line = try JSON.encode(SamplePackets.event)
    let lives: [[[UInt8]]] = [
      [
        [0, 0, 9], [3, 0, 9] + Array("{}".utf8), [1, 0, 10] + line, [0, 0, 10], [1, 0, 12] + line, [2, 0, 12] + line,
      ],
      [
        [0, 0, 3], [2, 2, 2] + line, [2, 0, 3], [7, 0, 0], [0, 0, 4], [4, 0, 2], [0, 1, 1], [5, 1, 0], [3, 3, 4],
        [6, 0, 0],
      ],
    ]
    return lives.flatMap { life in (0..<6).map { [$0] + FrameInput.join(life) } }
  }

  // MARK: Files

  private static let configurations = [
    "state: /var/lib/courant\nwatch: [/srv/a, /srv/b]\ndeleted: withdraw\nworkers: 2\n",
    "limits:\n  document_bytes: 16MiB\n  job_time: 60s\n  attempts: 3\nlog:\n  level: info\n  format: json\n",
    "journal:\n  max_age: 30d\n  max_bytes: 1GiB\n  max_events: 1000\nextraction:\n  min_confidence: 0.5\n",
    "endpoints:\n  submit: \"ipc:///run/courant/submit.sock\"\n  query: ipc:///tmp/q\noriginals_bytes: 0B\n",
    "a: &x [1]\nb: *x\nc: |\n  text\n? d\n: e\n",
  ]

  /// Models of a few words, trained here, without the header that the target makes.
  private static func models() throws -> [[UInt8]] {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("courant-fuzz-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let tree = """
      # sent_id = 1
      1\tAnna\tanna\tPROPN\tNNP\t_\t2\tnsubj\t_\t_
      2\treads\tread\tVERB\tVBZ\t_\t0\troot\t_\t_
      3\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_


      """
    let names = "# sent_id = 1\n1\tAnna\tB-PER\n2\treads\tO\n3\t.\tO\n\n"
    for name in ["en_ewt-train", "en_ewt-dev", "en_gum-train"] {
      try Data(tree.utf8).write(to: folder.appendingPathComponent(name + ".conllu"))
    }
    for name in ["uner_ewt-train", "uner_ewt-dev"] {
      try Data(names.utf8).write(to: folder.appendingPathComponent(name + ".iob2"))
    }
    let lists = folder.appendingPathComponent("lists.tsv")
    try Data("FEM\tAnna\nCIT1\tTrieste\n=n10,n\tboat\n".utf8).write(to: lists)
    var shape = NetworkShape()
    shape.width = 1
    shape.upperWidth = 2
    shape.arcWidth = 1
    shape.relationWidth = 1
    shape.nameWidth = 1
    shape.pieceBits = 1
    var settings = Trainer.Settings(gazetteers: lists.path, pretrained: nil, date: "2026-01-01")
    settings.epochs = 1
    let model = try Trainer(data: folder.path, shape: shape) { _ in }.train(settings).model
    return [Array(model[12..<16]) + Array(model[64...])]
  }

  // MARK: Texts

  private static let texts = [
    "Reykjavík in figures\n\nThe population of Reykjavík was 139,875 in 2023. It has 11 districts, and about 5 km² of parks.\n",
    "Japan exports cars, steel and machines to Russia. In 2012 the trade volume reached 33.5 billion U.S. dollars.\n",
    "# Gotthard\n\n- 57 km long\n- opened on 1 June 2016\n\nHe said that \u{201C}it may cost CHF 12bn\u{201D}, according to Anna Smith.\n",
    "ISSN 2618-7159\nVol. 3, Issue 2\n\nA title\n\nBetween 5 and 7 per cent of half a million people live at 10⁻³ µm/s or 1/2 °C.\n",
    "\u{FEFF}The former prime minister of Norway, who was born in 1961, did not resign; it rose by 3–4 % last Tuesday.\n",
  ]
}
