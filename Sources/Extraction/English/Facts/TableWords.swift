extension TableFacts.Words {
  static let english = TableFacts.Words(
    before: ["in"],
    sums: ["total", "totals", "sum", "all", "overall", "grand total", "subtotal", "average", "mean"],
    times: ["date", "day", "month", "year", "quarter", "period"],
    records: [
      "accessed", "checked", "ended", "ending", "modified", "retrieved", "update", "updated",
    ],
    events: [
      "opened", "founded", "established", "built", "completed", "closed", "born", "died", "incorporated", "launched",
      "released", "published",
    ],
    counts: [
      "population", "employees", "staff", "headcount", "workers", "people", "persons", "inhabitants", "residents",
      "customers",
      "clients", "users", "subscribers", "members", "households", "students", "pupils", "teachers", "patients",
      "guests",
      "visitors", "passengers", "beds", "rooms", "stores", "shops", "outlets", "branches", "offices", "sites", "plants",
      "ships", "vessels", "boats", "aircraft", "vehicles", "cars", "flights", "ports", "schools", "houses", "homes",
      "dwellings", "farms", "companies", "countries", "municipalities", "shares", "votes", "seats", "deaths", "births",
      "cases", "accidents", "incidents", "days", "games", "goals", "points", "medals",
    ],
    countings: ["number of ", "no. of ", "total number of ", "average number of "],
    scales: ["k": 1e3, "m": 1e6, "mn": 1e6, "mln": 1e6, "bn": 1e9],
    measures: [
      "capital", "consumption", "cost", "costs", "debt", "deficit", "emissions", "expenditure", "exports", "gdp",
      "imports",
      "income", "inflation", "investment", "output", "price", "prices", "production", "profit", "profits", "rainfall",
      "revenue", "revenues", "sales", "spending", "surplus", "tax", "taxes", "temperature", "trade", "turnover",
      "unemployment", "wages",
    ],
    ratios: [
      "margin", "ratio", "rate", "growth", "share", "yield", "change", "percentage", "utilisation", "utilization",
      "eps",
      "index", "age", "score", "rank", "turnout", "coverage",
    ],
    per: ["per", "/"],
    subunits: ["cent", "cents"],
    figures: KeyWords.results,
    reports: [
      "statement", "statements", "figures", "results", "highlights", "accounts", "sheet", "indicators",
    ],
    exceptions: ["unless", "except"],
    series: [
      "by year", "by month", "by quarter", "by day", "per year", "a year", "over time", "annually", "over the years",
    ],
    numbered: [
      "version", "release", "model", "district", "ward", "zone", "phase", "stage", "route", "line", "unit", "round",
      "week",
      "group", "class", "lot",
    ],
    being: "is"
  )
}
