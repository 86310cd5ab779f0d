/// The sizes of a language's network; stored in its model file.
public struct NetworkShape: Sendable, Hashable, Codable {
  /// Of one direction of a recurrent layer; a word's vector has twice as much.
  public var width = 112
  /// How many recurrent layers there are.
  public var layers = 3
  /// Of one direction of the layers above the one after which parts of speech are told; nil for the same as below.
  public var upperWidth: Int?
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

  /// A wider and slower network, to teach others with.
  public static var wide: NetworkShape {
    var shape = NetworkShape()
    shape.upperWidth = 256
    shape.layers = 4
    shape.arcWidth = 192
    shape.relationWidth = 160
    shape.nameWidth = 128
    return shape
  }

  /// Of a word's vector.
  public var vectorWidth: Int { width * 2 }
  /// Of one direction of a layer, the lowest being 0.
  public func width(ofLayer layer: Int) -> Int { layer < tagLayer ? width : upperWidth ?? width }
  /// Of a word's vector after so many layers.
  public func vectorWidth(after layers: Int) -> Int { layers == 0 ? vectorWidth : width(ofLayer: layers - 1) * 2 }
  /// Of the vectors that trees and names are told from.
  public var topWidth: Int { vectorWidth(after: layers) }
  /// The longest distance between a word and its head that has a weight of its own, to either side.
  public static let distanceLimit = 32
}
