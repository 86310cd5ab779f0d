/// What the command line says.
struct Arguments {
  static let usage = """
    usage: zeromq-throughput [--messages N] [--rounds N] [--size BYTES] [--json]

    Sends messages from one thread to another, in C against libzmq and in Swift over the module ZeroMQ, by turns.
      --messages N   messages in a run (default 1000000)
      --rounds N     rounds, of which the median counts (default 7, at least 5)
      --size BYTES   bytes in a message (default 256)
      --json         all rounds as JSON rather than a table
    """

  var messages = 1_000_000
  var rounds = 7
  var size = 256
  var json = false
  var help = false

  init(_ arguments: [String]) throws {
    var rest = arguments[...]
    while let name = rest.popFirst() {
      switch name {
      case "--messages": messages = try Self.number(after: name, &rest, least: 1)
      case "--rounds": rounds = try Self.number(after: name, &rest, least: 5)
      case "--size": size = try Self.number(after: name, &rest, least: 1)
      case "--json": json = true
      case "--help", "-h": help = true
      default: throw BenchmarkFailure(description: "unknown argument \(name)\n\(Self.usage)")
      }
    }
  }

  private static func number(after name: String, _ rest: inout ArraySlice<String>, least: Int) throws -> Int {
    guard let text = rest.popFirst(), let number = Int(text), number >= least else {
      throw BenchmarkFailure(description: "\(name) needs a number of at least \(least)")
    }
    return number
  }
}
