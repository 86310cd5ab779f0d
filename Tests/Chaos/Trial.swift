import Client
import Foundation
import Glibc
import Model
import Service
import TestSupport
import Wire
import ZeroMQ

/// One schedule, done on real processes in a folder of its own.
final class Trial {
  struct Outcome {
    var faults: [String]
    var events = 0
    var documents = 0
    /// How many changes power cuts have undone.
    var undone = 0
    var seconds = 0.0
    /// What was done, and when.
    var story: [String] = []
  }

  private let schedule: Schedule
  private let documents: Documents
  private let programs: String
  let folder: String
  private let state: String
  private let endpoints: Configuration.Endpoints
  private var disk: FaultyDisk
  private let power: PowerCut
  private var random: SeededGenerator
  private var proxies: [Proxy] = []
  private var plant: Plant?
  private var watch: pid_t = 0
  private let authors = [Author(), Author()]
  private let folderAuthor: FolderAuthor
  private var observers: [Observer] = []
  private var threads: [DedicatedThread] = []
  private let begun = ContinuousClock.now
  private var story: [String] = []
  private var undoneByPowerCuts = 0
  /// What is to be undone, and when.
  private var ends: [(time: ContinuousClock.Instant, undo: (Trial) throws -> Void)] = []

  /// - Parameters:
  ///   - programs: the folder of the programs.
  ///   - documents: shared by all trials.
  init(_ schedule: Schedule, programs: String, documents: Documents) throws {
    self.schedule = schedule
    self.programs = programs
    self.documents = documents
    folder = "/tmp/cx-\(getpid())-\(schedule.seed)"
    state = folder + "/state"
    endpoints = Configuration.Endpoints(runtime: folder + "/run")
    power = PowerCut(notes: folder + "/power", root: state)
    random = SeededGenerator(seed: ~schedule.seed)
    folderAuthor = FolderAuthor(folder: folder + "/inbox", desk: folder + "/desk")
    for path in [folder, folder + "/run", state, power.notes, folder + "/inbox", folder + "/desk"] {
      guard mkdir(path, 0o700) == 0 else { throw Trouble("\(path): \(String(cString: strerror(errno)))") }
    }
    disk = try FaultyDisk(path: folder + "/disk")
    if schedule.hasSmallDisk, !SmallDisk.mount(at: state) { throw Trouble("\(state): cannot be mounted") }
  }

  private func tell(_ text: String) {
    let time = (ContinuousClock.now - begun) / .milliseconds(1)
    story.append("\(Int(time)) ms: \(text)")
  }

  /// Does it all.
  /// - Parameter keeps: whether the folder stays.
  func run(keeps: Bool) throws -> Outcome {
    var outcome = Outcome(faults: [])
    do {
      try begin()
      try harm()
      try heal()
      try judge(&outcome)
    } catch {
      outcome.faults.append("\(error)")
    }
    clear()
    outcome.faults += plant?.findings ?? []
    plant = nil
    outcome.story = story
    outcome.undone = undoneByPowerCuts
    outcome.seconds = (ContinuousClock.now - begun) / .seconds(1)
    if schedule.hasSmallDisk { SmallDisk.unmount(state) }
    if !keeps { try? FileManager.default.removeItem(atPath: folder) }
    return outcome
  }

  private func proxied(_ name: String) -> String { "\(folder)/p-\(name).sock" }

