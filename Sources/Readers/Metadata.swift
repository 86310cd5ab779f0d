/// What marks a line as being about the document.
enum Metadata {
  /// What such a line begins with, and no other.
  static let labels = WordList([
    "Keywords", "Key words", "Available online", "ISSN", "e-ISSN", "eISSN", "ISBN", "DOI", "doi:", "UDC ", "УДК", "ИФ ",
    "Author:", "Authors:", "By:", "Date:", "Dated:", "Source:", "Published:", "Updated:", "Posted:", "Released:",
    "Issued:",
    "Last updated", "Last modified", "From:", "To:", "Subject:", "Cc:", "Sent:", "Tel:", "Tel.", "Phone:", "Fax:",
    "Contact:",
    "Contacts:", "Press release", "PRESS RELEASE", "FOR IMMEDIATE RELEASE", "For immediate release", "©", "Copyright ",
    "URL", "http://", "https://", "www.", "E-mail", "Email:", "email:", "Tags:", "Category:", "Filed under", "Photo:",
    "Image:", "Credit:", "License:", "Licence:", "Language:", "Version:", "Read more", "Share this",
  ])
  /// Words that such a line begins with, and so may a sentence.
  static let openings = WordList([
    "Received ", "Accepted ", "Published ", "Posted ", "Updated ", "Volume ", "Issue ", "Page ", "By ", "Written by ",
    "Edited by ", "Reporting by ",
  ])
  /// What such a line holds, unless it reads as prose.
  static let marks = WordList(["ISSN", "Vol.", "DOI", "doi.org", "Impact Factor", "Impact factor", "ИФ ", "№"])

  /// Words of a line that is nothing but a day, with or without its time.
  private static let calendar: Set<String> = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
    "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "monday", "tuesday",
    "wednesday",
    "thursday", "friday", "saturday", "sunday", "mon", "tue", "wed", "thu", "fri", "sat", "sun", "st", "nd", "rd", "th",
    "of",
    "at", "am", "pm", "gmt", "utc", "est", "edt", "cet", "bst",
  ]

  /// "Tuesday, 5 June 2018", "17.01.2008".
  static func isDay(_ text: [UInt8], _ line: Range<Int>) -> Bool {
    guard line.count <= 48, hasYear(text, line) else { return false }
    let parts = text[line].split { !isPart($0) }
    // "5th" is a number and a word.
    let words = parts.map { String(decoding: $0, as: UTF8.self).lowercased().drop(while: \.isNumber) }.filter {
      !$0.isEmpty
    }
    return parts.count >= 2 && words.allSatisfy { calendar.contains(String($0)) }
  }

  /// Whether one of its parts has four bytes, and a year's first digit.
  private static func hasYear(_ text: [UInt8], _ line: Range<Int>) -> Bool {
    var start = line.lowerBound
    for at in line where !isPart(text[at]) {
      if isYear(text, start..<at) { return true }
      start = at + 1
    }
    return isYear(text, start..<line.upperBound)
  }

  private static func isYear(_ text: [UInt8], _ part: Range<Int>) -> Bool {
    part.count == 4 && (text[part.lowerBound] == UInt8(ascii: "1") || text[part.lowerBound] == UInt8(ascii: "2"))
  }

  private static func isPart(_ byte: UInt8) -> Bool { byte.isDigit || byte.isLetter }
}
