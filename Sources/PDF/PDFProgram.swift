import Glibc
import Model
import Synchronization

/// The program `courant-pdf`, which takes PDFs apart in processes that are confined and end with their document.
///
/// To be started before the process confines itself: afterwards it needs nothing but reading and writing on a
/// descriptor that is open. Answers one document at a time; a second caller waits for the first.
public final class PDFProgram: Sendable {
  /// The program's name; it lies beside the programs that start it.
  public static let name = "courant-pdf"

  /// Why the program could not be started, in one line.
  public struct StartError: Error, Sendable, Equatable, CustomStringConvertible {
    public let description: String
  }

  private struct State {
    /// This end of the socket that is the program's standard input and output; nil after it has failed.
    var socket: Int32?
    let process: pid_t
  }

  public let limits: PDFLimits
  private let state: Mutex<State>

  /// How long the program may take beyond a document's time to say that it was over, in milliseconds.
  private let grace: Int

  /// Starts the program.
  /// - Parameters:
  ///   - path: where it is; nil to look beside the running program.
  ///   - limits: what is read of a document at most.
  /// - Throws: ``StartError`` when it is not there, or cannot be started.
  public convenience init(path: String? = nil, limits: PDFLimits = PDFLimits()) throws(StartError) {
    try self.init(path: path, limits: limits, grace: 5000)
  }

