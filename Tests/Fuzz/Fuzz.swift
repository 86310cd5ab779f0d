import CLibFuzzer
import Foundation
import Glibc

/// Feeds what reads bytes from outside with inputs that libFuzzer makes, guided by what code they reach.
@main
enum Fuzz {
  /// What is fuzzed in this process.
  private static let target = CommandLine.arguments.dropFirst().first.flatMap(FuzzTarget.init(rawValue:))

  static func main() {
    let arguments = Array(CommandLine.arguments.dropFirst())
    switch arguments.first {
    case "targets" where arguments.count == 1:
      for target in FuzzTarget.allCases { print(target.rawValue) }
    case "seeds" where arguments.count == 2:
      do {
        try Seeds.write(to: arguments[1])
      } catch {
        fail("\(error)")
      }
    case .some where target != nil: drive()
    default:
      fail(
        "usage: courant-fuzz targets | courant-fuzz seeds FOLDER | courant-fuzz TARGET [LIBFUZZER-OPTION…] [FOLDER…]"
      )
    }
  }

  private static func fail(_ line: String) -> Never {
    FileHandle.standardError.write(Data("courant-fuzz: \(line)\n".utf8))
    exit(2)
  }

  /// Gives the process to libFuzzer, which ends it.
  private static func drive() {
    var pointers = ([CommandLine.arguments[0]] + CommandLine.arguments.dropFirst(2)).map { strdup($0) } + [nil]
    var count = Int32(pointers.count - 1)
    let code = pointers.withUnsafeMutableBufferPointer { buffer in
      var start = buffer.baseAddress
      return LLVMFuzzerRunDriver(&count, &start) { data, size in
        Fuzz.target?.run(Array(UnsafeBufferPointer(start: data, count: size)))
        return 0
      }
    }
    exit(code)
  }
}
