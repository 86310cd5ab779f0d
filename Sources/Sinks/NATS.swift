import Glibc

/// A connection to NATS by its C client: messages with headers, each answered.
final class NATS {
  private typealias Handle = OpaquePointer
  private typealias Text = UnsafePointer<CChar>

  private let makeMessage:
    @convention(c) (UnsafeMutablePointer<Handle?>, Text, Text?, UnsafeRawPointer?, Int32) -> Int32
  private let setHeader: @convention(c) (Handle?, Text, Text) -> Int32
  private let request: @convention(c) (UnsafeMutablePointer<Handle?>, Handle, Handle?, Int64) -> Int32
  private let data: @convention(c) (Handle?) -> UnsafePointer<UInt8>?
  private let length: @convention(c) (Handle?) -> Int32
  private let freeMessage: @convention(c) (Handle?) -> Void
  private let describe: @convention(c) (Int32) -> Text?
  private let free: @convention(c) (Handle?) -> Void
  private let handle: Handle
  private let url: String

  /// How long an answer is waited for, in milliseconds.
  private static let patience: Int64 = 5_000

  /// - Throws: ``SinkError`` when the client is missing, or the server is not to be reached.
  init(_ url: String) throws(SinkError) {
    let library = try ForeignLibrary(["libnats.so.3.4", "libnats.so.3.7", "libnats.so"], package: "libnats3.4")
    makeMessage = try library.function("natsMsg_Create")
    setHeader = try library.function("natsMsgHeader_Set")
    request = try library.function("natsConnection_RequestMsg")
    data = try library.function("natsMsg_GetData")
    length = try library.function("natsMsg_GetDataLength")
    freeMessage = try library.function("natsMsg_Destroy")
    describe = try library.function("natsStatus_GetText")
    free = try library.function("natsConnection_Destroy")
    let connect = try library.function(
      "natsConnection_ConnectTo",
      as: (@convention(c) (UnsafeMutablePointer<Handle?>, Text) -> Int32).self
    )
    var made: Handle?
    let status = connect(&made, url)
    guard status == 0, let handle = made else {
      throw SinkError("NATS at \(url): \(describe(status).map { String(cString: $0) } ?? "error \(status)")")
    }
    self.handle = handle
    self.url = url
  }

  deinit {
    free(handle)
  }

  /// Sends a message, and waits for its answer.
  func ask(_ subject: String, headers: [(String, String)] = [], _ body: [UInt8]) throws(SinkError) -> [UInt8] {
    var message: Handle?
    try check(body.withUnsafeBytes { makeMessage(&message, subject, nil, $0.baseAddress, Int32($0.count)) }, subject)
    defer { freeMessage(message) }
    for (name, value) in headers { try check(setHeader(message, name, value), subject) }
    var answer: Handle?
    try check(request(&answer, handle, message, Self.patience), subject)
    defer { freeMessage(answer) }
    guard let bytes = data(answer) else { return [] }
    return Array(UnsafeBufferPointer(start: bytes, count: Int(length(answer))))
  }

  private func check(_ status: Int32, _ subject: String) throws(SinkError) {
    guard status != 0 else { return }
    let reason = describe(status).map { String(cString: $0) } ?? "error \(status)"
    throw SinkError("NATS at \(url): \(subject): \(reason)")
  }
}