  init(path: String?, limits: PDFLimits, grace: Int) throws(StartError) {
    let path = path ?? Self.besideProgram()
    guard access(path, X_OK) == 0 else {
      throw StartError(description: "\(path): no program that reads PDFs; install it beside courantd")
    }
    var sockets: [Int32] = [-1, -1]
    let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, type, 0, &sockets) == 0 else { throw Self.failure(path, errno) }
    defer { close(sockets[1]) }
    do throws(StartError) {
      let process = try Self.spawn(path, sockets[1])
      state = Mutex(State(socket: sockets[0], process: process))
    } catch {
      close(sockets[0])
      throw error
    }
    self.limits = limits
    self.grace = grace
  }

  deinit {
    state.withLock { state in
      if let socket = state.socket { close(socket) }
      state.socket = nil
      Self.reap(state.process)
    }
  }

  /// The program's process, for tests that end it.
  var process: pid_t { state.withLock { $0.process } }

  private static func besideProgram() -> String {
    var path = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink("/proc/self/exe", &path, path.count)
    guard count > 0, let slash = path[..<count].lastIndex(of: CChar(UInt8(ascii: "/"))) else { return name }
    return String(decoding: path[...slash].map { UInt8(bitPattern: $0) }, as: UTF8.self) + name
  }

  private static func failure(_ path: String, _ code: Int32) -> StartError {
    StartError(description: "\(path): cannot be started: \(String(cString: strerror(code)))")
  }

  /// - Parameter socket: what becomes its standard input and output.
  private static func spawn(_ path: String, _ socket: Int32) throws(StartError) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, socket, STDIN_FILENO)
    posix_spawn_file_actions_adddup2(&actions, socket, STDOUT_FILENO)
    var process: pid_t = 0
    let code = path.withCString { program in
      "--serve".withCString { option in
        var arguments = [UnsafeMutablePointer(mutating: program), UnsafeMutablePointer(mutating: option), nil]
        // It needs nothing of the environment, and what is in there is nobody's business who reads hostile bytes.
        var environment: [UnsafeMutablePointer<CChar>?] = [nil]
        return posix_spawn(&process, program, &actions, nil, &arguments, &environment)
      }
    }
    guard code == 0 else { throw failure(path, code) }
    return process
  }

  /// It ends when the socket closes; one that hangs is ended. A confined process may do neither, and leaves it to the
  /// system.
  private static func reap(_ process: pid_t) {
    for _ in 0..<200 {
      if waitpid(process, nil, WNOHANG) != 0 { return }
      usleep(5000)
    }
    kill(process, SIGKILL)
    waitpid(process, nil, 0)
  }

  /// Whether it has ended, or did not answer and is not asked any longer.
  var hasEnded: Bool { state.withLock { $0.socket == nil } }

  // MARK: Asking

  /// What became of a document, as the program numbers it.
  private enum Status: UInt32 {
    case read, broken, encrypted, tooLarge, tooSlow, crashed
  }

  /// Takes a PDF apart. Blocks until it is done, at most ``PDFLimits/milliseconds`` and a few seconds.
  /// - Throws: ``ReadError`` when nothing can be made of it, or the program has ended.
  func file(_ bytes: [UInt8]) throws(ReadError) -> PDFFile {
    guard bytes.count <= limits.bytes else {
      throw ReadError(.tooLarge, "too large: a PDF of more than \(limits.bytes >> 20) MiB; split it")
    }
    let (status, answer) = try ask(bytes)
    switch Status(rawValue: status) {
    case .read:
      do {
        return try PDFAnswer.decode(answer)
      } catch {
        throw ReadError(.broken, "broken: the PDF makes the program that reads it answer nonsense")
      }
    case .encrypted: throw ReadError(.encrypted, "encrypted: save the PDF without a password")
    case .tooLarge:
      throw ReadError(
        .tooLarge,
        "too large: a PDF with more than \(limits.pages) pages, \(limits.characters) characters "
          + "or 512 MiB of content; split it"
      )
    case .tooSlow:
      throw ReadError(
        .tooLarge,
        "too large: the PDF takes longer than \(limits.milliseconds / 1000) s to read; split it"
      )
    case .crashed:
      throw ReadError(.broken, "broken: the PDF brings down the program that reads it; print it to a new PDF")
    case .broken, nil:
      throw ReadError(.broken, "broken: the PDF is cut off or damaged; save it again")
    }
  }

  private func ask(_ bytes: [UInt8]) throws(ReadError) -> (status: UInt32, answer: [UInt8]) {
    let end = Self.now() + limits.milliseconds + grace
    let answer = state.withLock { state -> (UInt32, [UInt8])? in
      guard let socket = state.socket else { return nil }
      var request: [UInt8] = []
      for number in [0x3151_5043, bytes.count, limits.milliseconds, limits.pages, limits.answer] {
        request += (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
      }
      let mark = Array("CPA1".utf8)
      guard Self.send(request, socket, end), Self.send(bytes, socket, end),
        let head = Self.receive(12, socket, end), Array(head[..<4]) == mark,
        case let numbers = [4, 8].map({ at in (0..<4).reduce(0) { $0 | Int(head[at + $1]) << (8 * $1) } }),
        numbers[1] <= limits.answer, let answer = Self.receive(numbers[1], socket, end)
      else {
        // What it would say later would be taken for the next document's answer.
        close(socket)
        state.socket = nil
        return nil
      }
      return (UInt32(numbers[0]), answer)
    }
    guard let answer else {
      throw ReadError(.noReader, "PDF cannot be read: \(Self.name) has ended or does not answer; start courantd again")
    }
    return answer
  }

  private static func now() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
  }

  /// Waits until a descriptor is ready; false when the time is over.
  private static func wait(_ socket: Int32, _ events: Int32, _ end: Int) -> Bool {
    while true {
      var polled = pollfd(fd: socket, events: Int16(events), revents: 0)
      let ready = poll(&polled, 1, Int32(clamping: max(0, end - now())))
      if ready > 0 { return true }
      if ready == 0 || errno != EINTR { return false }
    }
  }

  private static func send(_ bytes: [UInt8], _ socket: Int32, _ end: Int) -> Bool {
    var sent = 0
    while sent < bytes.count {
      guard wait(socket, POLLOUT, end) else { return false }
      let count = bytes.withUnsafeBytes { raw in
        // Without a signal where nobody reads any longer, and without waiting beyond the time.
        let rest = UnsafeRawBufferPointer(rebasing: raw[sent...])
        return Glibc.send(socket, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
      }
      if count < 0, errno == EINTR || errno == EAGAIN { continue }
      guard count > 0 else { return false }
      sent += count
    }
    return true
  }

  private static func receive(_ count: Int, _ socket: Int32, _ end: Int) -> [UInt8]? {
    var isWhole = true
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        guard wait(socket, POLLIN, end) else { break }
        let rest = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[filled...])
        let got = recv(socket, rest.baseAddress, rest.count, Int32(MSG_DONTWAIT))
        if got < 0, errno == EINTR || errno == EAGAIN { continue }
        guard got > 0 else { break }
        filled += got
      }
      isWhole = filled == count
    }
    return isWhole ? bytes : nil
  }
}
