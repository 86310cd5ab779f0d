import Model
import Synchronization

/// Reads PDFs, and starts the program that takes them apart with the first: for programs that read few documents, and
/// seldom PDFs.
public final class PDFReaderOnDemand: Reader {
  private let reader = Mutex<PDFReader?>(nil)

  public init() {}

  public func read(_ bytes: [UInt8]) throws(ReadError) -> TextDocument {
    try started().read(bytes)
  }

  private func started() throws(ReadError) -> PDFReader {
    try reader.withLock { reader throws(ReadError) in
      if let reader { return reader }
      do throws(PDFProgram.StartError) {
        let started = PDFReader(try PDFProgram())
        reader = started
        return started
      } catch {
        throw ReadError(.noReader, "PDF, which cannot be read: \(error)")
      }
    }
  }
}
