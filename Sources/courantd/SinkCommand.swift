import ArgumentParser
import Service
import Sinks

struct SinkCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sink",
    abstract: "Feed the facts into one other system, and nothing else.",
    discussion: """
      The sink is one of the configuration, or is described by --set. It takes a snapshot and then every event, keeps its
      cursor, and waits for as long as the far side is away. courantd run does the same for every sink of the
      configuration. docs/sinks.md has the kinds and their options.

      Examples:
        courantd sink archive --config courantd.yaml
        courantd sink archive --set kind=file --set folder=/srv/facts
        courantd sink warehouse --set kind=postgresql --set url=postgresql:///facts
      """
  )

  @OptionGroup var settings: Settings

  @Argument(help: ArgumentHelp("The sink's name.", valueName: "name"))
  var name: String

  @Option(name: .long, help: ArgumentHelp("An option of the sink; kind is one.", valueName: "option=value"))
  var set: [String] = []

  func validate() throws {
    guard Service.Configuration.Sink.isName(name) else {
      throw ValidationError("\"\(name)\" is no name of a sink: want letters, digits, - and _, 64 at most")
    }
    for text in set where !text.contains("=") {
      throw ValidationError("--set is \"\(text)\", want option=value, such as kind=file")
    }
  }

  func run() async throws {
    let configuration = try settings.load()
    var sink = configuration.sinks.first { $0.name == name }
    if !set.isEmpty {
      var options = sink?.options ?? [:]
      for text in set {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        options[parts[0]] = parts[1]
      }
      let kind = options.removeValue(forKey: "kind") ?? sink?.kind ?? ""
      sink = Service.Configuration.Sink(name: name, kind: kind, options: options, place: "--set")
    }
    guard let sink else {
      let known = configuration.sinks.map(\.name).joined(separator: ", ")
      throw ConfigurationError(
        "no sink \(name) in the configuration\(known.isEmpty ? "" : ", which has \(known)"); describe it with --set"
      )
    }
    let keys = try configuration.keyRing(connecting: [.updates, .query])
    LineLogHandler.bootstrap(configuration.log)
    let vitals = Vitals([])
    let metrics = try Roles.metricsServer(configuration, vitals: vitals, role: "sink")
    try await Roles.run(
      [SinkService(sink, configuration, keys: keys, outlivesFaults: false)],
      vitals: vitals,
      metrics: metrics
    )
  }
}
