import GRDB
import Glibc
import Model
import Synchronization

/// The search index of a store: opened or made when it is first needed, fed with what was committed, and read by whoever searches.
///
/// It is derived from the main database. If anything is wrong with it, it is rebuilt, and nothing else is lost.
final class SearchDatabase: Sendable {
  private struct State {
    var file: SearchFile?
    var position: SearchPosition?
    /// Where the index is at least when the power goes; nil while that is not known.
    var durable: SearchPosition?
    /// When it was last made durable.
    var synced: ContinuousClock.Instant?
    /// Why the index is being rebuilt, in a few words.
    var reason: String?
    /// Whether what was read or written has shown that the file is damaged.
    var isDamaged = false
    /// Why it cannot be fed, in one line; nil while it can.
    var fault: String?
    /// Whether a thread feeds it. Where none does, whoever searches does.
    var isFed = false
    /// When it last had everything, or was begun with.
    var caughtUp = ContinuousClock.now
  }

  /// How many rows are fed at once.
  static let portion = 5000
  /// How often it is made durable while a thread feeds it.
  private static let syncInterval = Duration.seconds(5)
  /// How long a search waits for what was committed before it.
  private static let patience = Duration.milliseconds(200)

  private let path: String
  private let state = Mutex(State())
  /// One step at a time.
  private let turn = Mutex(())
  let marks: SearchMarks

  /// - Parameter database: the main one. Nothing is opened yet.
  init(ofDatabase database: String) throws {
    path = Self.followLinks(SearchFile.path(try DatabaseFile.followLinks(database)))
    marks = try SearchMarks()
  }

  /// Where a name leads. What cannot be an index is said when it is opened as one.
  private static func followLinks(_ path: String) -> String {
    do {
      return try DatabaseFile.followLinks(path)
    } catch {
      return path
    }
  }

  // MARK: Feeding

  /// A thread feeds it from now on.
  func beginFeeding() { state.withLock { $0.isFed = true } }

  /// Feeds some of what is committed and not in the index yet, in one transaction.
  /// - Parameter limit: the most rows of the main database that are looked at.
  /// - Returns: whether there may be more.
  /// - Throws: ``StoreError`` where one of the databases does not take it or cannot be read. The next call rebuilds a damaged index.
  func feed(from store: Store, atMost limit: Int = portion) throws(StoreError) -> Bool {
    guard store.readsOnly == nil else { return false }
    do {
      let hasMore = try turn.withLock { _ in try step(store, limit) }
      state.withLock { state in
        state.fault = nil
        if !hasMore { state.caughtUp = .now }
      }
      return hasMore
    } catch {
      let error = fault(error, isDamage: SearchFile.isDamage)
      state.withLock { $0.fault = error.description }
      throw error
    }
  }

  private func step(_ store: Store, _ limit: Int) throws -> Bool {
    let (file, position) = try opened(store)
    let portion = try store.read { try SearchPortion(after: position, atMost: limit, store.epoch, $0) }
    if let fault = portion.fault {
      discard(fault)
      return true
    }
    if portion.position != position {
      try file.apply(portion)
      state.withLock { state in
        state.position = portion.position
        if portion.position.isWhole { state.reason = nil }
      }
    }
    try syncIfDue(file, portion.position)
    return portion.hasMore
  }

  /// The index and its position. Rebuilds an index that cannot be continued.
  private func opened(_ store: Store) throws -> (SearchFile, SearchPosition) {
    let (known, position, isDamaged) = state.withLock { ($0.file, $0.position, $0.isDamaged) }
    if isDamaged {
      discard("it was damaged")
    } else if let known, let position {
      if known.isInPlace { return (known, position) }
      discard("its file was removed or replaced")
    } else {
      do {
        let file = try SearchFile(path)
        let position = try file.position()
        take(file, position)
        return (file, position)
      } catch let unusable as SearchFile.Unusable {
        discard(unusable.reason)
      } catch let error as DatabaseError where SearchFile.isDamage(error) {
        discard("it was damaged: \(StoreError.oneLine(error.message ?? "\(error.resultCode)"))")
      }
    }
    let beginning = try store.read { try SearchPosition(beginningIn: $0, store.epoch) }
    let file = try SearchFile(making: path, at: beginning)
    take(file, beginning)
    return (file, beginning)
  }

  private func take(_ file: SearchFile, _ position: SearchPosition) {
    state.withLock { state in
      (state.file, state.position, state.durable, state.synced) = (file, position, nil, nil)
      state.isDamaged = false
      if position.isWhole { state.reason = nil }
    }
  }

  /// Has the next step make it anew. Who reads the old one goes on until he is done.
  private func discard(_ reason: String) {
    state.withLock { state in
      (state.file, state.position, state.durable) = (nil, nil, nil)
      state.isDamaged = false
      state.reason = reason
    }
    DatabaseFile.remove(path)
  }

  /// What the main database still keeps for the index may go only when the index cannot go back any more.
  private func syncIfDue(_ file: SearchFile, _ position: SearchPosition) throws {
    let isDue = state.withLock { state in
      guard state.durable != position else { return false }
      guard state.isFed, let synced = state.synced else { return true }
      return ContinuousClock.now - synced >= Self.syncInterval
    }
    guard isDue else { return }
    try file.sync()
    state.withLock { ($0.durable, $0.synced) = (position, .now) }
  }

