import Corpora
import Evaluation
import Foundation
import Language
import Testing
import Training

/// Trains small models on sentences of our own, by all steps that `docs/training.md` has.
@Suite struct ModelTrainingTests {
  /// A word: form, parts of speech, head, relation, and perhaps a name.
  private static let sentences = [
    "Anna/PROPN/NNP/2/nsubj/B-PER reads/VERB/VBZ/0/root a/DET/DT/4/det book/NOUN/NN/2/obj ./PUNCT/./2/punct",
    "Peter/PROPN/NNP/2/nsubj/B-PER buys/VERB/VBZ/0/root the/DET/DT/4/det boat/NOUN/NN/2/obj ./PUNCT/./2/punct",
    "The/DET/DT/2/det boat/NOUN/NN/3/nsubj leaves/VERB/VBZ/0/root Trieste/PROPN/NNP/3/obj/B-LOC ./PUNCT/./3/punct",
    "Maria/PROPN/NNP/2/nsubj/B-PER lives/VERB/VBZ/0/root in/ADP/IN/4/case Linz/PROPN/NNP/2/obl/B-LOC ./PUNCT/./2/punct",
    "Acme/PROPN/NNP/2/compound/B-ORG Mills/PROPN/NNP/3/nsubj/I-ORG sells/VERB/VBZ/0/root flour/NOUN/NN/3/obj ./PUNCT/./3/punct",
    "The/DET/DT/2/det teacher/NOUN/NN/3/nsubj reads/VERB/VBZ/0/root slowly/ADV/RB/3/advmod ./PUNCT/./3/punct",
    "Anna/PROPN/NNP/2/nsubj/B-PER works/VERB/VBZ/0/root for/ADP/IN/5/case Acme/PROPN/NNP/5/compound/B-ORG Mills/PROPN/NNP/2/obl/I-ORG ./PUNCT/./2/punct",
    "A/DET/DT/3/det small/ADJ/JJ/3/amod boat/NOUN/NN/4/nsubj sinks/VERB/VBZ/0/root in/ADP/IN/6/case Trieste/PROPN/NNP/4/obl/B-LOC ./PUNCT/./4/punct",
  ]

  /// A folder with treebanks, names, lists of names and plain text.
  private static func workFolder() throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("courant-training-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    var trees = ""
    var names = ""
    for (number, sentence) in sentences.enumerated() {
      let words = sentence.split(separator: " ").map { $0.split(separator: "/", omittingEmptySubsequences: true) }
      trees += "# sent_id = s\(number)\n"
      names += "# sent_id = s\(number)\n"
      for (index, word) in words.enumerated() {
        trees +=
          "\(index + 1)\t\(word[0])\t\(word[0].lowercased())\t\(word[1])\t\(word[2])\t_\t\(word[3])\t\(word[4])\t_\t_\n"
        names += "\(index + 1)\t\(word[0])\t\(word.count > 5 ? word[5] : "O")\n"
      }
      trees += "\n"
      names += "\n"
    }
    for name in ["en_ewt-train", "en_ewt-dev", "en_gum-train"] { try write(trees, folder, name + ".conllu") }
    for name in ["uner_ewt-train", "uner_ewt-dev"] { try write(names, folder, name + ".iob2") }
    try write("CIT1\tLinz\nCIT1\tTrieste\nFEM\tAnna\n=n06,n\tboat\n=n10,n\tteacher\n", folder, "lists.tsv")
    let lines = sentences.map { $0.split(separator: " ").map { $0.prefix { $0 != "/" } }.joined(separator: " ") }
    try write((lines + lines.reversed()).joined(separator: "\n") + "\n", folder, "text.txt")
    return folder
  }

  private static func write(_ text: String, _ folder: URL, _ name: String) throws {
    try Data(text.utf8).write(to: folder.appendingPathComponent(name))
  }

  private static var shape: NetworkShape {
    var shape = NetworkShape()
    shape.width = 12
    shape.upperWidth = 16
    shape.arcWidth = 16
    shape.relationWidth = 16
    shape.nameWidth = 16
    shape.pieceBits = 8
    return shape
  }

  private static func settings(_ folder: URL, epochs: Int, seed: UInt64 = 1) -> Trainer.Settings {
    var settings = Trainer.Settings(
      gazetteers: folder.appendingPathComponent("lists.tsv").path,
      pretrained: nil,
      date: "2026-01-01"
    )
    settings.epochs = epochs
    settings.seed = seed
    settings.batchWords = 12
    return settings
  }

