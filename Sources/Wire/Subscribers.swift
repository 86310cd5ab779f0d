import Model

/// A subscriber's word of where it is; there is no answer to it. It is for people, and nothing depends on it.
public struct Position: MessageBody, Hashable {
  public static let kind = MessageKind.position

  /// What the subscriber is called: program and process.
  public var name: String
  /// The last event that it has dealt with.
  public var cursor: Cursor

  public init(name: String, cursor: Cursor) {
    self.name = name
    self.cursor = cursor
  }
}

/// Asks for the subscribers that have told where they are.
public struct SubscribersRequest: MessageBody, Hashable {
  public static let kind = MessageKind.subscribers

  public var request: UInt64

  public init(request: UInt64) {
    self.request = request
  }
}

/// One subscriber as the aggregator has last heard of it.
public struct KnownSubscriber: Codable, Sendable, Hashable {
  public var name: String
  /// How many events it has yet to deal with.
  public var lag: UInt64
  /// How long ago it told, in milliseconds.
  public var heard: Int

  public init(name: String, lag: UInt64, heard: Int) {
    self.name = name
    self.lag = lag
    self.heard = heard
  }
}

/// The subscribers that have told where they are in the last half minute.
public struct SubscriberList: MessageBody, Hashable {
  public static let kind = MessageKind.subscriberList

  public var request: UInt64
  /// The end of the journal.
  public var cursor: Cursor
  /// In the order of their names.
  public var subscribers: [KnownSubscriber]

  public init(request: UInt64, cursor: Cursor, subscribers: [KnownSubscriber]) {
    self.request = request
    self.cursor = cursor
    self.subscribers = subscribers
  }
}
