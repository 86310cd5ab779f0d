/// A document that a worker has found in another; its content is the attachment. It is called `CONTAINER!/NAME`.
public struct Member: MessageBody, Hashable {
  public static let kind = MessageKind.member

  /// The job whose document it is in.
  public var job: String
  /// 0 for the first.
  public var index: Int
  public var uri: String
  /// What its container says that it is; null where it says nothing.
  public var mediaType: String?

  public init(job: String, index: Int, uri: String, mediaType: String? = nil) {
    self.job = job
    self.index = index
    self.uri = uri
    self.mediaType = mediaType
  }
}

/// Intake's word on a document in another.
public struct MemberTaken: MessageBody, Hashable {
  public static let kind = MessageKind.memberTaken

  public var job: String
  public var index: Int
  /// Why it was not taken; null where it is on disk and will be worked on.
  public var reason: String?
  /// True where the spool had no room: the document that it is in is to be tried later. Null for false.
  public var full: Bool?

  public init(job: String, index: Int, reason: String? = nil, full: Bool? = nil) {
    self.job = job
    self.index = index
    self.reason = reason
    self.full = full
  }
}
