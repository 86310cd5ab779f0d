import Foundation
import Installation
import Model

/// What was learnt of which mentions are of one thing, in one small file.
///
/// All numbers are little-endian. Header, 136 bytes: the magic `CRNTCREF`, version (4 bytes), count of weights (4 bytes), SHA-256 of all that
/// comes after it (32 bytes), the scale of the weights (4 bytes), the thresholds of both policies, one for each sort of mention (64 bytes),
/// zeros. Then a byte with a sign for each weight.
public struct CoreferenceModel: Sendable {
  /// What is wanted more of: all that is probable, or only what is sure.
  public enum Policy: Sendable, Hashable, CaseIterable { case balanced, precise }

  /// The version of the format that this program reads and writes.
  public static let formatVersion: UInt32 = 1
  private static let magic = Array("CRNTCREF".utf8)
  private static let headerLength = 136
  private static let digestEnd = 48

  package let weights: FeatureWeights
  /// How probable a link has to be, for each sort of mention.
  package let thresholds: [Policy: [Float]]

  package init(weights: FeatureWeights, thresholds: [Policy: [Float]]) {
    self.weights = weights
    self.thresholds = thresholds
  }

  /// Reads a model file.
  /// - Throws: ``CoreferenceModelError`` when it is missing, cut off, damaged or of another version.
  public init(path: String) throws(CoreferenceModelError) {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw CoreferenceModelError(path, "cannot be read")
    }
    try self.init(bytes: Array(data), path: path)
  }

  /// Reads a model from memory.
  /// - Parameter path: its name, for messages.
  public init(bytes: [UInt8], path: String = "(memory)") throws(CoreferenceModelError) {
    guard bytes.count >= Self.headerLength, bytes.prefix(8).elementsEqual(Self.magic) else {
      throw CoreferenceModelError(path, "is not a Courant model of coreference")
    }
    func number<Number: FixedWidthInteger>(at place: Int, as type: Number.Type) -> Number {
      bytes.withUnsafeBytes { Number(littleEndian: $0.loadUnaligned(fromByteOffset: place, as: type)) }
    }
    let version = number(at: 8, as: UInt32.self)
    guard version == Self.formatVersion else {
      throw CoreferenceModelError(
        path,
        "is of format \(version), and this program reads format \(Self.formatVersion): train it again"
      )
    }
    let count = Int(number(at: 12, as: UInt32.self))
    guard count == FeatureBuffer.count else {
      throw CoreferenceModelError(path, "has \(count) weights where \(FeatureBuffer.count) are wanted: train it again")
    }
    guard bytes.count == Self.headerLength + count else {
      throw CoreferenceModelError(
        path,
        "has \(bytes.count) bytes where it should have \(Self.headerLength + count): copy it again"
      )
    }
    guard Digest(of: Array(bytes[Self.digestEnd...])).bytes.elementsEqual(bytes[16..<Self.digestEnd]) else {
      throw CoreferenceModelError(path, "is damaged: its checksum does not match, copy it again")
    }
    let floats = (0..<17).map { Float(bitPattern: number(at: Self.digestEnd + $0 * 4, as: UInt32.self)) }
    guard floats.allSatisfy(\.isFinite) else {
      throw CoreferenceModelError(path, "is damaged: a threshold is no number")
    }
    var weights = FeatureWeights()
    for index in 0..<count {
      weights.values[index] = Float(Int8(bitPattern: bytes[Self.headerLength + index])) * floats[0]
    }
    self.weights = weights
    thresholds = [.balanced: Array(floats[1...8]), .precise: Array(floats[9...16])]
  }

  /// The model as a file's content, its weights rounded to a byte each.
  package func bytes() -> [UInt8] {
    let highest = weights.values.reduce(Float(1e-6)) { max($0, abs($1)) }
    let scale = highest / 127
    var rest: [UInt8] = []
    func append(_ number: UInt32, to bytes: inout [UInt8]) {
      withUnsafeBytes(of: number.littleEndian) { bytes += Array($0) }
    }
    let wanted = MentionClass.allCases.count
    for value in [scale] + padded(.balanced, wanted) + padded(.precise, wanted) { append(value.bitPattern, to: &rest) }
    rest += Array(repeating: 0, count: Self.headerLength - Self.digestEnd - rest.count)
    rest += weights.values.map { UInt8(bitPattern: Int8(max(-127, min(127, ($0 / scale).rounded())))) }
    var file = Self.magic
    append(Self.formatVersion, to: &file)
    append(UInt32(weights.values.count), to: &file)
    return file + Digest(of: rest).bytes + rest
  }

  /// The thresholds of a policy; 1, which no link reaches, where there are too few.
  private func padded(_ policy: Policy, _ count: Int) -> [Float] {
    Array(((thresholds[policy] ?? []) + Array(repeating: 1, count: count)).prefix(count))
  }

  /// Reads the installed model of a language. ``InstalledFile`` says where it looks.
  /// - Parameter language: its code after ISO 639-1, such as `en`.
  /// - Throws: ``CoreferenceModelError`` if the file is missing or damaged.
  public static func installed(_ language: String) throws(CoreferenceModelError) -> CoreferenceModel {
    let path: String
    do throws(InstalledFile.Missing) {
      path = try InstalledFile.path(language + "-coreference.model", of: "Coreference")
    } catch {
      throw CoreferenceModelError(error.name, error.problem)
    }
    return try CoreferenceModel(path: path)
  }
}

/// Why a model of coreference cannot be used, in one line.
public struct CoreferenceModelError: Error, Sendable, Equatable, CustomStringConvertible {
  public let description: String

  init(_ path: String, _ problem: String) {
    description = "\(path) \(problem)"
  }
}
