import Foundation
import GRDB

/// The schema, as numbered steps that lead from an empty file to it. A step that was released is never changed.
enum Migrations {
  /// Marks the file as ours: "CRNT".
  static let applicationID: Int32 = 0x4352_4E54

  static var all: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1") { database in
      try database.execute(sql: version1)
    }
    migrator.registerMigration("2") { database in
      try database.execute(sql: version2)
      // What was known until now was the last job of any intake.
      for row in try Row.fetchAll(database, sql: "SELECT id, job FROM documents WHERE job IS NOT NULL") {
        let mark = JobMark(row[1])
        guard let counter = mark.counter else { continue }
        try database.execute(
          sql: "INSERT INTO marks VALUES (?, ?, ?)",
          arguments: [row[0] as Int64, String(mark.intake), counter.row]
        )
      }
    }
    migrator.registerMigration("3") { database in
      // Each event's checksum over that of the one before it and its own JSON: what changes unseen on the disk is found.
      try database.execute(sql: "ALTER TABLE journal ADD COLUMN checksum BLOB")
      var end = JournalEnd()
      try JournalRow.forEach(database) { event, _, _ in
        end.append(event.json)
        try database.execute(
          "UPDATE journal SET checksum = ? WHERE sequence = ?",
          [Data(end.checksum), event.sequence.row]
        )
      }
    }
    // Other rules for what agrees, which have a version of their own since.
    migrator.registerMigration("4") { _ in }
    migrator.registerMigration("5") { database in
      try database.execute(sql: "ALTER TABLE failures ADD COLUMN extractor TEXT")
    }
    migrator.registerMigration("6") { database in
      try database.execute(sql: version6)
      var bytes: Int64 = 0
      try JournalRow.forEach(database) { event, _, _ in
        bytes += Int64(event.json.count)
        try database.execute("UPDATE journal SET bytes = ? WHERE sequence = ?", [bytes, event.sequence.row])
      }
    }
    migrator.registerMigration("7") { database in
      try database.execute(sql: version7)
    }
    migrator.registerMigration("8") { database in
      try database.execute(sql: version8)
    }
    migrator.registerMigration("9") { database in
      try database.execute(sql: version9)
    }
    migrator.registerMigration("10") { database in
      try database.execute(sql: version10)
      try fillRoles(database)
      try database.execute(sql: version10Indices)
    }
    migrator.registerMigration("11") { database in
      try database.execute(sql: version11)
    }
    migrator.registerMigration("12") { database in
      try database.execute(sql: version12)
    }
    // The writer counts facts and keys itself, once a request; the updates for each took a tenth of its time.
    migrator.registerMigration("13") { database in
      try database.execute(sql: "DROP TRIGGER count_facts; DROP TRIGGER count_retracted; DROP TRIGGER count_keys;")
    }
    migrator.registerMigration("14") { database in
      try database.execute(sql: version14)
    }
    return migrator
  }

  /// How much there is of everything is kept, for counting it takes long where there is much; triggers keep it right, whoever writes.
  private static let version7 = """
    CREATE TABLE counts (
      name TEXT PRIMARY KEY,
      count INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    INSERT INTO counts VALUES
      ('documents', (SELECT count(*) FROM documents WHERE revision IS NOT NULL)),
      ('facts', (SELECT count(*) FROM facts WHERE retracted IS NULL)),
      ('keys', (SELECT count(*) FROM keys)),
      ('disputed', (SELECT count(*) FROM entries WHERE status = 'disputed')),
      ('failed', (SELECT count(*) FROM failures));

    -- How many facts of the document stand.
    ALTER TABLE documents ADD COLUMN facts INTEGER NOT NULL DEFAULT 0;
    UPDATE documents SET facts = (SELECT count(*) FROM facts f WHERE f.document = documents.id AND f.retracted IS NULL);

    CREATE TRIGGER count_documents AFTER UPDATE OF revision ON documents
      WHEN (NEW.revision IS NULL) <> (OLD.revision IS NULL) BEGIN
        UPDATE counts SET count = count + iif(NEW.revision IS NULL, -1, 1) WHERE name = 'documents';
      END;
    CREATE TRIGGER count_facts AFTER INSERT ON facts WHEN NEW.retracted IS NULL BEGIN
      UPDATE counts SET count = count + 1 WHERE name = 'facts';
      UPDATE documents SET facts = facts + 1 WHERE id = NEW.document;
    END;
    CREATE TRIGGER count_retracted AFTER UPDATE OF retracted ON facts
      WHEN (NEW.retracted IS NULL) <> (OLD.retracted IS NULL) BEGIN
        UPDATE counts SET count = count + iif(NEW.retracted IS NULL, 1, -1) WHERE name = 'facts';
        UPDATE documents SET facts = facts + iif(NEW.retracted IS NULL, 1, -1) WHERE id = NEW.document;
      END;
    CREATE TRIGGER count_keys AFTER INSERT ON keys BEGIN
      UPDATE counts SET count = count + 1 WHERE name = 'keys';
    END;
    CREATE TRIGGER count_disputed AFTER UPDATE OF status ON entries
      WHEN (NEW.status = 'disputed') <> (OLD.status = 'disputed') BEGIN
        UPDATE counts SET count = count + iif(NEW.status = 'disputed', 1, -1) WHERE name = 'disputed';
      END;
    CREATE TRIGGER count_failed AFTER INSERT ON failures BEGIN
      UPDATE counts SET count = count + 1 WHERE name = 'failed';
    END;
    CREATE TRIGGER count_taken AFTER DELETE ON failures BEGIN
      UPDATE counts SET count = count - 1 WHERE name = 'failed';
    END;
    """

  /// The journal can be trimmed: what stood at the trim point is told from what came later, and is proved by checksums.
  private static let version6 = """
    -- How many bytes all events have up to this one, trimmed or not.
    ALTER TABLE journal ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0;
    -- The first event of each group, which is about its document.
    CREATE INDEX journal_groups ON journal (sequence) WHERE key IS NULL;

    -- The event that first stated the value.
    ALTER TABLE entry_values ADD COLUMN created INTEGER NOT NULL DEFAULT 0;
    UPDATE entry_values SET created = coalesce((SELECT min(asserted) FROM facts WHERE value = entry_values.id), 0);

    -- The last of the trimmed events that changed the entry, and the end of its group; 0 where none did.
    ALTER TABLE entries ADD COLUMN trimmed INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE entries ADD COLUMN trimmed_group INTEGER NOT NULL DEFAULT 0;

    -- Of a fact whose event is trimmed.
    ALTER TABLE facts ADD COLUMN checksum BLOB;

    -- The revision that stood at the trim point.
    ALTER TABLE documents ADD COLUMN trimmed_revision INTEGER REFERENCES revisions (id);
    """

  private static let version2 = """
    -- The last job of each intake that was applied for a document: one that comes again, however late, changes nothing.
    CREATE TABLE marks (
      document INTEGER NOT NULL REFERENCES documents (id),
      intake TEXT NOT NULL,
      counter INTEGER NOT NULL,
      PRIMARY KEY (document, intake)
    ) STRICT, WITHOUT ROWID;

    -- What a document states now, in the order in which it was asserted.
    CREATE INDEX facts_document ON facts (document) WHERE retracted IS NULL;
    """

  /// Keys and documents are interned, so that a new row appends to each table and goes to few places in its indices.
  private static let version1 = """
    -- The identity of the journal and of the file.
    CREATE TABLE meta (
      name TEXT PRIMARY KEY,
      value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    -- One row a URI. `job` is the last piece of intake's work that was applied.
    CREATE TABLE documents (
      id INTEGER PRIMARY KEY,
      uri TEXT NOT NULL UNIQUE,
      revision INTEGER REFERENCES revisions (id),
      job TEXT
    ) STRICT;

    -- One row for each content of a document, by the extractor that read it.
    CREATE TABLE revisions (
      id INTEGER PRIMARY KEY,
      document INTEGER NOT NULL REFERENCES documents (id),
      digest TEXT NOT NULL,
      title TEXT,
      date TEXT,
      extractor TEXT NOT NULL,
      facts INTEGER NOT NULL,
      accepted INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX revisions_document ON revisions (document);

    CREATE TABLE keys (
      id INTEGER PRIMARY KEY,
      key TEXT NOT NULL UNIQUE
    ) STRICT;

    -- The current state: one row for each key, valid time and context. Open ends of time are ''.
    CREATE TABLE entries (
      id INTEGER PRIMARY KEY,
      key INTEGER NOT NULL REFERENCES keys (id),
      valid_start TEXT NOT NULL,
      valid_end TEXT NOT NULL,
      context TEXT NOT NULL,
      status TEXT NOT NULL,
      created INTEGER NOT NULL,
      changed INTEGER NOT NULL,
      UNIQUE (key, valid_start, valid_end, context)
    ) STRICT;
    CREATE INDEX entries_status ON entries (status) WHERE status = 'disputed';

    -- The distinct values of an entry. `name` is what members of a set are found by, `documents` how many state it now.
    CREATE TABLE entry_values (
      id INTEGER PRIMARY KEY,
      entry INTEGER NOT NULL REFERENCES entries (id),
      name TEXT,
      comparison TEXT NOT NULL,
      functional INTEGER NOT NULL,
      polarity TEXT NOT NULL,
      modality TEXT NOT NULL,
      documents INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX entry_values_entry ON entry_values (entry, name);

    -- Every fact that was ever asserted. `data` is its JSON; `retracted` is null while it stands.
    CREATE TABLE facts (
      id INTEGER PRIMARY KEY,
      fact TEXT NOT NULL,
      claim TEXT NOT NULL,
      key INTEGER NOT NULL REFERENCES keys (id),
      entry INTEGER NOT NULL REFERENCES entries (id),
      value INTEGER NOT NULL REFERENCES entry_values (id),
      document INTEGER NOT NULL REFERENCES documents (id),
      revision INTEGER NOT NULL REFERENCES revisions (id),
      asserted INTEGER NOT NULL,
      retracted INTEGER,
      data TEXT NOT NULL
    ) STRICT;
    CREATE INDEX facts_fact ON facts (fact);
    CREATE UNIQUE INDEX facts_claim ON facts (document, claim) WHERE retracted IS NULL;
    CREATE INDEX facts_value ON facts (value, document, retracted);

    -- The truth: every event, in order. The data of a fact's event is the fact's; other events carry theirs in `data`.
    CREATE TABLE journal (
      sequence INTEGER PRIMARY KEY,
      kind TEXT NOT NULL,
      event TEXT NOT NULL,
      document INTEGER NOT NULL REFERENCES documents (id),
      key INTEGER REFERENCES keys (id),
      fact INTEGER REFERENCES facts (id),
      effect TEXT NOT NULL,
      time INTEGER NOT NULL,
      data TEXT
    ) STRICT;
    CREATE INDEX journal_key ON journal (key, sequence) WHERE key IS NOT NULL;

    -- Documents that were set aside and have not been taken since.
    CREATE TABLE failures (
      document INTEGER PRIMARY KEY REFERENCES documents (id),
      digest TEXT NOT NULL,
      reason TEXT NOT NULL,
      attempts INTEGER NOT NULL,
      time INTEGER NOT NULL,
      sequence INTEGER NOT NULL
    ) STRICT;

    -- For analysts.
    CREATE VIEW current_facts AS
      SELECT f.fact, k.key, e.valid_start, e.valid_end, e.status,
        json_extract(f.data, '$.subject.text') AS subject,
        json_extract(f.data, '$.relation.text') AS relation,
        json_extract(f.data, '$.object.text') AS object,
        json_extract(f.data, '$.object.kind') AS kind,
        json_extract(f.data, '$.object.number') AS number,
        json_extract(f.data, '$.object.unit') AS unit,
        json_extract(f.data, '$.attribution.source') AS attributed_to,
        f.data ->> '$.polarity' AS polarity,
        f.data ->> '$.modality' AS modality,
        json_extract(f.data, '$.confidence') AS confidence,
        json_extract(f.data, '$.evidence.text') AS evidence,
        d.uri AS document,
        f.asserted AS sequence
      FROM facts f
        JOIN keys k ON k.id = f.key
        JOIN entries e ON e.id = f.entry
        JOIN documents d ON d.id = f.document
      WHERE f.retracted IS NULL;
    CREATE VIEW disputed_facts AS
      SELECT * FROM current_facts WHERE status = 'disputed';
    """
}
