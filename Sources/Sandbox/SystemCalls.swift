import CSandbox
import Glibc

/// Seccomp: the system calls of a process that computes, and talks over sockets that it connects to; any other fails with EPERM.
enum SystemCalls {
  /// Memory, threads, time, signals to itself, descriptors that it has, and files to read.
  private static let always = [
    "read", "write", "readv", "writev", "pread64", "close", "fstat", "newfstatat", "lstat", "stat", "statx", "fstatfs",
    "statfs", "lseek", "access", "faccessat", "faccessat2", "readlink", "readlinkat", "getdents64", "getcwd", "fcntl",
    "dup", "dup2", "dup3", "pipe", "pipe2", "ioctl", "fsync",
    "mmap", "mprotect", "munmap", "mremap", "madvise", "mincore", "brk", "membarrier", "mlock", "munlock",
    "futex", "futex_waitv", "set_robust_list", "get_robust_list", "set_tid_address", "rseq", "arch_prctl", "prctl",
    "sched_yield", "sched_getaffinity", "sched_setaffinity", "sched_getparam", "sched_getscheduler",
    "sched_setscheduler", "sched_get_priority_max", "sched_get_priority_min", "getpriority", "setpriority",
    "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "rt_sigpending", "rt_sigtimedwait", "rt_sigsuspend",
    "sigaltstack",
    "signalfd4", "tgkill", "restart_syscall", "exit", "exit_group",
    "poll", "ppoll", "select", "pselect6", "epoll_create", "epoll_create1", "epoll_ctl", "epoll_wait", "epoll_pwait",
    "epoll_pwait2", "eventfd", "eventfd2", "timerfd_create", "timerfd_settime", "timerfd_gettime",
    "nanosleep", "clock_nanosleep", "clock_gettime", "clock_getres", "gettimeofday", "time", "times",
    "getpid", "gettid", "getppid", "getpgrp", "getpgid", "getsid", "getuid", "geteuid", "getgid", "getegid",
    "getresuid",
    "getresgid", "getgroups", "getrusage", "getrlimit", "prlimit64", "sysinfo", "uname", "getrandom", "getcpu",
    "connect", "sendto", "recvfrom", "sendmsg", "recvmsg", "sendmmsg", "recvmmsg", "shutdown", "getsockname",
    "getpeername", "setsockopt", "getsockopt", "socketpair",
  ]

  /// - Returns: the reason when the filter could not be set; nil when it was.
  static func enter(_ needs: Sandbox.Needs) -> Int32? {
    guard let filter = seccomp_init(courant_seccomp_error(UInt16(EPERM))) else { return ENOMEM }
    defer { seccomp_release(filter) }
    // Threads that are there already are bound as well.
    var code = seccomp_attr_set(filter, SCMP_FLTATR_CTL_TSYNC, 1)
    guard code == 0 else { return -code }
    for call in always.compactMap(number) {
      code = courant_seccomp_rule(filter, COURANT_SECCOMP_ALLOW, call)
      if let reason = reason(code) { return reason }
    }
    var masked: [(name: String, argument: UInt32, mask: UInt64, value: UInt64)] = [
      // Files to read, and none that would be made.
      ("open", 1, UInt64(O_WRONLY | O_RDWR | O_CREAT | O_TRUNC), 0),
      ("openat", 2, UInt64(O_WRONLY | O_RDWR | O_CREAT | O_TRUNC), 0),
      // Threads, and no processes.
      ("clone", 0, COURANT_CLONE_THREAD, COURANT_CLONE_THREAD),
      // Only itself, as abort and failing tests do.
      ("kill", 0, .max, UInt64(getpid())),
      ("socket", 0, .max, UInt64(AF_UNIX)),
    ]
    if needs.network {
      // Netlink is how the system's resolver learns which kinds of addresses there are.
      for family in [AF_INET, AF_INET6, AF_NETLINK] { masked.append(("socket", 0, .max, UInt64(family))) }
      masked.append(("bind", 0, 0, 0))
    }
    for (name, argument, mask, value) in masked {
      guard let call = number(name) else { continue }
      code = courant_seccomp_rule_masked(filter, COURANT_SECCOMP_ALLOW, call, argument, mask, value)
      if let reason = reason(code) { return reason }
    }
    // Its flags are out of a filter's sight; without it glibc takes clone.
    if let call = number("clone3") {
      code = courant_seccomp_rule(filter, courant_seccomp_error(UInt16(ENOSYS)), call)
      if let reason = reason(code) { return reason }
    }
    code = seccomp_load(filter)
    return code == 0 ? nil : -code
  }

  /// The number of a call; nil for one that is younger than the library.
  private static func number(_ name: String) -> Int32? {
    let number = seccomp_syscall_resolve_name(name)
    return number == -1 ? nil : number
  }

  /// A call that this kind of machine has not needs no rule.
  private static func reason(_ code: Int32) -> Int32? {
    code == 0 || code == -EDOM ? nil : -code
  }
}
