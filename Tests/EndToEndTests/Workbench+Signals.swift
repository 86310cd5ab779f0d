extension Workbench {
  /// The arguments with which Python begins a command with no signal held back: whoever runs the tests may hold some back, and children
  /// inherit that.
  static func unblocked(_ command: [String]) -> [String] {
    let script = """
      import os, signal, sys
      signal.pthread_sigmask(signal.SIG_SETMASK, [])
      os.execvp(sys.argv[1], sys.argv[1:])
      """
    return ["-c", script] + command
  }
}
