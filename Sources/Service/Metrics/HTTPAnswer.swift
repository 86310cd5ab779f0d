import Foundation

/// An answer over HTTP/1, after which the connection ends.
struct HTTPAnswer: Sendable, Equatable {
  var status: Int
  var contentType = "text/plain; charset=utf-8"
  var text: String
  /// Without the text, for `HEAD`; its length is told all the same.
  var isHeadOnly = false

  private var reason: String {
    switch status {
    case 200: "OK"
    case 400: "Bad Request"
    case 404: "Not Found"
    case 405: "Method Not Allowed"
    case 408: "Request Timeout"
    case 431: "Request Header Fields Too Large"
    default: "Service Unavailable"
    }
  }

  var bytes: Data {
    var lines = [
      "HTTP/1.1 \(status) \(reason)", "Content-Type: \(contentType)", "Content-Length: \(text.utf8.count)",
      "Cache-Control: no-store", "Connection: close",
    ]
    if status == 405 { lines.append("Allow: GET, HEAD") }
    let head = lines.joined(separator: "\r\n") + "\r\n\r\n"
    return Data((head + (isHeadOnly ? "" : text)).utf8)
  }
}
