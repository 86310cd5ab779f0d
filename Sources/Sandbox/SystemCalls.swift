import CSandbox
import Glibc

/// Seccomp: the system calls of a process that computes, and talks over sockets that it connects to; any other fails with EPERM.
///
/// What takes the number of another process, of a thread, or of a command is let through for its own alone: Landlock keeps nobody from
/// changing the limits, priorities or signals of a process of the same user, and Debian 12's kernel has nothing else that would.
enum SystemCalls {
  /// A call that is let through, where all conditions hold. Several rules of one call stand for each other.
  struct Rule {
    let name: String
    let conditions: [courant_condition]

    init(_ name: String, _ conditions: courant_condition...) {
      self.name = name
      self.conditions = conditions
    }
  }

  /// An argument that must be a value.
  private static func argument(_ number: UInt32, is value: UInt64) -> courant_condition {
    courant_condition(argument: number, mask: .max, value: value)
  }

  /// An argument of which certain bits must be a value.
  private static func argument(_ number: UInt32, _ mask: UInt64, is value: UInt64) -> courant_condition {
    courant_condition(argument: number, mask: mask, value: value)
  }

  /// Each condition under which a first argument is a descriptor other than those of standard input, output and error. These are shared with
  /// whoever started the process: how they are written to is theirs to say.
  private static let ownDescriptors =
    [argument(0, is: 3)] + (2...20).map { bit in argument(0, UInt64(1) << UInt64(bit), is: UInt64(1) << UInt64(bit)) }

  /// Memory, threads, time, descriptors that it has, and files to look at.
  private static let always = [
    "read", "write", "readv", "writev", "pread64", "close", "fstat", "newfstatat", "lstat", "stat", "statx", "fstatfs",
    "statfs", "access", "faccessat", "faccessat2", "readlink", "readlinkat", "getdents64", "getcwd",
    "pipe", "pipe2", "fsync",
    "munmap", "mremap", "madvise", "mincore", "brk", "membarrier", "mlock", "munlock",
    "futex", "futex_waitv", "set_robust_list", "get_robust_list", "set_tid_address", "rseq", "arch_prctl",
    "sched_yield", "sched_get_priority_max", "sched_get_priority_min",
    // Of any thread: glibc asks for its own by their numbers, which nobody knows before. They change nothing.
    "sched_getaffinity",
    "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "rt_sigpending", "rt_sigtimedwait", "rt_sigsuspend",
    "sigaltstack", "signalfd4", "restart_syscall", "exit", "exit_group",
    "poll", "ppoll", "select", "pselect6", "epoll_create", "epoll_create1", "epoll_ctl", "epoll_wait", "epoll_pwait",
    "epoll_pwait2", "eventfd", "eventfd2", "timerfd_create", "timerfd_settime", "timerfd_gettime",
    "nanosleep", "clock_nanosleep", "clock_gettime", "clock_getres", "gettimeofday", "time", "times",
    "getpid", "gettid", "getppid", "getpgrp", "getuid", "geteuid", "getgid", "getegid", "getresuid", "getresgid",
    "getgroups", "getrusage", "getrlimit", "sysinfo", "uname", "getrandom", "getcpu",
    "connect", "sendto", "recvfrom", "sendmsg", "recvmsg", "sendmmsg", "recvmmsg", "shutdown", "getsockname",
    "getpeername", "setsockopt", "getsockopt",
  ]

