import CSinks
import Glibc

/// libcurl, loaded when something is fetched, so that the programs run without.
final class CurlLibrary {
  typealias Handle = UnsafeMutableRawPointer

  private let setOption: UnsafeMutableRawPointer
  private let getInfo: UnsafeMutableRawPointer
  let make: @convention(c) () -> Handle?
  let perform: @convention(c) (Handle) -> Int32
  let cleanup: @convention(c) (Handle) -> Void
  let append: @convention(c) (Handle?, UnsafePointer<CChar>) -> Handle?
  let free: @convention(c) (Handle?) -> Void
  private let describe: @convention(c) (Int32) -> UnsafePointer<CChar>

  /// - Throws: ``FetchError`` when it is missing.
  init() throws(FetchError) {
    let names = ["libcurl.so.4", "libcurl-gnutls.so.4"]
    guard let library = names.lazy.compactMap({ dlopen($0, RTLD_NOW | RTLD_LOCAL) }).first else {
      throw FetchError(.unavailable, "\(names[0]) is missing; install it, as with: apt-get install libcurl4")
    }
    func address(_ name: String) throws(FetchError) -> UnsafeMutableRawPointer {
      guard let address = dlsym(library, name) else {
        throw FetchError(.unavailable, "libcurl has no function \(name); install another version")
      }
      return address
    }
    setOption = try address("curl_easy_setopt")
    getInfo = try address("curl_easy_getinfo")
    // Their types are those of libcurl's header.
    make = unsafeBitCast(try address("curl_easy_init"), to: (@convention(c) () -> Handle?).self)
    perform = unsafeBitCast(try address("curl_easy_perform"), to: (@convention(c) (Handle) -> Int32).self)
    cleanup = unsafeBitCast(try address("curl_easy_cleanup"), to: (@convention(c) (Handle) -> Void).self)
    append = unsafeBitCast(
      try address("curl_slist_append"),
      to: (@convention(c) (Handle?, UnsafePointer<CChar>) -> Handle?).self
    )
    free = unsafeBitCast(try address("curl_slist_free_all"), to: (@convention(c) (Handle?) -> Void).self)
    describe = unsafeBitCast(
      try address("curl_easy_strerror"),
      to: (@convention(c) (Int32) -> UnsafePointer<CChar>).self
    )
  }

  /// What a code means, in libcurl's words.
  func text(_ code: Int32) -> String { String(cString: describe(code)) }

  func set(_ handle: Handle, _ option: Int32, _ value: Int) {
    _ = courant_curl_set_long(setOption, handle, option, value)
  }

  func set(_ handle: Handle, _ option: Int32, _ value: UnsafeRawPointer?) {
    _ = courant_curl_set_pointer(setOption, handle, option, value)
  }

  /// libcurl copies the text.
  func set(_ handle: Handle, _ option: Int32, _ text: String) {
    text.withCString { set(handle, option, UnsafeRawPointer($0)) }
  }

  func number(_ handle: Handle, _ info: Int32) -> Int {
    var value = 0
    _ = courant_curl_get_long(getInfo, handle, info, &value)
    return value
  }

  func text(_ handle: Handle, _ info: Int32) -> String? {
    var value: UnsafePointer<CChar>?
    _ = courant_curl_get_text(getInfo, handle, info, &value)
    return value.map { String(cString: $0) }
  }
}

/// The numbers of libcurl's options and answers; they are part of its binary interface.
enum CurlOption {
  static let (url, writeData, headerData): (Int32, Int32, Int32) = (10_002, 10_001, 10_029)
  static let (userAgent, headers, progressData): (Int32, Int32, Int32) = (10_018, 10_023, 10_057)
  static let (acceptEncoding, openSocketData, noProxy): (Int32, Int32, Int32) = (10_102, 10_164, 10_177)
  static let (writeFunction, headerFunction): (Int32, Int32) = (20_011, 20_079)
  static let (openSocketFunction, progressFunction): (Int32, Int32) = (20_163, 20_219)
  static let (noProgress, httpVersion, noSignal): (Int32, Int32, Int32) = (43, 84, 99)
  static let (timeout, connectTimeout, protocols): (Int32, Int32, Int32) = (155, 156, 181)
  static let (responseCode, redirectAddress): (Int32, Int32) = (0x20_0002, 0x10_001F)
  static let (httpAndHTTPS, http11) = (3, 2)
}
