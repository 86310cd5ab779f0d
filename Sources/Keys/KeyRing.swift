import Glibc
import Service
import ZeroMQ

/// The keys that a process has for the endpoints of its configuration that are TCP.
public struct KeyRing: Sendable {
  /// This process's own pair; nil where no endpoint is TCP.
  public let own: CurveKeyPair?
  /// Who is let in; nil where it listens at no TCP endpoint.
  public let allowed: AllowListFile?
  private let intake: CurvePublicKey?
  private let aggregator: CurvePublicKey?

  /// Without any key: for sockets in the file system.
  public static let none = KeyRing(own: nil, allowed: nil, intake: nil, aggregator: nil)

  private init(own: CurveKeyPair?, allowed: AllowListFile?, intake: CurvePublicKey?, aggregator: CurvePublicKey?) {
    self.own = own
    self.allowed = allowed
    self.intake = intake
    self.aggregator = aggregator
  }

  /// Reads what a process needs, and checks that it is all there: without keys there is no socket over TCP.
  /// - Parameters:
  ///   - listening: the sockets that the process binds.
  ///   - connecting: those of others that it connects to.
  ///   - environment: `CREDENTIALS_DIRECTORY` is where systemd's credentials are.
  /// - Throws: ``ConfigurationError`` with the option that is missing or wrong.
  public init(
    _ configuration: Configuration,
    listening: [AccessDomain] = [],
    connecting: [AccessDomain] = [],
    environment: [String: String]
  ) throws(ConfigurationError) {
    for domain in listening {
      for text in configuration.endpoints(listening: domain) { try Self.check(text, .bind) }
    }
    for domain in connecting { try Self.check(configuration.endpoint(domain), .connect) }
    let bound = listening.first { !configuration.tcpEndpoints(listening: $0).isEmpty }
    let joined = connecting.filter(configuration.isTCP)
    guard let first = bound ?? joined.first else {
      self = .none
      return
    }
    let reason = "the \(first.rawValue) socket is a tcp:// endpoint"
    guard let path = Self.secretPath(configuration, environment) else {
      throw ConfigurationError(
        "keys.secret is missing, and \(reason); make a key with: courantd keys new FILE"
      )
    }
    let own: CurveKeyPair
    do throws(ConfigurationError) {
      own = try KeyFile.load(path)
    } catch {
      throw error.of("keys.secret")
    }
    var allowed: AllowListFile?
    if bound != nil {
      let file = AllowListFile(path: configuration.keys.allow)
      do throws(ConfigurationError) {
        _ = try file.load()
      } catch {
        let isMissing = file.stamp == nil && !error.isDenied
        throw error.of(
          "keys.allow",
          advice: isMissing ? "; let a key in with: courantd keys allow NAME KEY --role ROLE" : ""
        )
      }
      allowed = file
    }
    let server = try Self.key("keys.server", configuration.keys.server)
    let aggregator = try Self.key("keys.aggregator", configuration.keys.aggregator) ?? server
    for domain in joined where (domain.isIntakes ? server : aggregator) == nil {
      throw ConfigurationError(
        "keys.server is missing, and endpoints.\(domain.rawValue) is a tcp:// endpoint; it is what this shows there: courantd keys show"
      )
    }
    self.init(own: own, allowed: allowed, intake: server, aggregator: aggregator)
  }

  /// With what to connect to one of the daemon's sockets; nil where it is no TCP endpoint.
  public func client(_ domain: AccessDomain, of configuration: Configuration) -> CurveClient? {
    guard configuration.isTCP(domain), let own,
      let server = domain.isIntakes ? intake : aggregator
    else { return nil }
    return CurveClient(own: own, server: server)
  }

  /// The file of this process's secret key: as configured, else systemd's credential; nil for none.
  public static func secretPath(_ configuration: Configuration, _ environment: [String: String]) -> String? {
    if !configuration.keys.secret.isEmpty { return configuration.keys.secret }
    guard let folder = environment["CREDENTIALS_DIRECTORY"], !folder.isEmpty else { return nil }
    let path = "\(folder)/\(KeyFile.credential)"
    var status = stat()
    // The units have one that says "none" for those who need none.
    return stat(path, &status) == 0 && status.st_size >= 40 ? path : nil
  }

  private static func check(_ text: String, _ use: Endpoint.Use) throws(ConfigurationError) {
    do throws(EndpointError) {
      _ = try Endpoint(text, for: use)
    } catch {
      throw ConfigurationError(error.description)
    }
  }

  private static func key(_ option: String, _ text: String) throws(ConfigurationError) -> CurvePublicKey? {
    text.isEmpty ? nil : try AllowList.key(text, option)
  }
}

extension Configuration {
  /// Where one of the daemon's sockets is found.
  public func endpoint(_ domain: AccessDomain) -> String {
    switch domain {
    case .submit: endpoints.submit
    case .jobs: endpoints.jobs
    case .batches: endpoints.batches
    case .updates: endpoints.updates
    case .query: endpoints.query
    }
  }

  /// Whether that is over TCP, and so wants keys.
  public func isTCP(_ domain: AccessDomain) -> Bool { endpoint(domain).hasPrefix("tcp://") }

  /// All endpoints that a socket is bound at.
  public func endpoints(listening domain: AccessDomain) -> [String] {
    let other =
      switch domain {
      case .submit: listen.submit
      case .jobs: listen.jobs
      case .batches: listen.batches
      case .updates: listen.updates
      case .query: listen.query
      }
    return [endpoint(domain)] + (other.isEmpty ? [] : [other])
  }

  /// Those among them that are TCP.
  public func tcpEndpoints(listening domain: AccessDomain) -> [String] {
    endpoints(listening: domain).filter { $0.hasPrefix("tcp://") }
  }
}
