import Model
import ZeroMQ

/// The files of watched folders that are refused, where intake can be asked for them.
struct RefusedFilesReport {
  let files: [RefusedFile]
  /// What is to be said beside them: why there are none, or not all.
  private let notice: String?

  init(_ daemon: DaemonOptions, _ context: Context) {
    do {
      let list = try daemon.submitter(context).refusedFiles()
      files = list.files
      notice =
        list.total > list.files.count
        ? "only the last \(list.files.count) of \(list.total) refused files are shown; the daemon's log has all" : nil
    } catch {
      // What the aggregator knows is shown all the same.
      files = []
      notice = "the refused files of watched folders are not shown: \(error)"
    }
  }

  func complain() {
    if let notice { Terminal.complain(notice) }
  }

  /// One file as JSON, told from a document by its `refused`.
  struct Line: Encodable {
    var uri: String
    var refused: String
    var code: String?
    var time: Timestamp

    init(_ file: RefusedFile) {
      uri = file.uri
      refused = file.reason
      code = file.code
      time = file.time
    }
  }
}
