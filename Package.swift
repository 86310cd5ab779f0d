// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .treatAllWarnings(as: .error),
]

let package = Package(
  name: "courant",
  products: [
    .executable(name: "courantd", targets: ["courantd"]),
    .executable(name: "courant", targets: ["courant"]),
    .executable(name: "courant-pdf", targets: ["courant-pdf"]),
    .executable(name: "courant-train", targets: ["courant-train"]),
    .executable(name: "courant-eval", targets: ["courant-eval"]),
    .library(name: "ZeroMQ", targets: ["ZeroMQ"]),
    .library(name: "Values", targets: ["Values"]),
    .library(name: "Language", targets: ["Language"]),
    .library(name: "Extraction", targets: ["Extraction"]),
    // For benchmarks.
    .library(name: "Store", targets: ["Model", "Store"]),
    .library(name: "Log", targets: ["Log"]),
    .library(name: "Interpretation", targets: ["Interpretation"]),
    .library(name: "Readers", targets: ["Readers"]),
    .library(name: "CourantClient", targets: ["Model", "Wire", "Client"]),
    // For tests: preloaded into a daemon, it makes its disk fail.
    .library(name: "FaultyDisk", type: .dynamic, targets: ["FaultyDisk"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
  ],
  targets: [
    // C libraries, from Debian's packages libzmq3-dev, libsodium-dev, nettle-dev, liblzma-dev, libzstd-dev and libseccomp-dev.
    .systemLibrary(name: "CZeroMQ", providers: [.apt(["libzmq3-dev"])]),
    .systemLibrary(name: "CSodium", providers: [.apt(["libsodium-dev"])]),
    .systemLibrary(name: "CNettle", providers: [.apt(["nettle-dev"])]),
    .systemLibrary(name: "CLZMA", providers: [.apt(["liblzma-dev"])]),
    .systemLibrary(name: "CZstd", providers: [.apt(["libzstd-dev"])]),
    .systemLibrary(name: "CExpat", providers: [.apt(["libexpat1-dev"])]),
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CGumbo", providers: [.apt(["libgumbo-dev"])]),
    // A bound for what libgumbo may allocate.
    .target(name: "CGumboArena", dependencies: ["CGumbo"], cSettings: [.unsafeFlags(["-O2"])]),
    .systemLibrary(name: "CUchardet", providers: [.apt(["libuchardet-dev"])]),
    .systemLibrary(name: "CMark", providers: [.apt(["libcmark-dev"])]),

    .systemLibrary(name: "CSandbox", providers: [.apt(["libseccomp-dev"])]),

    // Takes PDFs apart with poppler, which is under the GPL: a program of its own, that others talk to and do not link.
    .systemLibrary(name: "CPoppler", pkgConfig: "poppler", providers: [.apt(["libpoppler-private-dev"])]),
    .executableTarget(
      name: "courant-pdf",
      dependencies: ["CPoppler"],
      exclude: ["LICENSE"],
      cxxSettings: [.unsafeFlags(["-std=c++17", "-O2"])],
      linkerSettings: [.linkedLibrary("seccomp"), .linkedLibrary("m")]
    ),

    // What Swift cannot call of the system's own library.
    .systemLibrary(name: "CLinux"),

    // The arithmetic of the language models, built for several instruction sets.
    .target(name: "CKernels", cSettings: [.unsafeFlags(["-O3"])]),

    // Bounds what peers can make libzmq hold.
    .target(name: "CGuard"),
    // Why a file may not be used, in words.
    .target(name: "Permissions", swiftSettings: strict),

    // Sockets; knows nothing of facts.
    .target(name: "ZeroMQ", dependencies: ["CZeroMQ"], swiftSettings: strict),

    // What a fact is, and what the state makes of it; knows nobody.
    .target(
      name: "Model",
      dependencies: ["CNettle"],
      swiftSettings: strict + [.unsafeFlags(["-O"], .when(configuration: .debug))]
    ),
    // When two names are the same, and whom everybody knows by name.
    .target(
      name: "Names",
      swiftSettings: strict + [.unsafeFlags(["-O"], .when(configuration: .debug))]
    ),
    .target(
      name: "State",
      dependencies: ["Model", "Values"],
      swiftSettings: strict + [.unsafeFlags(["-O"], .when(configuration: .debug))]
    ),

    // Where the files lie that the programs need beside themselves.
    .target(name: "Installation", swiftSettings: strict),

    // Files that are written whole, and never in the place of what is no file.
    .target(name: "FileOutput", swiftSettings: strict),

    // From bytes to facts: pure functions.
    .target(name: "Readers", dependencies: ["Model"], swiftSettings: strict),
    // Pages, and which part of them is what they are about.
    .target(
      name: "HTML",
      dependencies: ["CGumbo", "CGumboArena", "Model"],
      swiftSettings: strict + [.unsafeFlags(["-O"], .when(configuration: .debug))]
    ),
    // Documents that are XML, and packages of such.
    .target(name: "XML", dependencies: ["CExpat", "Model"], swiftSettings: strict),
    // What others are packed in.
    .target(name: "Archives", dependencies: ["CLZMA", "CZlib", "CZstd", "Model"], swiftSettings: strict),
    .target(name: "Office", dependencies: ["Archives", "Model", "Readers", "XML"], swiftSettings: strict),
    // PDFs, by the words and places that courant-pdf finds in them.
    .target(
      name: "PDF",
      dependencies: ["Model", "Readers"],
      swiftSettings: strict + [.unsafeFlags(["-O"], .when(configuration: .debug))]
    ),
    // Feeds, sitemaps and robots.txt: what they say, by what entries are known again, and when to look again.
    .target(name: "Feeds", dependencies: ["HTML", "Model", "Readers", "XML"], swiftSettings: strict),
    // What is on the web, by rules; libcurl is loaded when something is fetched.
    .target(name: "Fetching", dependencies: ["CSinks", "Feeds", "Model"], swiftSettings: strict),
    // Which format and encoding a document is in, and the reader of each.
    .target(
      name: "Formats",
      dependencies: ["Archives", "CMark", "CUchardet", "Feeds", "HTML", "Model", "Office", "Readers", "XML"],
      swiftSettings: strict
    ),
    // Which language a text is in.
    .target(
      name: "Languages",
      dependencies: ["Installation"],
      exclude: ["Resources/languages.md"],
      resources: [.copy("Resources/languages.table")],
      swiftSettings: strict + [.unsafeFlags(["-O"], .when(configuration: .debug))]
    ),
    // What a document's bytes come to: read, and given to the extractor of its language.
    .target(name: "Interpretation", dependencies: ["Formats", "Languages", "Model"], swiftSettings: strict),
    .target(
      name: "Values",
      dependencies: ["Model"],
      swiftSettings: strict + [.unsafeFlags(["-O"], .when(configuration: .debug))]
    ),
    .target(
      name: "Language",
      dependencies: ["CKernels", "Installation", "Model", "Names"],
      exclude: ["Resources/en.model.md", "Resources/known.md", "Resources/common-names.md"],
      resources: [.copy("Resources/en.model"), .copy("Resources/known.tsv"), .copy("Resources/common-names.tsv")],
      // Debug builds read with it too, and tests read much.
      swiftSettings: strict + [.unsafeFlags(["-O"], .when(configuration: .debug))]
    ),
    // Which phrases of a document are of one thing.
    .target(
      name: "Coreference",
      dependencies: ["Installation", "Model"],
      exclude: ["Resources/en-coreference.md"],
      resources: [.copy("Resources/en-coreference.model")],
      swiftSettings: strict + [.unsafeFlags(["-O"], .when(configuration: .debug))]
    ),
    .target(
      name: "Extraction",
      dependencies: ["Coreference", "Model", "Values", "Language", "Names"],
      swiftSettings: strict + [.unsafeFlags(["-O"], .when(configuration: .debug))]
    ),

    // Annotated text, and what is learnt from it: for training and measuring, not for the daemon.
    .target(name: "Corpora", dependencies: ["CLZMA"], swiftSettings: strict),
    .target(
      name: "Training",
      dependencies: ["CKernels", "Coreference", "Corpora", "Evaluation", "Extraction", "Language", "Values"],
      // A test trains, and would take minutes without.
      swiftSettings: strict + [.unsafeFlags(["-O"], .when(configuration: .debug))]
    ),

    // Frames, requests and replies; bytes only, no sockets.
    .target(name: "Wire", dependencies: ["Model"], swiftSettings: strict),

    // Frames over sockets.
    .target(name: "Transport", dependencies: ["Permissions", "Wire", "ZeroMQ"], swiftSettings: strict),

    // Where tests make a process fail; nothing in a release build.
    .target(name: "Failpoints", swiftSettings: strict),

    // Checksums of a database's pages, as a layer over SQLite's files.
    .target(name: "CPageSums", linkerSettings: [.linkedLibrary("sqlite3")]),

    // The journal and the state on disk.
    // CRC32C by the processor's instructions, or by tables.
    .target(name: "CChecksum", cSettings: [.unsafeFlags(["-O2"])]),
    // Records on disk, in order and durable.
    .target(name: "Log", dependencies: ["CChecksum", "CNettle", "Failpoints"], swiftSettings: strict),

    .target(
      name: "Store",
      dependencies: [
        "CPageSums", "Failpoints", "FileOutput", "Model", "State", .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ],
      swiftSettings: strict + [.unsafeFlags(["-O"], .when(configuration: .debug))]
    ),

    // Configuration, logging, metrics, lifecycle.
    .target(
      name: "Service",
      dependencies: [
        "CLinux", "Model", "Permissions",
        .product(name: "FlyingSocks", package: "FlyingFox"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Metrics", package: "swift-metrics"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
        .product(name: "Yams", package: "Yams"),
      ],
      swiftSettings: strict
    ),

    // What a process gives up that reads hostile bytes.
    .target(name: "Sandbox", dependencies: ["CSandbox"], swiftSettings: strict),

    // Who is let in over TCP: key files, the allow-list, and the handler that libzmq asks.
    .target(
      name: "Keys",
      dependencies: [
        "CSodium", "FileOutput", "Model", "Service", "Wire", "ZeroMQ",
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Metrics", package: "swift-metrics"),
      ],
      swiftSettings: strict
    ),

    // The roles: intake, worker, aggregator.
    .target(
      name: "Pipeline",
      dependencies: [
        "CGuard", "CLZMA", "CLinux", "Failpoints", "Formats", "Interpretation", "Keys", "Model", "Readers", "Wire",
        "ZeroMQ", "Transport", "Store", "Service",
        .product(name: "DequeModule", package: "swift-collections"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Metrics", package: "swift-metrics"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: strict
    ),

    // Submit, subscribe, ask: for any Swift program.
    .target(
      name: "Client",
      dependencies: ["Model", "Permissions", "Wire", "ZeroMQ", "Transport"],
      swiftSettings: strict
    ),

    // Facts into other systems. What a sink or a feed needs of C is loaded when it is wanted, so that the daemon runs without.
    .systemLibrary(name: "CSinks"),
    .target(
      name: "Sinks",
      dependencies: [
        "CSinks", "CSodium", "Client", "Keys", "Model", "Service", "ZeroMQ",
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Metrics", package: "swift-metrics"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ],
      swiftSettings: strict
    ),

    // Feeds, each fetched when it is due, and their articles handed to intake.
    .target(
      name: "Polling",
      dependencies: [
        "Client", "Feeds", "Fetching", "FileOutput", "Formats", "Keys", "Model", "Service", "ZeroMQ",
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Metrics", package: "swift-metrics"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: strict
    ),

    // Facts as files for other tools.
    .target(
      name: "Export",
      dependencies: ["CZstd", "FileOutput", "Model", .product(name: "GRDB", package: "GRDB.swift")],
      swiftSettings: strict
    ),

    // What the two programs share: how they end, what they write, and how they read what people type.
    .target(
      name: "Console",
      dependencies: [
        "FileOutput", "Model", "Service", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict
    ),

    .executableTarget(
      name: "courantd",
      dependencies: [
        "Console", "Extraction", "FileOutput", "Formats", "Interpretation", "Keys", "Language", "Languages", "Model",
        "Names",
        "PDF", "Permissions", "Pipeline", "Polling",
        "Sandbox", "Service", "Sinks", "Store",
        "ZeroMQ",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Metrics", package: "swift-metrics"),
      ],
      swiftSettings: strict
    ),
    // How good it is: what is found against what is expected.
    .target(
      name: "Evaluation",
      dependencies: ["Coreference", "Corpora", "Extraction", "Language", "Model", "Values"],
      swiftSettings: strict
    ),
    .executableTarget(
      name: "courant-eval",
      dependencies: [
        "Coreference", "Corpora", "Evaluation", "Extraction", "Formats", "Interpretation", "Language", "Model", "PDF",
        "Readers",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict
    ),
    // How well pages are read, and what the model of their main part is trained from.
    .executableTarget(name: "courant-pages", dependencies: ["HTML", "Model"], swiftSettings: strict),
    .executableTarget(
      name: "courant-train",
      dependencies: [
        "Corpora", "Language", "Languages", "Training",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict
    ),
    .executableTarget(
      name: "courant",
      dependencies: [
        "Console", "FileOutput", "Feeds", "Fetching", "Formats", "Interpretation", "Model", "Wire", "ZeroMQ", "Client",
        "Export", "Keys", "Extraction", "PDF", "Permissions", "Polling", "Values", "Service",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict
    ),

    .target(
      name: "TestSupport",
      dependencies: ["Keys", "Model", "Wire"],
      path: "Tests/TestSupport",
      swiftSettings: strict
    ),
    .target(name: "FaultyDisk", path: "Tests/FaultyDisk"),

    // Random harm to real daemons; `make chaos`.
    .executableTarget(
      name: "courant-chaos",
      dependencies: [
        "Client", "Extraction", "Failpoints", "Interpretation", "Keys", "Model", "Sandbox", "Service", "TestSupport",
        "Transport", "Wire", "ZeroMQ", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Tests/Chaos",
      swiftSettings: strict
    ),
    .testTarget(name: "ZeroMQTests", dependencies: ["ZeroMQ"], swiftSettings: strict),
    .testTarget(
      name: "ModelTests",
      dependencies: ["Model", "State", "Wire", "TestSupport"],
      resources: [.copy("Golden")],
      swiftSettings: strict
    ),
    .testTarget(
      name: "ExtractionTests",
      dependencies: [
        "CKernels", "Coreference", "Corpora", "Evaluation", "Extraction", "Formats", "Interpretation", "Language",
        "Model", "Readers", "TestSupport", "Training", "Values",
      ],
      resources: [.copy("Constructions"), .copy("Floor"), .copy("Layout"), .copy("News"), .copy("Tables")],
      swiftSettings: strict
    ),
    .testTarget(name: "HTMLTests", dependencies: ["HTML", "Model"], swiftSettings: strict),
    .testTarget(
      name: "FormatsTests",
      dependencies: ["Archives", "CZlib", "CZstd", "Formats", "Interpretation", "Languages", "Model", "TestSupport"],
      swiftSettings: strict
    ),
    .testTarget(name: "PDFTests", dependencies: ["Model", "PDF", "courant-pdf"], swiftSettings: strict),
    .testTarget(
      name: "FeedsTests",
      dependencies: ["Feeds", "Fetching", "Formats", "Model", "TestSupport"],
      swiftSettings: strict
    ),
    .testTarget(
      name: "PollingTests",
      dependencies: [
        "Feeds", "Fetching", "Model", "Polling", "Service", "TestSupport",
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict
    ),
    .testTarget(name: "NamesTests", dependencies: ["Names", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "PipelineTests",
      dependencies: [
        "Client", "FileOutput", "Interpretation", "Keys", "Model", "Pipeline", "Service", "State", "Store",
        "TestSupport", "Wire", "ZeroMQ",
        .product(name: "CoreMetrics", package: "swift-metrics"),
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      resources: [.copy("Databases")],
      swiftSettings: strict
    ),
    .testTarget(
      name: "TruthTests",
      dependencies: ["Extraction", "Interpretation", "Model", "Store"],
      resources: [.copy("Pairs"), .copy("Stories")],
      swiftSettings: strict
    ),
    .testTarget(
      name: "LogTests",
      dependencies: ["CChecksum", "CSodium", "Failpoints", "Log"],
      swiftSettings: strict
    ),
    .testTarget(
      name: "ProgramTests",
      dependencies: [
        "Client", "Console", "Export", "FileOutput", "Model", "Permissions", "Service", "Sinks", "TestSupport",
        "courant",
        "courantd", .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      swiftSettings: strict
    ),
    .testTarget(
      name: "EndToEndTests",
      dependencies: [
        "courantd", "courant", "courant-eval", "courant-chaos", "courant-pdf", "Client", "Keys", "Model", "Wire",
        "Transport",
        "Service", "TestSupport", "ZeroMQ",
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      exclude: ["Python", "Sinks"],
      swiftSettings: strict
    ),
  ]
)

// Fuzzing by coverage; `make fuzz`. Only where libFuzzer's path is given, so that nobody else builds it or needs it.
if let libFuzzer = Context.environment["COURANT_FUZZ"] {
  package.targets += [
    .systemLibrary(name: "CLibFuzzer", path: "Tests/LibFuzzer"),
    .executableTarget(
      name: "courant-fuzz",
      dependencies: [
        "CLibFuzzer", "Client", "Extraction", "Formats", "Interpretation", "Language", "Model", "Pipeline", "Readers",
        "Service",
        "TestSupport", "Training", "Values", "Wire",
      ],
      path: "Tests/Fuzz",
      swiftSettings: strict,
      linkerSettings: [.unsafeFlags(["-Xlinker", libFuzzer])]
    ),
  ]
}
