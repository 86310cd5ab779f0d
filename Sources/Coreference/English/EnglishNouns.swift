extension EnglishCoreference {
  /// Common nouns whose kind counts for what pronouns can stand for them.
  static let nouns: [String: NounKind] = {
    var table: [String: NounKind] = [:]
    for (kind, words) in lists {
      for word in words.split(whereSeparator: { $0 == " " || $0 == "\n" }) { table[String(word)] = kind }
    }
    return table
  }()

  private static let lists: [(NounKind, String)] = [
    (
      .male,
      """
      man boy father son brother uncle nephew grandfather grandson husband boyfriend king prince emperor lord gentleman
      guy monk priest bishop pope duke baron knight sir dad stepfather widower actor waiter groom patriarch
      """
    ),
    (
      .female,
      """
      woman girl mother daughter sister aunt niece grandmother granddaughter wife girlfriend queen princess empress lady
      nun actress waitress bride mom mum mama heroine duchess baroness widow stepmother goddess housewife
      """
    ),
    (
      .person,
      """
      person child baby kid adult teenager friend neighbour neighbor cousin parent spouse partner colleague boss chief
      leader head president minister premier chancellor governor mayor senator secretary director manager chairman
      executive officer official owner founder worker employee employer teacher professor student pupil scholar
      researcher scientist author writer poet novelist journalist reporter editor critic artist painter singer musician
      composer dancer player coach captain athlete champion soldier general colonel lieutenant major sergeant admiral
      commander sailor pilot driver doctor nurse surgeon patient victim lawyer attorney judge justice witness suspect
      defendant plaintiff prosecutor prisoner criminal thief murderer killer farmer fisherman hunter cook chef baker
      merchant trader banker investor engineer architect designer developer programmer user customer client consumer
      guest visitor tourist traveller traveler passenger resident citizen inhabitant native immigrant refugee speaker
      listener reader viewer audience member candidate voter supporter opponent rival enemy hero saint prophet
      god spokesman spokeswoman spokesperson analyst expert advisor adviser consultant agent representative delegate
      ambassador diplomat deputy assistant clerk heir successor predecessor ancestor descendant creator inventor maker
      learner participant respondent buyer seller lender borrower lead winner loser survivor stranger individual
      human servant slave master apprentice philosopher mathematician physicist chemist biologist historian linguist
      psychologist economist politician activist volunteer donor fan follower star celebrity model comedian host
      interviewer interviewee translator orphan teen youth elder senior junior passerby cyclist runner petitioner
      respondent appellant applicant counsel tenant landlord
      """
    ),
    (.people, "people men women children family couple crowd public police folk population staff crew personnel"),
    (
      .group,
      """
      company firm corporation group organisation organization agency bank government party team club university
      college school institute institution association union council committee commission board court parliament
      congress senate ministry department office army navy force church community society country nation state
      administration authority bureau band orchestra newspaper magazine network station airline hospital museum
      foundation fund charity league federation alliance coalition movement company studio publisher retailer
      manufacturer supplier operator business enterprise startup subsidiary tribe class faculty jury cabinet regime
      """
    ),
    (
      .place,
      """
      city town village place country region area province district county state capital island continent river lake sea
      ocean mountain hill valley forest desert beach coast bay harbour harbor port airport street road square park
      garden building house home castle palace temple church cathedral museum hotel restaurant market shop store station
      bridge tower room site location world land border neighbourhood neighborhood suburb peninsula
      """
    ),
    (
      .time,
      """
      time year month week day hour minute second decade century morning afternoon evening night today yesterday
      tomorrow date period era age season spring summer autumn winter fall weekend moment past future january february
      march april may june july august september october november december monday tuesday wednesday thursday friday
      saturday sunday
      """
    ),
  ]
}
