import Foundation
import Testing

@testable import Language

/// What a model file says, with a checksum that is right, must still be possible.
@Suite struct ModelContentTests {
  private func message(_ sections: (inout ModelWriter) -> Void, _ body: (ModelFile) throws -> Void) throws -> String? {
    var writer = ModelWriter()
    sections(&writer)
    let file = try ModelFile(bytes: writer.finish())
    do {
      try body(file)
      return nil
    } catch let error as ModelFileError {
      return error.description
    }
  }

  @Test func sizesThatRunOverAreDamage() throws {
    let labels = LabelSets(upos: ["X"], xpos: ["X"], relations: ["root"], names: ["O"])
    for change: (inout NetworkShape) -> Void in [
      { $0.width = .max }, { $0.width = 0 }, { $0.width = -1 }, { $0.upperWidth = .max }, { $0.upperWidth = -5 },
      { $0.layers = .min }, { $0.layers = 0 }, { $0.tagLayer = .min }, { $0.tagLayer = .max }, { $0.arcWidth = .max },
      { $0.pieceBits = 63 },
    ] {
      var shape = NetworkShape()
      change(&shape)
      let message = try message {
        $0.add("shape", bytes: Array((try? JSONEncoder().encode(shape)) ?? Data()))
        $0.add("labels", bytes: Array((try? JSONEncoder().encode(labels)) ?? Data()))
      } _: {
        _ = try Network($0)
      }
      #expect(message == "(memory) is damaged: its network has impossible sizes", "\(shape)")
    }
  }

  @Test func listsThatDoNotExistAreDamage() throws {
    let highest = (1 << Gazetteer.listLimit) - 1
    let fits = try message {
      $0.addTable("gazetteer.phrases", [(5, highest)])
    } _: {
      _ = try Gazetteer($0)
    }
    #expect(fits == nil)
    let message = try message {
      $0.addTable("gazetteer.phrases", [(5, highest + 1)])
    } _: {
      _ = try Gazetteer($0)
    }
    #expect(message == "(memory) is damaged: its names are on more lists than there are")
  }

  @Test func aChangeThatTakesLessThanNothingIsDamage() throws {
    let message = try message {
      $0.addTable("lemmas.words", [(5, 0)])
      $0.addTable("lemmas.endings", [])
      $0.add("lemmas.changes", text: "-1+x")
    } _: {
      _ = try Lemmatizer($0, EnglishRules())
    }
    #expect(message == "(memory) is damaged: section lemmas.changes does not fit its tables")
  }

  @Test func aTableOfNoWeightsIsDamage() throws {
    let message = try message {
      $0.add("weights", bytes: [])
    } _: {
      _ = try HashedClassifier($0, "weights")
    }
    #expect(message == "(memory) is damaged: section weights is no table of weights")
  }
}
