import Model
import TestSupport
import Testing

@testable import Wire

@Suite("Wire")
struct WireTests {
  private let epoch = Epoch.mint()

  @Test("an answer repeats no more of what was sent than its beginning")
  func quotes() throws {
    let long = String(repeating: "é", count: 1_000_000)
    #expect("abc".cut(to: 3) == "abc")
    #expect("abcd".cut(to: 3) == "abc… (4 bytes)")
    // No character is cut.
    #expect("aéb".cut(to: 2) == "a… (4 bytes)")
    #expect(try Packet(Refused(request: 1, code: .malformed, reason: long)).frames.allSatisfy { $0.count < 1500 })
    #expect(Reject(uri: nil, digest: nil, reason: long).reason.utf8.count < 1100)
  }

  @Test("a header is 32 bytes, big-endian, and read back")
  func header() throws {
    let header = Header(.event, epoch: epoch, sequence: 0x0102_0304_0506_0708)
    let bytes = header.bytes
    #expect(bytes.count == Header.size)
    #expect(Array(bytes[0..<8]) == [0x43, 0x52, 0x4E, 0x54, 1, 1, 0, 0])
    #expect(Array(bytes[8..<24]) == epoch.bytes)
    #expect(Array(bytes[24...]) == [1, 2, 3, 4, 5, 6, 7, 8])
    #expect(try Header(bytes) == header)
  }

  @Test("bad headers are named")
  func badHeaders() {
    let good = Header(.event, epoch: epoch, sequence: 1).bytes
    func message(_ change: (inout [UInt8]) -> Void) -> String {
      var bytes = good
      change(&bytes)
      do {
        _ = try Header(bytes)
        return "no error"
      } catch {
        return error.description
      }
    }
    #expect(message { $0.removeLast() } == "the header has 31 bytes, want 32")
    #expect(message { $0[0] = 0 } == "the header does not begin with CRNT: not a message of Courant")
    #expect(message { $0[4] = 9 } == "protocol version 9, want 1")
    #expect(message { $0[5] = 250 } == "unknown kind of message: 250")
    #expect(message { $0[7] = 1 } == "the reserved bytes of the header are not zero")
  }

  @Test("any frames are a packet or an error, never a crash", arguments: [21, 22, 23] as [UInt64])
  func randomFrames(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var packets = 0
    defer { #expect(packets > 200, "seed \(seed)") }
    for _ in 0..<2000 {
      var frames = (0..<Int.random(in: 0...4, using: &random)).map { _ in
        (0..<Int.random(in: 0...40, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
      }
      if Bool.random(using: &random), !frames.isEmpty {
        let kind = MessageKind.allCases.randomElement(using: &random) ?? .event
        frames[0] = Header(kind, epoch: epoch).bytes
      }
      guard let packet = try? Packet(frames: frames) else { continue }
      packets += 1
      #expect((try? packet.decode(Submit.self)) == nil, "seed \(seed)")
      #expect((try? packet.decode(Batch.self)) == nil, "seed \(seed)")
      #expect((try? packet.decode(CatchUpRequest.self)) == nil, "seed \(seed)")
    }
  }

  @Test("a body of another kind is an error that names both")
  func wrongKind() throws {
    let packet = try Packet(StatusRequest(request: 1))
    #expect { try packet.decode(Submit.self) } throws: { "\($0)" == "a message of kind status, want submit" }
    #expect { try packet.attachment() } throws: { "\($0)" == "status: 0 frames after the body, want 1" }
  }

  @Test("lines are read with the number of the one that is bad")
  func lines() throws {
    let bytes = JSONLines.join([Array("1".utf8), Array("2".utf8)])
    #expect(try JSONLines.decode(Int.self, from: bytes) == [1, 2])
    #expect { try JSONLines.decode(Int.self, from: bytes + Array("x\n".utf8)) } throws: {
      "\($0)" == "line 3: not JSON"
    }
  }
}