  private func begin() throws {
    var base = schedule.environment
    base["PATH"] = "/usr/bin:/bin"
    base["HOME"] = folder
    base["SWIFT_BACKTRACE"] = "enable=no"
    base["COURANT_RUNTIME"] = folder + "/run"
    base["COURANT_STATE"] = state
    base["FAULTY_DISK"] = disk.path
    base["FAULTY_ROOT"] = state
    // Across file systems nothing can be kept by another name.
    if !schedule.hasSmallDisk { base["FAULTY_POWER"] = power.notes }
    base["LD_PRELOAD"] = programs + "/libFaultyDisk.so"
    if schedule.files != nil { base["COURANT_WATCH"] = folderAuthor.folder }
    var connecting = base
    if schedule.hasProxies {
      for (name, endpoint, dropsRequests) in [
        ("jobs", endpoints.jobs, true), ("batches", endpoints.batches, true), ("query", endpoints.query, true),
        ("updates", endpoints.updates, false),
      ] {
        let target = String(endpoint.dropFirst("ipc://".count))
        proxies.append(
          try Proxy(path: proxied(name), target: target, dropsRequests: dropsRequests, seed: schedule.seed)
        )
      }
      connecting["COURANT_ENDPOINTS_BATCHES"] = "ipc://" + proxied("batches")
    }
    var workerEnvironment = connecting
    if schedule.hasProxies { workerEnvironment["COURANT_ENDPOINTS_JOBS"] = "ipc://" + proxied("jobs") }
    let processes: [(arguments: [String], environment: [String: String])] =
      schedule.isTogether
      ? [(["run"], base)]
      : [(["aggregator"], base), (["intake"], connecting)]
        + (0..<schedule.workers).map { _ in (["worker"], workerEnvironment) }
    plant = try Plant(program: programs + "/courantd", log: folder + "/log", hasPoison: schedule.hasPoison, processes)
    for (author, operations) in zip(authors, schedule.authors) {
      threads.append(
        try DedicatedThread(name: "author") { [endpoint = endpoints.submit] in author.run(operations, to: endpoint) }
      )
    }
    if let files = schedule.files {
      threads.append(try DedicatedThread(name: "author") { [folderAuthor] in folderAuthor.run(files) })
    }
    try observe(prefix: "", beginsWithSnapshot: false)
    try observe(prefix: "oslo/", beginsWithSnapshot: false)
    try startWatch()
  }

  private func observe(prefix: String, beginsWithSnapshot: Bool) throws {
    let observer = Observer(prefix: prefix, beginsWithSnapshot: beginsWithSnapshot, mayBeginAnew: schedule.trims)
    observers.append(observer)
    let updates = schedule.hasProxies ? "ipc://" + proxied("updates") : endpoints.updates
    let query = schedule.hasProxies ? "ipc://" + proxied("query") : endpoints.query
    threads.append(try DedicatedThread(name: "observer") { observer.run(updates: updates, query: query) })
  }

  private var watchEnvironment: [String: String] {
    ["PATH": "/usr/bin:/bin", "HOME": folder, "COURANT_RUNTIME": folder + "/run"]
  }

  private func startWatch() throws {
    watch = try Spawn.run(
      programs + "/courant",
      ["watch", "--json", "--start", "0", "--cursor", folder + "/cursor"],
      watchEnvironment,
      output: folder + "/watched",
      errors: folder + "/watched.err"
    )
  }

  private func endWatch(_ signal: Int32) {
    guard watch > 0 else { return }
    kill(watch, signal)
    waitpid(watch, nil, 0)
    watch = 0
  }

  // MARK: Harm

  private func harm() throws {
    for (wait, fault) in schedule.faults {
      try pass(milliseconds: wait)
      tell("\(fault)")
      try inflict(fault)
    }
    // What comes late in a process's life has its time.
    try pass(milliseconds: 300)
  }

  private func pass(milliseconds: Int) throws {
    let end = ContinuousClock.now + .milliseconds(milliseconds)
    repeat {
      try tick()
      usleep(5000)
    } while ContinuousClock.now < end
  }

  private func tick() throws {
    try plant?.tick()
    // It could not begin: there was nobody yet.
    if watch > 0, waitpid(watch, nil, WNOHANG) == watch { try startWatch() }
    let due = ends.filter { $0.time <= .now }
    ends.removeAll { $0.time <= .now }
    for end in due { try end.undo(self) }
  }

  private func after(milliseconds: Int, _ undo: @escaping (Trial) throws -> Void) {
    ends.append((.now + .milliseconds(milliseconds), undo))
  }

  private func inflict(_ fault: Schedule.Fault) throws {
    switch fault {
    case .kill(let slot): plant?.kill(slot)
    case .terminate(let slot): plant?.terminate(slot)
    case .failpoint(let slot, let text): plant?.kill(slot, failpoints: text)
    case .freeze(let slot, let time): plant?.freeze(slot, milliseconds: time)
    case .killAll: plant?.killAll()
    case .powerCut:
      plant?.endAll()
      let undone = try power.play(using: &random)
      undoneByPowerCuts += undone
      tell("the disk forgot \(undone) changes")
    case .disk(let mode, let permille, let time):
      plant?.diskIsFaulty = true
      try disk.fail(mode, permille: permille)
      after(milliseconds: time) { try $0.disk.fail(nil) }
    case .fill(let time):
      plant?.diskIsFaulty = true
      SmallDisk.fill(state)
      after(milliseconds: time) { SmallDisk.empty($0.state) }
    case .clock(let hours): try disk.moveClock(hours: hours)
    case .cut: for proxy in proxies { proxy.change { $0.cuts += 1 } }
    case .refuse(let time):
      for proxy in proxies { proxy.change { $0.isRefusing = true } }
      after(milliseconds: time) { for proxy in $0.proxies { proxy.change { $0.isRefusing = false } } }
    case .drop(let permille, let time):
      for proxy in proxies { proxy.change { $0.drop = permille } }
      after(milliseconds: time) { for proxy in $0.proxies { proxy.change { $0.drop = 0 } } }
    case .delay(let most, let time):
      for proxy in proxies { proxy.change { $0.delay = most } }
      after(milliseconds: time) { for proxy in $0.proxies { proxy.change { $0.delay = 0 } } }
    case .killWatch:
      endWatch(SIGKILL)
      try startWatch()
    case .join: try observe(prefix: observers.count % 2 == 0 ? "" : "bergen/", beginsWithSnapshot: true)
    }
  }

