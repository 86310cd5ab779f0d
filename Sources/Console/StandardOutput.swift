@preconcurrency import Glibc
import Model

/// Standard output: whatever cannot be written ends the program, and is said. A reader that has gone ends it as SIGPIPE does, quietly.
public enum StandardOutput {
  /// Puts something in the place of each standard stream that is closed: what is opened next would get its number, and what is printed
  /// would go into a socket or a database. Standard output that was closed takes nothing all the same.
  static func holdPlaces() {
    for (descriptor, mode) in [(0, O_WRONLY), (1, O_RDONLY), (2, O_WRONLY)] as [(Int32, Int32)]
    where fcntl(descriptor, F_GETFD) < 0 && errno == EBADF {
      // The lowest number that is free.
      _ = open("/dev/null", mode)
    }
  }

  /// Writes a line.
  public static func print(_ line: String) {
    writeBytes(Array(line.utf8) + [UInt8(ascii: "\n")])
  }

  /// Writes text of one line or several that may have come from outside: for people on a terminal, as they can see it.
  public static func show(_ text: String) {
    print(isatty(1) == 1 ? VisibleText.lines(text) : text)
  }

  /// Writes bytes as they are.
  public static func writeBytes(_ bytes: [UInt8]) {
    guard !bytes.isEmpty else { return }
    guard fwrite(bytes, 1, bytes.count, stdout) == bytes.count else { fail(errno) }
  }

  /// Lets out what was written so far.
  public static func flush() {
    if fflush(stdout) != 0 { fail(errno) }
  }

  /// Lets everything out for the last time; a disk may say only now that it does not take it.
  static func close() {
    flush()
    if Glibc.close(1) != 0, errno != EBADF { fail(errno) }
  }

  /// Ends the program because its output cannot be written.
  public static func fail(_ code: Int32) -> Never {
    if code == EPIPE {
      signal(SIGPIPE, SIG_DFL)
      raise(SIGPIPE)
    }
    let reason = code == EBADF ? "is closed" : "cannot be written: \(String(cString: strerror(code)))"
    fputs("\(Program.name): standard output \(reason)\n", stderr)
    // Not exit(), which would try to write the rest once more.
    _exit(ProgramExit.output.rawValue)
  }
}

/// Standard error.
public enum StandardError {
  /// Writes text, after all that was written to standard output before.
  public static func warn(_ text: String) {
    StandardOutput.flush()
    fputs(text + "\n", stderr)
  }

  /// Writes an error as one line, with the program's name before it.
  public static func complain(_ text: String) {
    warn("\(Program.name): \(VisibleText.line(text))")
  }
}
