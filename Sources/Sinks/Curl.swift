import CSinks
import Glibc

/// HTTP by libcurl, one request after the other over one connection.
final class Curl {
  private typealias Handle = UnsafeMutableRawPointer

  /// The numbers of libcurl's options; they are part of its binary interface.
  private enum Option {
    static let (timeout, connectTimeout, noSignal, protocols): (Int32, Int32, Int32, Int32) = (155, 156, 99, 181)
    static let (url, postFields, headers, errorBuffer): (Int32, Int32, Int32, Int32) = (10_002, 10_015, 10_023, 10_010)
    static let (postSize, writeFunction): (Int32, Int32) = (60, 20_011)
    static let responseCode: Int32 = 0x20_0002
    static let httpAndHTTPS = 3
  }

  private let setOption: UnsafeMutableRawPointer
  private let getInfo: UnsafeMutableRawPointer
  private let perform: @convention(c) (Handle) -> Int32
  private let cleanup: @convention(c) (Handle) -> Void
  private let append: @convention(c) (Handle?, UnsafePointer<CChar>) -> Handle?
  private let free: @convention(c) (Handle?) -> Void
  private let describe: @convention(c) (Int32) -> UnsafePointer<CChar>
  private let handle: Handle
  private let errors = UnsafeMutablePointer<CChar>.allocate(capacity: 256)

  /// - Throws: ``SinkError`` when libcurl is missing.
  init(timeout: Duration) throws(SinkError) {
    let library = try ForeignLibrary(["libcurl.so.4", "libcurl-gnutls.so.4"], package: "libcurl4")
    setOption = try library.address("curl_easy_setopt")
    getInfo = try library.address("curl_easy_getinfo")
    perform = try library.function("curl_easy_perform")
    cleanup = try library.function("curl_easy_cleanup")
    append = try library.function("curl_slist_append")
    free = try library.function("curl_slist_free_all")
    describe = try library.function("curl_easy_strerror")
    let make = try library.function("curl_easy_init", as: (@convention(c) () -> Handle?).self)
    guard let handle = make() else { throw SinkError("libcurl cannot be used") }
    self.handle = handle
    errors[0] = 0
    set(Option.errorBuffer, errors)
    set(Option.noSignal, 1)
    set(Option.protocols, Option.httpAndHTTPS)
    set(Option.timeout, Int(timeout / .milliseconds(1)))
    set(Option.connectTimeout, Int(min(timeout, .seconds(10)) / .milliseconds(1)))
    // What comes back is of no interest, and must not go to standard output.
    let ignore: @convention(c) (UnsafeMutableRawPointer?, Int, Int, UnsafeMutableRawPointer?) -> Int = {
      _,
      size,
      count,
      _ in size * count
    }
    set(Option.writeFunction, unsafeBitCast(ignore, to: UnsafeRawPointer.self))
  }

  deinit {
    cleanup(handle)
    errors.deallocate()
  }

  private func set(_ option: Int32, _ value: Int) {
    _ = courant_curl_set_long(setOption, handle, option, value)
  }

  private func set(_ option: Int32, _ value: UnsafeRawPointer?) {
    _ = courant_curl_set_pointer(setOption, handle, option, value)
  }

  /// Sends a body.
  /// - Returns: the status that came back.
  /// - Throws: ``SinkError`` when none came.
  func post(_ url: String, headers: [String], _ body: [UInt8]) throws(SinkError) -> Int {
    var list: Handle?
    for header in headers { list = append(list, header) ?? list }
    defer { free(list) }
    set(Option.headers, list.map { UnsafeRawPointer($0) })
    set(Option.postSize, body.count)
    let code = url.withCString { url in
      body.withUnsafeBytes { body in
        set(Option.url, url)
        set(Option.postFields, body.baseAddress)
        return perform(handle)
      }
    }
    guard code == 0 else {
      let detail = errors[0] == 0 ? String(cString: describe(code)) : String(cString: errors)
      throw SinkError("\(url): \(detail)")
    }
    var status = 0
    _ = courant_curl_get_long(getInfo, handle, Option.responseCode, &status)
    return status
  }
}
