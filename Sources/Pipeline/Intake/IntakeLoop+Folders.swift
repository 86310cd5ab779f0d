import Glibc
import Model
import Transport
import Wire
import ZeroMQ

/// Watched folders: what is found in them, and what is gone from them.
extension IntakeLoop {
  /// Documents from the watched folders. What finds no room is held back, and no more are taken, until there is some.
  func take(_ documents: [FoundDocument]) throws {
    heldBack += documents
    while let document = heldBack.first, hasRoom {
      let uri = FileURI.of(document.path)
      if case .refused(let reason) = document.finding {
        refuse(document.path, uri, reason)
        heldBack.removeFirst()
        continue
      }
      guard case .file(let content) = document.finding else {
        guard takeGone(document, uri) else { break }
        heldBack.removeFirst()
        continue
      }
      if let refusal = Admission.refusal(uri: uri, mediaType: "text/plain", content, configuration.limits) {
        refuse(document.path, uri, refusal.reason)
      } else {
        do throws(SpoolError) {
          _ = try add(uri: uri, mediaType: "text/plain", content)
          try commit()
          refusedFiles.forget(uri)
        } catch {
          // Tried again soon.
          complain(error)
          break
        }
      }
      heldBack.removeFirst()
    }
    if !heldBack.isEmpty, !isHoldingBack {
      isHoldingBack = true
      reactor.remove(found)
    } else if heldBack.isEmpty, isHoldingBack {
      isHoldingBack = false
      reactor.add(found) { [unowned self] in try take($0) }
    }
    try dispatch()
  }

  // MARK: Files that are gone

  /// Withdraws the document of a file that was removed, if that is wanted.
  /// - Returns: false when the spool does not take it now.
  private func takeGone(_ document: FoundDocument, _ uri: String) -> Bool {
    refusedFiles.forget(uri)
    if document.finding == .folderGone { refusedFiles.forgetAll(below: uri + "/") }
    guard live.current.deleted == .withdraw else { return true }
    if document.finding == .folderGone {
      // One whose check is under way is checked once more: what was seen of it may be old.
      if !prefixesToCheck.dropFirst().contains(document.path) { prefixesToCheck.append(document.path) }
      return true
    }
    guard isWatchedNow(document.path) else {
      logger.warning("not withdrawn, for its watched folder is gone as well", metadata: ["file": "\(document.path)"])
      return true
    }
    do throws(SpoolError) {
      _ = try add(uri: uri, mediaType: "text/plain", [], action: .withdraw)
      try commit()
      logger.info("withdraws the document of a file that is gone", metadata: ["file": "\(document.path)"])
      return true
    } catch {
      logger.error("cannot withdraw \(uri), will try again: \(error)")
      return false
    }
  }

  /// True when the watched folder that a path is in is there: one that is gone as a whole may be a disk that is not there yet, and
  /// its documents stay.
  private func isWatchedNow(_ path: String) -> Bool {
    let root = live.current.watch.first { path == $0 || path.hasPrefix($0 + "/") }
    return root.map { access($0, R_OK | X_OK) == 0 } ?? false
  }

  /// Remembers a watched folder with something in it, so that another of its name that is empty is known as such.
  private func rememberFolder(_ folder: String) {
    guard live.current.watch.contains(folder) else { return }
    do throws(SpoolError) {
      try folderIdentities.remember(folder)
    } catch {
      logger.warning("cannot remember a watched folder: \(error)")
    }
  }

  /// Asks which documents stand whose files were in a watched folder: some may have been removed while nobody looked.
  func lookForGone() throws {
    guard heldBack.isEmpty, let folder = prefixesToCheck.first else { return }
    // Asked again, when no answer came, under another number: an answer counts once.
    checkRequest = (checkRequest.number + 1, true)
    let prefix = FileURI.of(folder + "/")
    if checkedTo == nil { documentsInHand = dispatcher.documents(prefix: prefix) }
    let request = DocumentsRequest(request: checkRequest.number, prefix: prefix, after: checkedTo)
    _ = try batches.sendIfPossible(try Packet(request).message)
  }

  /// Takes the aggregator's answer: withdraws what has no file any longer, and asks for the next page.
  func take(_ list: DocumentList) throws {
    guard checkRequest == (list.request, true), let folder = prefixesToCheck.first, heldBack.isEmpty else { return }
    checkRequest.isOpen = false
    if folderIdentities.isPlaceOfAnother(folder) {
      logger.warning(
        "nothing is withdrawn of a watched folder that is empty and was another: is its disk mounted?",
        metadata: ["folder": "\(folder)"]
      )
    } else if isWatchedNow(folder) {
      rememberFolder(folder)
      let known = Set(list.documents.map(\.uri)).union(documentsInHand)
      let gone = known.sorted().compactMap(FileURI.path).filter { path in
        var status = stat()
        return lstat(path, &status) != 0 && (errno == ENOENT || errno == ENOTDIR)
      }
      try take(gone.map { FoundDocument(path: $0, finding: .gone) })
    }
    documentsInHand = []
    checkedTo = list.next
    if list.next == nil { prefixesToCheck.removeFirst() }
    try lookForGone()
  }
}
