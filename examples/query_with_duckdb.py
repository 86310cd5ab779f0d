#!/usr/bin/env python3
"""Ask the database of a running daemon with DuckDB, or a Parquet file that `courant export` wrote.

    query_with_duckdb.py STATE-FOLDER/courant.db
    query_with_duckdb.py facts.parquet

DuckDB reads Parquet itself. The database is read by Python's own sqlite3, in one transaction and read-only, so the daemon goes on
writing, and handed over as a table; DuckDB's extension for SQLite can attach it in place where it is installed.
"""
import pathlib
import sqlite3
import sys

import duckdb
import pandas as pd

QUERY = """
SELECT entity, count(*) AS facts, count(DISTINCT document) AS documents,
  count(*) FILTER (WHERE status = 'disputed') AS disputed, round(avg(confidence), 2) AS confidence
FROM facts GROUP BY entity ORDER BY facts DESC, entity LIMIT 10
"""


def main():
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    path = pathlib.Path(sys.argv[1])
    if not path.is_file():
        raise SystemExit(f"{path}: no such file")
    connection = duckdb.connect()
    if path.suffix == ".parquet":
        connection.read_parquet(str(path)).create_view("facts")
    else:
        uri = path.resolve().as_uri() + "?mode=ro"
        database = sqlite3.connect(uri, uri=True)
        connection.register("facts", pd.read_sql_query("SELECT * FROM current_facts", database))
        database.close()
    print(connection.execute(QUERY).df().to_string(index=False))


if __name__ == "__main__":
    main()