  private static func rules(_ needs: Sandbox.Needs) -> [Rule] {
    let own = UInt64(getpid())
    let writing = UInt64(O_WRONLY | O_RDWR | O_CREAT | O_TRUNC)
    let (write, execute, anonymous) = (UInt64(PROT_WRITE), UInt64(PROT_EXEC), UInt64(MAP_ANONYMOUS))
    var rules = always.map { Rule($0) }
    rules += [
      // Files to read, and none that would be made.
      Rule("open", argument(1, writing, is: 0)),
      Rule("openat", argument(2, writing, is: 0)),
      // Code is what libraries have: nothing that was written can be run, and nothing that can be run be written.
      Rule("mmap", argument(2, execute, is: 0)),
      Rule("mmap", argument(2, write | execute, is: execute), argument(3, anonymous, is: 0)),
      Rule("mprotect", argument(2, execute, is: 0)),
      // Threads, and no processes.
      Rule("clone", argument(0, COURANT_CLONE_THREAD, is: COURANT_CLONE_THREAD)),
      // Signals to itself alone, as abort and failing tests send.
      Rule("kill", argument(0, is: own)),
      Rule("tgkill", argument(0, is: own)),
      // Its own limits, to read; nobody's to change.
      Rule("prlimit64", argument(0, is: 0), argument(2, is: 0)),
      Rule("setpriority", argument(0, is: 0), argument(1, is: 0)),
      Rule("getpriority", argument(0, is: 0), argument(1, is: 0)),
      Rule("seccomp", argument(0, is: UInt64(SECCOMP_SET_MODE_FILTER))),
      Rule("socket", argument(0, is: UInt64(AF_UNIX))),
      Rule("socketpair", argument(0, is: UInt64(AF_UNIX))),
    ]
    for call in [
      "sched_setaffinity", "sched_getparam", "sched_getscheduler", "sched_setscheduler", "getpgid", "getsid",
    ] {
      rules.append(Rule(call, argument(0, is: 0)))
    }
    // Not F_SETOWN and F_SETSIG, by which the kernel would signal others; no leases, no watches.
    for command in [F_GETFD, F_SETFD, F_GETFL] {
      rules.append(Rule("fcntl", argument(1, is: UInt64(command))))
    }
    for own in ownDescriptors {
      for command in [F_DUPFD, F_SETFL, F_DUPFD_CLOEXEC] {
        rules.append(Rule("fcntl", argument(1, is: UInt64(command)), own))
      }
      rules += ["lseek", "dup", "dup2", "dup3"].map { Rule($0, own) }
      rules.append(Rule("ioctl", argument(1, is: UInt64(FIONBIO)), own))
    }
    // Not TIOCSTI, which types into the terminal that it was started from.
    for request in [TCGETS, TIOCGWINSZ, FIONREAD, FIOCLEX] {
      rules.append(Rule("ioctl", argument(1, is: UInt64(request))))
    }
    for option in [
      PR_SET_NAME, PR_GET_NAME, PR_GET_DUMPABLE, PR_CAPBSET_READ, PR_GET_SECCOMP, PR_GET_NO_NEW_PRIVS,
      COURANT_PR_SET_VMA,
    ] {
      rules.append(Rule("prctl", argument(0, is: UInt64(option))))
    }
    if needs.network {
      // Netlink is how the system's resolver learns which kinds of addresses there are.
      for family in [AF_INET, AF_INET6, AF_NETLINK] { rules.append(Rule("socket", argument(0, is: UInt64(family)))) }
      rules.append(Rule("bind"))
    }
    return rules
  }

  /// - Returns: the reason when the filter could not be set; nil when it was.
  static func enter(_ needs: Sandbox.Needs) -> Int32? {
    load(otherwise: courant_seccomp_error(UInt16(EPERM))) { filter in
      for rule in rules(needs) {
        if let reason = add(rule, COURANT_SECCOMP_ALLOW, filter) { return reason }
      }
      // Its flags are out of a filter's sight; without it glibc takes clone.
      return add(Rule("clone3"), courant_seccomp_error(UInt16(ENOSYS)), filter)
    }
  }

  /// Makes no socket and no connection from here on; those that there are stay.
  /// - Returns: the reason when that could not be had; nil when it was.
  static func endConnecting() -> Int32? {
    load(otherwise: COURANT_SECCOMP_ALLOW) { filter in
      for call in ["socket", "socketpair", "connect", "bind"] {
        if let reason = add(Rule(call), courant_seccomp_error(UInt16(EPERM)), filter) { return reason }
      }
      return nil
    }
  }

  private static func load(otherwise action: UInt32, _ build: (scmp_filter_ctx) -> Int32?) -> Int32? {
    guard let filter = seccomp_init(action) else { return ENOMEM }
    defer { seccomp_release(filter) }
    // Threads that are there already are bound as well.
    var code = seccomp_attr_set(filter, SCMP_FLTATR_CTL_TSYNC, 1)
    // Asked for before, in the sandbox's own way; a second filter may not ask.
    if code == 0 { code = seccomp_attr_set(filter, SCMP_FLTATR_CTL_NNP, 0) }
    guard code == 0 else { return -code }
    if let reason = build(filter) { return reason }
    code = seccomp_load(filter)
    return code == 0 ? nil : -code
  }

  private static func add(_ rule: Rule, _ action: UInt32, _ filter: scmp_filter_ctx) -> Int32? {
    // One that is younger than the library needs no rule, nor does one that this kind of machine has not.
    let call = seccomp_syscall_resolve_name(rule.name)
    guard call != -1 else { return nil }
    let code = courant_seccomp_rule(filter, action, call, rule.conditions, UInt32(rule.conditions.count))
    return code == 0 || code == -EDOM ? nil : -code
  }
}
