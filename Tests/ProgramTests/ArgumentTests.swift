import ArgumentParser
import Console
import Testing

@testable import courant
@testable import courantd

@Suite("Arguments")
struct ArgumentTests {
  private func message(_ words: [String], _ root: any ParsableCommand.Type = Courant.self) -> String {
    do {
      _ = try root.parseAsRoot(words)
      return ""
    } catch {
      return root.message(for: error)
    }
  }

  @Test(
    "a negative number is an argument, and none of the options that follow are lost",
    arguments: [
      (["weigh", "a", "-1"], ["weigh", "a", "--", "-1"]),
      (["weigh", "a", "-0.5", "--json"], ["weigh", "a", "--json", "--", "-0.5"]),
      (["weigh", "a", "--json", "-1"], ["weigh", "a", "--json", "--", "-1"]),
      (["undo", "-5", "-6"], ["undo", "--", "-5", "-6"]),
      (["weigh", "--reason", "-1", "a"], ["weigh", "--reason", "-1", "a"]),
      (["undo", "--", "-1"], ["undo", "--", "-1"]),
      (["diff", "a.txt", "-1", "1"], ["diff", "a.txt", "-1", "1"]),
      (["weigh", "-2", "a", "--", "-b"], ["weigh", "a", "--", "-2", "-b"]),
      (["get", "-h"], ["get", "-h"]),
      (["-1"], ["-1"]),
    ]
  )
  func negativeNumbers(_ words: [String], _ separated: [String]) {
    #expect(Program.separatingNegativeNumbers(words, of: ["weigh", "undo"]) == separated)
  }

  @Test(
    "two options of which one would be ignored are refused",
    arguments: [
      (
        ["watch", "--since", "0", "--cursor", "c"],
        "--since and --cursor both say where to begin; leave one out, or name with --start where a new cursor begins"
      ),
      (["watch", "--start", "0"], "--start goes with --cursor; without it use --since"),
      (
        ["watch", "--once", "--effect", "new"],
        "--effect is of events, and --once shows the state; add --since, such as --since 0"
      ),
      (["watch", "--wide", "--json"], "--wide is for tables, and --json prints none; leave one out"),
      (["get", "--wide", "--json"], "--wide is for tables, and --json prints none; leave one out"),
      (["get", "--columns", "key", "--json"], "--columns is for tables, and --json prints none; leave one out"),
      (
        ["get", "a", "--as", "mention", "--as-of", "3"],
        "--as mention shows the documents of now, and --as-of what was; leave one out"
      ),
      (["get", "a/", "--as", "subject"], "--as is of an entity; name one without a /, such as japan"),
      (["get", "--as", "subject"], "--as is of an entity; name one without a /, such as japan"),
      (["get", "--strict"], "--strict goes with --at; name a date, such as --at 2012"),
      (["watch", "--strict"], "--strict goes with --at; name a date, such as --at 2012"),
      (["extract", "a", "--wide", "--html"], "--wide is for tables, and --html prints none; leave one out"),
      (
        ["extract", "a", "--explain", "--min-confidence", "0.1"],
        "--min-confidence goes with facts, and --explain shows all that was found; leave one out"
      ),
      (["diff", "a", "--list", "1", "2"], "--list lists every revision; leave out 1 2"),
      (
        ["top", "--once", "--interval", "5"],
        "--interval is for a page that is drawn again, and --once draws one; leave one out"
      ),
      (
        ["status", "--runtime", "r", "--config", "c"],
        "--runtime and --config both say where the daemon is; leave one out"
      ),
      (
        ["export", "--format", "jsonl", "--no-csv-safe"],
        "--csv-safe and --no-csv-safe go with --format csv, not with jsonl"
      ),
      (
        ["export", "--format", "parquet", "-o", "x", "--csv-safe"],
        "--csv-safe and --no-csv-safe go with --format csv, not with parquet"
      ),
    ]
  )
  func pairs(words: [String], text: String) { #expect(message(words) == text) }

  @Test("a negative number is a value, wherever a number is wanted")
  func negative() throws {
    let get = try #require(try Courant.parseAsRoot(["get", "--min", "-5.5", "--max", "-1"]) as? GetCommand)
    #expect(get.filters.min == -5.5)
    #expect(get.filters.max == -1)
    #expect(message(["get", "--min", "-1", "--max", "-5"]) == "--min is -1.0, more than --max, which is -5.0")
    #expect(message(["document", "a", "--revision", "-2"]) == "")
    #expect(message(["diff", "a", "-2", "-1"]) == "")
    #expect(message(["search", "x", "--limit", "-5"]) == "--limit is -5, want 1 to 100000")
    #expect(message(["get", "--limit", "-5"]) == "--limit is -5, want 1 to 1000000")
    #expect(message(["get", "--min-confidence", "1.5"]) == "--min-confidence is 1.5, want 0 to 1")
    #expect(message(["top", "--interval", "-1"]) == "--interval is -1.0, want 0.1 to 3600")
    #expect(message(["extract", "a", "--min-confidence", "-1"]) == "--min-confidence is -1.0, want 0 to 1")
    #expect(message(["run", "--workers", "-1"], Courantd.self) == "--workers is -1, want 0 to 1024")
    #expect(message(["get", "--since", "-5"]).hasPrefix("--since is \"-5\", want a sequence, a time such as "))
  }

  @Test("columns are named, in any case, once each")
  func columns() throws {
    #expect(try KnownColumn.list("status,Key,SOURCES") == [.status, .key, .sources])
    let names =
      "role, status, key, attribute, verb, time, value, normal, speaker, sources, origins, confidence, document, date"
    #expect(
      message(["get", "--columns", "status,keys"]) == "--columns has \"keys\", want names between commas, of \(names)"
    )
    #expect(message(["get", "--columns", ""]) == "--columns has \"\", want names between commas, of \(names)")
    #expect(message(["get", "--columns", "key,status,key"]) == "--columns has key twice")
    #expect(message(["get", "..", "--as", "part"]) == "\"..\" has no letter or digit: want a name such as japan")
  }

  @Test("a moment may be written in every form, by every command that takes one")
  func moments() {
    for moment in ["1200", "2024-05-01", "2024-05-01T10:00:00+02:00", "5m", "2h", "3d", "yesterday", "today", "now"] {
      for words in [
        ["watch", "--since", moment], ["watch", "--cursor", "c", "--start", moment], ["get", "--since", moment],
        ["get", "--as-of", moment], ["export", "--format", "csv", "--since", moment],
        ["export", "--format", "csv", "--as-of", moment],
      ] {
        #expect(message(words) == "", "\(words)")
      }
    }
    for day in ["2012", "2012-06", "2012-06-30", "today", "yesterday"] { #expect(message(["get", "--at", day]) == "") }
    for day in ["2012-06-30", "today", "yesterday"] { #expect(message(["values", "a", "--date", day]) == "") }
  }

  @Test("a moment that is none is named by every command")
  func wrongMoments() {
    for (words, option) in [
      (["watch", "--since", "soon"], "since"), (["watch", "--cursor", "c", "--start", "soon"], "start"),
      (["get", "--as-of", "soon"], "as-of"), (["export", "--format", "csv", "--since", "soon"], "since"),
    ] {
      #expect(message(words).hasPrefix("--\(option) is \"soon\", want a sequence, "), "\(message(words))")
    }
    #expect(
      message(["values", "a", "--date", "soon"])
        == "--date is \"soon\", want a day such as 2024-05-01, today or yesterday"
    )
  }
}
