import CSinks
import Feeds
import Glibc

/// One request and its answer, without following where that leads.
final class CurlTransfer {
  /// What came back.
  struct Answer {
    var status: Int
    /// By their names in lower case; of several of one name the last.
    var headers: [String: String]
    var body: [UInt8]
    /// Where the answer says to go.
    var redirect: String?
  }

  /// The most that an answer's headers may have, in bytes.
  private static let longestHeaders = 256 << 10
  /// A whole answer is no larger; its body is taken while it comes.
  private let limit: Int
  private let cuts: Bool
  private let allowsPrivate: Bool
  private let isStopping: () -> Bool
  private var body: [UInt8] = []
  private var headers: [String: String] = [:]
  private var headerBytes = 0
  private var isTooLarge = false
  private var refused: String?

  /// - Parameter cuts: whether what is beyond the limit is left out, and is no error.
  init(limit: Int, cuts: Bool = false, allowsPrivate: Bool, isStopping: @escaping () -> Bool) {
    self.limit = limit
    self.cuts = cuts
    self.allowsPrivate = allowsPrivate
    self.isStopping = isStopping
  }

  /// Sends a request, and waits for all of its answer; of one that leads elsewhere the body is of no interest.
  /// - Throws: ``FetchError``.
  func get(
    _ address: WebAddress,
    _ library: CurlLibrary,
    userAgent: String,
    headers lines: [String],
    timeout: Duration
  ) throws(FetchError) -> Answer {
    guard let handle = library.make() else { throw FetchError(.unavailable, "libcurl cannot be used") }
    defer { library.cleanup(handle) }
    var list: CurlLibrary.Handle?
    for line in lines { list = library.append(list, line) ?? list }
    defer { library.free(list) }
    let me = UnsafeRawPointer(Unmanaged.passUnretained(self).toOpaque())
    library.set(handle, CurlOption.url, address.description)
    library.set(handle, CurlOption.userAgent, userAgent)
    library.set(handle, CurlOption.headers, list.map { UnsafeRawPointer($0) })
    library.set(handle, CurlOption.acceptEncoding, "")
    // A proxy of the environment would take the addresses out of sight.
    library.set(handle, CurlOption.noProxy, "*")
    library.set(handle, CurlOption.protocols, CurlOption.httpAndHTTPS)
    library.set(handle, CurlOption.httpVersion, CurlOption.http11)
    library.set(handle, CurlOption.noSignal, 1)
    library.set(handle, CurlOption.timeout, Int(timeout / .milliseconds(1)))
    library.set(handle, CurlOption.connectTimeout, Int(min(timeout, .seconds(10)) / .milliseconds(1)))
    library.set(handle, CurlOption.noProgress, 0)
    for option in [
      CurlOption.writeData, CurlOption.headerData, CurlOption.progressData, CurlOption.openSocketData,
    ] { library.set(handle, option, me) }
    library.set(handle, CurlOption.writeFunction, unsafeBitCast(Self.write, to: UnsafeRawPointer.self))
    library.set(handle, CurlOption.headerFunction, unsafeBitCast(Self.header, to: UnsafeRawPointer.self))
    library.set(handle, CurlOption.progressFunction, unsafeBitCast(Self.progress, to: UnsafeRawPointer.self))
    library.set(handle, CurlOption.openSocketFunction, unsafeBitCast(Self.openSocket, to: UnsafeRawPointer.self))
    let code = withExtendedLifetime(self) { library.perform(handle) }
    guard code == 0 || (isTooLarge && cuts) else { throw error(code, address, library, timeout) }
    return Answer(
      status: library.number(handle, CurlOption.responseCode),
      headers: headers,
      body: body,
      redirect: library.text(handle, CurlOption.redirectAddress)
    )
  }

  // MARK: Callbacks

  private static let write: @convention(c) (UnsafeMutablePointer<UInt8>?, Int, Int, UnsafeMutableRawPointer?) -> Int = {
    bytes,
    size,
    count,
    me in
    guard let bytes, let me else { return 0 }
    let transfer = Unmanaged<CurlTransfer>.fromOpaque(me).takeUnretainedValue()
    guard transfer.body.count + size * count <= transfer.limit else {
      transfer.isTooLarge = true
      return 0
    }
    transfer.body += UnsafeBufferPointer(start: bytes, count: size * count)
    return size * count
  }

  private static let header: @convention(c) (UnsafeMutablePointer<UInt8>?, Int, Int, UnsafeMutableRawPointer?) -> Int =
    { bytes, size, count, me in
      guard let bytes, let me else { return 0 }
      let transfer = Unmanaged<CurlTransfer>.fromOpaque(me).takeUnretainedValue()
      transfer.headerBytes += size * count
      guard transfer.headerBytes <= longestHeaders else {
        transfer.isTooLarge = true
        return 0
      }
      transfer.take(String(decoding: UnsafeBufferPointer(start: bytes, count: size * count), as: UTF8.self))
      return size * count
    }

