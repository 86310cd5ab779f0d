import Glibc
import Service
import ZeroMQ

/// The file of a secret key: two lines, `public-key` and `secret-key`, each with its key.
public enum KeyFile {
  /// What it is called in the folder of systemd's credentials.
  public static let credential = "courant.key"
  private static let largest = 4096

  /// Makes a new pair, and a file of it that only its owner may read.
  /// - Throws: ``ConfigurationError``, also when there is a file: a key that is in use is never overwritten.
  public static func create(_ path: String) throws -> CurveKeyPair {
    var pair = try CurveKeyPair.generate()
    // So that it can be an argument of a command.
    while pair.publicKey.z85.hasPrefix("-") || pair.publicKey.z85.hasPrefix("#") { pair = try .generate() }
    let text = "public-key \(pair.publicKey.z85)\nsecret-key \(pair.secretKey.z85)\n"
    guard access(path, F_OK) != 0 else {
      throw ConfigurationError("\(path) is there already; name another file, or remove it when nobody uses its key")
    }
    try SmallFile.create(path, with: Array(text.utf8), mode: 0o600)
    return pair
  }

  /// Reads the pair of a file.
  /// - Throws: ``ConfigurationError`` with what is wrong, and never any part of the file.
  public static func load(_ path: String) throws(ConfigurationError) -> CurveKeyPair {
    var status = stat()
    guard stat(path, &status) == 0 else { throw ConfigurationError(file: path, code: errno, to: .read) }
    guard status.st_mode & 0o027 == 0 else {
      throw ConfigurationError("\(path): others may read or change this secret key; run: chmod 600 \(path)")
    }
    let bytes = try SmallFile.read(path, limit: largest)
    var keys: [String: String] = [:]
    for line in String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline) {
      let words = line.split(separator: " ")
      guard words.count == 2, keys.updateValue(String(words[1]), forKey: String(words[0])) == nil else {
        throw ConfigurationError("\(path): no file of a secret key; make one with: courantd keys new FILE")
      }
    }
    guard let secret = keys.removeValue(forKey: "secret-key"), let own = keys.removeValue(forKey: "public-key"),
      keys.isEmpty
    else { throw ConfigurationError("\(path): no file of a secret key; make one with: courantd keys new FILE") }
    let pair: CurveKeyPair
    do {
      pair = try CurveKeyPair(secretKey: CurveSecretKey(z85: secret))
    } catch {
      throw ConfigurationError("\(path): its secret key is none: \(error)")
    }
    guard pair.publicKey.z85 == own else {
      throw ConfigurationError("\(path): its two keys do not belong together")
    }
    return pair
  }
}
