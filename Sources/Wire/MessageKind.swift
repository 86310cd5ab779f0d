/// What a message is; the byte at offset 5 of the header.
public enum MessageKind: UInt8, Sendable, Hashable, CaseIterable {
  // updates
  case event = 1
  case progress = 2

  // submit
  case submit = 16
  case receipt = 17
  case withdraw = 18
  case reprocess = 19
  case failedDocument = 20
  case failedReport = 21
  case text = 22
  case textReport = 23
  case refusedFiles = 24
  case refusedFileList = 25

  // jobs
  case ready = 32
  case job = 33
  case done = 34
  case failed = 35
  case working = 36
  case member = 37
  case memberTaken = 38

  // batches
  case offer = 48
  case credit = 49
  case batch = 50
  case ack = 51
  case reject = 52
  case setAside = 53
  case chunk = 54
  case dropFailure = 55

  // query
  case snapshot = 64
  case catchUp = 65
  case get = 66
  case history = 67
  case failures = 68
  case documents = 69
  case facts = 70
  case search = 71
  case entities = 72
  case keys = 73
  case revisions = 74
  case position = 75
  case subscribers = 76
  case about = 77
  case review = 78
  case reviews = 79
  case entries = 80
  case events = 81
  case failureList = 82
  case tooOld = 83
  case epochChanged = 84
  case documentList = 85
  case factList = 86
  case foundList = 87
  case entityList = 88
  case keyList = 89
  case revisionList = 90
  case subscriberList = 91
  case aboutList = 92
  case reviewed = 94
  case reviewList = 95

  // any request may be answered by these
  case status = 96
  case statusReport = 97
  case refused = 98
  case busy = 99
}
