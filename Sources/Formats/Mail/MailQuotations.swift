import Model

/// A line of a message as the search for quotations sees it.
struct MailLine {
  /// Without the marks before it, and with single spaces.
  var text: String
  /// In how many quotations it stands: marks before it, and elements of a page around it.
  var level = 0
  /// Whether an element begins here behind which programs put the message that is answered.
  var isSeparator = false

  /// A line of plain text.
  init(_ line: ArraySlice<UInt8>) {
    var rest = line
    while rest.first == UInt8(ascii: ">")
      || level > 0 && rest.first == 0x20 && rest.dropFirst().first == UInt8(ascii: ">")
    {
      if rest.first == UInt8(ascii: ">") { level += 1 }
      rest = rest.dropFirst()
    }
    text = String(decoding: rest, as: UTF8.self).singleSpaced
  }

  /// The place of an element that separates.
  init(separatorAt level: Int) { (text, self.level, isSeparator) = ("", level, true) }

  var isBlank: Bool { text.isEmpty && !isSeparator }
}

/// Tells what of a message is its sender's own: not what stands in quotations, nor behind the line or the headers with which programs
/// begin the message that is answered. What is sent on is why a message was sent, and counts as its own.
struct MailQuotations {
  /// Which lines are the message's own.
  struct Finding {
    /// For each line the level of quotation that is the message's own there; nil for what is quoted from others.
    var levels: [Int?]
    /// The line at which what is sent on begins; nil where nothing is.
    var forwarded: Int?
  }

  /// A message with fewer words before what it sends on says nothing itself.
  private static let fewWords = 10

  /// Whether it answers another, by its headers.
  private let isReply: Bool
  /// Whether it sends another on, by its subject.
  private let isForward: Bool

  init(_ message: MailPart) {
    let subject = message["subject"].map(MailHeaders.text)?.lowercased() ?? ""
    let sign = subject.prefix { $0 != ":" && $0 != "：" }.trimmed
    isForward = Self.forwardSigns.contains(sign)
    isReply = !isForward && (Self.replySigns.contains(sign) || message["in-reply-to"] != nil)
  }

  private static let forwardSigns: Set<String> = [
    "fw", "fwd", "wg", "tr", "rv", "enc", "i", "doorst", "vb", "vl", "пересл", "转发", "転送",
  ]
  private static let replySigns: Set<String> = ["re", "aw", "sv", "antw", "odp", "r", "res", "ynt", "на", "回复", "答复"]

  func find(_ lines: [MailLine]) -> Finding {
    var finding = Finding(levels: [Int?](repeating: nil, count: lines.count))
    var (at, base, words) = (0, 0, 0)
    while at < lines.count {
      let line = lines[at]
      if Self.isForwardMark(line), line.level == base || opensElement(lines, at, base) {
        base = line.level
        let end = Self.endOfHeaders(lines, from: at + 1)
        // Some programs mark all that is sent on as a quotation.
        if let next = Self.next(lines, from: at + 1), lines[next].level == base + 1 { base += 1 }
        for index in at..<end { finding.levels[index] = min(base, lines[index].level) }
        finding.forwarded = finding.forwarded ?? at
        at = end
        continue
      }
      if line.level > base {
        // A program whose words for it are not known.
        if isForward, finding.forwarded == nil, words < Self.fewWords {
          (base, finding.forwarded) = (line.level, at)
          continue
        }
        at += 1
        continue
      }
      if let (end, isSure) = introduction(lines, at) {
        if let next = Self.next(lines, from: end), lines[next].level > base {
          at = end
          continue
        }
        if isSure { return finding }
      }
      if let end = Self.endOfSeparator(lines, at) {
        let isOnlyThat = isForward ? words < Self.fewWords : !isReply && words == 0
        guard finding.forwarded == nil, isOnlyThat else { return finding }
        finding.forwarded = at
        for index in at..<end { finding.levels[index] = base }
        at = end
        continue
      }
      finding.levels[at] = base
      if words < Self.fewWords { words += line.text.split(separator: " ").count }
      at += 1
    }
    return finding
  }

