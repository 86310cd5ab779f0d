/// What the role counts that fetches feeds.
extension Metric {
  public static let feedFetches = Metric(
    "courant_feed_fetches_total",
    .counter,
    "Feeds that were fetched, or have not changed since the last time."
  )
  public static let feedErrors = Metric(
    "courant_feed_errors_total",
    .counter,
    "Feeds and articles that could not be fetched, read or handed on.",
    label: "of",
    values: ["feed", "article"]
  )
  public static let feedDocuments = Metric(
    "courant_feed_documents_total",
    .counter,
    "Documents from feeds that intake has taken."
  )
  public static let feeds = Metric("courant_feeds", .gauge, "Feeds that are configured.")
  public static let feedsFailing = Metric("courant_feeds_failing", .gauge, "Feeds whose last fetch has failed.")

  static let ofFeeds = [feedFetches, feedErrors, feedDocuments, feeds, feedsFailing]
}
