#!/usr/bin/env python3
"""Makes documents of known text with LibreOffice, pandoc and Chromium, reads them, and says how much came back.

    roundtrip.py COURANT SEEDS [FILES]

COURANT is the program, SEEDS a folder of texts whose sentences the documents are made of, FILES how many of each form (default 6).
Prints a line for each way of making a document: how many sentences came back word for word and in order, and of how many the place leads
back to the same words. Exits with 1 where one of the two is below 99 %.
"""

import json
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata
import zipfile
from xml.etree import ElementTree

LEAST = 0.99
SEED = 20261129


def words(text):
    """Words and signs alone: what stands between them is the form's, and so are the shapes of quotation marks and dashes."""
    text = unicodedata.normalize("NFKC", text).replace("\u00ad", "")
    text = text.translate({0x2018: "'", 0x2019: "'", 0x201C: '"', 0x201D: '"', 0x2013: "-", 0x2014: "-"})
    return " ".join(text.replace("--", "-").split())


def sentences(folder):
    found = []
    for path in sorted(pathlib.Path(folder).rglob("*.txt")):
        for paragraph in path.read_text(encoding="utf-8").split("\n\n"):
            line = " ".join(paragraph.split())
            if line.count(" ") < 5 or not line.endswith((".", "!", "?")):
                continue
            for sentence in re.split(r"(?<=[a-z0-9%)][.!?]) (?=[A-Z])", line):
                if 6 <= sentence.count(" ") <= 60 and not re.search(r"[*_`<>\[\]\\|#~^$&@]|\d\.$|''|\"", sentence):
                    found.append(sentence)
    return found


def document(pool, rng):
    """Markdown, and the sentences in their order."""
    parts, truth = [], []
    parts.append("% The harbour in the year " + str(rng.randint(1900, 2020)))
    for section in range(rng.randint(2, 5)):
        parts.append(f"# Part {section + 1}: what was found")
        for _ in range(rng.randint(2, 6)):
            group = rng.sample(pool, rng.randint(1, 5))
            truth += group
            parts.append(" ".join(group))
        if rng.random() < 0.7:
            group = rng.sample(pool, rng.randint(2, 5))
            truth += group
            parts.append("\n".join("- " + sentence for sentence in group))
        if rng.random() < 0.5:
            group = rng.sample(pool, 2)
            truth += group
            parts.append("> " + " ".join(group))
    # A sentence that stands there twice would be found in the wrong place.
    if len(set(truth)) != len(truth):
        return document(pool, rng)
    return "\n\n".join(parts) + "\n", truth


def run(*command, cwd=None):
    subprocess.run(command, check=True, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=300)


def chromium(page, pdf):
    run("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", f"--print-to-pdf={pdf}",
        page.as_uri())


def office(path, form, folder, profile):
    run("soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", form, "--outdir",
        str(folder), str(path))
    return folder / (path.stem + "." + form.split(":")[0])


def paragraphs(path, part):
    """The texts of the paragraphs of a part of a package, in their order."""
    with zipfile.ZipFile(path) as archive:
        root = ElementTree.fromstring(archive.read(part))
    found = []
    for element in root.iter():
        name = element.tag.rsplit("}", 1)[-1]
        if name in ("p", "h", "h1", "h2", "h3", "li", "blockquote") and not part.endswith("html"):
            found.append("".join(text_of(element)))
    return found


def text_of(element):
    for node in element.iter():
        name = node.tag.rsplit("}", 1)[-1]
        if node.text and name in ("t", "span", "p", "h", "a"):
            yield node.text
        if name in ("tab", "br", "s", "line-break"):
            yield " "
        if node.tail and node is not element:
            yield node.tail


