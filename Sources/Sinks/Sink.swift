import Model

/// Something that facts are fed into. A sink lives on one thread, may block, and is made anew after every fault.
///
/// What it is given comes in order. Each call comes back when the far side has what it was given for good, or throws: then the sink is
/// closed, and after a pause opened again, and goes on from the cursor that ``open()`` returns. So the cursor is kept where the facts
/// go, in one step with them, wherever the far side can do that.
public protocol Sink: AnyObject {
  /// Connects, and says where the far side is; nil when it has nothing yet.
  func open() throws(SinkError) -> Cursor?

  /// What comes now, up to ``endSnapshot(_:)``, is all that stands, and takes the place of what the far side has.
  func beginSnapshot(_ cursor: Cursor) throws(SinkError)

  /// Facts of the snapshot.
  func add(_ facts: [StatedFact]) throws(SinkError)

  /// The snapshot is whole, as of this cursor.
  func endSnapshot(_ cursor: Cursor) throws(SinkError)

  /// The events that come next, and the cursor after them. There may be none: then only the cursor moves.
  func apply(_ events: [Event], upTo cursor: Cursor) throws(SinkError)

  /// Nothing has come for about a second: the time for what is done by the clock.
  func idle() throws(SinkError)

  /// Lets go of everything; never fails.
  func close()
}

extension Sink {
  public func idle() throws(SinkError) {}
}

/// Why a sink cannot go on, in one line.
public struct SinkError: Error, Sendable, Equatable, CustomStringConvertible {
  public let description: String
  /// True where trying again is of no use: the settings are wrong.
  public let isFinal: Bool

  public init(_ description: String, isFinal: Bool = false) {
    self.description = description
    self.isFinal = isFinal
  }
}

extension StatedFact {
  /// The fact as the event that asserted it, for sinks that know nothing but events.
  /// - Parameter now: stands for the time of an event that is no longer kept.
  func event(now: Timestamp) -> Event {
    Event(
      id: id.description,
      source: fact.document.uri,
      kind: .factAsserted,
      subject: fact.key.description,
      time: recorded ?? now,
      sequence: sequence,
      effect: .new,
      data: .fact(fact)
    )
  }
}
