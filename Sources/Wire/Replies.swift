import Model

/// The answer to a request that cannot be granted.
public struct Refused: MessageBody, Hashable {
  public static let kind = MessageKind.refused

  public enum Code: String, Codable, Sendable, Hashable {
    case malformed, tooLarge = "too-large", empty, notUTF8 = "not-utf-8", unsupported, unknown, storage, forbidden
  }

  /// The request that it answers; null when the request could not be read.
  public var request: UInt64?
  public var code: Code
  /// One line: what is wrong, and what to do.
  public var reason: String

  public init(request: UInt64?, code: Code, reason: String) {
    self.request = request
    self.code = code
    // It may repeat what was asked.
    self.reason = reason.cut(to: String.longestQuoted)
  }
}

/// The answer to a request that is good but comes at a bad time.
public struct Busy: MessageBody, Hashable {
  public static let kind = MessageKind.busy

  public var request: UInt64?
  /// When to ask again, in milliseconds.
  public var retryAfter: Int
  public var reason: String

  public init(request: UInt64?, retryAfter: Int, reason: String) {
    self.request = request
    self.retryAfter = retryAfter
    self.reason = reason
  }
}

/// Asks intake or the aggregator how it is.
public struct StatusRequest: MessageBody, Hashable {
  public static let kind = MessageKind.status
  public var request: UInt64

  public init(request: UInt64) {
    self.request = request
  }
}

/// How a role is: names and numbers, for people and for scripts.
public struct StatusReport: MessageBody, Hashable {
  public static let kind = MessageKind.statusReport

  public var request: UInt64
  /// `intake` or `aggregator`.
  public var role: String
  public var version: String
  public var pid: Int32
  public var started: Timestamp
  /// Why it is not ready: what it has been asked to do and cannot, in one line; null while it can.
  public var fault: String?
  /// What an operator should know and nothing stands still for, one line each; left out where there is nothing.
  public var notices: [String]?
  /// Counts by name, such as `documents`, `facts`, `waiting`.
  public var counts: [String: UInt64]

  public init(
    request: UInt64,
    role: String,
    version: String,
    pid: Int32,
    started: Timestamp,
    fault: String?,
    notices: [String] = [],
    counts: [String: UInt64]
  ) {
    self.request = request
    self.role = role
    self.version = version
    self.pid = pid
    self.started = started
    self.fault = fault
    self.notices = notices.isEmpty ? nil : notices
    self.counts = counts
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(request, forKey: .request)
    try container.encode(role, forKey: .role)
    try container.encode(version, forKey: .version)
    try container.encode(pid, forKey: .pid)
    try container.encode(started, forKey: .started)
    try container.encode(fault, forKey: .fault)
    try container.encodeIfPresent(notices, forKey: .notices)
    var sorted = container.nestedContainer(keyedBy: Name.self, forKey: .counts)
    for (name, count) in counts.sorted(by: { $0.key < $1.key }) { try sorted.encode(count, forKey: Name(name)) }
  }

  /// The name of a count as a key of JSON.
  private struct Name: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(_ name: String) {
      stringValue = name
    }

    init?(stringValue: String) {
      self.init(stringValue)
    }

    init?(intValue: Int) {
      nil
    }
  }
}
