// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .treatAllWarnings(as: .error),
]

let package = Package(
  name: "courant-benchmarks",
  dependencies: [
    .package(name: "courant", path: "..")
  ],
  targets: [
    // The same loops as in Swift, against libzmq itself.
    .target(
      name: "CThroughput",
      cSettings: [.treatAllWarnings(as: .error)],
      linkerSettings: [.linkedLibrary("zmq")]
    ),
    .executableTarget(
      name: "zeromq-throughput",
      dependencies: ["CThroughput", .product(name: "ZeroMQ", package: "courant")],
      swiftSettings: strict
    ),
    .executableTarget(
      name: "language-stages",
      dependencies: [
        .product(name: "Extraction", package: "courant"), .product(name: "Interpretation", package: "courant"),
        .product(name: "Language", package: "courant"),
        .product(name: "Readers", package: "courant"), .product(name: "Values", package: "courant"),
      ],
      swiftSettings: strict
    ),
    .executableTarget(
      name: "durable-events",
      dependencies: [.product(name: "Store", package: "courant")],
      swiftSettings: strict
    ),
    .executableTarget(
      name: "log-append",
      dependencies: [.product(name: "Log", package: "courant")],
      swiftSettings: strict
    ),
    .executableTarget(
      name: "near-copies",
      dependencies: [
        .product(name: "Extraction", package: "courant"), .product(name: "Interpretation", package: "courant"),
        .product(name: "Store", package: "courant"),
      ],
      swiftSettings: strict
    ),
  ]
)