  private func heal() throws {
    for end in ends { try end.undo(self) }
    ends = []
    plant?.heal()
    tell("healed")
    do {
      try wait("every document is settled", seconds: 180) { try unsettled() == nil }
    } catch let trouble as Trouble {
      let log = (try? String(contentsOfFile: folder + "/log", encoding: .utf8)) ?? ""
      let tail = log.split(separator: "\n").suffix(60).joined(separator: "\n")
      throw Trouble("\(trouble.description): \(try unsettled() ?? "now it is")\n\(tail)")
    }
    tell("settled")
    plant?.diskIsFaulty = false
  }

  private func wait(_ what: String, seconds: Int, for condition: () throws -> Bool) throws {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while try !condition() {
      try pass(milliseconds: 20)
      if ContinuousClock.now > deadline { throw Trouble("waited \(seconds) s in vain: \(what)") }
    }
  }

  /// True when all that was handed in was worked on, and everybody knows.
  /// What is not done yet; nil when all is.
  private func unsettled() throws -> String? {
    guard plant?.isWhole == true else { return "a process is missing" }
    guard authors.allSatisfy(\.isDone) else { return "an author is not done" }
    guard folderAuthor.isDone || schedule.files == nil else { return "the folder's author is not done" }
    let context = try Context()
    do {
      let intake = try Submitter(context, to: endpoints.submit).status().counts
      for count in ["waiting", "working", "spoolBytes"] where intake[count] != 0 { return "intake has \(intake)" }
      let failed = (try? FileManager.default.contentsOfDirectory(atPath: state + "/spool/failed")) ?? []
      guard failed.allSatisfy({ $0.hasSuffix(".told") }) else { return "not told: \(failed)" }
      let query = try Query(context, to: endpoints.query)
      let counts = try query.status().counts
      guard counts["pendingBytes"] == 0 else { return "the aggregator has \(counts)" }
      // Nobody says when a folder has been read: it has when what is in it stands.
      var standing: [String: Digest] = [:]
      try query.documents(prefix: "file://") { standing[$0.uri] = $0.digest }
      let wanted = folderAuthor.contents.compactMapValues { ($0.last ?? nil).map { Digest(of: $0) } }
      return standing == wanted ? nil : "of the folder stands \(standing), want \(wanted)"
    } catch let error as ClientError {
      return "\(error)"
    }
  }

  // MARK: Judgement

  private func judge(_ outcome: inout Outcome) throws {
    let context = try Context()
    let head = try Query(context, to: endpoints.query).head().sequence
    outcome.documents = authors.reduce(0) { $0 + $1.accepted.count }
    try wait("every subscriber has come to event \(head)", seconds: 40) {
      observers.allSatisfy { $0.told.cursor?.sequence == head || !$0.told.faults.isEmpty }
    }
    tell("told")
    // Only now: where the journal is trimmed, whoever came late began with what was the oldest then, and that only goes forward.
    let journal = try Oracle.readJournal(context, updates: endpoints.updates, query: endpoints.query)
    var oracle = try Oracle(journal: journal)
    outcome.events = journal.count
    if journal.last?.sequence ?? 0 != head { oracle.add("the journal went on though nothing was handed in") }
    endWatch(SIGTERM)
    let last = try Spawn.finish(
      programs + "/courant",
      ["watch", "--json", "--start", "0", "--cursor", folder + "/cursor", "--once"],
      watchEnvironment,
      in: folder
    )
    // The last of it went to a file of its own, for it is another run.
    let watched = try Data(contentsOf: URL(fileURLWithPath: folder + "/watched")) + Data(last.output.utf8)
    if last.code != 0 { oracle.add("courant watch ended with \(last.code): \(last.errors)") }

    for author in authors { for fault in author.faults { oracle.add(fault) } }
    for fault in folderAuthor.faults { oracle.add(fault) }
    let connection = try Connection(context, to: endpoints.query)
    if schedule.trims {
      try checkTrimmed(context, connection, &oracle)
    } else {
      try checkWhole(context, connection, watched, &oracle)
    }
    for fault in plant?.stop() ?? [] { oracle.add(fault) }
    let check = try Spawn.finish(programs + "/courantd", ["check", "--state", state], watchEnvironment, in: folder)
    if check.code != 0 { oracle.add("courantd check: \(check.errors)") }
    outcome.faults = oracle.faults
  }

