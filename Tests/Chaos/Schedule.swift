import Failpoints
import TestSupport

/// What is done to a daemon in one trial: drawn from a seed, so that it can be done again.
struct Schedule {
  /// Something that goes wrong.
  enum Fault: CustomStringConvertible {
    /// `kill -9`, and started again at once.
    case kill(Int)
    /// Told to end in order, and started again.
    case terminate(Int)
    /// `kill -9`, and started again so that it dies or waits at a place of its own.
    case failpoint(Int, String)
    /// Stopped by a signal, and let go on.
    case freeze(Int, milliseconds: Int)
    /// All at once.
    case killAll
    /// All at once, and the disk forgets what was not synced.
    case powerCut
    case disk(FaultyDisk.Mode, permille: Int, milliseconds: Int)
    /// The file system takes no more.
    case fill(milliseconds: Int)
    case clock(hours: Int)
    /// Connections are cut in the middle of a message.
    case cut
    /// Nobody can connect.
    case refuse(milliseconds: Int)
    case drop(permille: Int, milliseconds: Int)
    case delay(upTo: Int, milliseconds: Int)
    /// The `courant watch` is killed, and begun again from its cursor.
    case killWatch
    /// A further subscriber joins.
    case join

    var description: String {
      switch self {
      case .kill(let slot): "kill \(slot)"
      case .terminate(let slot): "terminate \(slot)"
      case .failpoint(let slot, let text): "failpoint \(slot) \(text)"
      case .freeze(let slot, let time): "freeze \(slot) for \(time) ms"
      case .killAll: "kill all"
      case .powerCut: "cut the power"
      case .disk(let mode, let permille, let time): "disk \(mode) \(permille)/1000 for \(time) ms"
      case .fill(let time): "fill the file system for \(time) ms"
      case .clock(let hours): "clock \(hours) h"
      case .cut: "cut"
      case .refuse(let time): "refuse connections for \(time) ms"
      case .drop(let permille, let time): "drop \(permille)/1000 messages for \(time) ms"
      case .delay(let most, let time): "delay messages up to \(most) ms for \(time) ms"
      case .killWatch: "kill the watch"
      case .join: "a subscriber joins"
      }
    }
  }

  /// What an author does.
  enum Operation {
    /// Submits a revision of a document.
    case submit(document: Int, revision: Revision)
    case withdraw(document: Int)
    case pause(milliseconds: Int)
  }

  /// What a revision says.
  enum Revision: Hashable {
    case short(seed: UInt64)
    /// More facts than one message carries.
    case long(Int)
    /// Ends every worker.
    case poison(Int)
  }

  let seed: UInt64
  /// True for `courantd run`, false for its roles as processes of their own.
  let isTogether: Bool
  let workers: Int
  let hasProxies: Bool
  /// True when the documents that end workers are among those handed in.
  let hasPoison: Bool
  /// True when the journal is trimmed all the time, so that subscribers find their place gone.
  let trims: Bool
  /// Where the state is on a small file system of its own.
  let hasSmallDisk: Bool
  var environment: [String: String]
  var authors: [[Operation]]
  /// What is done in a watched folder; nil where none is watched.
  var files: [Operation]?
  var faults: [(wait: Int, fault: Fault)]

  /// How many processes are kept running.
  var slots: Int { isTogether ? 1 : 2 + workers }

