import Model

/// A worker asks for one job.
public struct Ready: MessageBody, Hashable {
  public static let kind = MessageKind.ready

  /// For people: host and process id.
  public var worker: String
  public var pid: Int32
  public var extractor: String
  /// The last job that it was given; null before the first. It tells intake whether a job sent meanwhile has arrived.
  public var last: String?

  public init(worker: String, pid: Int32, extractor: String, last: String?) {
    self.worker = worker
    self.pid = pid
    self.extractor = extractor
    self.last = last
  }
}

/// A document to work on; its content is the attachment.
public struct Job: MessageBody, Hashable {
  public static let kind = MessageKind.job

  /// Names the job in the worker's report.
  public var job: String
  public var uri: String
  public var digest: Digest
  public var mediaType: String
  /// 1 for the first try.
  public var attempt: Int
  /// Null for ``JobAction/extract``.
  public var action: JobAction?
  /// Proof that intake has given this out; offer and batch show it.
  public var seal: Seal?

  public init(
    job: String,
    uri: String,
    digest: Digest,
    mediaType: String,
    attempt: Int,
    action: JobAction? = nil,
    seal: Seal? = nil
  ) {
    self.job = job
    self.uri = uri
    self.digest = digest
    self.mediaType = mediaType
    self.attempt = attempt
    self.action = action
    self.seal = seal
  }
}

/// The job is in hand, and waits for the aggregator: not the document's fault, so its time begins anew.
public struct Working: MessageBody, Hashable {
  public static let kind = MessageKind.working

  public var job: String

  public init(job: String) {
    self.job = job
  }
}

/// The job's batch is committed.
public struct Done: MessageBody, Hashable {
  public static let kind = MessageKind.done

  public var job: String
  public var facts: Int
  /// Proof of the aggregator that it is committed, as its acknowledgement had it.
  public var seal: Seal?
  /// True when nothing was to be done: the revision stood already, and its facts were not counted.
  public var duplicate: Bool?

  public init(job: String, facts: Int, seal: Seal? = nil, duplicate: Bool? = nil) {
    self.job = job
    self.facts = facts
    self.seal = seal
    self.duplicate = duplicate
  }
}

/// The job cannot be done, now or ever.
public struct Failed: MessageBody, Hashable {
  public static let kind = MessageKind.failed

  public var job: String
  public var reason: String
  /// Why the document cannot be read, for programs, as in ``ReadError/Code``; null where something else went wrong.
  public var code: String?
  /// True when another try would fail in the same way.
  public var final: Bool

  public init(job: String, reason: String, code: String? = nil, final: Bool) {
    self.code = code
    self.job = job
    self.reason = reason
    self.final = final
  }
}
