"""Reads the feature dump and the truth of the pages, and says of each segment whether it belongs to the main part."""
import collections, json, re, sys
import numpy as np
from split import half, site

WORD = re.compile(r"\w+")
LONG, N = 7, 4          # From LONG words on a segment is judged by its runs of N words.
WINDOW = 12             # How far ahead of the last match a short segment is looked for.

def words(text): return WORD.findall(text.lower())

def truth(root, page):
    d = json.load(open(f"{root}/truth/{page}.json"))
    g = d["ground_truth"]
    return {"main": g.get("main_content") or "", "with": g["with"], "without": g["without"], "kind": d["_internal"]["page_type"]["primary"],
            "half": half(d["url"] or page), "site": site(d["url"] or page), "title": g["title"], "author": g["author"], "date": g["publish_date"]}

def labels(segments, main):
    t = words(main)
    grams = collections.defaultdict(list)
    for i in range(len(t) - N + 1): grams[tuple(t[i:i + N])].append(i)
    lines = collections.Counter(tuple(words(l)) for l in main.split("\n"))
    got = np.zeros(len(segments)); place = [None] * len(segments)
    for k, s in enumerate(segments):
        if len(s) < LONG: continue
        covered = np.zeros(len(s), bool); first = None
        for i in range(len(s) - N + 1):
            at = grams.get(tuple(s[i:i + N]))
            if at:
                covered[i:i + N] = True
                if first is None: first = at[0] - i
        got[k] = covered.mean()
        if got[k] > .5 and first is not None: place[k] = (first, first + len(s))
    def near(seq, low, high):
        for i in range(max(0, low), min(len(t), high) - len(seq) + 1):
            if t[i:i + len(seq)] == seq: return i
        return None
    for order in (1, -1):
        cur = 0 if order == 1 else len(t)
        idx = range(len(segments)) if order == 1 else range(len(segments) - 1, -1, -1)
        misses = 0
        for k in idx:
            s = segments[k]
            if place[k]:
                cur = place[k][1] if order == 1 else place[k][0]; misses = 0; continue
            if not s or len(s) >= LONG: continue
            lo, hi = (cur, cur + WINDOW + len(s)) if order == 1 else (cur - WINDOW - len(s), cur)
            if misses > 12: continue
            at = near(s, lo, hi)
            if at is not None:
                got[k] = 1; place[k] = (at, at + len(s)); cur = at + len(s) if order == 1 else at; misses = 0
                lines[tuple(s)] -= 1
            else: misses += 1
    for k, s in enumerate(segments):
        if s and len(s) < LONG and not got[k] and lines[tuple(s)] > 0:
            got[k] = 1; lines[tuple(s)] -= 1
    return got

def load(dump, root, only=None):
    pages = {}; names = None
    rows = collections.defaultdict(list); texts = collections.defaultdict(list)
    for n, line in enumerate(open(dump, encoding="utf-8", newline="\n")):
        cells = line.rstrip("\n").split("\t")
        if n == 0: names = cells[2:]; continue
        rows[cells[0]].append(np.array(cells[2:], np.float32)); texts[cells[0]].append(cells[1])
    for p in sorted(rows):
        t = truth(root, p)
        if only and t["half"] not in only: continue
        segs = [words(x) for x in texts[p]]
        t.update(x=np.vstack(rows[p]), text=texts[p], words=segs, y=labels(segs, t["main"]))
        pages[p] = t
    return names, pages

def f1(chosen, main):
    a = collections.Counter(); b = collections.Counter(words(main))
    for s in chosen: a.update(s)
    common = sum((a & b).values()); na, nb = sum(a.values()), sum(b.values())
    if not na or not nb: return float(na == nb)
    return 2 * common / (na + nb)

def flat(text): return " ".join(text.lower().split())

def score(pages, choose):
    """choose(page) gives a mask; prints the mean F1 by kind, and the shares of snippets."""
    by = collections.defaultdict(list); kept = collections.defaultdict(lambda: [0, 0]); out = [0, 0]
    for p, t in pages.items():
        mask = choose(t)
        by[t["kind"]].append(f1([s for s, m in zip(t["words"], mask) if m], t["main"]))
        text = flat(" ".join(x for x, m in zip(t["text"], mask) if m))
        for w in t["with"]: kept[t["kind"]][0] += flat(w) in text; kept[t["kind"]][1] += 1
        for w in t["without"]: out[0] += flat(w) not in text; out[1] += 1
    allf = [f for v in by.values() for f in v]; k = sum(v[0] for v in kept.values()) / max(1, sum(v[1] for v in kept.values()))
    a = kept["article"]
    return f"F1 {np.mean(allf):.4f} | " + " ".join(f"{k} {np.mean(v):.3f}" for k, v in sorted(by.items())) + f" | with {k:.3f} (articles {a[0]/max(1,a[1]):.3f}) without {out[0]/max(1,out[1]):.3f}"
