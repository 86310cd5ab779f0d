import Model

/// Asks intake for the files of watched folders that it does not take.
public struct RefusedFilesRequest: MessageBody, Hashable {
  public static let kind = MessageKind.refusedFiles

  public var request: UInt64

  public init(request: UInt64) {
    self.request = request
  }
}

/// The files that are refused now, the newest last.
public struct RefusedFileList: MessageBody, Hashable {
  public static let kind = MessageKind.refusedFileList

  public var request: UInt64
  public var files: [RefusedFile]
  /// How many there are, listed or not.
  public var total: Int

  public init(request: UInt64, files: [RefusedFile], total: Int) {
    self.request = request
    self.files = files
    self.total = total
  }
}
