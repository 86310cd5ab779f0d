import Foundation
import Glibc
import Logging
import Testing

@testable import Service

@Suite("The journal's own protocol")
struct JournalSocketTests {
  /// What the journal makes of a datagram.
  private func fields(_ bytes: [UInt8]) throws -> [String: String] {
    var fields: [String: String] = [:]
    var rest = bytes[...]
    while !rest.isEmpty {
      let end = try #require(rest.firstIndex(of: 0x0A))
      let line = rest[..<end]
      rest = rest[(end + 1)...]
      if let equals = line.firstIndex(of: UInt8(ascii: "=")) {
        let name = String(decoding: line[..<equals], as: UTF8.self)
        fields[name] = String(decoding: line[(equals + 1)...], as: UTF8.self)
        continue
      }
      let count = rest.prefix(8).enumerated().reduce(0) { $0 | Int($1.element) << (8 * $1.offset) }
      fields[String(decoding: line, as: UTF8.self)] = String(decoding: rest.dropFirst(8).prefix(count), as: UTF8.self)
      rest = rest.dropFirst(8 + count)
      #expect(rest.first == 0x0A)
      rest = rest.dropFirst()
    }
    return fields
  }

  @Test("fields are named as the journal wants them, and a value of several lines is one value")
  func datagram() throws {
    let bytes = JournalSocket.datagram(
      "two\nlines",
      level: .warning,
      role: "intake",
      fields: [("document", "file:///a=b\nPRIORITY=0"), ("pendingBytes", "7"), ("odd name", "x")]
    )
    #expect(
      try fields(bytes) == [
        "MESSAGE": "two\nlines", "PRIORITY": "4", "SYSLOG_IDENTIFIER": "courantd", "COURANT_ROLE": "intake",
        "COURANT_DOCUMENT": "file:///a=b\nPRIORITY=0", "COURANT_PENDING_BYTES": "7", "COURANT_ODD_NAME": "x",
      ]
    )
    let known = JournalSocket.datagram("done", level: .info, id: MessageID.documentDone.rawValue, role: "r", fields: [])
    #expect(try fields(known)["MESSAGE_ID"] == "1e268341c5c54d35bc245d772200552c")
    let long = JournalSocket.datagram(String(repeating: "x", count: 1 << 20), level: .info, role: "r", fields: [])
    #expect(long.count < 64 << 10)
  }

  @Test("what is logged reaches the socket")
  func sends() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/journal"
    let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
    let result = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    try #require(result == 0)
    let logger = Logger(label: "aggregator") {
      LineLogHandler(label: $0, format: .journal, journal: JournalSocket(path: path))
    }
    logger.error("cannot commit", metadata: ["document": "file:///a"])
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = recv(descriptor, &buffer, buffer.count, 0)
    let found = try fields(Array(buffer.prefix(max(0, count))))
    #expect(found["MESSAGE"] == "cannot commit")
    #expect(found["PRIORITY"] == "3")
    #expect(found["COURANT_DOCUMENT"] == "file:///a")
    #expect(found["MESSAGE_ID"] == nil)
    logger.log(.cannotCommit, .error, "cannot commit", metadata: ["batches": "3"])
    let second = recv(descriptor, &buffer, buffer.count, 0)
    let identified = try fields(Array(buffer.prefix(max(0, second))))
    #expect(identified["MESSAGE_ID"] == MessageID.cannotCommit.rawValue)
    #expect(identified["COURANT_BATCHES"] == "3")
    // The id is no field of its own besides.
    #expect(identified.keys.allSatisfy { !$0.hasPrefix("COURANT_MESSAGE") })
  }

  @Test("the ids of messages are 128 bits as the journal writes them, and no two are the same")
  func ids() {
    #expect(Set(MessageID.allCases.map(\.rawValue)).count == MessageID.allCases.count)
    for id in MessageID.allCases {
      #expect(id.rawValue.count == 32 && id.rawValue.allSatisfy { "0123456789abcdef".contains($0) }, "\(id)")
    }
  }

  @Test("only a standard error that is the journal's is taken for it")
  func standardError() {
    #expect(!JournalSocket.isStandardError(environment: [:]))
    #expect(!JournalSocket.isStandardError(environment: ["JOURNAL_STREAM": "1:2"]))
    var status = stat()
    #expect(fstat(2, &status) == 0)
    #expect(JournalSocket.isStandardError(environment: ["JOURNAL_STREAM": "\(status.st_dev):\(status.st_ino)"]))
  }
}
