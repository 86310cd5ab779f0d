import TestSupport
import Wire

/// Messages that are wrong in all kinds of ways: good ones that were changed, and rubbish.
struct FrameMutator {
  private let samples: [[[UInt8]]]
  private var random: SeededGenerator

  /// Numbers at which something may run over, and what is no number.
  private static let values = [
    "0", "-1", "1", "255", "65536", "2147483648", "4294967296", "9007199254740993", "9223372036854775807",
    "9223372036854775808", "18446744073709551615", "18446744073709551616", "-9223372036854775808", "1e308", "1e999",
    "0.5", "null", "true", "\"\"", "[]", "{}", "[[[[[[[[[]]]]]]]]]", "\"\\u0000\"", "\"\\ud800\"", "\"../../x\"",
    "\"00000000000000000000000000000000:18446744073709551615\"", "\"9999-12-31\"", "\"-1\"",
    "\"999999999-12-31T00:00:00Z\"",
  ]

  init(seed: UInt64) throws {
    random = SeededGenerator(seed: seed)
    samples = try SamplePackets.packets().map(\.frames)
  }

  /// The next message, of one frame at least.
  mutating func next() -> [[UInt8]] {
    var frames = samples.randomElement(using: &random) ?? [[]]
    switch Int.random(in: 0..<20, using: &random) {
    case 0: return (0..<Int.random(in: 1...6, using: &random)).map { _ in bytes(upTo: 200) }
    // As it is: what is asked for out of turn.
    case 1...3: return frames
    case 4: frames[0][5] = UInt8.random(in: 0...255, using: &random)
    case 5: frames[1] = bytes(upTo: 70_000)
    case 6: frames += (0..<Int.random(in: 1...200, using: &random)).map { _ in bytes(upTo: 20) }
    case 7: frames.removeLast(Int.random(in: 1..<frames.count, using: &random))
    case 8: frames.shuffle(using: &random)
    case 9...14: frames[1] = withAnotherValue(frames[1])
    default:
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let index = Int.random(in: 0..<frames.count, using: &random)
        frames[index] = mutated(frames[index])
      }
    }
    return frames
  }

  /// Any bytes, and how often it is so many.
  mutating func bytes(upTo most: Int) -> [UInt8] {
    (0..<Int.random(in: 0...most, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
  }

  /// A message to a publisher: a subscription, and what looks like one.
  mutating func subscription() -> [[UInt8]] {
    var frame = [UInt8.random(in: 0...3, using: &random)]
    switch Int.random(in: 0..<4, using: &random) {
    case 0: frame += Array("@progress".utf8.prefix(Int.random(in: 0...9, using: &random)))
    case 1: frame += Array("town-\(Int.random(in: 0...9, using: &random))/".utf8)
    default: frame += bytes(upTo: 100)
    }
    return Int.random(in: 0..<10, using: &random) == 0 ? [frame, bytes(upTo: 20)] : [frame]
  }

  private mutating func mutated(_ frame: [UInt8]) -> [UInt8] {
    var frame = frame
    let place = Int.random(in: 0...frame.count, using: &random)
    switch Int.random(in: 0..<6, using: &random) {
    case 0 where place < frame.count: frame[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    case 1 where place < frame.count: frame[place] = UInt8.random(in: 0...255, using: &random)
    case 2: frame.removeLast(frame.count - place)
    case 3: frame.insert(contentsOf: bytes(upTo: 8), at: place)
    case 4: frame += frame
    default: frame = Array(frame.dropFirst(place))
    }
    return frame
  }

  /// A body with another value for one of its fields.
  private mutating func withAnotherValue(_ body: [UInt8]) -> [UInt8] {
    let colons = body.indices.filter { body[$0] == UInt8(ascii: ":") && $0 > 0 && body[$0 - 1] == UInt8(ascii: "\"") }
    guard let colon = colons.randomElement(using: &random), let value = Self.values.randomElement(using: &random) else {
      return body
    }
    let end = body[(colon + 1)...].firstIndex { ",}]".utf8.contains($0) } ?? body.endIndex
    return Array(body[...colon]) + Array(value.utf8) + Array(body[end...])
  }
}
