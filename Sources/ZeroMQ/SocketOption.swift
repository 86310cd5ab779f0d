import CZeroMQ

/// An option of libzmq, with its symbol for error messages.
struct SocketOption {
  let code: Int32
  let symbol: String

  init(_ code: Int32, _ symbol: String) {
    self.code = code
    self.symbol = symbol
  }
}

/// Getting and setting single options, by the type that libzmq wants.
extension AnySocket {
  final func set(_ option: SocketOption, bytes: [UInt8]) throws {
    try set(option) { zmq_setsockopt($0, option.code, bytes, bytes.count) }
  }

  final func set(_ option: SocketOption, int64 value: Int64) throws {
    var value = value
    try set(option) { zmq_setsockopt($0, option.code, &value, MemoryLayout<Int64>.size) }
  }

  final func set(_ option: SocketOption, int value: Int64) throws {
    var value = Int32(clamping: value)
    try set(option) { zmq_setsockopt($0, option.code, &value, MemoryLayout<Int32>.size) }
  }

  private func set(_ option: SocketOption, _ body: (UnsafeMutableRawPointer) -> Int32) throws {
    let call = "zmq_setsockopt(\(option.symbol))"
    if body(try openHandle(call)) != 0 { throw ZeroMQError.last(call) }
  }

  final func int(_ option: SocketOption) throws -> Int32 {
    var value: Int32 = 0
    try get(option, into: &value)
    return value
  }

  final func int64(_ option: SocketOption) throws -> Int64 {
    var value: Int64 = 0
    try get(option, into: &value)
    return value
  }

  final func bytes(_ option: SocketOption, room: Int) throws -> [UInt8] {
    let call = "zmq_getsockopt(\(option.symbol))"
    let handle = try openHandle(call)
    var size = room
    var code: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
      if zmq_getsockopt(handle, option.code, buffer.baseAddress, &size) != 0 {
        code = zmq_errno()
      } else {
        count = min(size, room)
      }
    }
    if code != 0 { throw ZeroMQError(code: code, call: call) }
    return bytes
  }

  final func string(_ option: SocketOption, room: Int) throws -> String {
    // libzmq ends its strings with a zero.
    String(decoding: try bytes(option, room: room).prefix { $0 != 0 }, as: UTF8.self)
  }

  private func get<Value: FixedWidthInteger>(_ option: SocketOption, into value: inout Value) throws {
    let call = "zmq_getsockopt(\(option.symbol))"
    let handle = try openHandle(call)
    var size = MemoryLayout<Value>.size
    if zmq_getsockopt(handle, option.code, &value, &size) != 0 { throw ZeroMQError.last(call) }
  }
}