  /// An error as it is said; remembers it where it says that the index is damaged.
  /// - Parameter isDamage: whether an error of SQLite's says so.
  private func fault(_ error: any Error, isDamage: (DatabaseError) -> Bool) -> StoreError {
    let detail: String
    switch error {
    case let error as StoreError: return error
    case let error as SearchFile.Unusable: detail = error.reason
    case let error as DatabaseError where isDamage(error): detail = error.message ?? "\(error.resultCode)"
    default: return StoreError.from(error, path: path)
    }
    state.withLock { $0.isDamaged = true }
    return StoreError(.storage, "\(path) is damaged: \(StoreError.oneLine(detail)); it is made anew, ask again")
  }

  // MARK: What the main database keeps for it

  /// The last event and the last row of `gone_sentences` that the index needs no more; nil while it holds nothing up: where it cannot be
  /// fed, it is rebuilt later.
  var done: (sequence: UInt64, removal: Int64)? {
    state.withLock { state in
      guard state.fault == nil, state.file != nil || state.isFed else { return nil }
      return (state.durable?.sequence ?? 0, state.durable?.removal ?? 0)
    }
  }

  // MARK: Reading

  /// Lets the index have what is committed, for a bounded time. Not to be called within a read of the main database.
  /// - Parameter isPatient: false where what was committed just now need not be in it.
  func catchUp(with store: Store, isPatient: Bool = true) throws(StoreError) {
    guard store.readsOnly == nil else { return openForReading(store) }
    guard state.withLock({ $0.isFed }) else {
      while try feed(from: store) {}
      return
    }
    guard isPatient else { return }
    let head = try store.read { try Store.head($0) }
    let deadline = ContinuousClock.now + Self.patience
    while !isWorthReading(at: head), ContinuousClock.now < deadline { usleep(2000) }
  }

  /// Whether the index has an event, or will not have it soon.
  private func isWorthReading(at head: UInt64) -> Bool {
    state.withLock { state in
      guard state.fault == nil else { return true }
      guard let position = state.position else { return false }
      return !position.isWhole || position.sequence >= head
    }
  }

  /// Opens what is there on a disk that takes nothing; it is not fed.
  private func openForReading(_ store: Store) {
    turn.withLock { _ in
      guard state.withLock({ $0.file == nil }) else { return }
      do {
        let file = try SearchFile(reading: path)
        let position = try file.position()
        if let fault = try store.read({ try position.fault($0, store.epoch) }) {
          throw SearchFile.Unusable(reason: fault)
        }
        take(file, position)
      } catch {
        let reason = (error as? SearchFile.Unusable)?.reason ?? StoreError.from(error, path: path).description
        state.withLock { $0.fault = "\(reason), and the disk takes no other" }
      }
    }
  }

  /// Reads the index at one moment.
  /// - Parameter body: is given where the index was then.
  /// - Throws: ``StoreError`` where it cannot be read now.
  func read<T>(_ body: (Database, SearchPosition) throws -> T) throws(StoreError) -> T {
    let (file, fault) = state.withLock { ($0.file, $0.fault) }
    guard let file else {
      throw StoreError(.storage, "\(path) cannot be used: \(fault ?? "it is not open yet"); ask again")
    }
    do {
      return try file.pool.read { try body($0, SearchPosition($0)) }
    } catch {
      // A query that SQLite does not take is no damage.
      throw self.fault(error, isDamage: SearchFile.isCorruption)
    }
  }

  /// Whether there is an index that can be read.
  var isOpen: Bool { state.withLock { $0.file != nil } }

  /// How the index is.
  var report: SearchReport {
    state.withLock { state in
      SearchReport(
        reached: state.position?.reached ?? 0,
        making: state.file == nil || state.position?.isWhole == true
          ? nil
          : state.position.map { position in
            SearchReport.Making(
              reason: state.reason ?? "it was not whole",
              fact: Int(position.fact),
              lastFact: Int(position.lastFact)
            )
          },
        fault: state.fault,
        caughtUp: state.caughtUp
      )
    }
  }

  /// Closes it. What is not folded into the file stays in its log, where the next start finds it.
  func close() throws {
    let file = state.withLock { state in
      defer { (state.file, state.position) = (nil, nil) }
      return state.file
    }
    try file?.close()
  }
}

/// How the search index is.
public struct SearchReport: Sendable {
  /// An index that is being made.
  public struct Making: Sendable {
    /// Why, in a few words.
    public var reason: String
    /// The last fact that was looked at, and the last that is to be, as numbers of rows.
    public var (fact, lastFact): (Int, Int)
  }

  /// The last event up to which a search finds everything; 0 while the index is being made.
  public var reached: UInt64
  /// Nil where the index is whole, or not open.
  public var making: Making?
  /// Why it cannot be fed, in one line; nil while it can.
  public var fault: String?
  /// When it last had everything that was committed.
  public var caughtUp: ContinuousClock.Instant
}

extension Store {
  /// A thread feeds the search index from now on. Otherwise whoever searches feeds it first, however long that takes.
  public func beginFeedingSearch() { searching.beginFeeding() }

  /// Feeds the search index some of what was committed and is not in it yet.
  ///
  /// It reads a snapshot beside the writer, and writes to the database of the index alone.
  /// - Returns: whether there may be more.
  /// - Throws: ``StoreError`` where it does not go on now: try again later.
  public func feedSearch() throws(StoreError) -> Bool { try searching.feed(from: self) }

  /// How the search index is.
  public var searchReport: SearchReport { searching.report }
}