  private static let progress: @convention(c) (UnsafeMutableRawPointer?, Int, Int, Int, Int) -> Int32 = {
    me,
    _,
    _,
    _,
    _ in
    guard let me else { return 1 }
    return Unmanaged<CurlTransfer>.fromOpaque(me).takeUnretainedValue().isStopping() ? 1 : 0
  }

  /// Makes a socket for an address that may be connected to; it is the resolved one, whatever name led here.
  private static let openSocket:
    @convention(c) (UnsafeMutableRawPointer?, Int32, UnsafeMutablePointer<courant_curl_sockaddr>?) -> Int32 = {
      me,
      _,
      address in
      guard let me, let address else { return -1 }
      let transfer = Unmanaged<CurlTransfer>.fromOpaque(me).takeUnretainedValue()
      let place = address.pointee
      if !transfer.allowsPrivate {
        let bytes = bytes(of: address)
        if let kind = AddressRules.kind(of: bytes) {
          transfer.refused = "its address \(AddressRules.text(of: bytes)) is \(kind), and the host is not allowed"
          return -1
        }
      }
      guard place.family == AF_INET || place.family == AF_INET6 else { return -1 }
      return socket(place.family, place.socktype | Int32(SOCK_CLOEXEC.rawValue), place.protocol)
    }

  /// The bytes of an IP address; none for another kind.
  private static func bytes(of address: UnsafeMutablePointer<courant_curl_sockaddr>) -> [UInt8] {
    guard let start = MemoryLayout<courant_curl_sockaddr>.offset(of: \.addr) else { return [] }
    let raw = UnsafeRawPointer(address) + start
    let length = Int(address.pointee.addrlen)
    // As sockaddr_in and sockaddr_in6 have it, behind the family and the port.
    switch address.pointee.family {
    case AF_INET where length >= 8: return [UInt8](UnsafeRawBufferPointer(start: raw + 4, count: 4))
    case AF_INET6 where length >= 24: return [UInt8](UnsafeRawBufferPointer(start: raw + 8, count: 16))
    default: return []
    }
  }

  private func take(_ line: String) {
    if line.hasPrefix("HTTP/") {
      headers = [:]
      return
    }
    guard let colon = line.utf8.firstIndex(of: UInt8(ascii: ":")) else { return }
    headers[line[..<colon].lowercased()] = String(line[line.utf8.index(after: colon)...]).trimmingSpaces
  }

  // MARK: Errors

  private func error(
    _ code: Int32,
    _ address: WebAddress,
    _ library: CurlLibrary,
    _ timeout: Duration
  ) -> FetchError {
    if isTooLarge { return FetchError(.tooLarge, address, "larger than \(Self.size(limit))") }
    switch code {
    case 3: return FetchError(.badAddress, address, "no URL that can be fetched")
    case 6: return FetchError(.network, address, "the host cannot be found")
    case 7:
      if let refused { return FetchError(.refusedAddress, address, refused) }
      return FetchError(.network, address, "nothing answers there")
    case 18: return FetchError(.network, address, "the answer ended before its end")
    case 23, 61: return FetchError(.network, address, "the answer cannot be unpacked")
    case 28: return FetchError(.tooSlow, address, "took longer than \(Self.seconds(timeout))")
    case 42: return FetchError(.stopped, address, "stopped")
    case 52: return FetchError(.network, address, "the server closed the connection without an answer")
    case 55, 56: return FetchError(.network, address, "the connection broke")
    case 60: return FetchError(.network, address, "TLS: the server's certificate cannot be trusted")
    case 35: return FetchError(.network, address, "TLS: no connection can be agreed on")
    default: return FetchError(.network, address, library.text(code))
    }
  }

  private static func size(_ bytes: Int) -> String {
    bytes % (1 << 20) == 0 ? "\(bytes >> 20) MiB" : "\(bytes) bytes"
  }

  private static func seconds(_ time: Duration) -> String {
    let milliseconds = Int(time / .milliseconds(1))
    return milliseconds % 1000 == 0 ? "\(milliseconds / 1000) s" : "\(milliseconds) ms"
  }
}

extension String {
  /// Without the spaces and the line end around a header's value.
  fileprivate var trimmingSpaces: String {
    let bytes = utf8.drop { $0 <= 0x20 }
    var text = Substring(bytes)
    while let last = text.utf8.last, last <= 0x20 { text = Substring(text.utf8.dropLast()) }
    return String(text)
  }
}
