import Testing

@Suite("The modules")
struct ModuleGraphTests {
  @Test("modules import what docs/architecture.md draws below them, declare what they import, and import what they use")
  func project() throws {
    let graph = try ModuleGraph.load()
    #expect(graph.modules.count > 35)
    #expect(graph.rows.count == 10)
    #expect(graph.modules.values.reduce(0) { $0 + $1.files.count } > 500)
    #expect(graph.faults == [])
  }

  /// A little project that is sound, with one thing changed.
  private func faults(
    dependencies: String = #""Low", .product(name: "Tool", package: "tools")"#,
    rows: String = " top    High\n bottom Low\n",
    high: String = "import Low\nimport Tool\nlet low = Low()\n"
  ) -> [String] {
    let package = #"targets: [.target(name: "Low"), .target(name: "High", dependencies: [\#(dependencies)])]"#
    var graph = ModuleGraph(package: package, picture: "## Modules\n```\n\(rows)```\n")
    graph.modules["Low"]?.files = [
      ModuleGraph.file("public struct Low {\n  public init() {}\n}\n", "Sources/Low/Low.swift")
    ]
    graph.modules["High"]?.files = [ModuleGraph.file(high, "Sources/High/High.swift")]
    return graph.faults
  }

  @Test("each kind of fault is found")
  func kinds() {
    #expect(faults() == [])
    #expect(
      faults(rows: " top    Low\n bottom High\n")
        == ["Package.swift: High may not depend on Low, which is in its row or above"]
    )
    #expect(
      faults(rows: " top    Low  High\n") == ["Package.swift: High may not depend on Low, which is in its row or above"]
    )
    #expect(faults(rows: " bottom Low\n") == ["docs/architecture.md does not draw High"])
    #expect(
      faults(rows: " top    High\n bottom Low More\n") == ["docs/architecture.md draws More, which is no module"]
    )
    #expect(
      faults(dependencies: #".product(name: "Tool", package: "tools")"#)
        == ["Sources/High/High.swift: imports Low, which Package.swift does not declare"]
    )
    #expect(
      faults(high: "import Tool\n") == ["Package.swift: High depends on Low, which none of its files imports"]
    )
    #expect(
      faults(high: "import Low\nlet low = Low()\n")
        == ["Package.swift: High depends on Tool, which none of its files imports"]
    )
    #expect(
      faults(high: "import Low\nimport Tool\n// Low is a word here\nlet x = 1\n")
        == ["Sources/High/High.swift: imports Low, and uses nothing of it"]
    )
  }
}
