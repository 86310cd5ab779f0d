import Feeds
import Fetching
import Model
import Service

/// Documents that are named on the command line by their URLs.
final class PageFetcher {
  /// A page as it is submitted.
  struct Page {
    var uri: String
    var mediaType: String
    var content: [UInt8]
  }

  private let fetcher: Fetcher
  private let allowsPrivate: Bool

  /// - Parameters:
  ///   - limit: the largest document, in bytes.
  ///   - allowsPrivate: whether the address of a host that is named need not be public; one to which a redirect leads must be.
  /// - Throws: ``InputError``.
  init(limit: Int, allowsPrivate: Bool) throws(InputError) {
    var settings = FetchSettings(version: Version.current)
    settings.limit = limit
    self.allowsPrivate = allowsPrivate
    do throws(FetchError) {
      fetcher = try Fetcher(settings)
    } catch {
      throw InputError("\(error)")
    }
  }

  /// Whether an argument is the URL of a page, and no file.
  static func isMeant(_ argument: String) -> Bool {
    let lower = argument.prefix(8).lowercased()
    return lower.hasPrefix("http://") || lower.hasPrefix("https://")
  }

  /// Fetches a page.
  /// - Throws: ``InputError`` with one line.
  func page(_ argument: String) throws(InputError) -> Page {
    guard let uri = WebAddress(argument).document else {
      throw InputError("\(WebAddress(argument).shown): no URL of a page")
    }
    let host = WebAddress(WebAddress.escaped(argument.trimmed)).encoded.host
    fetcher.settings.allowedHosts = allowsPrivate ? [ExactText(host)] : []
    do throws(FetchError) {
      let fetched = try fetcher.fetch(argument)
      let type = MediaType(fetched.mediaType).essence.isEmpty ? MediaType.plainText.essence : fetched.mediaType
      return Page(uri: uri, mediaType: type, content: fetched.body)
    } catch {
      throw InputError("\(error)\(advice(error, host))")
    }
  }

  private func advice(_ error: FetchError, _ host: String) -> String {
    guard error.code == .refusedAddress else { return "" }
    return error.host == host ? "; fetch it with --allow-private" : "; a redirect leads there from \(host)"
  }
}
