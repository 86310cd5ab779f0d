import Model
import Store
import Wire

/// Questions about entities.
extension QueryAnswerer {
  func answer(about request: AboutRequest) throws -> Packet {
    guard let slug = Slug.make(request.entity) else { throw WireError("\"\(request.entity)\" is no name") }
    if let cursor = request.at, try isForeign(cursor) {
      return try Packet(EpochChanged(request: request.request, epoch: store.epoch), epoch: store.epoch)
    }
    var moment = request.at?.sequence ?? request.sequence
    if moment == nil, let time = request.time { moment = try store.sequence(at: time) }
    let head = try store.head().sequence
    if let moment, moment > head { throw WireError("event \(moment) is not there yet: the journal ends at \(head)") }
    let entity = try entity(slug, request.entity)
    let question = Store.AboutQuestion(
      entity?.entity ?? slug,
      roles: Set(request.roles ?? EntityRole.allCases),
      names: names(of: entity, request.entity),
      withdrawn: request.withdrawn ?? false
    )
    let page = try store.about(question, at: moment, after: request.after)
    let list = AboutList(
      request: request.request,
      cursor: page.cursor,
      entity: request.after == nil ? entity : nil,
      next: page.next
    )
    return try Packet(
      list,
      epoch: page.cursor.epoch,
      sequence: page.cursor.sequence,
      attachments: [JSONLines.join(page.lines)]
    )
  }

  /// Whom a name means: who has that slug, or else whom the operator or everybody calls so.
  private func entity(_ slug: String, _ name: String) throws -> KnownEntity? {
    let others = [aliases().entity(slug: slug, language: nil)?.slug, identify(slug)?.slug].compactMap { $0 }
    for slug in [slug] + others {
      guard var entity = try store.entity(slug) else { continue }
      complete(&entity)
      return entity
    }
    return nil
  }

  /// Adds what the operator and what everybody says of an entity.
  func complete(_ entity: inout KnownEntity) {
    aliases().complete(&entity)
    guard let identity = identify(entity.entity) else { return }
    entity.id = identity.id
    // Where only its parts are known of, the slug stands for its name.
    if entity.name?.isExactly(entity.entity) ?? false { entity.name = identity.name }
  }

  /// What an entity may be called in a text.
  private func names(of entity: KnownEntity?, _ name: String) -> [String] {
    // A slug is no wording, but its words are.
    let asked = name.split(separator: "-").joined(separator: " ")
    let known = entity.map { [$0.name, identify($0.entity)?.name].compactMap { $0 } + $0.aliases } ?? []
    var seen: Set<String> = []
    return ([asked] + known).filter { Slug.make($0).map { seen.insert($0).inserted } ?? false }.prefix(20).map { $0 }
  }
}
