import Glibc
import Model
import SystemPackage
import Transport
import Wire
import ZeroMQ

/// Watched folders: what is found in them, and what is gone from them.
extension IntakeLoop {
  /// Documents from the watched folders. What finds no room is held back, and no more are taken, until there is some.
  func take(_ documents: [FoundDocument]) throws {
    heldBack += documents
    while let document = heldBack.first, hasRoom(forFolders: true) {
      let uri = document.path.fileURI
      if case .refused(let reason) = document.finding {
        refuse(document.path.string, uri, reason)
        heldBack.removeFirst()
        continue
      }
      guard case .file(let content, let origins) = document.finding else {
        guard takeGone(document, uri) else { break }
        heldBack.removeFirst()
        continue
      }
      let type = Admission.type(of: content, uri: uri, declared: nil)
      if let refusal = Admission.refusal(uri: uri, declared: nil, type, content, configuration.limits) {
        refuse(document.path.string, uri, refusal.reason, refusal.kind)
      } else {
        do throws(SpoolError) {
          _ = try add(uri: uri, mediaType: type.description, content, lane: .folders)
          // A file that was renamed is the same document under another name; that of before states nothing any longer.
          for origin in origins {
            _ = try add(uri: origin.fileURI, mediaType: "text/plain", [], action: .withdraw, lane: .folders)
          }
          try commit()
          for origin in origins {
            refusedFiles.forget(origin.fileURI)
            logger.info("moved", metadata: ["from": "\(origin)", "to": "\(document.path)"])
          }
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
    if case .folderGone(let target) = document.finding {
      forgetRefused(below: uri + "/")
      guard live.current.deleted == .withdraw || target != nil else { return true }
      let prefix = PrefixToCheck(folder: document.path, movedTo: target)
      // One whose check is under way is checked once more: what was seen of it may be old.
      if !prefixesToCheck.dropFirst().contains(prefix) { prefixesToCheck.append(prefix) }
      return true
    }
    guard live.current.deleted == .withdraw || document.finding == .movedAway else { return true }
    guard isWatchedNow(document.path) else {
      logger.warning("not withdrawn, for its watched folder is gone as well", metadata: ["file": "\(document.path)"])
      return true
    }
    do throws(SpoolError) {
      _ = try add(uri: uri, mediaType: "text/plain", [], action: .withdraw, lane: .folders)
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
  private func isWatchedNow(_ path: FilePath) -> Bool {
    let root = live.current.watch.first { path.isWithin(FilePath($0)) }
    return root.map { access($0, R_OK | X_OK) == 0 } ?? false
  }

  /// Remembers a watched folder with something in it, so that another of its name that is empty is known as such.
  private func rememberFolder(_ folder: FilePath) {
    guard let watched = live.current.watch.first(where: { FilePath($0) == folder }) else { return }
    do throws(SpoolError) {
      try folderIdentities.remember(watched)
    } catch {
      logger.warning("cannot remember a watched folder: \(error)")
    }
  }

  /// Asks which documents stand whose files were in a watched folder: some may have been removed while nobody looked.
  func lookForGone() throws {
    guard heldBack.isEmpty, let folder = prefixesToCheck.first?.folder else { return }
    // Asked again, when no answer came, under another number: an answer counts once.
    checkRequest = (checkRequest.number + 1, true)
    let prefix = folder.fileURI + "/"
    if checkedTo == nil { documentsInHand = dispatcher.documents(prefix: prefix) }
    let request = DocumentsRequest(
      request: checkRequest.number,
      prefix: prefix,
      after: checkedTo,
      seal: jobKey.seal(.documents, [prefix])
    )
    _ = try batches.sendIfPossible(try Packet(request).message)
  }

  /// Takes the aggregator's answer: withdraws what has no file any longer, and asks for the next page.
  func take(_ list: DocumentList) throws {
    guard checkRequest == (list.request, true), let prefix = prefixesToCheck.first, heldBack.isEmpty else { return }
    let folder = prefix.folder
    checkRequest.isOpen = false
    if folderIdentities.isPlaceOfAnother(folder.string) {
      logger.warning(
        "nothing is withdrawn of a watched folder that is empty and was another: is its disk mounted?",
        metadata: ["folder": "\(folder)"]
      )
    } else if isWatchedNow(folder) {
      rememberFolder(folder)
      let known = Set(list.documents.map { ExactText($0.uri) }).union(documentsInHand)
      let gone = known.sorted().compactMap { FileURI.bytes(of: $0.wrappedValue) }.map { FilePath(bytes: $0) }.filter {
        Self.isGone($0)
      }
      try take(gone.map { FoundDocument(path: $0, finding: prefix.isMoved($0) ? .movedAway : .gone) })
    }
    documentsInHand = []
    checkedTo = list.next
    if list.next == nil { prefixesToCheck.removeFirst() }
    try lookForGone()
  }

  /// Forgets the refused files of some folder, or of all with "", that are no longer there.
  func forgetRefused(below prefix: String) {
    refusedFiles.forget(below: prefix) { uri in
      FileURI.bytes(of: uri).map { Self.isGone(FilePath(bytes: $0)) } ?? true
    }
  }

  /// Whether nothing is at a path; false where that cannot be told.
  fileprivate static func isGone(_ path: FilePath) -> Bool {
    var status = stat()
    guard path.withPlatformString({ lstat($0, &status) }) != 0, errno == ENOENT || errno == ENOTDIR else {
      return false
    }
    // A document in an archive is there as long as that is.
    return path.archives.allSatisfy { archive in
      archive.withPlatformString { lstat($0, &status) } != 0 && (errno == ENOENT || errno == ENOTDIR)
    }
  }
}

/// A folder below which files may be gone whose documents still stand.
struct PrefixToCheck: Equatable {
  var folder: FilePath
  /// What it was renamed to: the documents of files that are there now are withdrawn whatever is configured for files that are gone.
  var movedTo: FilePath?

  /// Whether a file of the folder is where that was renamed to.
  func isMoved(_ path: FilePath) -> Bool {
    guard let movedTo, let start = path.length(within: folder) else { return false }
    return !IntakeLoop.isGone(movedTo.appending(name: path.bytes.dropFirst(start)))
  }
}
