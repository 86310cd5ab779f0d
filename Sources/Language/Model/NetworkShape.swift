/// The sizes of a language's network; stored in its model file.
public struct NetworkShape: Sendable, Hashable, Codable {
  /// Of one direction of a recurrent layer; a word's vector has twice as much.
  public var width = 112
  /// How many recurrent layers there are.
  public var layers = 3
  /// After which layer parts of speech are told.
  public var tagLayer = 2
  /// Of the vectors by which heads are found.
  public var arcWidth = 128
  /// Of the vectors by which relations are told.
  public var relationWidth = 96
  /// Of the vectors by which names are found.
  public var nameWidth = 64
  /// The table of word pieces has 2 to this power of rows.
  public var pieceBits = 15
  /// How many kinds of entries the gazetteers have.
  public var gazetteerRows = 64

  public init() {}

  /// Of a word's vector.
  public var vectorWidth: Int { width * 2 }
  /// The longest distance between a word and its head that has a weight of its own, to either side.
  public static let distanceLimit = 32
}
