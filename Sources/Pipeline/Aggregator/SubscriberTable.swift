import Model
import Synchronization
import Wire
import ZeroMQ

/// Where subscribers are, as far as they tell.
final class SubscriberTable: Sendable {
  /// One that is not heard of for this long is forgotten.
  static let patience = Duration.seconds(30)
  /// Who comes beyond so many is not noted.
  static let maximum = 1000
  private static let maximumName = 100

  private struct Place {
    var name: String
    var cursor: Cursor
    var heard: ContinuousClock.Instant
  }

  private let places = Mutex<[[UInt8]: Place]>([:])

  func note(_ position: Position, from peer: Frame, at now: ContinuousClock.Instant = .now) {
    let name = String(position.name.prefix(Self.maximumName))
    let peer = peer.withUnsafeBytes { Array($0) }
    places.withLock { places in
      places = places.filter { now - $0.value.heard < Self.patience }
      guard places.count < Self.maximum || places[peer] != nil else { return }
      places[peer] = Place(name: name, cursor: position.cursor, heard: now)
    }
  }

  /// How many were heard of lately, and how far they are behind.
  struct Lags {
    var count = 0
    /// How many have not had all events.
    var behind = 0
    /// How many events the last of them has not had.
    var most: UInt64 = 0
  }

  /// - Parameter head: as for ``list(head:at:)``.
  func lags(head: Cursor, at now: ContinuousClock.Instant = .now) -> Lags {
    places.withLock { places in
      places.values.reduce(into: Lags()) { lags, place in
        guard now - place.heard < Self.patience else { return }
        let lag = Self.lag(place, head)
        lags.count += 1
        lags.behind += lag > 0 ? 1 : 0
        lags.most = max(lags.most, lag)
      }
    }
  }

  private static func lag(_ place: Place, _ head: Cursor) -> UInt64 {
    let sequence = place.cursor.epoch == head.epoch ? place.cursor.sequence : 0
    return head.sequence - min(sequence, head.sequence)
  }

  /// Who was heard of lately, in the order of the names.
  /// - Parameter head: the end of the journal; who is in another has all of this one before it.
  func list(head: Cursor, at now: ContinuousClock.Instant = .now) -> [KnownSubscriber] {
    places.withLock { $0.values.filter { now - $0.heard < Self.patience } }
      .map { place in
        KnownSubscriber(
          name: place.name,
          lag: Self.lag(place, head),
          heard: Int((now - place.heard) / .milliseconds(1))
        )
      }
      .sorted { ($0.name, $0.lag) < ($1.name, $1.lag) }
  }
}
