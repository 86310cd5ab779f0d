"""Reads every export with a tool that others wrote, and holds it against the JSON lines: exports.py FOLDER."""
import datetime
import json
import pathlib
import sys

import duckdb
import pandas
import pyarrow
import pyarrow.parquet
import rdflib

folder = pathlib.Path(sys.argv[1])
facts = [json.loads(line) for line in (folder / "facts.jsonl").read_text(encoding="utf-8").split("\n") if line]


def expect(what, got, want):
    if got != want:
        raise SystemExit(f"{what}: {got!r}, want {want!r}")


def day(text):
    return datetime.date.fromisoformat(text) if text else None


def row(line):
    """A fact as a table has it."""
    fact, value = line["fact"], line["fact"]["object"]
    time, said = fact["time"] or {}, fact["attribution"] or {}
    return {
        "fact": line["id"], "key": fact["key"], "entity": fact["key"].split("/")[0], "attribute": fact["key"].split("/")[1],
        "status": line["status"], "valid_start": day(time.get("start")), "valid_end": day(time.get("end")),
        "subject": fact["subject"]["text"], "subject_name": fact["subject"]["name"],
        "subject_entity": fact["subject"]["entity"], "relation": fact["relation"]["text"], "lemma": fact["relation"]["lemma"],
        "object": value["text"], "object_name": value["name"], "object_entity": value["entity"], "kind": value["kind"],
        "number": value["number"], "unit": value["unit"], "low": value["low"], "high": value["high"],
        "approximate": value["approximate"], "bound": value["bound"], "object_start": day(value["start"]),
        "object_end": day(value["end"]), "place": fact["place"], "context": fact["context"],
        "attributed_to": said.get("source"), "attribution_verb": said.get("verb"), "polarity": fact["polarity"],
        "modality": fact["modality"], "confidence": fact["confidence"], "evidence": fact["evidence"]["text"],
        "evidence_start": fact["evidence"]["start"], "evidence_end": fact["evidence"]["end"],
        "document": fact["document"]["uri"], "digest": fact["document"]["digest"], "title": fact["document"]["title"],
        "document_date": day(fact["document"]["date"]), "extractor": fact["extractor"], "sequence": line["sequence"],
        "recorded": datetime.datetime.fromisoformat(line["recorded"].replace("Z", "+00:00")),
        "scope": fact["subject"]["scope"], "about": fact["about"],
        "language": fact["language"],
        "evidence_source": fact["evidence"]["source"] and json.dumps(fact["evidence"]["source"], separators=(",", ":")),
    }


rows = [row(line) for line in facts]

# Parquet, by pyarrow and by DuckDB: names, types and every value.
table = pyarrow.parquet.read_table(folder / "facts.parquet")
expect("columns", table.column_names, list(rows[0]))
for name, kind in [
    ("fact", pyarrow.string()), ("valid_start", pyarrow.date32()), ("number", pyarrow.float64()),
    ("approximate", pyarrow.bool_()), ("sequence", pyarrow.int64()), ("recorded", pyarrow.timestamp("ms", tz="UTC")),
]:
    expect(name, table.schema.field(name).type, kind)
expect("context", str(table.schema.field("context").type), "list<element: string not null>")
for got, want in zip(table.to_pylist(), rows, strict=True):
    expect("pyarrow", got, want)
metadata = pyarrow.parquet.read_metadata(folder / "facts.parquet").metadata
expect("cursor", int(metadata[b"courant.cursor"].decode().split(":")[1]) >= facts[-1]["sequence"], True)
relation = duckdb.connect().execute("SELECT * FROM read_parquet(?) ORDER BY sequence", [str(folder / "facts.parquet")])
names = [column[0] for column in relation.description]
for got, want in zip(relation.fetchall(), rows, strict=True):
    got = dict(zip(names, got))
    got["recorded"] = got["recorded"].astimezone(datetime.timezone.utc)
    expect("DuckDB", got, want)

# CSV, by pandas and by DuckDB.
frame = pandas.read_csv(folder / "facts.csv", keep_default_na=False, dtype=str)
expect("CSV columns", list(frame.columns), list(rows[0]))
for got, want in zip(frame.to_dict("records"), rows, strict=True):
    for name in ("fact", "key", "object", "evidence", "document", "title", "kind"):
        expect(f"CSV {name}", got[name], want[name] or "")
    expect("CSV number", float(got["number"]) if got["number"] else None, want["number"])
    expect("CSV context", json.loads(got["context"]), want["context"])
    expect("CSV recorded", got["recorded"].replace("Z", "+00:00"), want["recorded"].isoformat(timespec="milliseconds"))
relation = duckdb.connect().execute(
    "SELECT fact, evidence, number, valid_start FROM read_csv(?, header = true) ORDER BY sequence", [str(folder / "facts.csv")]
)
for got, want in zip(relation.fetchall(), rows, strict=True):
    expect("DuckDB of CSV", got, tuple(want[name] for name in ("fact", "evidence", "number", "valid_start")))

# N-Triples, by rdflib.
graph = rdflib.Graph().parse(folder / "facts.nt", format="nt")
PROV, OWN = rdflib.Namespace("http://www.w3.org/ns/prov#"), rdflib.Namespace("urn:courant:term:")
expect("statements", len(set(graph.subjects(rdflib.RDF.type, rdflib.RDF.Statement))), len(rows))
for want in rows:
    node = rdflib.URIRef("urn:courant:fact:" + want["fact"])
    expect("evidence", str(graph.value(node, OWN.evidence)), want["evidence"])
    expect("subject", str(graph.value(node, rdflib.RDF.subject)), "urn:courant:entity:" + want["entity"])
    start = graph.value(node, OWN.validStart)
    expect("start", start.toPython() if start is not None else None, want["valid_start"])
    value = graph.value(node, rdflib.RDF.object)
    if want["number"] is not None and want["object_entity"] is None:
        expect("number", value.toPython(), want["number"])
    revision = graph.value(node, PROV.wasQuotedFrom)
    expect("revision", str(revision), "urn:courant:revision:" + want["digest"].split(":")[1])
    expect("document", str(graph.value(revision, PROV.specializationOf)), want["document"])
    speaker = graph.value(node, PROV.wasAttributedTo)
    labels = {str(label) for label in graph.objects(speaker, rdflib.RDFS.label)} if speaker is not None else set()
    expect("speaker", want["attributed_to"] is None or want["attributed_to"] in labels, True)
    activity = graph.value(node, PROV.wasGeneratedBy)
    expect("extraction", graph.value(activity, PROV.used), revision)

print(f"{len(rows)} facts, the same in every format")
