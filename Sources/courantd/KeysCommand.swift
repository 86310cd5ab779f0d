import ArgumentParser
import Console
import Foundation
import Keys
import Service
import ZeroMQ

/// Who may come in over TCP.
struct KeysCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "keys",
    abstract: "Make keys, and say whose are let in over TCP.",
    discussion: """
      Sockets in the file system have a folder's permissions, and need no keys. At a tcp:// endpoint both ends have a key:
      the daemon lets in those of its allow-list, each with roles; everybody knows the daemon by its public key.
      A key that is allowed or revoked while the daemon runs counts within a second. docs/security.md has the whole.

      Examples:
        courantd keys new /etc/courant/courant.key
        courantd keys show /etc/courant/courant.key
        courantd keys allow ann 'rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7' --role read --role submit
        ssh worker-1 courantd keys show | courantd keys allow worker-1 - --role work
        courantd keys list
        courantd keys revoke ann
        courantd keys jobs /etc/courant/jobs.key
      """,
    subcommands: [New.self, Show.self, Allow.self, Revoke.self, List.self, Jobs.self]
  )

  struct New: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make a key pair, and a file of it for its owner alone.",
      discussion: "Prints the public key. A file that is there is never overwritten."
    )

    @Argument(help: ArgumentHelp("The file to make.", valueName: "file"), completion: .file())
    var file: String

    func run() throws { StandardOutput.show("\(try KeyFile.create(file).publicKey)") }
  }

  struct Jobs: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make a key of jobs, for intake and an aggregator on different hosts.",
      discussion: """
        By it the two know which jobs intake has given out and which the aggregator has committed; workers must not have it.
        Copy the file to both hosts, and name it in keys.jobs. Where both use one state folder they make their own, and need none.
        """
    )

    @Argument(help: ArgumentHelp("The file to make.", valueName: "file"), completion: .file())
    var file: String

    func run() throws {
      try JobKey.create(file)
      print("\(file): copy it to the other host, and name it in keys.jobs on both")
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Print the public key of a file.")

    @OptionGroup var settings: Settings

    @Argument(help: ArgumentHelp("The file; default is that of keys.secret.", valueName: "file"), completion: .file())
    var file: String?

    func run() throws {
      let configuration = try settings.load()
      guard let path = file ?? KeyRing.secretPath(configuration, ProcessInfo.processInfo.environment) else {
        throw ConfigurationError("keys.secret is missing; name a file, or set it")
      }
      StandardOutput.show("\(try KeyFile.load(path).publicKey)")
    }
  }

  struct Allow: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Let a key in, or give one that is let in other roles.",
      discussion: """
        Roles: submit (submit and take back documents), work (be a worker, or intake), read (subscribe and ask),
        admin (all of these, and failed documents and extracting anew).
        """
    )

    @OptionGroup var settings: Settings

    @Argument(help: ArgumentHelp("By which you know the key: one word.", valueName: "name"))
    var name: String

    @Argument(help: ArgumentHelp("The public key, 40 characters, or - to read it.", valueName: "key"))
    var key: String

    @Option(name: .long, help: ArgumentHelp("What it may do; can be given again.", valueName: "role"))
    var role: [RoleName]

    func run() throws {
      let text = key == "-" ? readLine()?.trimmingCharacters(in: .whitespaces) ?? "" : key
      let entry = AllowList.Entry(
        name: try AllowList.name(name, "the name"),
        key: try AllowList.key(text, "the key"),
        roles: try AllowList.roles(role.map(\.word).joined(separator: ","), "--role")
      )
      let file = AllowListFile(path: try settings.load().keys.allow)
      try file.update { $0.allow(entry) }
      StandardOutput.show("\(entry.name) may \(entry.roles), in \(file.path)")
    }
  }

  struct Revoke: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Let a key in no more; who is connected with it is cut off."
    )

    @OptionGroup var settings: Settings

    @Argument(help: ArgumentHelp("The name, or the public key.", valueName: "name"))
    var name: String

    func run() throws {
      let file = AllowListFile(path: try settings.load().keys.allow)
      let revoked = try file.update { list in
        guard let entry = list.revoke(name) else {
          throw ConfigurationError("\(file.path): has no \(name); see who is there with: courantd keys list")
        }
        return entry
      }
      StandardOutput.show("\(revoked.name) is out, \(revoked.key)")
    }
  }

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Print who is let in: name, roles, public key.")

    @OptionGroup var settings: Settings

    func run() throws {
      for entry in try AllowListFile(path: try settings.load().keys.allow).load().entries {
        StandardOutput.show("\(entry.name)\t\(entry.roles)\t\(entry.key)")
      }
    }
  }
}
