import ArgumentParser
import Console
import Foundation
import Glibc
import Pipeline
import Service
import Store

/// Look the database and the spool through.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Look the database and the spool through: checksums, pages, and the state against the journal.",
    discussion: """
      Folds the journal anew, from nothing or from where it was trimmed, and compares what comes of it with the state that is kept. May run beside the
      daemon; needs as much room again as the database takes. Exit code 1 and one line when something is wrong.

      Examples:
        courantd check
        courantd check --state /var/lib/courant
      """
  )

  @OptionGroup var settings: Settings

  func run() throws {
    let configuration = try settings.load()
    let path = configuration.state + "/courant.db"
    try ConfigurationError.requireReadable(path)
    if let fault = try logFault(of: configuration.state) { throw StoreError(.storage, fault) }
    let check = try Check(of: path, isWhole: true)
    if let fault = check.firstFault { throw StoreError(.storage, fault) }
    if let fault = try SpoolCheck.firstFault(in: configuration.state + "/spool") { throw StoreError(.storage, fault) }
    try renewSums(of: configuration.state)
    StandardOutput.show("\(path): sound: \(check.extent), \(check.facts) facts that stand, \(check.keys) keys")
    if let search = try SearchCheck(of: path) { StandardOutput.show(try line(search, of: configuration.state)) }
  }
}

/// What there is to say of the search index. One that is damaged is removed, unless a daemon has it open: nothing is lost with it.
private func line(_ search: SearchCheck, of state: String) throws -> String {
  guard search.isDamaged else { return "\(search.path): \(search.finding)" }
  let lock: InstanceLock
  do {
    lock = try InstanceLock(folder: state, name: "aggregator.lock")
  } catch {
    return "\(search.path): \(search.finding); stop the daemon and run: courantd check"
  }
  return withExtendedLifetime(lock) {
    search.remove()
    return "\(search.path): \(search.finding); it was removed, and the daemon makes it anew at its start"
  }
}

/// Rebuilds the page checksums of a sound database: a damaged page may hold nothing, and the daemon would keep reporting it. While a
/// daemon has the database open, only checks them.
private func renewSums(of state: String) throws {
  let lock: InstanceLock
  do {
    lock = try InstanceLock(folder: state, name: "aggregator.lock")
  } catch {
    if let fault = try DatabaseFile.sumsFault(of: state + "/courant.db") { throw StoreError(.storage, fault) }
    return
  }
  try withExtendedLifetime(lock) { try DatabaseFile.renewSums(of: state + "/courant.db") }
}

/// What is wrong with the log of a state folder's database; of one that a daemon is writing nothing can be said, and it was looked at
/// when that began.
private func logFault(of state: String) throws -> String? {
  guard FileManager.default.fileExists(atPath: state + "/courant.db-wal") else { return nil }
  let lock: InstanceLock
  do {
    lock = try InstanceLock(folder: state, name: "aggregator.lock")
  } catch {
    return nil
  }
  return try withExtendedLifetime(lock) { try DatabaseFile.logFault(of: state + "/courant.db") }
}

/// Copy the database.
struct BackupCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup",
    abstract: "Copy the database to a file, also while the daemon runs.",
    discussion: """
      The copy is of one moment, and is there whole or not at all.

      Examples:
        courantd backup /srv/backups/courant-$(date +%F).db
        courantd backup --force --state ./state courant.bak
      """
  )

  @OptionGroup var settings: Settings

  @Argument(help: ArgumentHelp("Where the copy goes.", valueName: "file"))
  var file: String

  @Flag(name: .long, help: "Replace a file that is there.")
  var force = false

  func run() throws {
    let configuration = try settings.load()
    if self.file == "-" {
      throw UsageError("a backup is a file, and is not written to standard output; a file of that name is ./-")
    }
    let file = Settings.absolute(self.file)
    try CopyPlace.check(file, named: self.file, state: configuration.state)
    if !force, FileManager.default.fileExists(atPath: file) {
      throw UsageError("\(self.file) is there already; name another file, or replace it with --force")
    }
    for rest in ["", "-wal", "-shm"] {
      try ConfigurationError.requireReadable(configuration.state + "/courant.db" + rest)
    }
    // A copy without what a damaged log holds would pass for one of everything.
    if let fault = try logFault(of: configuration.state) { throw StoreError(.storage, fault) }
    let extent = try DatabaseFile.backUp(configuration.state + "/courant.db", to: file)
    StandardOutput.show("\(self.file): \(extent) of \(extent.epoch)")
  }
}

/// Put a copy in place.
struct RestoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore",
    abstract: "Put a backup in the place of the database, under a new epoch.",
    discussion: """
      The daemon must be stopped. The backup is looked through as by check; one that is damaged changes nothing. Every
      subscriber is told of the new epoch, and takes a new snapshot.

      Examples:
        courantd restore /srv/backups/courant-2026-11-24.db
        courantd restore --force --state ./state courant.bak
      """
  )

  @OptionGroup var settings: Settings

  @Argument(help: ArgumentHelp("A file that courantd backup wrote.", valueName: "file"))
  var file: String

  @Flag(name: .long, help: "Replace the database that is there.")
  var force = false

  func run() throws {
    let configuration = try settings.load()
    let path = configuration.state + "/courant.db"
    // Before the lock, which makes the folder.
    try ConfigurationError.requireReadable(Settings.absolute(file))
    try DatabaseFile.requireFile(Settings.absolute(file))
    try CopyPlace.checkSource(Settings.absolute(file), named: file, database: path)
    let missing = FolderMaker.missing(configuration.state)
    do {
      try restore(to: path, in: configuration.state)
    } catch {
      // What a refused copy would have gone into is not left behind.
      if !missing.isEmpty { unlink(configuration.state + "/aggregator.lock") }
      for folder in missing { rmdir(folder) }
      throw error
    }
  }

  private func restore(to path: String, in state: String) throws {
    let lock = try InstanceLock(folder: state, name: "aggregator.lock")
    try withExtendedLifetime(lock) {
      if !force, FileManager.default.fileExists(atPath: path) {
        throw ConfigurationError("\(path) is there already; replace it with --force")
      }
      let extent = try DatabaseFile.restore(Settings.absolute(file), to: path)
      StandardOutput.show("\(path): \(extent), now of \(extent.epoch)")
    }
  }
}
