import Glibc

/// Which addresses are those of the public network: no host that somebody names on a page may lead a fetch to anything
/// else.
public enum AddressRules {
  /// Networks of IPv4 that are not public, with what they are.
  private static let networks4: [(network: UInt32, bits: Int, name: String)] = [
    (0x0000_0000, 8, "unspecified"), (0x0A00_0000, 8, "private"), (0x6440_0000, 10, "shared (CGNAT)"),
    (0x7F00_0000, 8, "loopback"), (0xA9FE_0000, 16, "link-local"), (0xAC10_0000, 12, "private"),
    (0xC000_0000, 24, "reserved"), (0xC000_0200, 24, "reserved"), (0xC058_6300, 24, "reserved"),
    (0xC0A8_0000, 16, "private"), (0xC612_0000, 15, "reserved"), (0xC633_6400, 24, "reserved"),
    (0xCB00_7100, 24, "reserved"), (0xE000_0000, 4, "multicast"), (0xF000_0000, 4, "reserved"),
  ]

  /// Networks of IPv6 that are not public; what is outside 2000::/3 is not, either.
  private static let networks6: [(network: [UInt8], bits: Int, name: String)] = [
    ([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF], 96, "IPv4-mapped"),
    ([0, 0x64, 0xFF, 0x9B], 32, "translated"), ([0xFE, 0x80], 10, "link-local"), ([0xFE, 0xC0], 10, "site-local"),
    ([0xFC], 7, "private"), ([0xFF], 8, "multicast"), ([0x20, 0x01, 0x0D, 0xB8], 32, "reserved"),
    ([0x20, 0x01, 0, 0], 23, "tunnelled"), ([0x20, 0x02], 16, "tunnelled"), ([0x3F, 0xFF], 20, "reserved"),
  ]

  /// What kind of address this is; nil for a public one.
  /// - Parameter address: 4 or 16 bytes, in the order of the network.
  public static func kind(of address: [UInt8]) -> String? {
    switch address.count {
    case 4:
      let number = address.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
      return networks4.first { number >> (32 - $0.bits) == $0.network >> (32 - $0.bits) }?.name
    case 16:
      if address.dropLast().allSatisfy({ $0 == 0 }) {
        if address[15] <= 1 { return address[15] == 0 ? "unspecified" : "loopback" }
      }
      if let found = networks6.first(where: { begins(address, $0.network, $0.bits) }) { return found.name }
      return address[0] & 0xE0 == 0x20 ? nil : "reserved"
    default: return "unknown"
    }
  }

  private static func begins(_ address: [UInt8], _ network: [UInt8], _ bits: Int) -> Bool {
    for bit in 0..<bits {
      let (byte, mask) = (bit / 8, UInt8(0x80) >> UInt8(bit % 8))
      let wanted = byte < network.count ? network[byte] & mask : 0
      if address[byte] & mask != wanted { return false }
    }
    return true
  }

  /// As people write it: `127.0.0.1` or `::1`.
  public static func text(of address: [UInt8]) -> String {
    var buffer = [CChar](repeating: 0, count: 64)
    let family = address.count == 4 ? AF_INET : AF_INET6
    guard address.count == 4 || address.count == 16,
      inet_ntop(family, address, &buffer, socklen_t(buffer.count)) != nil
    else { return "unknown" }
    return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
