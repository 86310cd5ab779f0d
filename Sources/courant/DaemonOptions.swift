import ArgumentParser
import Client
import Service
import ZeroMQ

/// Where the daemon is.
struct DaemonOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp("Folder of the daemon's sockets; default COURANT_RUNTIME, or the system's.", valueName: "folder")
  )
  var runtime: String?

  var endpoints: Service.Configuration.Endpoints {
    Service.Configuration.Endpoints(runtime: runtime ?? Folders.runtime)
  }

  func query(_ context: Context) throws -> Query {
    try Query(context, to: endpoints.query)
  }
}
