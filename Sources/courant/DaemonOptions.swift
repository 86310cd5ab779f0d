import ArgumentParser
import Client
import Glibc
import Service
import ZeroMQ

/// Where the daemon is.
struct DaemonOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp("Folder of the daemon's sockets; default COURANT_RUNTIME, or the system's.", valueName: "folder")
  )
  var runtime: String?

  func validate() throws {
    // Where the folder lies among everybody's, somebody else may have made it first.
    let folder = runtime ?? Folders.runtime
    var status = stat()
    guard folder.hasPrefix("/tmp/"), stat(folder, &status) == 0, status.st_uid != 0, status.st_uid != geteuid() else {
      return
    }
    throw ValidationError(
      "\(folder) belongs to another user; name the daemon's folder with --runtime or COURANT_RUNTIME"
    )
  }

  var endpoints: Service.Configuration.Endpoints {
    Service.Configuration.Endpoints(runtime: runtime ?? Folders.runtime)
  }

  func query(_ context: Context) throws -> Query {
    try Query(context, to: endpoints.query)
  }
}
