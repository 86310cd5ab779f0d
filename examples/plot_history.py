#!/usr/bin/env python3
"""Plot what documents said of a key, over time, as a PNG.

    plot_history.py STATE-FOLDER/courant.db KEY -o history.png

Each number is drawn over the day from which it holds, or, where no document says when, over the moment at which it was recorded; one
colour a document, and a cross for what was retracted since.
"""
import argparse
import pathlib
import sqlite3

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import pandas as pd

QUERY = """
SELECT h.fact, h.change, h.number, h.unit, h.document, coalesce(h.valid_start, substr(h.recorded, 1, 10)) AS day
FROM fact_history h WHERE h.key = ? AND h.number IS NOT NULL ORDER BY h.sequence
"""


def main():
    parser = argparse.ArgumentParser(description="Plot the history of a key.")
    parser.add_argument("database", type=pathlib.Path, help="courant.db in the daemon's state folder")
    parser.add_argument("key", help="such as reykjavik/population")
    parser.add_argument("-o", "--output", type=pathlib.Path, required=True, help="the PNG to write")
    options = parser.parse_args()
    if not options.database.is_file():
        raise SystemExit(f"{options.database}: no such file")
    database = sqlite3.connect(options.database.resolve().as_uri() + "?mode=ro", uri=True)
    events = pd.read_sql_query(QUERY, database, params=[options.key])
    database.close()
    if events.empty:
        raise SystemExit(f"no number was ever stated of {options.key}")
    retracted = set(events.loc[events.change == "retracted", "fact"])
    facts = events[events.change == "asserted"].copy()
    facts["day"] = pd.to_datetime(facts.day, errors="coerce")
    facts["gone"] = facts.fact.isin(retracted)
    figure, axes = plt.subplots(figsize=(9, 5))
    for document, rows in facts.groupby("document"):
        colour = axes.plot([], [], "o", label=document.rsplit("/", 1)[-1])[0].get_color()
        for gone, marker in [(False, "o"), (True, "x")]:
            part = rows[rows.gone == gone]
            axes.plot(part.day, part.number, marker, color=colour, markersize=8)
    axes.set_title(options.key)
    axes.set_ylabel(", ".join(sorted(facts.unit.dropna().unique())) or "number")
    axes.ticklabel_format(axis="y", style="plain", useOffset=False)
    axes.grid(alpha=0.3)
    axes.legend(fontsize="small")
    figure.autofmt_xdate()
    figure.tight_layout()
    figure.savefig(options.output, dpi=120, format="png")
    print(f"{options.output}: {len(facts)} numbers of {facts.document.nunique()} documents")


if __name__ == "__main__":
    main()
