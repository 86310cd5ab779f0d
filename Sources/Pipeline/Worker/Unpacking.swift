import Formats
import Model

/// How far a worker is with handing over the documents that are in one.
struct Unpacking {
  private let container: Container
  /// The place of the member in hand.
  private(set) var index = 0
  /// How many members intake has taken.
  private(set) var taken = 0
  /// What is no document, and what was not taken, with the reasons.
  private(set) var skipped: [SkippedLines]

  init(_ container: Container) {
    self.container = container
    skipped = container.skipped
  }

  /// The member in hand and its bytes; those that cannot be unpacked are passed over, with the reason. Nil after the last.
  mutating func next() -> (Container.Member, [UInt8])? {
    while index < container.members.count {
      let member = container.members[index]
      do throws(ReadError) {
        return (member, try container.content(of: member))
      } catch {
        settle(reason: error.description)
      }
    }
    return nil
  }

  /// Goes on to the next member.
  /// - Parameter reason: why the one in hand was not taken; nil where it was.
  mutating func settle(reason: String?) {
    if let reason {
      let name = container.members[index].uri.split(separator: "/").last ?? ""
      note("not taken: \(name): \(reason)")
    } else {
      taken += 1
    }
    index += 1
  }

  /// The report has room for few reasons; the last of them stands for all others.
  private mutating func note(_ reason: String) {
    if skipped.count < Self.mostReasons {
      skipped.append(SkippedLines(reason: reason, lines: 1))
    } else if skipped.count == Self.mostReasons {
      skipped.append(SkippedLines(reason: "other documents that were not taken", lines: 1))
    } else {
      skipped[Self.mostReasons].lines += 1
    }
  }

  private static let mostReasons = 15
}
