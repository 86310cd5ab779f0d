import Model
import Service

/// The kinds of sinks that there are: a new one is a file with the sink, and a line here.
public enum SinkKind: String, CaseIterable, Sendable {
  case file, webhook, postgresql, nats

  /// The names of its options.
  private var options: [String] {
    switch self {
    case .file: FileSink.options
    case .webhook: WebhookSink.options
    case .postgresql: PostgreSQLSink.options
    case .nats: NATSSink.options
    }
  }

  private func make(_ settings: SinkSettings) throws(ConfigurationError) -> any Sink {
    switch self {
    case .file: try FileSink(settings)
    case .webhook: try WebhookSink(settings)
    case .postgresql: try PostgreSQLSink(settings)
    case .nats: try NATSSink(settings)
    }
  }

  /// The sink that a configuration describes.
  /// - Parameter state: the state folder.
  /// - Throws: ``ConfigurationError`` with the place and the option that is wrong.
  static func sink(
    _ sink: Configuration.Sink,
    state: String
  ) throws(ConfigurationError) -> (sink: any Sink, settings: SinkSettings) {
    guard let kind = SinkKind(rawValue: sink.kind) else {
      let kinds = allCases.map(\.rawValue).joined(separator: ", ")
      throw ConfigurationError("\(sink.place): sinks.\(sink.name).kind is \"\(sink.kind)\", want one of \(kinds)")
    }
    let settings = SinkSettings(sink, state: state)
    try settings.check(known: kind.options)
    return (try kind.make(settings), settings)
  }
}