def leads_back(path, place, sentence):
    """Whether a place in the original has the sentence; None where that cannot be told by another program."""
    if place is None:
        return False
    if "bytes" in place:
        start, end = place["bytes"]
        text = re.sub(rb"<[^>]*>", b"", path.read_bytes()[start:end]).decode("utf-8", "replace")
        return words(sentence) in words(text.replace("&amp;", "&"))
    if "page" in place:
        page = str(place["page"])
        text = subprocess.run(["pdftotext", "-f", page, "-l", page, str(path), "-"], capture_output=True, check=True)
        # The sentence may go on on the next page.
        return words(sentence)[:25].replace(" ", "") in words(text.stdout.decode("utf-8", "replace")).replace(" ", "")
    if place["part"].endswith("html"):
        with zipfile.ZipFile(path) as archive:
            text = re.sub(r"<[^>]*>", "", archive.read(place["part"]).decode("utf-8"))
        return words(sentence) in words(text)
    texts = paragraphs(path, place["part"])
    number = place["paragraph"] - 1
    return 0 <= number < len(texts) and words(sentence) in words(texts[number])


def measure(courant, path, truth):
    read = subprocess.run([courant, "read", "--json", str(path)], capture_output=True, text=True)
    if read.returncode != 0:
        print(f"{path.name}: {read.stderr.strip()}", file=sys.stderr)
        return 0, 0
    blocks = json.loads(read.stdout)["blocks"]
    texts = [words(block["text"]) for block in blocks]
    found, placed, at = 0, 0, 0
    for sentence in truth:
        wanted = words(sentence)
        number = next((index for index in range(at, len(texts)) if wanted in texts[index]), None)
        if number is None:
            print(f"{path.name}: not in its place: {sentence}", file=sys.stderr)
            continue
        found, at = found + 1, number
        if leads_back(path, blocks[number].get("place"), sentence):
            placed += 1
        else:
            print(f"{path.name}: the place {blocks[number].get('place')} has not: {sentence}", file=sys.stderr)
    return found, placed


def main():
    courant, seeds = sys.argv[1], sys.argv[2]
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 6
    rng = random.Random(SEED)
    pool = sentences(seeds)
    work = pathlib.Path(tempfile.mkdtemp(prefix="courant-readers."))
    totals = {}
    try:
        for number in range(count):
            text, truth = document(pool, rng)
            folder = work / str(number)
            (folder / "office").mkdir(parents=True)
            source = folder / "text.md"
            source.write_text(text, encoding="utf-8")
            made = {"Markdown": source}
            for form in ("docx", "odt", "epub", "html"):
                made[f"pandoc, {form}"] = folder / f"text.{form}"
                run("pandoc", "--standalone", "--from", "markdown-smart", "--output", str(made[f"pandoc, {form}"]), str(source))
            profile = work / "profile"
            made["LibreOffice, docx"] = office(made["pandoc, odt"], "docx", folder / "office", profile)
            made["LibreOffice, odt"] = office(made["pandoc, docx"], "odt", folder / "office", profile)
            made["LibreOffice, pdf"] = office(made["pandoc, docx"], "pdf", folder / "office", profile)
            made["Chromium, pdf"] = folder / "page.pdf"
            chromium(made["pandoc, html"], made["Chromium, pdf"])
            columns = folder / "columns.html"
            style = "<style>body{column-count:2;column-gap:2em;font-size:10pt;max-width:none}</style></head>"
            columns.write_text(made["pandoc, html"].read_text(encoding="utf-8").replace("</head>", style), encoding="utf-8")
            made["Chromium, pdf of two columns"] = folder / "columns.pdf"
            chromium(columns, made["Chromium, pdf of two columns"])
            for name, path in made.items():
                found, placed = measure(courant, path, truth)
                total = totals.setdefault(name, [0, 0, 0])
                total[0] += len(truth)
                total[1] += found
                total[2] += placed
    finally:
        shutil.rmtree(work, ignore_errors=True)
    print(f"{'made by':<30} {'sentences':>9} {'in order':>9} {'places':>9}   (seed {SEED})")
    good = True
    for name, (all_of, found, placed) in totals.items():
        print(f"{name:<30} {all_of:>9} {found / all_of:>9.2%} {placed / all_of:>9.2%}")
        good = good and found >= LEAST * all_of and placed >= LEAST * all_of
    sys.exit(0 if good else 1)


main()
