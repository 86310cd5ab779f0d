import CGumbo

/// The elements that reading a page looks at; all others are `other`, which lies within a line.
enum Tag: UInt8, CaseIterable {
  case other
  case html, head, body, title, meta, link, base
  case p, div, section, article, main, header, footer, nav, aside, address, hgroup, search, center, details, summary
  case h1, h2, h3, h4, h5, h6
  case ul, ol, menu, dir, li, dl, dt, dd
  case blockquote, pre, figure, figcaption, hr, br, wbr, listing
  case table, caption, colgroup, col, thead, tbody, tfoot, tr, td, th
  case a, b, big, code, em, font, i, nobr, s, small, strike, strong, tt, u
  case span, time, sup, sub, label, img, q, cite, ins, del, mark
  case form, fieldset, legend, input, button, select, option, optgroup, textarea, datalist, keygen
  case object, embed, applet, marquee, param, source, track, area, dialog
  case script, style, template, noscript, iframe, noembed, noframes, xmp, plaintext, svg, math, annotation
  case audio, video, canvas, map, progress, meter, frameset, frame

  /// The name in a page's source; `other` has none.
  var name: String { Self.names[Int(rawValue)] }

  private static let names = Tag.allCases.map { $0 == .other ? "" : "\($0)" }

  /// Of each of libgumbo's numbers of elements, which of these it is.
  static let ofGumbo: [Tag] = {
    var table = [Tag](repeating: .other, count: Int(GUMBO_TAG_LAST.rawValue) + 1)
    for tag in Tag.allCases where tag != .other {
      let number = Int(gumbo_tag_enum(tag.name).rawValue)
      if number < table.count, number != Int(GUMBO_TAG_UNKNOWN.rawValue) { table[number] = tag }
    }
    return table
  }()

  /// Of each name, packed, which of these it is.
  static let ofName = NameTable(Tag.allCases.filter { $0 != .other }.map { ($0.name, $0) })

  /// The level of a heading; nil for what is none.
  var headingLevel: Int? {
    switch self {
    case .h1: 1
    case .h2: 2
    case .h3: 3
    case .h4: 4
    case .h5: 5
    case .h6: 6
    default: nil
    }
  }

  /// Whether its text is a block of its own, as a browser shows it without a style sheet.
  var isBlock: Bool { Self.blocks[Int(rawValue)] }
  /// Whether it has no end tag and no content.
  var isVoid: Bool { Self.voids[Int(rawValue)] }
  /// Whether it is of the elements that are opened anew after a block that closed over them.
  var isFormatting: Bool { Self.formatting[Int(rawValue)] }
  /// Whether an end tag does not reach beyond it.
  var isBarrier: Bool { Self.barriers[Int(rawValue)] }
  /// Whether its start tag ends an open paragraph.
  var endsParagraph: Bool { Self.paragraphEnders[Int(rawValue)] }

  /// Whether a browser does not show its content, or shows it only where it cannot show what was meant.
  var isUnshown: Bool { Self.unshown[Int(rawValue)] }
  /// Whether it holds what a reader may choose or write in a form.
  var isChoice: Bool { Self.choices[Int(rawValue)] }
  /// Whether style sheets often set it apart from its neighbours although it lies within a line.
  var isStyledApart: Bool { Self.styledApart[Int(rawValue)] }

  /// Whether it counts within a table alone.
  var isTablePart: Bool { Self.tableParts[Int(rawValue)] }

  /// Whether white space beside its tags is never shown.
  var partsText: Bool { endsParagraph || isTablePart || self == .br || self == .head || self == .body }

  private static func table(_ tags: [Tag]) -> [Bool] {
    var table = [Bool](repeating: false, count: Tag.allCases.count)
    for tag in tags { table[Int(tag.rawValue)] = true }
    return table
  }

  private static let paragraphEnders = table([
    .p, .div, .section, .article, .main, .header, .footer, .nav, .aside, .address, .hgroup, .search, .center, .details,
    .summary, .h1, .h2, .h3, .h4, .h5, .h6, .ul, .ol, .menu, .dir, .li, .dl, .dt, .dd, .blockquote, .pre, .figure,
    .figcaption, .hr, .listing, .table, .form, .fieldset, .dialog, .xmp, .plaintext,
  ])

  private static let blocks = table([
    .html, .head, .body, .p, .div, .section, .article, .main, .header, .footer, .nav, .aside, .address, .hgroup,
    .search, .center, .details, .summary, .h1, .h2, .h3, .h4, .h5, .h6, .ul, .ol, .menu, .dir, .li, .dl, .dt, .dd,
    .blockquote, .pre, .listing, .xmp, .plaintext, .figure, .figcaption, .hr, .table, .caption, .colgroup, .thead,
    .tbody, .tfoot, .tr, .td, .th, .form, .fieldset, .legend, .button, .select, .option, .optgroup, .textarea,
    .datalist, .dialog, .noscript, .template, .audio, .video, .canvas, .object, .iframe,
  ])

  private static let voids = table([
    .meta, .link, .base, .hr, .br, .wbr, .col, .img, .input, .keygen, .embed, .param, .source, .track, .area, .frame,
  ])

  private static let formatting = table([
    .a, .b, .big, .code, .em, .font, .i, .nobr, .s, .small, .strike, .strong, .tt, .u,
  ])

  private static let barriers = table([
    .html, .table, .caption, .td, .th, .object, .applet, .marquee, .template, .svg, .math,
  ])

  private static let unshown = table([
    .head, .script, .style, .template, .iframe, .noembed, .noframes, .svg, .annotation, .object, .audio, .video,
    .canvas, .map, .progress, .meter, .title,
  ])

  private static let choices = table([.select, .textarea, .datalist, .option, .optgroup])

  private static let styledApart = table([.span, .a, .time, .label, .strong, .b, .small, .other])

  private static let tableParts = table([.td, .th, .tr, .tbody, .thead, .tfoot, .caption, .colgroup])
}
