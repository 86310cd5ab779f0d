import Glibc

extension SegmentLog {
  public func read(after place: LogPlace, limit: Int, notes: Bool) throws(LogError) -> LogPage {
    var position = notes ? place : place.afterNotes
    while let spot = try view.spot(after: position) {
      do throws(LogError) {
        if let page = try read(spot, after: position, limit: limit, notes: notes) { return page }
      } catch {
        // Trimmed meanwhile: then that is the answer. Who lost the race for the file must not report that it is
        // missing.
        _ = try view.spot(after: position)
        throw error
      }
      if spot.isNewest { break }
      position = notes ? spot.segment.end.place : spot.segment.end.place.afterNotes
    }
    return LogPage([], [], next: place)
  }

  public func check(at sequence: UInt64) throws(LogError) -> [UInt8]? {
    let state = try view.current()
    guard sequence > 0, sequence <= state.end.sequence else { return nil }
    if sequence == state.end.sequence { return state.end.check }
    let count = state.segments.partition { $0.base.sequence <= sequence }
    guard count > 0 else { return nil }
    let base = state.segments[count - 1].base
    if base.sequence == sequence { return base.check }
    do throws(LogError) {
      return try read(after: sequence - 1, limit: 1).first.map { Array($0.check) }
    } catch {
      // Trimmed meanwhile.
      if case .tooOld = error.code { return nil }
      throw error
    }
  }

  /// Records of one segment; nil if none of those wanted is behind the place.
  private func read(
    _ spot: LogView.Spot,
    after place: LogPlace,
    limit: Int,
    notes: Bool
  ) throws(LogError) -> LogPage? {
    let segment = spot.segment
    let file = try files.file(segment.first)
    let hint = files.hinted(segment.first, place)
    var offset: Int64
    if let known = hint ?? spot.offset {
      offset = known
    } else {
      offset = try files.marks(segment.first).offset(after: place)
    }
    // Records before the place come first where only the index says where to start.
    let slack = hint == nil ? LogFormat.markDistance : 0
    let want = min(max(limit, 512), LogFormat.longestRecord) + slack
    var size = want
    while offset < segment.size {
      let bytes = try file.bytes(Int(min(Int64(size), segment.size - offset)), at: offset)
      var pick = PagePick(after: place, limit: limit, notes: notes)
      if let fault = bytes.withUnsafeBytes({ pick.take($0) }) {
        throw LogError.damage(file.path, offset + Int64(pick.done), fault)
      }
      if let last = pick.last {
        files.hint(segment.first, notes ? last : last.afterNotes, offset + Int64(pick.done))
        return LogPage(bytes, pick.offsets, next: last)
      }
      offset += Int64(pick.done)
      if pick.done > 0 {
        size = want
      } else if pick.missing > bytes.count, Int64(pick.missing) <= segment.size - offset {
        size = pick.missing
      } else {
        throw LogError.damage(file.path, offset, "a record is cut off")
      }
    }
    let isMissing = notes ? place < segment.end.place : place.sequence < segment.end.sequence
    if isMissing { throw LogError.damage(file.path, segment.size, "the record after \(place) is not in it") }
    return nil
  }
}

/// Chooses the records of a page from bytes of a segment.
private struct PagePick {
  let start: LogPlace
  let limit: Int
  let notes: Bool
  /// Where the chosen records start.
  private(set) var offsets: [Int] = []
  /// The place behind the last chosen record, if any.
  private(set) var last: LogPlace?
  /// How far the bytes were looked through: to the end of the last chosen record, or while there is none, of the last
  /// whole record.
  private(set) var done = 0
  /// How long the record is that starts there and is not whole; 0 if that is not why it ended.
  private(set) var missing = 0
  private var taken = 0

  init(after place: LogPlace, limit: Int, notes: Bool) {
    start = place
    self.limit = limit
    self.notes = notes
  }

  /// Chooses.
  /// - Parameter bytes: start with a record.
  /// - Returns: why they are not as they were written, at `done`; nil if those that were chosen are.
  mutating func take(_ bytes: UnsafeRawBufferPointer) -> String? {
    var at = 0
    while at < bytes.count {
      switch RawRecord.look(UnsafeRawBufferPointer(rebasing: bytes[at...])) {
      case .record(let record):
        let isWanted = isWanted(record)
        if isWanted && last != nil && taken + record.length > limit { return nil }
        // Also what is passed over: a note whose number was damaged would seem to be another's.
        guard record.isSound else { return fault("a record does not have the checksum that it was written with", at) }
        if isWanted {
          guard isNext(record) else { return fault("record \(record.place) follows \(last ?? start)", at) }
          offsets.append(at)
          last = record.place
          taken += record.length
          done = at + record.length
        } else if last == nil {
          done = at + record.length
        }
        at += record.length
      case .partial(let length):
        missing = length
        return nil
      case .nothing: return fault("a record is missing", at)
      case .fault(let text): return fault(text, at)
      }
    }
    return nil
  }

  /// What is damaged behind records that were chosen is for the next page to say.
  private mutating func fault(_ text: String, _ at: Int) -> String? {
    if last != nil { return nil }
    done = at
    return text
  }

  private func isWanted(_ record: RawRecord) -> Bool {
    if record.isNumbered { return record.sequence > start.sequence }
    return notes && record.isNote && record.place > start
  }

  /// Whether a record follows those before it.
  private func isNext(_ record: RawRecord) -> Bool {
    let before = last ?? start
    if record.isNumbered { return record.sequence == before.sequence + 1 }
    return record.place == LogPlace(before.sequence, notes: before.notes + 1)
  }
}
