#!/usr/bin/env python3
"""Has a daemon take a folder of mixed files, and holds that each ends as facts, as none with the reason, or as failed with its class.

    folder.py BIN FOLDER [MOST]

BIN is the folder of courantd and courant, FOLDER the files, MOST how many of them are taken (default 300), spread evenly over all.
Exits with 1 where the sums do not come to the number of files, or a failure has no class.
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter

PATIENCE = 600


def main():
    bin, folder = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    most = int(sys.argv[3]) if len(sys.argv) > 3 else 300
    files = sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))
    step = max(1, len(files) / most)
    chosen = [files[int(number * step)] for number in range(min(most, len(files)))]
    work = pathlib.Path(tempfile.mkdtemp(prefix="courant-folder."))
    watched = work / "in"
    watched.mkdir()
    for number, path in enumerate(chosen):
        shutil.copy(path, watched / f"{number:03}-{path.name}")
    environment = dict(os.environ, COURANT_RUNTIME=str(work / "run"))
    log = open(work / "log", "w")
    begun = time.monotonic()
    daemon = subprocess.Popen(
        [bin / "courantd", "run", "--state", work / "state", "--watch", watched], env=environment, stdout=log, stderr=log
    )

    def ask(*arguments):
        asked = subprocess.run([bin / "courant", *arguments], env=environment, capture_output=True, text=True)
        return [json.loads(line) for line in asked.stdout.splitlines()] if asked.returncode == 0 else []

    try:
        own, seen, at = set(), None, begun
        while len(own) < len(chosen) and time.monotonic() - at < PATIENCE:
            time.sleep(2)
            documents, failed = ask("documents", "--json"), ask("failed", "--json")
            own = {entry["uri"] for entry in documents + failed if "!/" not in entry["uri"]}
            if (len(documents), len(failed)) != seen:
                seen, at = (len(documents), len(failed)), time.monotonic()
        # Those in archives may still come.
        time.sleep(3)
        documents, failed = ask("documents", "--json"), ask("failed", "--json")
    finally:
        daemon.terminate()
        daemon.wait(60)
    stated = [entry for entry in documents if "refused" not in entry]
    others = {entry["uri"]: entry for entry in documents + failed if "refused" in entry or "attempts" in entry}
    facts = [entry for entry in stated if "reason" not in entry]
    silent = [entry for entry in stated if "reason" in entry]
    good = len(own) == len(chosen) and all(entry.get("code") for entry in others.values())
    print(f"{len(chosen)} files, {len(stated) + len(others)} documents with those in them, {time.monotonic() - begun:.0f} s")
    print(f"{len(facts):>5} with facts of their text ({sum(entry['facts'] for entry in stated)} facts of all)")
    print(f"{len(silent):>5} with none of it, and the reason")
    print(f"{len(others):>5} failed or refused, by class: {dict(Counter(entry.get('code') for entry in others.values()))}")
    restarts = (work / "log").read_text(errors="replace").count("a worker ended")
    print(f"{restarts:>5} workers that ended")
    for path in sorted(watched.iterdir()):
        if not any(uri.endswith("/" + path.name) for uri in own):
            print(f"      nothing is known of {path.name}")
    shutil.rmtree(work, ignore_errors=True)
    sys.exit(0 if good else 1)


main()
