import Model
import TestSupport
import Testing

@testable import Wire

@Suite("Subscription")
struct SubscriptionTests {
  /// A journal and an aggregator that answers like the real one, without sockets.
  private struct FakeAggregator {
    var epoch = Epoch.mint()
    var topics: [String] = []
    /// How many events one answer has at most.
    var chunk = 3

    func json(_ sequence: UInt64) -> [UInt8] { Self.json(sequence) }

    private static func json(_ sequence: UInt64) -> [UInt8] {
      let digits = String(sequence)
      return Array(#"{"sequence":"\#(String(repeating: "0", count: 20 - digits.count) + digits)"}"#.utf8)
    }

    func update(_ sequence: UInt64) -> Update {
      .event(sequence: sequence, epoch: epoch, json: json(sequence))
    }

    var progress: Update { .progress(cursor(UInt64(topics.count))) }

    /// The place after an event, with its check.
    func cursor(_ sequence: UInt64) -> Cursor {
      Cursor(epoch: epoch, sequence: sequence, check: sequence == 0 ? nil : Self.checks[Int(sequence)])
    }

    /// The checks after the first events; before any there is none.
    private static let checks = (1...1000).reduce(into: [nil] as [ChainCheck?]) { checks, sequence in
      checks.append(ChainCheck(after: checks[sequence - 1], event: json(UInt64(sequence))))
    }

    func matching(_ prefixes: [String], after: UInt64, through: UInt64) -> [UInt64] {
      guard after < through else { return [] }
      return ((after + 1)...through).filter { sequence in
        prefixes.contains { topics[Int(sequence) - 1].hasPrefix($0) }
      }
    }

    func answer(_ packet: Packet) throws -> Packet {
      switch packet.header.kind {
      case .catchUp:
        let request: CatchUpRequest = try packet.decode()
        guard request.after.epoch == epoch else {
          return try Packet(EpochChanged(request: request.request, epoch: epoch))
        }
        let head = UInt64(topics.count)
        let through = min(head, request.after.sequence + UInt64(chunk))
        let found = matching(request.prefixes, after: request.after.sequence, through: through)
        return try Packet(
          EventsReply(
            request: request.request,
            cursor: cursor(max(through, request.after.sequence)),
            more: through < head
          ),
          attachments: [JSONLines.join(found.map(json))]
        )
      case .snapshot:
        let request: SnapshotRequest = try packet.decode()
        let moment = request.at ?? cursor(UInt64(topics.count))
        return try Packet(
          EntriesReply(request: request.request, cursor: moment, next: request.after == nil ? "b" : nil),
          attachments: [Array("{}\n".utf8)]
        )
      default: throw WireError("unexpected")
      }
    }
  }

  @Test(
    "whatever is lost on the way, every event is delivered in order, once",
    arguments: (1...60).map(UInt64.init),
    [[""], ["a/"], ["a/", "b/x"]]
  )
  func property(seed: UInt64, prefixes: [String]) throws {
    var random = SeededGenerator(seed: seed)
    var aggregator = FakeAggregator()
    let names = ["a/x", "a/y", "b/x", "b/y", "c/z"]
    for _ in 0..<Int.random(in: 0...5, using: &random) {
      aggregator.topics.append(names.randomElement(using: &random) ?? "a/x")
    }
    let beginning = Bool.random(using: &random)
    var subscription = Subscription(prefixes: prefixes, start: beginning ? .beginning : .snapshot)
    var from: UInt64? = beginning ? 0 : nil
    var delivered: [UInt64] = []
    var questions: [Packet] = []

    func perform(_ actions: [Subscription.Action]) throws {
      for action in actions {
        switch action {
        case .ask(let packet): questions.append(packet)
        case .snapshotComplete(let cursor): from = cursor.sequence
        case .event(let sequence, _): delivered.append(sequence)
        case .fail(let reason): Issue.record("seed \(seed): \(reason)")
        case .entries, .reached, .notice: break
        }
      }
    }

    for _ in 0..<300 {
      switch Int.random(in: 0..<10, using: &random) {
      case 0...4:
        let topic = names.randomElement(using: &random) ?? "a/x"
        aggregator.topics.append(topic)
        let isWanted = prefixes.contains { topic.hasPrefix($0) }
        // Lossy: one message in four never arrives.
        if isWanted, Int.random(in: 0..<4, using: &random) > 0 {
          try perform(subscription.receive(aggregator.update(UInt64(aggregator.topics.count))))
        }
      case 5:
        try perform(subscription.receive(aggregator.progress))
      case 6:
        if Int.random(in: 0..<4, using: &random) == 0 {
          questions.removeAll()
          subscription.requestTimedOut()
        }
      default:
        if !questions.isEmpty {
          try perform(subscription.receive(reply: try aggregator.answer(questions.removeFirst())))
        }
      }
    }
    // Silence follows: only progress and answers, and everything must come.
    subscription.requestTimedOut()
    questions.removeAll()
    for _ in 0..<400 {
      try perform(subscription.receive(aggregator.progress))
      while !questions.isEmpty {
        try perform(subscription.receive(reply: try aggregator.answer(questions.removeFirst())))
      }
    }
    let begun = try #require(from, "seed \(seed)")
    let expected = aggregator.matching(prefixes, after: begun, through: UInt64(aggregator.topics.count))
    #expect(delivered == expected, "seed \(seed) prefixes \(prefixes)")
    // With its check, however it got there.
    #expect(subscription.cursor == aggregator.cursor(UInt64(aggregator.topics.count)), "seed \(seed)")
  }

