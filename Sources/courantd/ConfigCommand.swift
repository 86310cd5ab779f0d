import ArgumentParser
import Console
import Keys
import Service
import Sinks

/// See what is configured.
struct ConfigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config",
    abstract: "Check the configuration, show it, or explain one of its options.",
    discussion: """
      Examples:
        courantd config check --config /etc/courant/courantd.yaml && systemctl reload courantd
        courantd config show --config courantd.yaml      every value, and where it is from
        courantd config explain limits.job_time
      """,
    subcommands: [Check.self, Show.self, Explain.self, Table.self]
  )

  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Say whether a daemon would start with this configuration.",
      discussion:
        "One line and exit code 78 when it would not. Flags, environment and file count as they do for the daemon."
    )

    @OptionGroup var settings: Settings

    func run() throws {
      var loaded = try settings.loaded()
      try loaded.configuration.checkFolders()
      try loaded.configuration.loadAliases()
      try LiveSinks.check(loaded.configuration)
      // An endpoint is another host's where that one's key is known.
      let isJoining = !loaded.configuration.keys.server.isEmpty
      _ = try loaded.configuration.keyRing(
        listening: AccessDomain.allCases.filter { !isJoining || !loaded.configuration.isTCP($0) },
        connecting: isJoining ? AccessDomain.allCases : []
      )
      let set = loaded.origins.count
      let lists = [("feed", loaded.configuration.feeds.count), ("sink", loaded.configuration.sinks.count)]
        .filter { $0.1 > 0 }.map { "; \($0.1) \($0.0)\($0.1 == 1 ? "" : "s")" }.joined()
      StandardOutput.show(
        "\(settings.config ?? "no file"): sound, \(set) option\(set == 1 ? "" : "s") set, all others at their defaults\(lists)"
      )
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print the whole configuration as a file, each value with where it is from."
    )

    @OptionGroup var settings: Settings

    func run() throws { StandardOutput.show(try settings.loaded().yaml) }
  }

  struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Say what an option means, and what it is now.")

    @OptionGroup var settings: Settings

    @Argument(
      help: ArgumentHelp("The option's name in the file, such as limits.job_time.", valueName: "key"),
      completion: .list(ConfigurationOption.all.map(\.name))
    )
    var key: String

    func run() throws {
      let option = try ConfigurationOption.named(key)
      StandardOutput.show(try settings.loaded().explanation(of: option))
    }
  }

  /// For the pages in `docs`.
  struct Table: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print all options, metrics, messages or exit codes as a table in Markdown.",
      shouldDisplay: false
    )

    enum Subject: String, ExpressibleByArgument, CaseIterable {
      case options, metrics, messages, exits
    }

    @Argument(help: "What to print.")
    var subject = Subject.options

    func run() {
      switch subject {
      case .options: StandardOutput.show(ConfigurationOption.table)
      case .metrics: StandardOutput.show(Metric.table)
      case .messages: StandardOutput.show(MessageID.table)
      case .exits: StandardOutput.show(ProgramExit.table)
      }
    }
  }
}
