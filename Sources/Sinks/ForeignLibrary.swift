import Glibc

/// A C library that is loaded when a sink wants it, so that the daemon runs without.
///
/// Its functions are found by name and called by the types that the library's own headers give them.
struct ForeignLibrary {
  private let handle: UnsafeMutableRawPointer
  private let name: String

  /// - Parameters:
  ///   - names: file names of the library, the first that is there counts.
  ///   - package: the Debian package that has it.
  /// - Throws: ``SinkError`` when there is none.
  init(_ names: [String], package: String) throws(SinkError) {
    for name in names {
      if let handle = dlopen(name, RTLD_NOW | RTLD_LOCAL) {
        (self.handle, self.name) = (handle, name)
        return
      }
    }
    throw SinkError("\(names[0]) is missing; install it, as with: apt-get install \(package)", isFinal: true)
  }

  /// The address of a function.
  func address(_ function: String) throws(SinkError) -> UnsafeMutableRawPointer {
    guard let address = dlsym(handle, function) else {
      throw SinkError("\(name) has no function \(function); install another version", isFinal: true)
    }
    return address
  }

  /// A function.
  /// - Parameter type: as the library's header has it, `@convention(c)`.
  func function<Function>(_ name: String, as type: Function.Type = Function.self) throws(SinkError) -> Function {
    unsafeBitCast(try address(name), to: type)
  }
}
