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

  /// - Parameters:
  ///   - limit: the largest document, in bytes.
  ///   - allowsPrivate: whether addresses that are not public may be asked.
  /// - Throws: ``InputError``.
  init(limit: Int, allowsPrivate: Bool) throws(InputError) {
    var settings = FetchSettings(version: Version.current)
    settings.limit = limit
    settings.allowsPrivate = allowsPrivate
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
    do throws(FetchError) {
      let fetched = try fetcher.fetch(argument)
      let type = MediaType(fetched.mediaType).essence.isEmpty ? MediaType.plainText.essence : fetched.mediaType
      return Page(uri: uri, mediaType: type, content: fetched.body)
    } catch {
      let advice = error.code == .refusedAddress ? "; fetch it with --allow-private" : ""
      throw InputError("\(error)\(advice)")
    }
  }
}
