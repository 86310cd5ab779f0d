import ArgumentParser
import Client
import Model

/// Revisions of a document, as people name them.
struct DocumentRevisions {
  let uri: String
  let list: [KnownRevision]

  /// - Throws: ``InputError`` when the document is not known.
  init(_ document: String, _ query: Query) throws {
    uri = FileName.documentURI(document)
    list = try query.revisions(of: uri)
    guard !list.isEmpty else {
      throw InputError("\(uri): no document of this name is known; courant documents shows those that are")
    }
  }

  /// The revision that is named: by its number, the first is 1, the last -1, or by how its digest begins.
  /// - Throws: ``InputError``.
  func named(_ name: String) throws(InputError) -> KnownRevision {
    if name.utf8.count < 8, let number = Int(name) {
      let index = number < 0 ? list.count + number : number - 1
      guard list.indices.contains(index) else {
        throw InputError("\(uri): has no revision \(number): want 1 to \(list.count), or -1 for the last")
      }
      return list[index]
    }
    let digits = name.hasPrefix("sha256:") ? name : "sha256:" + name
    guard let found = list.last(where: { $0.digest.description.hasPrefix(digits.lowercased()) }) else {
      throw InputError("\(uri): has no revision \(name); courant diff --list shows those that there are")
    }
    return found
  }

  /// The facts of a revision while it, and no other, stood.
  /// - Throws: ``InputError`` when the journal no longer goes back to it.
  func facts(_ revision: KnownRevision, _ query: Query) throws -> [StatedFact] {
    guard let moment = revision.moment else {
      throw InputError(
        "\(uri): what revision \(number(revision)) has stated is no longer told: the journal was trimmed"
      )
    }
    var facts: [StatedFact] = []
    try query.facts(.document(uri), asOf: moment) { facts.append($0) }
    return facts
  }

  func number(_ revision: KnownRevision) -> Int { (list.firstIndex(of: revision) ?? 0) + 1 }

  /// Lists the revisions, for people or as JSON.
  func show(json: Bool, isWide: Bool) throws {
    var table = Table(
      ["NUMBER", "RECORDED", "FACTS", "EXTRACTOR", "REVISION", "STANDS"],
      spareable: ["EXTRACTOR"],
      isWide: isWide
    )
    for (index, revision) in list.enumerated() {
      if json {
        Terminal.write(try JSON.encode(revision))
        continue
      }
      table.add(
        Table.Cell("\(index + 1)"),
        Table.Cell(revision.recorded.map(Rendering.moment) ?? "", .dim),
        Table.Cell("\(revision.facts)"),
        Table.Cell(revision.extractor, .dim),
        Table.Cell(revision.digest.description),
        Table.Cell(revision.stands ? "stands" : "", .green)
      )
    }
    if !json { table.print() }
  }
}