  @Test("a contiguous stream of everything is taken without a question")
  func contiguous() throws {
    var aggregator = FakeAggregator()
    var subscription = Subscription(prefixes: [], start: .beginning)
    let first = subscription.receive(aggregator.progress)
    guard case .ask(let question)? = first.first else {
      Issue.record("no question at the start")
      return
    }
    _ = try subscription.receive(reply: try aggregator.answer(question))
    for sequence in 1...100 as ClosedRange<UInt64> {
      aggregator.topics.append("a/x")
      let actions = subscription.receive(aggregator.update(sequence))
      guard actions.count == 1, case .event(let delivered, _) = actions[0] else {
        Issue.record("event \(sequence) was not taken at once")
        return
      }
      #expect(delivered == sequence)
    }
  }

  @Test("a journal that was put back, and came to the same event by another way, is told of; one without checks is not")
  func anotherPast() throws {
    var aggregator = FakeAggregator()
    aggregator.topics = ["a/x", "a/x", "a/x"]
    var subscription = Subscription(prefixes: [], start: .after(aggregator.cursor(2)))
    for action in subscription.receive(aggregator.progress) {
      if case .ask(let question) = action { _ = try subscription.receive(reply: try aggregator.answer(question)) }
    }
    #expect(subscription.cursor == aggregator.cursor(3))
    // A live event is taken, and the check goes on with it.
    aggregator.topics.append("a/x")
    _ = subscription.receive(aggregator.update(4))
    #expect(subscription.cursor == aggregator.cursor(4))
    guard case .reached(let place)? = subscription.receive(aggregator.progress).first else {
      throw WireError("not reached")
    }
    #expect(place == aggregator.cursor(4))
    // An earlier version's progress has no check.
    let bare = Cursor(epoch: aggregator.epoch, sequence: 4)
    guard case .reached? = subscription.receive(.progress(bare)).first else { throw WireError("not reached") }
    let other = Cursor(epoch: aggregator.epoch, sequence: 4, check: ChainCheck(after: nil, event: [1]))
    let actions = subscription.receive(.progress(other))
    guard actions.count == 2, case .notice(let text) = actions[0], case .ask(let question) = actions[1] else {
      throw WireError("\(actions)")
    }
    #expect(
      text == "the journal was put back to an earlier state, and has gone on from there: taking a new snapshot"
    )
    #expect(question.header.kind == .snapshot)
  }

