import CSandbox

/// A system call by its name, past the C library: what code would make that a document has brought in. For tests of the sandbox.
public enum SystemCall {
  /// - Parameter arguments: four of them.
  /// - Returns: what the kernel says; -1 with `errno` where it refuses.
  public static func make(_ name: String, _ arguments: [Int]) -> Int {
    courant_system_call(
      Int(seccomp_syscall_resolve_name(name)),
      arguments[0],
      arguments[1],
      arguments[2],
      arguments[3]
    )
  }
}
