/// What is measured: a pattern over a transport.
struct Scenario: Sendable, Codable {
  enum Pattern: String, Sendable, Codable, CaseIterable {
    case pushPull = "PUSH-PULL"
    case dealerRouter = "DEALER-ROUTER"
  }

  enum Transport: String, Sendable, Codable, CaseIterable {
    case ipc
    case tcp
  }

  let pattern: Pattern
  let transport: Transport

  static let all = Pattern.allCases.flatMap { pattern in
    Transport.allCases.map { Scenario(pattern: pattern, transport: $0) }
  }

  /// Where to bind; the system chooses the rest.
  var endpoint: String {
    switch transport {
    case .ipc: "ipc://*"
    case .tcp: "tcp://127.0.0.1:*"
    }
  }
}
