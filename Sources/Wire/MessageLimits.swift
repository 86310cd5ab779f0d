/// How large messages may be that anybody sends to the aggregator; beyond, the connection is closed, and no answer comes.
public enum MessageLimits {
  /// A question on `query`; also an offer on `batches`.
  public static let question = 64 << 10
  /// A subscription on `updates`.
  public static let subscription = 4096
  /// The beginning of topics in it: what is left beside the name of ZMTP's command.
  public static let prefix = subscription - "\u{9}SUBSCRIBE".utf8.count

  /// How many beginnings of topics one question may have.
  public static let prefixes = 1000

  /// What is wrong with the size of a question; nil when nothing is.
  public static func fault(ofQuestion packet: Packet) -> String? {
    let size = packet.body.count + packet.attachments.reduce(0) { $0 + $1.count }
    return size > question ? "the question has \(size) bytes, want \(question) at most" : nil
  }

  /// What is wrong with how many prefixes there are; nil when nothing is.
  public static func fault(ofPrefixCount count: Int) -> String? {
    count > prefixes ? "\(count) prefixes, want \(prefixes) at most" : nil
  }

  /// What is wrong with the prefixes of a subscription; nil when nothing is.
  public static func fault(ofPrefixes prefixes: [String]) -> String? {
    if let fault = fault(ofPrefixCount: prefixes.count) { return fault }
    guard let length = prefixes.lazy.map(\.utf8.count).first(where: { $0 > prefix }) else { return nil }
    return "a prefix has \(length) bytes, want \(prefix) at most"
  }
}
