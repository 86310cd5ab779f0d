import ArgumentParser
import Console
import Feeds
import Foundation
import Model
import Polling
import Service

struct FeedsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "feeds",
    abstract: "Show how the feeds are: when each was fetched, what it gave, and what is wrong with it.",
    discussion: """
      Reads what the role that fetches them keeps in the daemon's state folder; the configuration is the daemon's.

      Examples:
        courant feeds --config courantd.yaml
        courant feeds --config courantd.yaml --json | jq -r 'select(.errors > 0).url'
      """
  )

  @Option(
    name: .long,
    help: ArgumentHelp(
      "YAML file of the daemon; default COURANT_CONFIG, or /etc/courant/courantd.yaml.",
      valueName: "file"
    )
  )
  var config: String?

  @Option(name: .long, help: ArgumentHelp("State folder of the daemon, in place of the file's.", valueName: "folder"))
  var state: String?

  @Flag(name: .long, help: "Print a feed a line, as JSON.")
  var json = false

  @OptionGroup var tables: TableOptions

  func validate() throws { try tables.validate(json: json) }

  /// One feed, for programs.
  private struct Line: Encodable {
    var url: String
    var title: String?
    var fetched: Timestamp?
    var next: Timestamp?
    var status: Int?
    var taken: Int
    var waiting: Int
    var errors: Int
    var lastError: String?
  }

  func run() throws {
    let configuration = try configuration()
    let folder = FeedFile.folder(state: configuration.state)
    guard !configuration.feeds.isEmpty else {
      return Terminal.complain("no feeds in the configuration; docs/feeds.md says how they are named")
    }
    var table = Table(
      ["FETCHED", "NEXT", "STATUS", "TAKEN", "WAITING", "ERRORS", "FEED", "LAST ERROR"],
      spareable: ["NEXT", "WAITING"],
      isWide: tables.wide
    )
    var isDamaged = false
    for feed in configuration.feeds {
      var state = FeedState(url: feed.url)
      do throws(FeedFileError) {
        if let kept = try FeedFile(folder: folder, url: feed.url).read() { state = kept }
      } catch {
        isDamaged = true
        Terminal.complain("\(error)")
      }
      if json {
        Terminal.write(try JSON.encode(Self.line(feed, state)))
      } else {
        Self.add(feed, state, to: &table)
      }
    }
    if !json { table.print() }
    Terminal.flush()
    if isDamaged { throw ExitStatus.failed }
  }

  private func configuration() throws(ConfigurationError) -> Service.Configuration {
    var environment = ProcessInfo.processInfo.environment
    if let state { environment["COURANT_STATE"] = state }
    let system = "/etc/courant/courantd.yaml"
    let named = config ?? environment["COURANT_CONFIG"].flatMap { $0.isEmpty ? nil : $0 }
    let file = named ?? (FileManager.default.fileExists(atPath: system) ? system : nil)
    return try Service.Configuration(file: file, environment: environment)
  }

  private static func line(_ feed: Service.Configuration.Feed, _ state: FeedState) -> Line {
    Line(
      url: feed.shown,
      title: state.title,
      fetched: state.fetched,
      next: state.next,
      status: state.status,
      taken: state.taken,
      waiting: state.waiting,
      errors: state.errors,
      lastError: state.lastError
    )
  }

  private static func add(_ feed: Service.Configuration.Feed, _ state: FeedState, to table: inout Table) {
    table.add(
      Table.Cell(state.fetched.map { Rendering.moment($0) } ?? "never", .dim),
      Table.Cell(state.next.map { Rendering.moment($0) } ?? "now", .dim),
      Table.Cell(state.status.map(String.init) ?? "-", state.errors > 0 ? .red : nil),
      Table.Cell("\(state.taken)"),
      Table.Cell("\(state.waiting)"),
      Table.Cell("\(state.errors)", state.errors > 0 ? .red : nil),
      Table.Cell(feed.shown, .bold),
      Table.Cell(state.lastError ?? "", .red)
    )
  }
}