  private func checkTrimmed(_ context: Context, _ connection: Connection, _ oracle: inout Oracle) throws {
    var standing: [String: Digest] = [:]
    try Query(context, to: endpoints.query).documents(prefix: "") { standing[$0.uri] = $0.digest }
    var last = folderAuthor.contents.compactMapValues { $0.last ?? nil }
    for accepted in authors.flatMap(\.accepted) { last[accepted.uri] = accepted.isWithdrawal ? nil : accepted.content }
    try oracle.checkTrimmed(standing, try entries(connection, prefix: "", at: nil), last: last, documents)
    for (number, observer) in observers.enumerated() {
      let name = "subscriber \(number) of \"\(observer.prefix)\""
      for fault in observer.told.faults { oracle.add("\(name): \(fault)") }
      oracle.checkTrimmed(observer.told, prefix: observer.prefix, name: name)
    }
  }

  private func checkWhole(
    _ context: Context,
    _ connection: Connection,
    _ watched: Data,
    _ oracle: inout Oracle
  ) throws {
    try oracle.checkJournal(authors.flatMap(\.accepted), files: folderAuthor.contents, documents)
    let lines = watched.split(separator: UInt8(ascii: "\n")).map { Array($0) }
    oracle.check(lines, after: 0, prefix: "", name: "courant watch")
    for (number, observer) in observers.enumerated() {
      let log = observer.told
      oracle.check(log, prefix: observer.prefix, name: "subscriber \(number) of \"\(observer.prefix)\"")
      guard let snapshot = log.snapshot else { continue }
      if try entries(connection, prefix: observer.prefix, at: snapshot.cursor) != snapshot.entries {
        oracle.add("the snapshot of subscriber \(number) at \(snapshot.cursor.sequence) is not what stood then")
      }
    }
    try oracle.checkState(try entries(connection, prefix: "", at: nil))
    try checkSetAside(context, &oracle)
  }

  private func entries(_ connection: Connection, prefix: String, at cursor: Cursor?) throws -> [[UInt8]] {
    var lines: [[UInt8]] = []
    var (at, after): (Cursor?, String?) = (cursor, nil)
    repeat {
      let packet = try connection.ask(SnapshotRequest(request: 1, prefixes: [prefix], at: at, after: after))
      let reply: EntriesReply = try packet.decode()
      lines += try packet.attachment().split(separator: UInt8(ascii: "\n")).map(Array.init)
      (at, after) = (reply.cursor, reply.next)
    } while after != nil
    return lines
  }

  /// What was given up and not taken since keeps its bytes, and is listed.
  private func checkSetAside(_ context: Context, _ oracle: inout Oracle) throws {
    let listed = try Query(context, to: endpoints.query).failures().failures.map(\.uri)
    if Set(listed) != Set(oracle.setAside.keys) {
      oracle.add("set aside are \(listed.sorted()), want \(oracle.setAside.keys.sorted())")
    }
    let submitter = try Submitter(context, to: endpoints.submit)
    for (uri, digest) in oracle.setAside {
      do {
        let (report, content) = try submitter.showFailed(uri: uri)
        if report.revision.digest != digest || Digest(of: content) != digest {
          oracle.add("\(uri) was set aside, and its bytes are others")
        }
      } catch {
        oracle.add("\(uri) was set aside, and cannot be shown: \(error)")
      }
    }
  }

  private func clear() {
    endWatch(SIGKILL)
    for author in authors { author.stop() }
    folderAuthor.stop()
    for observer in observers { observer.stop() }
    for thread in threads { thread.join() }
    threads = []
    for proxy in proxies { proxy.stop() }
    proxies = []
  }
}
