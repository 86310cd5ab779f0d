/// Finds what a name stands for: each tag and attribute of a page asks, so that a dictionary would be felt.
struct NameTable<Value: Sendable>: Sendable {
  /// A power of two, four times the names or more.
  private var slots: [(name: PackedName, value: Value)?]

  init(_ pairs: [(String, Value)]) {
    var size = 16
    while size < pairs.count * 4 { size *= 2 }
    slots = [(name: PackedName, value: Value)?](repeating: nil, count: size)
    for (name, value) in pairs {
      let packed = PackedName(name)
      var at = packed.slot & (size - 1)
      while let taken = slots[at], taken.name != packed { at = (at + 1) & (size - 1) }
      slots[at] = (packed, value)
    }
  }

  subscript(_ name: PackedName) -> Value? {
    var at = name.slot & (slots.count - 1)
    while let taken = slots[at] {
      if taken.name == name { return taken.value }
      at = (at + 1) & (slots.count - 1)
    }
    return nil
  }
}