  @Test func trainsWhatReadsItsOwnSentences() throws {
    let folder = try Self.workFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    var lines: [String] = []
    let trainer = Trainer(data: folder.path, shape: Self.shape) { lines.append($0) }
    let (bytes, card) = try trainer.train(Self.settings(folder, epochs: 250))
    #expect(card.contains("Trained on 2026-01-01"))

    let losses = lines.filter { $0.hasPrefix("epoch") }.map(Self.headLoss)
    #expect(losses.count == 250)
    #expect(try #require(losses.last) < #require(losses.first) / 2)

    let model = try LanguageModel(bytes: bytes)
    let scores = TreebankScores(model, on: try trainer.development(), source: 0)
    #expect(scores.uposAccuracy >= 95, "\(scores)")
    #expect(scores.labelledAttachment >= 90, "\(scores)")
    #expect(scores.nameF1 >= 80, "\(scores)")
  }

  @Test func givesTheSameBytesForTheSameSeed() throws {
    let folder = try Self.workFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let trainer = Trainer(data: folder.path, shape: Self.shape) { _ in }
    let first = try trainer.train(Self.settings(folder, epochs: 2)).model
    let second = try trainer.train(Self.settings(folder, epochs: 2)).model
    let other = try trainer.train(Self.settings(folder, epochs: 2, seed: 2)).model
    #expect(first == second)
    #expect(first != other)
  }

  @Test func averagesModelsThatWentOnFromOne() throws {
    let folder = try Self.workFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
    let trainer = Trainer(data: folder.path, shape: Self.shape) { _ in }
    var settings = Self.settings(folder, epochs: 60)
    try Data(trainer.train(settings).model).write(to: folder.appendingPathComponent("one.model"))
    settings.pretrained = path("one.model")
    settings.epochs = 20
    for seed in 1...2 {
      settings.seed = UInt64(seed)
      try Data(trainer.train(settings).model).write(to: folder.appendingPathComponent("\(seed).model"))
    }
    let (bytes, card) = try ModelAverage.of([path("1.model"), path("2.model")], on: trainer.development())
    let files = try [path("1.model"), path("2.model")].map { try ModelFile(path: $0) }
    let mean = try ModelFile(bytes: bytes)
    #expect(mean.sectionNames == files[0].sectionNames)
    for name in ["upos.bias", "layer0.gates.weight"] {
      let parts = try files.map { try #require(try $0.values(name)) }
      let values = try #require(try mean.values(name))
      #expect(!values.isEmpty && values.count == parts[0].count && values.count == parts[1].count)
      #expect(zip(values, zip(parts[0], parts[1])).allSatisfy { abs($0 - ($1.0 + $1.1) / 2) < 1e-5 }, "\(name)")
    }
    let scores = TreebankScores(try LanguageModel(bytes: bytes), on: try trainer.development(), source: 0)
    #expect(card.contains("The mean of 2 such models"))
    #expect(card.contains("| LAS | \(String(format: "%.2f", scores.labelledAttachment)) |"), "\(card)")
    #expect(try ModelAverage.of([path("1.model"), path("1.model")], on: trainer.development()).card.contains("of 2"))

    // A model of other treebanks' labels is none to average with.
    try "CIT1\tGraz\n".write(to: folder.appendingPathComponent("lists.tsv"), atomically: true, encoding: .utf8)
    settings.pretrained = nil
    settings.epochs = 1
    try Data(trainer.train(settings).model).write(to: folder.appendingPathComponent("other.model"))
    #expect(throws: CorpusError.self) {
      try ModelAverage.of([path("1.model"), path("other.model")], on: trainer.development())
    }
    #expect(throws: CorpusError.self) { try ModelAverage.of([path("1.model")], on: trainer.development()) }
  }

  @Test func learnsFromPlainTextAndFromWhatModelsLabelled() throws {
    let folder = try Self.workFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
    let trainer = Trainer(data: folder.path, shape: Self.shape) { _ in }
    try trainer.pretrain(text: path("text.txt"), words: 500, seed: 1, to: path("pretrained"))
    var settings = Self.settings(folder, epochs: 100)
    settings.pretrained = path("pretrained")
    for seed in 1...2 {
      settings.seed = UInt64(seed)
      try Data(trainer.train(settings).model).write(to: folder.appendingPathComponent("\(seed).model"))
    }
    let labeller = try SilverLabeller(models: [path("1.model"), path("2.model")]) { _ in }
    try labeller.label(text: path("text.txt"), words: 60, seed: 1, to: path("silver.conllu"))
    let silver = try Treebank(
      conllu: String(contentsOfFile: path("silver.conllu"), encoding: .utf8),
      file: "silver.conllu"
    )
    #expect(silver.sentences.contains { $0.words.map(\.form).first == "Anna" })
    #expect(silver.sentences.flatMap(\.words).allSatisfy { $0.notes.contains("Sure=") })

    settings.epochs = 2
    let without = try trainer.train(settings).model
    settings.silver = path("silver.conllu")
    let with = try trainer.train(settings)
    #expect(with.model != without)
    #expect(with.card.contains("labelled by"))
  }

  private static func headLoss(_ line: String) -> Float {
    let words = line.split(separator: " ")
    return words.firstIndex(of: "heads").flatMap { Float(words[$0 + 1]) } ?? .nan
  }
}