  @Test("another journal is told of, and a new snapshot taken")
  func epochChanges() throws {
    var aggregator = FakeAggregator()
    aggregator.topics = ["a/x"]
    var subscription = Subscription(prefixes: [], start: .after(Cursor(epoch: aggregator.epoch, sequence: 1)))
    for action in subscription.receive(aggregator.progress) {
      if case .ask(let question) = action { _ = try subscription.receive(reply: try aggregator.answer(question)) }
    }
    aggregator.epoch = .mint()
    let actions = subscription.receive(aggregator.progress)
    guard actions.count == 2, case .notice(let text) = actions[0], case .ask(let question) = actions[1] else {
      Issue.record("\(actions)")
      return
    }
    #expect(text == "another journal took the place of this one: taking a new snapshot")
    #expect(question.header.kind == .snapshot)
    // The new journal is shorter: what was heard of the old one's end must not keep it asking for ever.
    aggregator.topics = []
    var pending = [question]
    var asked = 0
    var hasReached = false
    while let next = pending.popLast(), asked < 20 {
      asked += 1
      for action in try subscription.receive(reply: try aggregator.answer(next)) {
        if case .ask(let packet) = action { pending.append(packet) }
        if case .reached = action { hasReached = true }
      }
    }
    #expect(hasReached)
    #expect(asked < 20)
  }

  @Test("a cursor that was trimmed away is told of, and a new snapshot taken; the first event is then the oldest kept")
  func tooOld() throws {
    let aggregator = FakeAggregator()
    let oldest = Cursor(epoch: aggregator.epoch, sequence: 70)
    func told(_ start: Subscription.Start) throws -> (notice: String, question: Packet, subscription: Subscription) {
      var subscription = Subscription(prefixes: ["a/"], start: start)
      var actions = subscription.receive(aggregator.progress)
      guard case .ask(let question)? = actions.first else { throw WireError("no question") }
      let request: CatchUpRequest = try question.decode()
      actions = try subscription.receive(reply: try Packet(TooOld(request: request.request, oldest: oldest)))
      guard actions.count == 2, case .notice(let text) = actions[0], case .ask(let next) = actions[1] else {
        throw WireError("\(actions)")
      }
      return (text, next, subscription)
    }
    let kept = try told(.after(Cursor(epoch: aggregator.epoch, sequence: 5)))
    #expect(
      kept.notice
        == "the journal no longer goes back to the cursor; it begins after \(oldest): taking a new snapshot"
    )
    #expect(kept.question.header.kind == .snapshot)

    var first = try told(.beginning)
    #expect(
      first.notice
        == "the journal no longer goes back to its first event: beginning with event 71, the oldest that is kept"
    )
    let request: CatchUpRequest = try first.question.decode()
    #expect(request.after == oldest)
    // Trimmed once more before the answer: the same again, as nothing was given out yet.
    let later = Cursor(epoch: aggregator.epoch, sequence: 80)
    var actions = try first.subscription.receive(
      reply: try Packet(TooOld(request: request.request, oldest: later))
    )
    guard case .ask(let question)? = actions.last else { throw WireError("\(actions)") }
    #expect(question.header.kind == .catchUp)
    let second: CatchUpRequest = try question.decode()
    // But once there were events, what is missed after them is missed, and takes a snapshot.
    let reply = EventsReply(request: second.request, cursor: later, more: true)
    actions = try first.subscription.receive(reply: try Packet(reply, attachments: [[]]))
    guard case .ask(let third)? = actions.last else { throw WireError("\(actions)") }
    let last: CatchUpRequest = try third.decode()
    actions = try first.subscription.receive(reply: try Packet(TooOld(request: last.request, oldest: later)))
    guard case .ask(let snapshot)? = actions.last else { throw WireError("\(actions)") }
    #expect(snapshot.header.kind == .snapshot)
  }

  @Test("a cursor at the last number that there is does not run over")
  func lastNumber() throws {
    let last = Cursor(epoch: .mint(), sequence: .max)
    for start in [Subscription.Start.after(last), .beginning] {
      var subscription = Subscription(prefixes: [], start: start)
      let asked = subscription.receive(.progress(last))
      guard case .ask(let question) = asked.first, let number = question.requestNumber else {
        Issue.record("nothing is asked")
        return
      }
      _ = subscription.receive(.event(sequence: .max, epoch: last.epoch, json: []))
      _ = subscription.receive(.event(sequence: 0, epoch: last.epoch, json: []))
      let answers: [Packet] = [
        try Packet(EventsReply(request: number, cursor: last, more: false), attachments: [[]]),
        try Packet(TooOld(request: number, oldest: last)),
      ]
      for answer in answers { _ = try subscription.receive(reply: answer) }
      _ = subscription.receive(.event(sequence: .max, epoch: last.epoch, json: []))
      #expect(subscription.cursor == last || start == .beginning)
    }
  }
}
