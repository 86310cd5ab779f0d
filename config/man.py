#!/usr/bin/env python3
"""Writes the manual pages as the programs themselves have their commands and options.

    config/man.py BIN OUT      BIN is the folder of courant and courantd, OUT that of the pages

The pages are Markdown in docs/man, in which @COMMANDS@ and @OPTIONS@ stand for what the programs know, and docs/protocol.md;
lowdown makes roff of them.
"""
import email.utils
import json
import pathlib
import re
import subprocess
import sys

PROJECT = pathlib.Path(__file__).resolve().parent.parent


def escaped(text):
    return re.sub(r"([\\*_\[\]<>`|])", r"\\\1", text)


def names(argument):
    """As they are written on a command line, with the value's name."""
    value = argument.get("valueName", "value")
    if argument["kind"] == "positional":
        return f"*{escaped(value)}*"
    dashes = {"short": "-", "long": "--", "longWithSingleDash": "-"}
    written = [f"**{dashes[n['kind']]}{escaped(n['name'])}**" for n in argument["names"]]
    return ", ".join(written) + (f" *{escaped(value)}*" if argument["kind"] == "option" else "")


def synopsis(path, command):
    parts = [f"**{escaped(' '.join(path))}**"]
    shown = [a for a in command.get("arguments", []) if a["shouldDisplay"]]
    if any(a["kind"] != "positional" for a in shown):
        parts.append("\\[*options*\\]")
    for argument in shown:
        if argument["kind"] == "positional":
            text = names(argument) + (" ..." if argument["isRepeating"] else "")
            parts.append(f"\\[{text}\\]" if argument["isOptional"] else text)
    return " ".join(parts)


def discussion(text):
    """Paragraphs and headings such as "Examples:"; what is indented below these as it stands."""
    lines = []
    for line in text.split("\n"):
        if line.startswith(" "):
            lines.append("    " + line.strip() if line.strip() else "")
        elif line.endswith(":"):
            lines += ["", escaped(line), ""]
        else:
            lines.append(escaped(line))
    return "\n".join(lines)


def commands(path, command):
    text = []
    for sub in command.get("subcommands", []):
        if not sub.get("shouldDisplay", True) or sub["commandName"] == "help":
            continue
        here = path + [sub["commandName"]]
        text += [f"## {' '.join(here[1:])}", "", synopsis(here, sub), "", escaped(sub.get("abstract", "")), ""]
        if sub.get("discussion"):
            text += [discussion(sub["discussion"]), ""]
        for argument in sub.get("arguments", []):
            if not argument["shouldDisplay"] or any(n["name"] in ("help", "version") for n in argument.get("names", [])):
                continue
            about = escaped(argument.get("abstract", ""))
            if argument.get("defaultValue"):
                about += f" Default {escaped(argument['defaultValue'])}."
            text += [names(argument), f": {about or '-'}", ""]
        text += commands(here, sub)
    return text


def options(program):
    """From the table that docs/configuration.md has."""
    text = []
    for row in subprocess.run([program, "config", "table"], capture_output=True, check=True, text=True).stdout.splitlines()[2:]:
        name, variable, default, values, live, meaning = (
            cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", row)[1:-1])
        plain = lambda cell: escaped(cell.strip("`"))
        text += [f"**{plain(name)}**",
                 f": {escaped(meaning)}. Default {plain(default) or 'none'}; want {escaped(values)}. Environment: {plain(variable)}."
                 + (" Taken on SIGHUP." if live == "yes" else ""), ""]
    return text


def cells(row):
    return [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", row.strip())[1:-1]]


def listed(markdown):
    """Tables as lists of their rows, for a page has 80 columns; what is between fences as paragraphs of their own."""
    lines, table, fenced = [], [], False
    for line in markdown.split("\n") + [""]:
        if line.startswith("```"):
            fenced = not fenced
            lines.append("")
            continue
        if fenced:
            lines.append("    " + line)
            continue
        if line.startswith("|"):
            table.append(cells(line))
            continue
        if table:
            heads, first = table[0], None
            for row in table[2:]:
                # A row without a first cell goes on with that of the row above.
                first = row[0] or first
                parts = [f"{head}: {cell}" if head and len(row) > 2 else cell for head, cell in zip(heads[1:], row[1:]) if cell]
                lines += [first or "-", ": " + ("; ".join(parts) or "-"), ""]
            table = []
        lines.append(line)
    return "\n".join(lines)


def page(source, text, out, version, date):
    head, body = text.split("\n---\n", 1)
    meta = dict(line.split(": ", 1) for line in head.splitlines())
    markdown = (f"title: {meta['title']}\nsection: {meta['section']}\ndate: {date}\nsource: Courant {version}\n"
                f"volume: {meta.get('volume', 'Courant')}\n\n{body}")
    roff = subprocess.run(["lowdown", "-s", "-tman", "--parse-no-autolink", "--out-no-smarty", "-"], input=markdown, capture_output=True,
                          check=True, text=True).stdout
    (out / source).write_text(roff, encoding="utf-8")


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    programs, out = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    out.mkdir(parents=True, exist_ok=True)
    version = re.search(r'"([0-9.]+)"', (PROJECT / "Sources/Service/Version.swift").read_text()).group(1)
    # The day of the version.
    signed = re.search(r"^ -- .*>  (.*)$", (PROJECT / "config/debian/changelog").read_text(), flags=re.M).group(1)
    date = email.utils.parsedate_to_datetime(signed).date()
    for name, program in (("courant.1", "courant"), ("courantd.8", "courantd"), ("courantd.yaml.5", "courantd")):
        text = (PROJECT / f"docs/man/{name}.md").read_text(encoding="utf-8")
        if "@COMMANDS@" in text:
            dump = subprocess.run([programs / program, "--experimental-dump-help"], capture_output=True, check=True, text=True)
            text = text.replace("@COMMANDS@", "\n".join(commands([program], json.loads(dump.stdout)["command"])))
        if "@OPTIONS@" in text:
            text = text.replace("@OPTIONS@", "\n".join(options(programs / program)))
        page(name, text, out, version, date)
    protocol = (PROJECT / "docs/protocol.md").read_text(encoding="utf-8")
    protocol = re.sub(r"^# .*$", "# NAME\n\ncourant-protocol - what the parts of Courant say to each other over ZeroMQ\n\n# DESCRIPTION",
                      protocol, count=1, flags=re.M)
    # Links lead to other pages of the folder, which are not here.
    protocol = re.sub(r"\[([^\]]+)\]\([^)]+\)", r"\1", protocol)
    page("courant-protocol.7", "title: courant-protocol\nsection: 7\n---\n" + listed(protocol), out, version, date)


main()
