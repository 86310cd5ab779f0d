import Model

/// What a word does to the truth of a clause that stands under it, or that it stands in.
///
/// Each word stands once in a class, in ``table``; a test checks that, and that each has a sentence that shows it.
enum TruthClass: Int, CaseIterable, Sendable {
  /// "denied that the dam leaked": it did not, says who denies it.
  case denial
  /// "was acquitted of stealing": who is cleared did not do it.
  case clearance
  /// "was kept from leaving"
  case prevention
  /// "avoided paying"
  case avoidance
  /// "failed to pay"
  case failure
  /// "not", "hardly"
  case negation
  /// "not all", "not every": less than the noun says.
  case whole
  /// "accused the clerk of stealing": who is accused need not have done it.
  case accusation
  /// "threatened to leave", "considered selling": what is tried, offered or feared need not come.
  case attempt
  /// "is said to own": somebody says so.
  case hearsay
  /// "seems to own", "is likely to own": it looks so.
  case appearance
  /// "perhaps", "allegedly"
  case doubt
  /// "the claim that the lake is dead": what somebody holds to be so.
  case claim
  /// "no evidence that": the lack of it denies the claim.
  case evidence
  /// "suspects that", "assumes that": who does so does not know.
  case guess
  /// "it is unclear whether": nobody knows.
  case uncertainty
  /// "it is unlikely that": it is not thought to be so.
  case disbelief
  /// "is false", of a claim or clause.
  case falsity
  /// "is true", of a claim or clause: only "not true" takes truth away.
  case verity
  /// "the alleged thief"
  case repute
  /// "the future mayor"
  case prospect
  /// "may", "can"
  case possibility
  /// "allowed them to leave": whether they did is not said.
  case permission
  /// "will"
  case future
  /// "is planned", "is set to open"
  case plan
  /// "was built to carry": what for, and not what it did.
  case purpose
  /// "must"
  case duty
  /// "needs", "is required to"
  case need
  /// "ordered them to leave"
  case order
  /// "wants"
  case wish
  /// "recommended closing": who gives advice does not say that it was taken.
  case advice
  /// "asked them to leave"
  case request
  /// "should improve": what comes about by itself is expected, and nobody's duty.
  case outcome
  /// "would"
  case hypothesis
  /// "if"
  case condition
  /// "suppose that": nothing is stated.
  case supposition
  /// "until": of what is still to come where the clause around it is not past.
  case coming

  /// How a clause is meant that the class makes uncertain; nil where it makes it negative, or says nothing.
  var modality: Fact.Modality? {
    switch self {
    case .denial, .clearance, .prevention, .avoidance, .failure, .negation, .whole, .falsity, .verity, .supposition:
      nil
    case .accusation, .attempt, .hearsay, .appearance, .doubt, .claim, .evidence, .guess, .uncertainty, .disbelief,
      .repute, .possibility, .permission, .outcome:
      .possible
    case .prospect, .future, .plan, .purpose, .coming: .planned
    case .duty, .need, .order: .required
    case .wish, .advice, .request: .desired
    case .hypothesis, .condition: .conditional
    }
  }

  /// Whether a lemma is of the class; of auxiliaries, marks and adverbs the word in small letters.
  func has(_ word: String) -> Bool { Self.sets[rawValue].contains(word) }

  /// How the first of some classes that has a word means it.
  static func modality(_ word: String, in classes: TruthClass...) -> Fact.Modality? {
    classes.first { $0.has(word) }?.modality
  }

  var words: [String] { (Self.table[self] ?? "").split { $0 == " " || $0 == "\n" }.map(String.init) }

  private static let sets: [Set<String>] = allCases.map { Set($0.words) }

  private static let table: [TruthClass: String] = [
    .denial: "deny dispute refute reject dismiss disprove contradict rebut debunk discount repudiate",
    .clearance: "clear acquit exonerate absolve innocent vindicate",
    .prevention: """
    prevent stop ban bar prohibit discourage dissuade keep block restrain refrain deter hinder forbid preclude
    abstain desist
    """,
    .avoidance: "avoid stop escape forgo resist evade dodge",
    .failure: "fail refuse decline cease neglect omit forget",
    .negation: "not n't n’t never hardly scarcely barely neither nor nowhere nt",
    .whole: "all every everyone everybody everything one a many much",
    .accusation: """
    accuse suspect charge indict blame sue investigate arrest try prosecute question suspicion probe impeach
    denounce detain interrogate
    """,
    .attempt: """
    threaten offer try attempt seek promise vow pledge consider mull contemplate fear risk discuss weigh pretend
    claim allege purport oppose struggle strive swear volunteer debate
    """,
    .hearsay: "say rumour rumor report claim allege suppose repute assume hold understand purport",
    .appearance: "seem appear think believe suspect likely unlikely able presume feel",
    .doubt: """
    possibly perhaps maybe probably likely apparently presumably reportedly allegedly supposedly purportedly
    conceivably arguably seemingly ostensibly
    """,
    .claim: """
    claim allegation accusation rumour rumor suggestion belief idea notion theory hypothesis myth fear hope
    possibility risk threat speculation assumption suspicion charge assertion impression story chance prospect
    conspiracy lie misconception report legend gossip doubt likelihood danger insinuation contention word argument
    """,
    .evidence: "evidence proof indication sign",
    .guess: "suspect fear assume guess speculate surmise suppose presume imagine hypothesise hypothesize postulate",
    .uncertainty: """
    possible likely unclear conceivable probable plausible uncertain unknown unproven questionable
    """,
    .disbelief: "unlikely doubtful improbable implausible",
    .falsity: """
    false untrue incorrect wrong inaccurate myth lie hoax misleading baseless unfounded fabricated groundless
    """,
    .verity: "true correct accurate right so case",
    .repute: """
    alleged supposed suspected presumed reputed purported putative apparent possible potential likely would-be
    so-called probable self-styled
    """,
    .prospect: "future prospective planned proposed intended incoming designate",
    .possibility: "may might could can",
    .permission: "allow permit enable authorise authorize entitle",
    .future: "will 'll ’ll wo",
    .plan: """
    plan intend expect aim propose schedule due set slate poise forecast project predict anticipate tip destined
    bound earmark
    """,
    .purpose: "design build create found establish intend use mean introduce devise develop set launch make need",
    .duty: "shall must should ought",
    .need: "need have require oblige supposed",
    .order: "tell order instruct require oblige command direct sentence",
    .wish: "hope wish want like desire crave long yearn",
    .advice: """
    recommend advocate favour favor urge demand support encourage advise request suggest insist propose
    """,
    .request: "ask urge advise encourage invite press implore beg exhort recommend",
    .outcome: """
    rise fall reach arrive recover take improve worsen increase decrease decline grow drop climb ease shrink last
    strengthen weaken
    """,
    .hypothesis: "would 'd ’d",
    .condition: "if unless provided assuming supposing providing",
    .supposition: "assume suppose imagine pretend provide grant presume",
    .coming: "until till before once when after whenever",
  ]
}
