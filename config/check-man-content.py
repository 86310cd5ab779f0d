#!/usr/bin/env python3
"""Checks that the manual pages have what the programs tell of themselves: each command, flag and argument of --help, each option.

    config/check-man-content.py BIN FOLDER      BIN is the folder of courant and courantd, FOLDER that of the pages

The pages are made of another output of the programs, and man shows them here as a reader has them.
"""
import os
import pathlib
import re
import subprocess
import sys

PROJECT = pathlib.Path(__file__).resolve().parent.parent


def shown(page):
    """The page as man shows it, in lines that are not broken."""
    text = subprocess.run(["man", "-l", page], capture_output=True, check=True, text=True,
                          env={**os.environ, "MANWIDTH": "2000", "LC_ALL": "C.UTF-8", "MANPAGER": "cat"}).stdout
    # The hyphen and the minus of the font.
    return re.sub("[\u2010\u2212]", "-", text)


def parts(text):
    """What stands below each heading of commands, which are indented by three blanks."""
    pieces = re.split(r"^(?:   )?(\S.*)$", text, flags=re.M)
    found = {}
    for heading, below in zip(pieces[1::2], pieces[2::2]):
        found[heading.strip()] = found.get(heading.strip(), "") + below
    return found


def entries(text, heading):
    """Of one section of a help, what its entries begin with; their meanings, and lines that go on, are further to the right."""
    section = re.search(rf"^{heading}:\n(.*?)(?:\n\n|\Z)", text, flags=re.M | re.S)
    return re.findall(r"^  (\S.*?)(?:  .*)?$", section.group(1), flags=re.M) if section else []


def commands(program, path=()):
    """Each command that the help leads to, with its help."""
    run = subprocess.run([program, *path, "--help"], capture_output=True, check=True, text=True)
    yield path, run.stdout
    for name in entries(run.stdout, "SUBCOMMANDS"):
        # A default is marked so.
        yield from commands(program, (*path, name.split()[0]))


def missing_commands(program, page):
    found, count = parts(shown(page)), 0
    for path, text in commands(program):
        if not path:
            continue
        count += 1
        if " ".join(path) not in found:
            yield f"no command {' '.join(path)}"
            continue
        below = found[" ".join(path)]
        for entry in entries(text, "OPTIONS") + entries(text, "ARGUMENTS"):
            for name in re.findall(r"(?<![\w-])--?[a-zA-Z][\w-]*", entry) or re.findall(r"<([^>]+)>", entry):
                # An entry of its own; a flag in an example or in another's meaning is none.
                own = rf"^       (?:--?[\w-]+, )*{re.escape(name)}(?:,| |$)"
                if name not in ("--help", "-h", "--version") and not re.search(own, below, flags=re.M):
                    yield f"no {name} of {' '.join(path)}"
    if count == 0:
        yield "no command in the help of the program"


def missing_options(program, page):
    text = shown(page)
    rows = subprocess.run([program, "config", "table"], capture_output=True, check=True, text=True).stdout.splitlines()[2:]
    if not rows:
        yield "no option in the table of the program"
    for row in rows:
        name, variable = (cell.strip().strip("`") for cell in row.split("|")[1:3])
        if not re.search(rf"^       {re.escape(name)}$", text, flags=re.M):
            yield f"no option {name}"
        if not re.search(rf"Environment: {re.escape(variable)}(?![\w-])", text):
            yield f"no environment variable {variable}"


def missing_headings(markdown, page):
    text = shown(page)
    for heading in re.findall(r"^##+ (.+)$", markdown.read_text(encoding="utf-8"), flags=re.M):
        if not re.search(rf"^ *{re.escape(heading.replace('`', ''))}$", text, flags=re.M):
            yield f"no section {heading}"


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    programs, folder = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
    failed = False
    for name, check, source in (
            ("courant.1", missing_commands, programs / "courant"),
            ("courantd.8", missing_commands, programs / "courantd"),
            ("courantd.yaml.5", missing_options, programs / "courantd"),
            ("courant-protocol.7", missing_headings, PROJECT / "docs/protocol.md")):
        for fault in check(source, folder / name):
            print(f"{folder / name}: {fault}; config/man.py writes it", file=sys.stderr)
            failed = True
    sys.exit(1 if failed else 0)


try:
    main()
except (OSError, subprocess.CalledProcessError) as error:
    sys.exit(f"check-man-content: {error}; run make man")
