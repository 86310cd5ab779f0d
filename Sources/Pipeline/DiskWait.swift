import Glibc
import Logging
import Service
import Store
import SystemPackage

/// Waits at the start of a role while its disk takes nothing, where an earlier run has left its state there.
struct DiskWait: Sendable {
  /// What the role is called among ``Vitals``.
  let part: String
  /// The state folder.
  let state: String
  /// A file that is there once the role has run.
  let witness: String
  let vitals: Vitals?
  let logger: Logger

  /// Whether an earlier run has left its state here.
  var hasState: Bool { access(witness, F_OK) == 0 }

  /// Calls `body`, and again each second while it fails because of the disk.
  /// - Parameter isStopping: waits for a second; true when the daemon is to end.
  /// - Throws: what `body` throws for any other reason.
  func retrying(_ body: () throws -> Void, isStopping: () -> Bool) throws {
    var isSaid = false
    while true {
      do {
        return try body()
      } catch {
        guard hasState, isOfDisk(error), DiskProbe.fault(of: state) != nil else { throw error }
        let fault = "waits for its disk: \(error)"
        if !isSaid { logger.log(.cannotCommit, .error, "\(fault)") }
        isSaid = true
        vitals?.beat(part, status: "not ready, \(fault)", fault: fault)
        if isStopping() { return }
      }
    }
  }

  private func isOfDisk(_ error: any Error) -> Bool {
    switch error {
    case let error as StoreError: error.code == .storage
    case let error as ConfigurationError: error.mayPass
    case is SpoolError, is Errno: true
    default: false
    }
  }
}
