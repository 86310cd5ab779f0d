#!/usr/bin/env python3
"""Collects English prose from Debian packages, a sentence a line, for `courant-train pretrain` and `courant-train label`.

    apt-get install wordnet-base dict-gcide dict-foldoc fortunes bible-kjv jargon-text postgresql-doc-15 python3.11-doc \
        debian-handbook developers-reference gnome-user-docs libreoffice-help-en-us anarchism
    config/training/text.py > text.txt
    config/training/text.py wordnet foldoc fortunes > some.txt

Without arguments it takes the sources that are marked so below. The others need packages of their own: `git-doc`, `gimp-help-en`,
`linux-doc-6.1`; they were left out because they are many technical pages under the GPL and the GFDL, and prose teaches more.

Lines that are no prose (code, tables, headings) and lines that were there before are left out.
"""
import glob
import gzip
import html
import re
import subprocess
import sys

BLOCK = re.compile(r"(?i)</?(?:p|li|dd|dt|td|th|h\d|div|ul|ol|table|tr|body|section|title|item)\b[^>]*>")
END = re.compile(r"(?<=[.!?])[\"')]?\s+(?=[\"'(]?[A-Z0-9])")


def squeezed(text):
    return re.sub(r"\s+", " ", text).strip()


def read(path):
    opener = gzip.open if path.endswith((".gz", ".dz")) else open
    with opener(path, "rt", encoding="utf-8", errors="replace") as file:
        return file.read()


def paragraphs(text):
    return (squeezed(part) for part in re.split(r"\n\s*\n", text))


def pages(*patterns):
    for pattern in patterns:
        for path in sorted(glob.glob(pattern, recursive=True)):
            text = re.sub(r"(?s)<(script|style|pre|head).*?</\1>", " ", read(path))
            for block in BLOCK.split(text):
                yield squeezed(html.unescape(re.sub(r"<[^>]+>", "", block)))


def gcide():
    text = re.sub(r"\[[^\]]{1,40}\]|[{}]", "", read("/usr/share/dictd/gcide.dict.dz"))
    for block in re.split(r"\n\s*\n|\n(?=\S)", text):
        if "\\" not in block:
            block = re.sub(r"--[A-Z][\w. ]*\.?( \(.*?\)\.?)?$", "", squeezed(block))
            yield re.sub(r"^(\d+\.|\([a-z]\)|Note:|Syn:|Usage:)\s*", "", block)


def wordnet():
    for path in sorted(glob.glob("/usr/share/wordnet/data.*")):
        for line in read(path).splitlines():
            if "|" not in line or line.startswith("  "):
                continue
            gloss = line.split("|", 1)[1].strip()
            for quote in re.findall(r'"([^"]+)"', gloss):
                yield quote[0].upper() + quote[1:] + ("" if quote[-1] in ".!?" else ".")
            meaning = re.sub(r';?\s*"[^"]*"', "", gloss).strip(" ;")
            if meaning:
                yield meaning[0].upper() + meaning[1:] + "."


def fortunes():
    for path in sorted(glob.glob("/usr/share/games/fortunes/*")):
        if not path.endswith((".dat", ".u8")) and "ascii" not in path:
            for quote in re.split(r"\n%\n", read(path)):
                yield from (squeezed(part) for part in re.split(r"\n\s*\n|\n\t+--.*", quote))


def bible():
    command = ["bible", "-l9999", "gen1:1-rev22:21"]
    for line in subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL).stdout.splitlines():
        yield re.sub(r"^\s*\d+\s+", "", line).strip()


def foldoc():
    text = re.sub(r"[{}]", "", read("/usr/share/dictd/foldoc.dict.dz"))
    yield from (re.sub(r"^<[^>]*>\s*", "", part) for part in paragraphs(text))


def jargon():
    return paragraphs(read("/usr/share/doc/jargon-text/jargon.txt.gz"))


# By name: what gives the paragraphs, and whether it is taken when no names are said.
SOURCES = {
    "gcide": (gcide, True),
    "wordnet": (wordnet, True),
    "foldoc": (foldoc, True),
    "fortunes": (fortunes, True),
    "bible": (bible, True),
    "jargon": (jargon, True),
    "postgresql": (lambda: pages("/usr/share/doc/postgresql-doc-15/html/*.html"), True),
    "git": (lambda: pages("/usr/share/doc/git/**/*.html"), False),
    "python": (lambda: pages("/usr/share/doc/python3.11/html/**/*.html"), True),
    "handbook": (lambda: pages("/usr/share/doc/debian-handbook/**/en-US/**/*.html"), True),
    "reference": (lambda: pages("/usr/share/doc/developers-reference/*.html"), True),
    "gimp": (lambda: pages("/usr/share/gimp/2.0/help/en/*.html"), False),
    "gnome": (lambda: pages("/usr/share/help/C/**/*.page"), True),
    "libreoffice": (lambda: pages("/usr/share/libreoffice/help/en-US/text/**/*.html"), True),
    "linux": (lambda: pages("/usr/share/doc/linux-doc-6.1/html/**/*.html"), False),
    "anarchism": (lambda: pages("/usr/share/doc/anarchism/html/*.html"), True),
}


def chosen(names):
    unknown = [name for name in names if name not in SOURCES]
    if unknown:
        sys.exit(f"text.py: no source {unknown[0]}; there are {', '.join(SOURCES)}")
    return [read() for name, (read, usual) in SOURCES.items() if (name in names if names else usual)]


def is_prose(sentence):
    words = re.findall(r"\w+|[^\w\s]", sentence)
    letters = [word for word in words if word.isalpha()]
    lower = [word for word in letters if word.islower()]
    return 4 <= len(words) <= 60 and len(letters) >= 0.65 * len(words) and len(lower) >= 0.4 * len(words)


def main():
    seen = set()
    for source in chosen(sys.argv[1:]):
        for paragraph in source:
            for sentence in END.split(paragraph):
                key = sentence.lower()
                if is_prose(sentence) and key not in seen:
                    seen.add(key)
                    sys.stdout.write(sentence + "\n")


main()
