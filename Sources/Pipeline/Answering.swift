import Glibc
import Logging
import Model
import Service
import Transport
import ZeroMQ

extension AnySocket {
  /// Binds an endpoint of the configuration; for a socket in the file system, makes its folder and takes a dead one's place.
  ///
  /// libzmq removes the file of another process's socket without asking, so a living one is looked for first.
  /// - Throws: ``ConfigurationError`` for an endpoint that is wrong or in use.
  func listen(_ text: String) throws {
    do {
      let endpoint = try Endpoint(text)
      if text.hasPrefix("ipc://") {
        let path = String(text.dropFirst("ipc://".count))
        if let slash = path.lastIndex(of: "/"), slash > path.startIndex {
          let folder = String(path[..<slash])
          try FolderMaker.make(folder)
          try FolderMaker.checkPrivate(folder)
        }
        switch SocketFile.probe(path) {
        case .nobody: break
        case .listening:
          throw ConfigurationError("\(text) is in use by another process; stop it, or name another endpoint")
        case .denied(let denial): throw ConfigurationError(denial)
        }
      }
      try bind(endpoint)
    } catch ZeroMQError.addressInUse {
      throw ConfigurationError("\(text) is in use by another process; stop it, or name another endpoint")
    } catch ZeroMQError.accessDenied {
      guard text.hasPrefix("ipc://") else { throw ConfigurationError(text, code: EACCES) }
      throw ConfigurationError(file: String(text.dropFirst("ipc://".count)), code: EACCES, to: .write)
    } catch let error as EndpointError {
      throw ConfigurationError(error.description)
    }
  }
}
