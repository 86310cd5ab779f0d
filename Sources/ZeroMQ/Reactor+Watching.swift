/// What a ``Reactor`` waits for.
extension Reactor {
  /// How the reactor waits for a mailbox.
  enum MailboxWatch {
    /// By its wake-up, which must stay open for as long as it is waited for.
    case wakeUp(WakeUp)
    /// By looking again and again, when the process had no file descriptor left for a wake-up.
    case timer(ReactorTimer)
  }

  /// Calls `onReadable` whenever `socket` has something to receive; in place of an earlier handler, if it had one.
  ///
  /// The handler takes what it wants with `receiveIfReady`, and is called again if there is more.
  public func add<Kind: Receiving>(_ socket: Socket<Kind>, onReadable: @escaping (Socket<Kind>) throws -> Void) {
    // The loop's hold on the socket ends with the watch, and so does the handler's.
    watch(socket).onReadable = { [unowned socket] in try onReadable(socket) }
  }

  /// Calls `onMessage` for each message that `socket` receives, up to `batch` before others have their turn.
  public func add<Kind: Receiving>(
    _ socket: Socket<Kind>,
    batch: Int = 64,
    onMessage: @escaping (Socket<Kind>, Message) throws -> Void
  ) {
    add(socket) { [unowned self] socket in
      for _ in 0..<max(1, batch) {
        guard !socket.isClosed, isWatching(socket), let message = try socket.receiveIfReady() else { return }
        try onMessage(socket, message)
      }
    }
  }

  /// Calls `body` once, as soon as `socket` has room for another message: after `sendIfPossible` was refused.
  public func onceWritable<Kind: Sending>(_ socket: Socket<Kind>, _ body: @escaping (Socket<Kind>) throws -> Void) {
    let watch = watch(socket)
    watch.onWritable = { [unowned self, unowned socket, unowned watch] in
      watch.onWritable = nil
      hasChanged = true
      if watch.onReadable == nil { remove(socket) }
      try body(socket)
    }
  }

  /// Stops watching `socket`; the socket stays open.
  public func remove(_ socket: AnySocket) {
    assertOwner()
    guard let watch = socketWatches.removeValue(forKey: ObjectIdentifier(socket)) else { return }
    watch.isRemoved = true
    hasChanged = true
  }

  /// Whether `socket` is being watched.
  public func isWatching(_ socket: AnySocket) -> Bool {
    socketWatches[ObjectIdentifier(socket)].map { !$0.isOver } ?? false
  }

  /// Calls `onReadable` whenever `fileDescriptor` can be read, or is in error.
  ///
  /// Remove it before it is closed: the number of a closed descriptor may come to mean another.
  public func add(fileDescriptor: Int32, onReadable: @escaping () throws -> Void) {
    assertOwner()
    remove(fileDescriptor: fileDescriptor)
    let watch = Watch(.fileDescriptor(fileDescriptor))
    watch.onReadable = onReadable
    fileWatches[fileDescriptor] = watch
    hasChanged = true
  }

  /// Stops watching `fileDescriptor`.
  public func remove(fileDescriptor: Int32) {
    assertOwner()
    guard let watch = fileWatches.removeValue(forKey: fileDescriptor) else { return }
    watch.isRemoved = true
    hasChanged = true
  }

  /// Calls `onMessages` with all that was posted to `mailbox` since the last time, oldest first.
  ///
  /// A mailbox that is closed is dropped from the loop once all that it held was delivered.
  public func add<Element>(_ mailbox: Mailbox<Element>, onMessages: @escaping ([Element]) throws -> Void) {
    remove(mailbox)
    let deliver = { [unowned self, unowned mailbox] in
      let (elements, isClosed) = mailbox.takeAll()
      if isClosed { remove(mailbox) }
      if !elements.isEmpty { try onMessages(elements) }
    }
    // Held by the handler for as long as the mailbox is watched.
    let retained = { try withExtendedLifetime(mailbox, deliver) }
    if let wakeUp = mailbox.attachWakeUp() {
      mailboxes[ObjectIdentifier(mailbox)] = .wakeUp(wakeUp)
      add(fileDescriptor: wakeUp.fileDescriptor, onReadable: retained)
    } else {
      mailboxes[ObjectIdentifier(mailbox)] = .timer(every(.milliseconds(1), retained))
    }
  }

  /// Stops watching `mailbox`; it stays open.
  public func remove<Element>(_ mailbox: Mailbox<Element>) {
    assertOwner()
    switch mailboxes.removeValue(forKey: ObjectIdentifier(mailbox)) {
    case .wakeUp(let wakeUp): remove(fileDescriptor: wakeUp.fileDescriptor)
    case .timer(let timer): timer.cancel()
    case nil: break
    }
  }

  private func watch(_ socket: AnySocket) -> Watch {
    assertOwner()
    hasChanged = true
    let key = ObjectIdentifier(socket)
    if let watch = socketWatches[key] { return watch }
    let watch = Watch(.socket(socket))
    socketWatches[key] = watch
    return watch
  }
}
