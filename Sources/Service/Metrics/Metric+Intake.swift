/// What intake and the keeper of the workers count.
extension Metric {
  public static let documentsAccepted = Metric(
    "courant_documents_accepted_total",
    .counter,
    "Documents and withdrawals that were taken into the spool, on disk."
  )
  public static let documentBytes = Metric(
    "courant_document_bytes_total",
    .counter,
    "Bytes of the documents that were taken into the spool."
  )
  public static let documentsRefused = Metric(
    "courant_documents_refused_total",
    .counter,
    "Documents that were refused: empty, too large, of a format that is not read, badly named, or asked for and not there."
  )
  public static let documentsDone = Metric(
    "courant_documents_done_total",
    .counter,
    "Documents that a worker has parsed and whose facts are in the journal."
  )
  public static let documentRetries = Metric(
    "courant_document_retries_total",
    .counter,
    "Tries of a document that failed and were followed by another."
  )
  public static let documentsFailed = Metric(
    "courant_documents_failed_total",
    .counter,
    "Documents that were set aside, with the reason."
  )
  public static let documentsWaiting = Metric(
    "courant_documents_waiting",
    .gauge,
    "Documents in the spool that no worker has in hand."
  )
  public static let documentsInHand = Metric(
    "courant_documents_in_hand",
    .gauge,
    "Documents that workers have in hand."
  )
  public static let spoolBytes = Metric("courant_spool_bytes", .gauge, "Bytes of the documents in the spool.")
  public static let workersIdle = Metric("courant_workers_idle", .gauge, "Workers that wait for a document.")
  public static let workers = Metric(
    "courant_workers",
    .gauge,
    "Worker processes that this process keeps and that run."
  )
  public static let workerRestarts = Metric(
    "courant_worker_restarts_total",
    .counter,
    "Workers that ended unasked and were started again: exited, crashed, killed (also for taking too long), aborted (perhaps for want of memory), unstarted.",
    label: "reason",
    values: ["exited", "crashed", "killed", "aborted", "unstarted"]
  )

  static let ofIntake = [
    documentsAccepted, documentBytes, documentsRefused, documentsDone, documentRetries, documentsFailed,
    documentsWaiting,
    documentsInHand, spoolBytes, workersIdle, workers, workerRestarts,
  ]
}
