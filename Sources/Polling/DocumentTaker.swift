import Client
import Keys
import Model
import Service
import ZeroMQ

/// Where the documents of feeds go. Calls block, and belong to one thread.
protocol DocumentTaker {
  /// Hands a document on.
  /// - Returns: why it was refused; nil where it is on intake's disk.
  /// - Throws: where nobody takes it now.
  func take(uri: String, mediaType: String, content: [UInt8]) throws -> String?

  /// Takes a document back.
  func withdraw(uri: String) throws
}

/// The daemon's intake, which is connected to when there is something to hand on, and again after every fault.
final class IntakeTaker: DocumentTaker {
  private let context: Context
  private let endpoint: String
  private let keys: CurveClient?
  private let isStopping: () -> Bool
  private var submitter: Submitter?

  private struct Stopped: Error, CustomStringConvertible {
    var description: String { "stopped" }
  }

  /// - Parameter isStopping: asked while intake has no room.
  init(_ context: Context, _ configuration: Configuration, keys: KeyRing, isStopping: @escaping () -> Bool) {
    self.isStopping = isStopping
    self.context = context
    endpoint = configuration.endpoints.submit
    self.keys = keys.client(.submit, of: configuration)
  }

  /// Says whether anybody is there, before something is fetched for nobody.
  /// - Throws: ``ClientError``.
  func check() throws { _ = try connected().status() }

  private func connected() throws -> Submitter {
    if let submitter { return submitter }
    let made = try Submitter(context, to: endpoint, keys: keys)
    submitter = made
    return made
  }

  func take(uri: String, mediaType: String, content: [UInt8]) throws -> String? {
    var refusal: String?
    try settle { submitter in
      try submitter.submit(uri: uri, mediaType: mediaType, content: content) { try note($0, &refusal) }
      try submitter.finish { try note($0, &refusal) }
    }
    return refusal
  }

  func withdraw(uri: String) throws {
    var refusal: String?
    try settle { submitter in
      // One that intake does not know is no fault: it is not there.
      try submitter.withdraw(uri: uri) { try note($0, &refusal) }
      try submitter.finish { try note($0, &refusal) }
    }
  }

  private func note(_ outcome: Submitter.Outcome, _ refusal: inout String?) throws {
    switch outcome {
    case .accepted: return
    case .refused(_, let reason): refusal = reason
    // It is sent again by itself; what is not sent when this program ends is taken the next time.
    case .waiting: if isStopping() { throw Stopped() }
    }
  }

  /// Lets go of the connection.
  func close() { submitter = nil }

  private func settle(_ body: (Submitter) throws -> Void) throws {
    do {
      try body(try connected())
    } catch {
      submitter = nil
      throw error
    }
  }
}