  /// - Parameter canMount: false where no file system can be mounted.
  init(seed: UInt64, canMount: Bool) {
    self.seed = seed
    var random = SeededGenerator(seed: seed)
    func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }
    isTogether = chance(25)
    workers = Int.random(in: 1...2, using: &random)
    hasProxies = chance(60)
    hasSmallDisk = chance(15) && canMount
    // Few tries only where documents are to be given up; elsewhere no harm done to workers must cost a document.
    let givesUp = chance(20)
    environment = [
      "COURANT_LIMITS_ATTEMPTS": givesUp ? "2" : "100",
      "COURANT_LIMITS_JOB_TIME": chance(70) ? "3s" : "8s",
      "COURANT_LIMITS_SUBSCRIBER_MESSAGES": chance(40) ? "1" : "10000",
      "COURANT_LIMITS_MESSAGE_BYTES": chance(50) ? "96KiB" : "256MiB",
      "COURANT_LIMITS_PENDING_BYTES": chance(20) ? "4KiB" : "256MiB",
      "COURANT_LIMITS_SPOOL_DOCUMENTS": chance(20) ? "2" : "100000",
      "COURANT_WORKERS": "\(workers)",
      "COURANT_FAILPOINT_CRASH": Documents.poison,
    ]
    let documents = Int.random(in: 1...6, using: &random)
    // A file that was given up is not tried again before the next start: there what stands in the end is not what is in the folder.
    let watches = !givesUp && chance(40)
    // What was given up is told by the journal alone.
    trims = !givesUp && chance(20)
    if trims { environment["COURANT_JOURNAL_MAX_EVENTS"] = "50" }
    if watches { environment["COURANT_DELETED"] = "withdraw" }
    var work: [[Operation]] = []
    for author in 0..<3 {
      var operations: [Operation] = []
      var last: [Int: Revision] = [:]
      for _ in 0..<Int.random(in: 6...24, using: &random) {
        // Each document has one author, so that the order of its revisions is known.
        let document = Int.random(in: 0..<documents, using: &random) * 2 + author
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<50:
          last[document] = .short(seed: UInt64.random(in: 0..<400, using: &random))
        case 50..<54: last[document] = .long(Int.random(in: 0..<3, using: &random))
        case 54..<58: last[document] = givesUp ? .poison(document) : .short(seed: UInt64(document))
        case 58..<66:
          if last[document] == nil { last[document] = .short(seed: UInt64(document)) }
        case 66..<75:
          operations.append(.withdraw(document: document))
          continue
        default:
          operations.append(.pause(milliseconds: Int.random(in: 0...400, using: &random)))
          continue
        }
        if let revision = last[document] { operations.append(.submit(document: document, revision: revision)) }
      }
      work.append(operations)
    }
    authors = Array(work.prefix(2))
    files = watches ? work[2] : nil
    hasPoison = givesUp
    faults = []
    for _ in 0..<Int.random(in: 3...9, using: &random) {
      let fault = Self.fault(slots: isTogether ? 1 : 2 + workers, hasProxies, hasSmallDisk, using: &random)
      faults.append((Int.random(in: 0...400, using: &random), fault))
    }
  }

  private static func fault(
    slots: Int,
    _ hasProxies: Bool,
    _ hasSmallDisk: Bool,
    using random: inout SeededGenerator
  ) -> Fault {
    func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
    let slot = number(0...slots - 1)
    switch number(0...99) {
    case 0..<14: return .kill(slot)
    case 14..<18: return .terminate(slot)
    case 18..<46:
      let place = places.randomElement(using: &random) ?? .afterCommit
      let arrival = number(0...1) == 0 ? 1 : number(1...6)
      let action = number(0...3) == 0 ? "pause:\(number(50...1500))" : "kill"
      return .failpoint(home(of: place, slots: slots, using: &random), "\(place.rawValue)=\(action)@\(arrival)")
    case 46..<54:
      // A worker for longer than a job may take: it comes back with work that was given to another.
      let isWorker = slots > 1 && slot > 1
      return .freeze(slot, milliseconds: isWorker ? number(100...7000) : number(100...2500))
    case 54..<59: return hasSmallDisk ? .killAll : .powerCut
    case 59..<68:
      let mode = FaultyDisk.Mode.allCases.randomElement(using: &random) ?? .full
      return .disk(mode, permille: number(0...2) == 0 ? 200 : 1000, milliseconds: number(100...1500))
    case 68..<72: return hasSmallDisk ? .fill(milliseconds: number(200...1500)) : .kill(slot)
    case 72..<76: return .clock(hours: [-24, 24, -1, 8760].randomElement(using: &random) ?? 24)
    case 76..<80: return hasProxies ? .cut : .kill(slot)
    case 80..<83: return hasProxies ? .refuse(milliseconds: number(100...1000)) : .freeze(slot, milliseconds: 500)
    case 83..<88:
      let permille = [50, 300, 1000].randomElement(using: &random) ?? 300
      return hasProxies ? .drop(permille: permille, milliseconds: number(100...1500)) : .kill(slot)
    case 88..<92: return hasProxies ? .delay(upTo: number(10...300), milliseconds: number(100...1500)) : .join
    case 92..<96: return .killWatch
    default: return .join
    }
  }

  /// The failpoints that a daemon comes to. It does not write to the segment log.
  private static let places = Failpoint.allCases.filter { !$0.rawValue.hasPrefix("log-") }

  /// The slot whose process comes to a failpoint.
  private static func home(of place: Failpoint, slots: Int, using random: inout SeededGenerator) -> Int {
    guard slots > 1 else { return 0 }
    switch place {
    case .intakeReceived, .midFile, .spooled, .beforeReceipt, .midSetAside, .doneReported: return 1
    case .aggregatorReceived, .midChunk, .beforeCommit, .afterCommit, .afterAcknowledgement, .midPublish: return 0
    case .logWritten, .logSynced, .logStaged, .logSealed, .logSegmentWritten, .logSegmentNamed, .logSegmentDurable,
      .logMidTrim:
      return 0
    case .extracted, .acknowledged: return Int.random(in: 2..<slots, using: &random)
    }
  }
}