  /// The first line from one on that is not blank, of the next few.
  private static func next(_ lines: [MailLine], from start: Int) -> Int? {
    lines.indices.dropFirst(start).prefix(6).first { !lines[$0].isBlank }
  }

  // MARK: What is sent on

  private static let forwardWords = [
    "forward", "weitergeleitet", "transféré", "transmis", "réexpédié", "reenviad", "encaminhad", "inoltrat",
    "doorgestuurd",
    "vidarebefordra", "videresend", "viderestil", "пересыла", "przekazan", "przekazywan", "přeposlan", "转发", "転送",
  ]

  /// "---------- Forwarded message ---------", "Begin forwarded message:".
  private static func isForwardMark(_ line: MailLine) -> Bool {
    let text = line.text
    guard text.utf8.count <= 100 else { return false }
    let isDashed = isDashed(text)
    guard isDashed || text.last == ":" && text.split(separator: " ").count <= 6 else { return false }
    let lower = text.lowercased()
    guard forwardWords.contains(where: lower.contains) else { return false }
    return isDashed
      || ["begin", "anfang", "début", "inicio", "início", "inizio", "start"].contains(where: lower.hasPrefix)
  }

  /// Whether a line is the first of an element, which stands by itself: what is quoted in an answer has an introduction.
  private func opensElement(_ lines: [MailLine], _ at: Int, _ base: Int) -> Bool {
    guard lines[at].level == base + 1, !isReply else { return false }
    guard let before = lines[..<at].suffix(6).last(where: { !$0.isBlank }) else { return true }
    return before.level <= base && before.text.last != ":"
  }

  private static func isDashed(_ text: String) -> Bool {
    guard text.hasPrefix("--"), text.hasSuffix("--") else { return false }
    return text.contains { $0.isLetter }
  }

  // MARK: Where what is answered begins

  /// Languages' words for an earlier message, in the line that Outlook and others put before it.
  private static let originalWords = [
    "original", "ursprüngliche", "oorspronkelijk", "ursprungligt", "opprinnelig", "oprindelig", "исходное", "původní",
    "oryginaln", "alkuperäinen", "eredeti", "özgün", "原始", "元のメッセージ",
  ]

  /// Where the line and the headers end with which a message begins that is answered; nil where none begins.
  private static func endOfSeparator(_ lines: [MailLine], _ at: Int) -> Int? {
    let line = lines[at]
    if line.isSeparator { return endOfHeaders(lines, from: at + 1) }
    let isMark =
      isDashed(line.text) || line.text.utf8.count >= 5 && line.text.utf8.allSatisfy { $0 == UInt8(ascii: "_") }
    guard isMark, line.text.utf8.count <= 100 else {
      return isMessage(lines, at) ? endOfHeaders(lines, from: at) : nil
    }
    let lower = line.text.lowercased()
    let isFollowed = next(lines, from: at + 1).map { isMessage(lines, $0) } ?? false
    guard isFollowed || isDashed(line.text) && originalWords.contains(where: lower.contains) else { return nil }
    return endOfHeaders(lines, from: at + 1)
  }

  private enum Header { case from, sent, to, subject }

  private static let headers: [Header: Set<String>] = [
    .from: [
      "from", "von", "de", "da", "van", "från", "fra", "от", "od", "lähettäjä", "feladó", "kimden", "发件人", "寄件者", "差出人",
    ],
    .sent: [
      "sent", "date", "gesendet", "datum", "envoyé", "enviado", "enviado el", "enviada em", "fecha", "data", "inviato",
      "verzonden", "skickat", "sendt", "dato", "отправлено", "дата", "wysłano", "odesláno", "lähetetty", "elküldve",
      "gönderildi", "发送时间", "日期", "送信日時", "date sent",
    ],
    .to: [
      "to", "an", "à", "para", "a", "aan", "till", "til", "кому", "do", "komu", "vastaanottaja", "címzett", "kime",
      "收件人", "宛先",
    ],
    .subject: [
      "subject", "betreff", "objet", "asunto", "assunto", "oggetto", "onderwerp", "ämne", "emne", "тема", "temat",
      "předmět", "aihe", "tárgy", "konu", "主题", "件名",
    ],
  ]

