import Logging
import Service
import ServiceLifecycle
import ZeroMQ

/// Keeps a watcher of the folders that the configuration names: when it names others, the watcher is ended and another begun.
struct WatchedFolders: Sendable {
  let live: LiveConfiguration
  /// Takes the documents that are found.
  let found: Mailbox<FoundDocument>
  let logger: Logger

  /// Runs until graceful shutdown.
  /// - Throws: ``ConfigurationError`` when the folders of the start cannot be watched; of later ones the log is told, and none is watched.
  func run() async throws {
    let changes = live.changes()
    let mailbox = StopMailbox()
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        // Each change of the folders ends the watcher that there is.
        await cancelWhenGracefulShutdown {
          var last = live.current
          for await configuration in changes
          where (configuration.watch, configuration.links) != (last.watch, last.links) {
            last = configuration
            mailbox.stop()
          }
        }
      }
      var isFirst = true
      while !Task.isCancelled, !Task.isShuttingDownGracefully {
        let folders = live.current.watch
        let stop = mailbox.next()
        do {
          // What changed in between has stopped another one.
          if folders == live.current.watch { try await watch(folders, looksForGone: !isFirst, until: stop) }
        } catch let error as ConfigurationError where !isFirst {
          logger.error("no folder is watched until the configuration is read again: \(error)")
          try await watch([], looksForGone: false, until: mailbox.next())
        }
        isFirst = false
      }
      group.cancelAll()
    }
  }

  private func watch(_ folders: [String], looksForGone: Bool, until stop: Mailbox<Bool>) async throws {
    let (limit, links) = (live.current.limits.documentBytes, live.current.links)
    try await ServiceThread.run("watcher") {
      stop.postAlways(true)
    } _: {
      if folders.isEmpty {
        _ = stop.takeAll(waitingUpTo: nil)
        return
      }
      try FolderWatcher.run(
        folders,
        links: links,
        limit: limit,
        looksForGone: looksForGone,
        found: found,
        stop: stop,
        logger: logger
      )
    }
  }
}
