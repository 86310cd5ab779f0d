import ArgumentParser
import Dispatch
import Glibc
import Sandbox
import ZeroMQ

/// What a worker can still do: tried from the inside.
struct Confinement: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Confine this process as a worker is, try what it must not do, and print what came of each."
  )

  @Option(help: "A file that is there, and that this user may write.")
  var file: String

  @Flag(help: "As a worker that connects to another host.")
  var network = false

  @Flag(help: "Only the filter of system calls, without the walls around files and capabilities.")
  var onlySystemCalls = false

  func run() throws {
    if onlySystemCalls { return tryCalls() }
    for complaint in Sandbox.enter(Sandbox.Needs(network: network)) { print("not confined\t\(complaint)") }
    try tryAll("main")
    // Threads that start later are as confined, and can be started.
    let file = file
    let thread = try DedicatedThread(name: "other") { Self.tryFiles("thread", file) }
    thread.join()
    Self.fillPool()
    print("pool\tdone")
    // What comes last, for nothing can be tried after it: connections that there are stay.
    if let complaint = Sandbox.endConnecting() { print("not confined\t\(complaint)") }
    Self.say("end", "a socket of the file system", socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0))
    var pair: [Int32] = [0, 0]
    Self.say("end", "a pair of sockets", socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &pair))
  }

  /// Enters the filter alone, and makes the calls that it is there to stop, as code would that a document has brought in.
  private func tryCalls() {
    for complaint in Sandbox.enter(Sandbox.Needs(network: network), .systemCalls) {
      print("not confined\t\(complaint)")
    }
    let page = sysconf(Int32(_SC_PAGESIZE))
    let parent = Int(getppid())
    var room = [UInt64](repeating: 0, count: 64)
    let readExecute = Int(PROT_READ | PROT_EXEC)
    let memory = mmap(nil, page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    let anonymous = Int(MAP_PRIVATE | MAP_ANONYMOUS)
    room.withUnsafeMutableBytes { room in
      let pointer = Int(bitPattern: room.baseAddress)
      let calls: [(what: String, name: String, arguments: [Int])] = [
        ("change the limits of the parent", "prlimit64", [parent, 7, pointer, 0]),
        ("read the limits of the parent", "prlimit64", [parent, 7, 0, pointer]),
        ("change its own limits", "prlimit64", [0, 7, pointer, 0]),
        ("change its own limits, the old way", "setrlimit", [7, pointer]),
        ("signal a thread of the parent", "tgkill", [parent, parent, 0]),
        ("signal a thread, the old way", "tkill", [parent, 0]),
        ("signal the parent", "kill", [parent, 0]),
        ("signal its group", "kill", [0, 0]),
        ("signal everybody", "kill", [-1, 0]),
        ("queue a signal", "rt_sigqueueinfo", [parent, 0, pointer]),
        ("queue a signal of a thread", "rt_tgsigqueueinfo", [parent, parent, 0, pointer]),
        ("a descriptor of the parent", "pidfd_open", [parent, 0]),
        ("have the kernel signal the parent", "fcntl", [0, 8, parent]),
        ("choose the kernel's signal", "fcntl", [0, 10, 9]),
        ("have the kernel signal, the other way", "fcntl", [0, 15, pointer]),
        ("write over the shared log", "fcntl", [2, 4, 0]),
        ("copy the shared log's descriptor", "fcntl", [2, 0, 0]),
        ("copy it, the other way", "dup", [1]),
        ("go back in the shared log", "lseek", [2, 0, 0]),
        ("make the shared log not wait", "ioctl", [1, 0x5421, pointer]),
        ("a lease", "fcntl", [0, 1024, 0]),
        ("watch a folder", "fcntl", [0, 1026, 1]),
        ("type into the terminal", "ioctl", [0, 0x5412, pointer]),
        ("take the terminal", "ioctl", [0, 0x540E, 0]),
        ("memory to write and run", "mmap", [0, page, 7, anonymous]),
        ("memory of its own to run", "mmap", [0, page, readExecute, anonymous]),
        ("run what was written", "mprotect", [Int(bitPattern: memory), page, readExecute]),
        ("run what was written, by a key", "pkey_mprotect", [Int(bitPattern: memory), page, readExecute, -1]),
        ("a file of memory", "memfd_create", [pointer, 0]),
        ("share memory", "shmget", [0, page, 0o1777]),
        ("let reading be running", "personality", [0x0400000]),
        ("priority of the parent", "setpriority", [0, parent, 10]),
        ("priority of the user", "setpriority", [2, 0, 10]),
        ("cores of the parent", "sched_setaffinity", [parent, 8, pointer]),
        ("scheduling of the parent", "sched_setscheduler", [parent, 0, pointer]),
        ("parameters of the parent", "sched_setparam", [parent, pointer]),
        ("attributes of the parent", "sched_setattr", [parent, pointer, 0]),
        ("look at the scheduling of the parent", "sched_getparam", [parent, pointer]),
        ("its priority for the disk", "ioprio_set", [1, parent, 0]),
        ("trace the parent", "ptrace", [16, parent, 0, 0]),
        ("read the parent's memory", "process_vm_readv", [parent, pointer, 0, pointer]),
        ("let others trace", "prctl", [0x59616d61, -1]),
        ("outlive the parent", "prctl", [1, 0]),
        ("be dumped", "prctl", [4, 1]),
        ("another process", "fork", []),
        ("another process, sharing", "vfork", []),
        ("another process, as a clone", "clone", [17, 0, 0, 0]),
        ("namespaces", "unshare", [0x10000000]),
        ("a program", "execve", [pointer, 0, 0]),
        ("write a file", "openat", [-100, pointer, 1]),
        ("make a file", "openat", [-100, pointer, 0o100, 0o600]),
        ("open in the newest way", "openat2", [-100, pointer, pointer, 24]),
        ("remove a file", "unlink", [pointer]),
        ("rename a file", "rename", [pointer, pointer]),
        ("link a file", "symlink", [pointer, pointer]),
        ("a folder", "mkdir", [pointer, 0o700]),
        ("change a mode", "chmod", [pointer, 0o777]),
        ("change times", "utimensat", [-100, pointer, 0, 0]),
        ("cut a file", "truncate", [pointer, 0]),
        ("change the user", "setuid", [1]),
        ("a socket of the network", "socket", [2, 1, 0]),
        ("packets", "socket", [17, 3, 0]),
        ("listen", "bind", [0, pointer, 16]),
        ("programs in the kernel", "bpf", [0, pointer, 8]),
        ("rings", "io_uring_setup", [1, pointer]),
        ("faults", "userfaultfd", [0]),
        ("counters", "perf_event_open", [pointer, 0, -1, -1]),
        ("keys", "keyctl", [0, -3, 0]),
        ("mount", "mount", [pointer, pointer, pointer, 0]),
      ]
      for call in calls {
        let arguments = call.arguments + Array(repeating: 0, count: 4 - call.arguments.count)
        errno = 0
        Self.say("call", call.what, Int32(clamping: SystemCall.make(call.name, arguments)))
      }
    }
    munmap(memory, page)
    // What it needs goes on: memory, threads, files to read, its own limits.
    var limit = rlimit()
    Self.say("call", "read its own limits", getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit))
    Self.say("call", "read a file", open("/usr/lib/os-release", O_RDONLY))
    Self.say("call", "a socket of the file system", socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0))
    Self.say("call", "load a library", dlopen("libzstd.so.1", RTLD_NOW) == nil ? -1 : 0)
  }

  /// Gives the pool of threads more than it has cores for, and for so long that it looks how its threads are: it dies where it cannot.
  private static func fillPool() {
    let group = DispatchGroup()
    let end = DispatchTime.now() + .milliseconds(2500)
    for _ in 0..<64 {
      DispatchQueue.global().async(group: group) { while DispatchTime.now() < end {} }
    }
    group.wait()
  }

  private static func say(_ place: String, _ what: String, _ result: Int32) {
    print("\(place) \(what)\t\(result >= 0 ? "done" : String(cString: strerror(errno)))")
  }

  private static func tryFiles(_ place: String, _ file: String) {
    say(place, "read a file of the system", open("/usr/lib/os-release", O_RDONLY))
    say(place, "read a file", open(file, O_RDONLY))
    say(place, "read the passwords", open("/etc/passwd", O_RDONLY))
    say(place, "write a file", open(file, O_WRONLY))
    say(place, "make a file", open(file + ".new", O_RDONLY | O_CREAT, 0o600))
    say(place, "remove a file", unlink(file))
    say(place, "read the environment of another process", open("/proc/\(getppid())/environ", O_RDONLY))
    say(place, "list a folder", open("/etc", O_RDONLY | O_DIRECTORY))
  }

  private func tryAll(_ place: String) throws {
    Self.tryFiles(place, file)
    Self.say(place, "a socket of the file system", socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0))
    Self.say(place, "a socket of the network", socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0))
    Self.say(place, "signal the parent", kill(getppid(), 0))
    Self.say(place, "change the user", setuid(geteuid() + 1))
    var pid: pid_t = 0
    var arguments: [UnsafeMutablePointer<CChar>?] = [strdup("/bin/true"), nil]
    defer { free(arguments[0]) }
    errno = posix_spawn(&pid, "/bin/true", nil, nil, &arguments, nil)
    Self.say(place, "start a program", errno == 0 ? 0 : -1)
  }
}
