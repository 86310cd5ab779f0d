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

  func run() throws {
    for complaint in Sandbox.enter(Sandbox.Needs(network: network)) { print("not confined\t\(complaint)") }
    try tryAll("main")
    // Threads that start later are as confined, and can be started.
    let file = file
    let thread = try DedicatedThread(name: "other") { Self.tryFiles("thread", file) }
    thread.join()
    Self.fillPool()
    print("pool\tdone")
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
