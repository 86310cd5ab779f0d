import ArgumentParser
import Corpora
import Foundation
import Languages

struct LanguagesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "languages",
    abstract: "Learn which language a text is in, from sentences in each.",
    discussion: """
      A file a language, named by its tag (en.txt), with a sentence a line. --test learns from every second sentence, and tells the others.

      Example:
        courant-train languages sentences/*.txt --out languages.table
      """
  )

  @Argument(help: ArgumentHelp("The sentences of each language.", valueName: "tag.txt"))
  var files: [String]

  @Option(name: [.long, .short], help: ArgumentHelp("The table to write.", valueName: "file"))
  var out: String?

  @Flag(help: "Print how many sentences that were not learnt from are told right, by language.")
  var test = false

  func run() throws {
    var learner = LanguageLearner()
    var others: [(tag: String, sentences: [String])] = []
    for file in files {
      guard let data = FileManager.default.contents(atPath: file) else { throw CorpusError("\(file): cannot be read") }
      let tag = URL(fileURLWithPath: file).deletingPathExtension().lastPathComponent
      let sentences = String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline).map(String.init)
      learner.add(test ? sentences.enumerated().filter { $0.offset % 2 == 0 }.map(\.element) : sentences, language: tag)
      others.append((tag, sentences.enumerated().filter { $0.offset % 2 == 1 }.map(\.element)))
    }
    let table = learner.table()
    if test {
      let identifier = try LanguageIdentifier(table)
      print("language  sentences  right   sure    right of sure")
      for (tag, sentences) in others {
        let guesses = sentences.map { identifier.guess(Array($0.utf8)[...]) }
        let sure = guesses.filter { ($0?.margin ?? 0) >= LanguageIdentifier.sureMargin }
        func share(_ part: Int, _ whole: Int) -> String {
          String(format: "%.3f", whole == 0 ? 0 : Double(part) / Double(whole))
        }
        let right = share(guesses.count { $0?.language == tag }, guesses.count)
        let rightOfSure = share(sure.count { $0?.language == tag }, sure.count)
        let name = tag.padding(toLength: 8, withPad: " ", startingAt: 0)
        print("\(name)  \(guesses.count)        \(right)   \(share(sure.count, guesses.count))   \(rightOfSure)")
      }
    }
    guard let out else { return }
    do {
      try Data(table).write(to: URL(fileURLWithPath: out), options: .atomic)
    } catch {
      throw CorpusError("\(out): cannot be written: \(error.localizedDescription)")
    }
  }
}
