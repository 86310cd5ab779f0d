import Model
import TestSupport
import Testing

/// Where a fact holds: a place, and not a time, a text, a measure or what is done.
@Suite struct PlaceTests {
  @Test(arguments: [
    ("The company opened a plant in Norway in 2019.", "Norway"),
    ("Anna Berg bought two paintings in a gallery.", "a gallery"),
    ("For now the trains wait in a siding.", "a siding"),
    ("Karl Holm sold the fish at the university.", "the university"),
  ])
  func tellsWhere(_ text: String, _ place: String) throws {
    let places = try facts(text).compactMap(\.place)
    #expect(places.contains { $0.hasPrefix(place) }, "\(places)")
  }

  @Test(arguments: [
    "Anna Berg drinks two cups of coffee in the morning.",
    "Karl Holm described the bridge in his article.",
    "The owner sold the goods at a profit.",
    "Half of the firms use the software in recruitment.",
    "In my experience the dealers charge a fee.",
    "The panel found a fault in this study.",
    "The board voted at which point the members left the hall.",
  ])
  func nowhereElse(_ text: String) throws {
    let places = try facts(text).compactMap(\.place)
    #expect(places.isEmpty, "\(places)")
  }
}
