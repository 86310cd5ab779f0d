/// What the names that a page's author gave to an element say of its part in the page.
struct Hints: OptionSet, Sendable, Hashable {
  let rawValue: UInt32

  static let navigation = Hints(rawValue: 1 << 0)
  static let header = Hints(rawValue: 1 << 1)
  static let footer = Hints(rawValue: 1 << 2)
  static let sidebar = Hints(rawValue: 1 << 3)
  static let related = Hints(rawValue: 1 << 4)
  static let share = Hints(rawValue: 1 << 5)
  static let comment = Hints(rawValue: 1 << 6)
  static let advertising = Hints(rawValue: 1 << 7)
  static let notice = Hints(rawValue: 1 << 8)
  static let author = Hints(rawValue: 1 << 9)
  static let date = Hints(rawValue: 1 << 10)
  static let tags = Hints(rawValue: 1 << 11)
  static let content = Hints(rawValue: 1 << 12)
  static let product = Hints(rawValue: 1 << 13)
  static let form = Hints(rawValue: 1 << 14)
  static let card = Hints(rawValue: 1 << 15)
  static let caption = Hints(rawValue: 1 << 16)
  static let unseen = Hints(rawValue: 1 << 17)
  static let footnote = Hints(rawValue: 1 << 18)
  static let button = Hints(rawValue: 1 << 19)
  static let title = Hints(rawValue: 1 << 20)
  static let fold = Hints(rawValue: 1 << 21)
  static let message = Hints(rawValue: 1 << 22)
  static let review = Hints(rawValue: 1 << 23)
  static let body = Hints(rawValue: 1 << 24)
  static let user = Hints(rawValue: 1 << 25)

  static let count = 26

  /// The words of class names, identifiers and roles; compounds too, where they are usual.
  private static let table: [(Hints, String)] = [
    (.navigation, "nav navigation navbar navigations menu menus menubar submenu megamenu breadcrumb breadcrumbs crumb"),
    (
      .navigation,
      "pagination pager paginate pages toc navlinks sitenav mainnav subnav tablist menuitem prevnext crumbs"
    ),
    (.header, "header masthead topbar siteheader pageheader hdr topnav globalheader"),
    (.footer, "footer foot bottom copyright colophon sitefooter legal contentinfo disclaimer pagefooter globalfooter"),
    (.sidebar, "sidebar aside rail widget widgets secondary complementary sidenav rightcol leftcol sticky"),
    (.related, "related recommended recommendations recommend recommendation similar suggested suggestions trending"),
    (.related, "popular recent latest upnext teaser teasers promo promos promoted outbrain taboola crosssell upsell"),
    (.related, "readmore more next previous relatedposts alsolike carousel slider swiper featured"),
    (.share, "share sharing social socials follow addthis sharedaddy addtoany socialmedia icons"),
    (.comment, "comment comments respond disqus commentlist discussion responses"),
    (.advertising, "ad ads advert advertisement adverts sponsor sponsored sponsors adsense dfp adslot banner gpt"),
    (
      .notice, "cookie cookies consent gdpr onetrust popup modal overlay newsletter subscribe subscription signup alert"
    ),
    (.notice, "toast paywall optin cta notification lightbox dialog callout drawer offcanvas mailchimp"),
    (.author, "author authors byline bio biography writer contributor contributors"),
    (.date, "date time datetime published publishdate timestamp meta metadata info posted dateline updated pubdate"),
    (.tags, "tag tags categories category topics topic labels label keywords taxonomy badge badges"),
    (.content, "content contents main maincontent primary container wrapper page site"),
    (
      .body, "article post entry body text story richtext prose markdown wysiwyg copy description desc blog articlebody"
    ),
    (.body, "postcontent entrycontent bodytext rte paragraph longform documentation docs doc wiki"),
    (
      .product,
      "product products price prices sku cart basket quantity qty stock shipping variant variants specs addtocart"
    ),
    (.form, "form search login register input filter filters facet facets sort dropdown select searchbox signin field"),
    (.form, "account checkbox toolbar"),
    (.card, "card cards item items grid list tile tiles result results listing collection column columns col"),
    (.caption, "caption captions credit credits figcaption thumbnail gallery figure image img media wpcaption"),
    (.unseen, "hidden hide sr visually screen offscreen skip skiplink collapsed noprint invisible tooltip"),
    (.footnote, "footnote footnotes endnote endnotes reflist"),
    (.button, "btn btns button buttons actions action link links controls"),
    (.title, "title headline heading subtitle dek standfirst lede lead intro summary excerpt subheading subhead"),
    (.fold, "accordion faq faqs collapse collapsible tab tabs panel toggle expand tabpanel"),
    (.message, "message messages thread threads answer answers question questions reply replies quote posts forum"),
    (.review, "review reviews rating ratings stars testimonial testimonials feedback"),
    (.user, "user users username avatar profile signature member members karma reputation"),
  ]

  private static let words: NameTable<Hints> = {
    var words: [String: Hints] = [:]
    for (hint, names) in table {
      for name in names.split(separator: " ") { words[String(name), default: []].formUnion(hint) }
    }
    return NameTable(words.map { ($0.key, $0.value) })
  }()

  /// What the words of a class attribute, an identifier or a role say; they end where a letter becomes upper case, too.
  init(names: UnsafeBufferPointer<UInt8>) {
    var found: Hints = []
    var word = PackedName()
    var isOpen = false
    var wasLower = false
    func end() {
      if isOpen, let hint = Self.words[word] { found.formUnion(hint) }
      word = PackedName()
      isOpen = false
    }
    for byte in names {
      guard TagScanner.isLetter(byte) else {
        end()
        wasLower = false
        continue
      }
      let isUpper = byte < UInt8(ascii: "a")
      if isUpper, wasLower { end() }
      wasLower = !isUpper
      word.append(byte)
      isOpen = true
    }
    end()
    self = found
  }

  init(rawValue: UInt32) { self.rawValue = rawValue }
}
