import Model

extension ReadError {
  static var tooDeep: ReadError {
    ReadError(.tooDeep, "too deep: more than \(Limits.depth) elements within each other; repair the page's end tags")
  }

  static var tooLarge: ReadError {
    ReadError(.tooLarge, "too large: a page may have \(Limits.bytes >> 20) MiB; split it, or submit its text alone")
  }

  static var tooManyNodes: ReadError {
    ReadError(.tooLarge, "too large: the page's tree takes more than \(Limits.tree >> 20) MiB; submit its text alone")
  }

  static var noText: ReadError {
    ReadError(.noText, "no text: the page holds none without its scripts; save it from a browser and submit that")
  }

  static var blank: ReadError { ReadError(.empty, "empty document") }

  static func notUTF8(at offset: Int) -> ReadError {
    ReadError(.notText, "not UTF-8: a byte at offset \(offset) is out of place; convert the page to UTF-8")
  }
}
