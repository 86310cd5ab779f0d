"""Which half of the development pages a page belongs to, by a hash of its site; courant-pages has the same function."""
import collections, glob, json, os, sys, urllib.parse

SECOND = {"co", "com", "org", "ac", "gov", "edu", "net", "or", "ne", "gv"}

def site(url):
    host = (urllib.parse.urlsplit(url).hostname or url).lower()
    labels = host.split(".")
    n = 3 if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in SECOND else 2
    return ".".join(labels[-n:])

def fnv(text):
    h = 0xCBF29CE484222325
    for b in text.encode():
        h = ((h ^ b) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return h

def half(url):
    return "ab"[(fnv(site(url)) >> 32) & 1]

if __name__ == "__main__":
    root = sys.argv[1]
    c = collections.Counter()
    sites = collections.defaultdict(set)
    for f in sorted(glob.glob(root + "/truth/*.json")):
        d = json.load(open(f))
        h = half(d["url"])
        c[(h, d["_internal"]["page_type"]["primary"])] += 1
        sites[h].add(site(d["url"]))
        os.makedirs(root + "/" + h, exist_ok=True)
        p = root + "/" + h + "/" + d["file_id"]
        for ext, src in ((".html", "html"), (".json", "truth")):
            if not os.path.exists(p + ext): os.symlink(f"../{src}/{d['file_id']}{ext}", p + ext)
    for k, v in sorted(c.items()): print(*k, v)
    print({h: len(s) for h, s in sites.items()}, len(sites["a"] & sites["b"]))