  /// What stands before the colon of a line that may be a header: "*From:* Ida Holm".
  private static func label(_ line: MailLine) -> String? {
    guard let colon = line.text.firstIndex(where: { $0 == ":" || $0 == "：" }) else { return nil }
    let label = line.text[..<colon].filter { $0 != "*" }.trimmed.lowercased()
    let words = label.split(separator: " ").count
    return !label.isEmpty && label.count <= 24 && words <= 3 && !label.contains { $0.isNumber } ? label : nil
  }

  /// Whether the headers of a message begin at a line: who it is from, its subject, and to whom or when.
  private static func isMessage(_ lines: [MailLine], _ at: Int) -> Bool {
    guard let first = label(lines[at]), headers[.from]?.contains(first) == true else { return false }
    var found: Set<Header> = []
    for index in at..<min(at + 10, lines.count) {
      guard let label = label(lines[index]) else { continue }
      for (header, names) in headers where names.contains(label) { found.insert(header) }
    }
    return found.contains(.subject) && (found.contains(.to) || found.contains(.sent))
  }

  /// The first line after the headers that begin at one, or after a few blank ones.
  private static func endOfHeaders(_ lines: [MailLine], from start: Int) -> Int {
    var end = start
    for index in start..<min(start + 14, lines.count) {
      let line = lines[index]
      if line.isBlank || line.isSeparator { continue }
      let isKnown = label(line).map { label in headers.values.contains { $0.contains(label) } || label.count <= 12 }
      // The addresses of many go on in the next line.
      guard isKnown == true || end > start && line.text.contains("@") && line.text.count < 200 else { break }
      end = index + 1
    }
    return end
  }

  // MARK: Introductions

  private static let verbs: Set<String> = [
    "wrote", "writes", "schrieb", "escribió", "scritto", "schreef", "skrev", "escreveu", "написал", "написала", "пишет",
    "napsal", "napsala", "napisał", "napisała", "pisze", "kirjoitti", "yazdı", "írta", "geschreven", "écrit",
  ]
  private static let openings: Set<String> = [
    "on", "am", "le", "el", "il", "op", "den", "em", "dne", "w", "dnia", "i", "quoting", "at", "в",
  ]

  /// The lines that say who wrote what follows: "On Tue, 11 Mar 2025 at 10:02, Desk <desk@example.org> wrote:", also over several lines.
  /// - Returns: where they end, and whether no more than that is needed to know that a quotation follows.
  private func introduction(_ lines: [MailLine], _ at: Int) -> (end: Int, isSure: Bool)? {
    func opens(_ text: String) -> Bool { Self.openings.contains(text.prefix { $0 != " " }.lowercased()) }
    var text = ""
    for index in at..<min(at + 3, lines.count) {
      let line = lines[index]
      guard !line.text.isEmpty, line.level == lines[at].level, text.utf8.count + line.text.utf8.count <= 300 else {
        return nil
      }
      text += (text.isEmpty ? "" : " ") + line.text
      guard text.last == ":" || text.last == "：" else {
        guard opens(text) else { return nil }
        continue
      }
      let words = text.lowercased().split { !$0.isLetter }
      let hasVerb = words.contains { Self.verbs.contains(String($0)) }
      let hasDigit = text.contains { $0.isNumber }
      let hasAddress = text.contains("@") && (text.contains("<") || opens(text))
      guard index == at || hasVerb || hasAddress && hasDigit else { return nil }
      let isTold = hasVerb && (hasAddress || isReply && hasDigit) || hasAddress && text.first?.isNumber == true
      return (index + 1, isTold)
    }
    return nil
  }
}
