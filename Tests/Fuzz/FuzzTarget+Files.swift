import Client
import Language
import Model
import TestSupport

@testable import Pipeline
@testable import Service

extension FuzzTarget {
  /// Files of the spool to begin with.
  static func spoolFiles() throws -> [[UInt8]] {
    let content = Array("Oslo has 15 districts.\n".utf8)
    let given = SetAsideEntry(
      revision: SamplePackets.revision,
      reason: "the worker died",
      attempts: 3,
      extractor: "courant-en/1.1.0"
    )
    return [try Spool.line(SamplePackets.revision) + content, try Spool.line(given) + content, try Spool.line(given)]
  }

  static func spool(_ bytes: [UInt8]) {
    for isFailed in [false, true] {
      if let fault = SpoolCheck.fault(of: bytes, isFailed: isFailed) { check(message: fault) }
    }
  }

  static func cursor(_ bytes: [UInt8]) {
    guard let place = WatchPlace(bytes: bytes) else { return }
    do {
      let written = try place.bytes()
      precondition(WatchPlace(bytes: written) == place, "what was read again is another place")
    } catch {
      preconditionFailure("what was read cannot be written: \(error)")
    }
  }

  static func configuration(_ bytes: [UInt8]) {
    do throws(ConfigurationError) {
      var loaded = try LoadedConfiguration(file: nil, environment: [:])
      try loaded.read(text: bytes, from: "c.yaml")
      let configuration = loaded.configuration
      // What workers are given must be what was read; where sockets cannot be is found out here as well.
      let again = try Configuration(file: nil, environment: configuration.environment)
      precondition(again.environment == configuration.environment, "the environment says something else")
    } catch {
      check(message: error.description)
    }
  }

  /// What follows a model's checksum, with a header that is right, so that more than the checksum is tried.
  static func model(_ bytes: [UInt8]) {
    let digest = Digest(of: bytes.dropFirst(4)).bytes
    let count = bytes.prefix(4) + [UInt8](repeating: 0, count: max(0, 4 - bytes.count))
    let length = UInt64(64 + bytes.dropFirst(4).count)
    let head = Array("CRNTLANG".utf8) + [1, 0, 0, 0] + count + withUnsafeBytes(of: length.littleEndian, Array.init)
    let file = head + digest + [UInt8](repeating: 0, count: 8) + bytes.dropFirst(4)
    do throws(ModelFileError) {
      let model = try LanguageModel(bytes: file)
      let analyser = Analyser(model)
      let text = Array("Anna Smith reads a small book in Trieste, 5 km away. THE boat sinks.".utf8)
      _ = text.withUnsafeBytes { analyser.analyse($0, blocks: [0..<text.count]) }
    } catch {
      check(message: error.description)
    }
    do throws(ModelFileError) {
      _ = try LanguageModel(bytes: bytes)
      preconditionFailure("a model without its checksum")
    } catch {
      check(message: error.description)
    }
  }
}
