@preconcurrency import Glibc
import Synchronization

/// Shows what is printed on a terminal a page at a time, as git does: by `PAGER`, or `less`, which ends at once where all fits.
enum Pager {
  private static let process = Atomic<Int32>(0)

  /// From here on what is printed goes to the pager, where standard output is a terminal and a pager is wanted.
  static func start() {
    // Asked for first: afterwards standard output is a pipe.
    guard Terminal.isTerminal, process.load(ordering: .relaxed) == 0 else { return }
    _ = Terminal.hasColour
    let command = getenv("PAGER").map { String(cString: $0) } ?? (hasLess ? "less" : "")
    guard !command.isEmpty, command != "cat", !isDumb else { return }
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { return }
    defer { for end in ends { close(end) } }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    fflush(stdout)
    guard let pid = spawn(command, reading: ends[0]) else { return }
    Terminal.keepSize()
    guard dup2(ends[1], 1) == 1 else { return }
    process.store(pid, ordering: .relaxed)
    // Ctrl-C is the pager's; whoever writes to it ends without leaving it alone on the terminal.
    signal(SIGINT) { _ in Pager.interrupted() }
  }

  /// Small systems are without.
  private static var hasLess: Bool {
    let folders = getenv("PATH").map { String(cString: $0) }?.split(separator: ":") ?? []
    return folders.contains { access("\($0)/less", X_OK) == 0 }
  }

  private static var isDumb: Bool { getenv("TERM").map { String(cString: $0) == "dumb" } ?? true }

  private static func spawn(_ command: String, reading input: Int32) -> Int32? {
    var actions = posix_spawn_file_actions_t()
    guard posix_spawn_file_actions_init(&actions) == 0 else { return nil }
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, input, 0)
    // What is not set yet is set as git sets it: quit where all fits, colours, the page left on the terminal.
    for (name, value) in [("LESS", "FRX"), ("LV", "-c")] { setenv(name, value, 0) }
    var arguments: [UnsafeMutablePointer<CChar>?] =
      ["sh", "-c", command].map { (text: String) in strdup(text) } + [nil]
    defer { for argument in arguments { free(argument) } }
    var pid: pid_t = 0
    return posix_spawn(&pid, "/bin/sh", &actions, nil, &arguments, environ) == 0 ? pid : nil
  }

  /// Waits until the pager has been left; nothing is printed after it.
  static func finish() {
    let pid = process.exchange(0, ordering: .relaxed)
    guard pid > 0 else { return }
    signal(SIGINT, SIG_IGN)
    fflush(stdout)
    close(1)
    var status: Int32 = 0
    while waitpid(pid, &status, 0) < 0, errno == EINTR {}
  }

  /// In a signal handler: only calls that are safe there.
  private static func interrupted() {
    let pid = process.load(ordering: .relaxed)
    close(1)
    var status: Int32 = 0
    if pid > 0 { waitpid(pid, &status, 0) }
    _exit(130)
  }
}
