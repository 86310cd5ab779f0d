import ServiceLifecycle

/// Notes among ``Vitals`` that the process is to end.
///
/// To be the last of the services, so that it is the first that is told to stop: the others may take seconds.
public struct StopNote: ServiceLifecycle.Service {
  private let vitals: Vitals

  public init(_ vitals: Vitals) { self.vitals = vitals }

  public func run() async throws {
    defer { vitals.stop() }
    // Also comes back by being cancelled, when another service has failed.
    try? await gracefulShutdown()
  }
}
