import Foundation

/// What a page should be read as.
struct Truth {
  var kind = ""
  var site = ""
  var main = ""
  var title = ""
  var author: String?
  var day: String?
  var required: [String] = []
  var forbidden: [String] = []

  init?(_ data: Data) {
    guard let top = try? JSONSerialization.jsonObject(with: data) as? [String: Any],
      let truth = top["ground_truth"] as? [String: Any]
    else { return nil }
    let notes = top["_internal"] as? [String: Any]
    kind = (notes?["page_type"] as? [String: Any])?["primary"] as? String ?? ""
    let address = top["url"] as? String ?? ""
    site = Self.site(address.isEmpty ? top["file_id"] as? String ?? "" : address)
    main = truth["main_content"] as? String ?? ""
    title = truth["title"] as? String ?? ""
    author = truth["author"] as? String
    day = truth["publish_date"] as? String
    required = truth["with"] as? [String] ?? []
    forbidden = truth["without"] as? [String] ?? []
  }

  /// The part of a host's name that one owner has registered, roughly.
  private static func site(_ address: String) -> String {
    let afterScheme = address.range(of: "://").map { String(address[$0.upperBound...]) } ?? address
    let host = String(afterScheme.prefix { $0 != "/" && $0 != "?" && $0 != ":" && $0 != "#" }).lowercased()
    let labels = host.split(separator: ".", omittingEmptySubsequences: false)
    let second: Set<Substring> = ["co", "com", "org", "ac", "gov", "edu", "net", "or", "ne", "gv"]
    let isDouble =
      labels.count > 2 && labels.last?.count == 2 && labels.dropLast().last.map(second.contains) ?? false
    return labels.suffix(isDouble ? 3 : 2).joined(separator: ".")
  }

  /// The half of the pages that this one belongs to, by a hash of its site, as in `training/split.py`.
  var half: String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in site.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return hash >> 32 & 1 == 0 ? "a" : "b"
  }

  /// One of five parts of the sites, as in `training/train.py` (CRC-32).
  var fold: Int {
    var sum: UInt32 = 0xFFFF_FFFF
    for byte in site.utf8 {
      sum ^= UInt32(byte)
      for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
    }
    return Int((sum ^ 0xFFFF_FFFF) % 5)
  }
}
