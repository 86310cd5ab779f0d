"""Trains the model of MainContent on annotated pages, and says how good it is on sites that it has not seen.

    courant-pages features FOLDER > features.tsv
    python3 train.py features.tsv FOLDER OUTPUT.swift [--half a|b] [--without FOLD]

FOLDER has html/ID.html and truth/ID.json. Needs lightgbm and numpy. With --half only the pages of one half are learnt
from; with --without N those of one of five folds of sites are left out. What it prints is measured on sites left out.
"""
import argparse, sys, zlib
import numpy as np
import lightgbm as lgb
from pages import load, score, words

ROUNDS, FOLDS = 200, 5
PARAMETERS = dict(objective="binary", learning_rate=0.1, num_leaves=8, min_data_in_leaf=60, min_sum_hessian_in_leaf=5,
                  feature_fraction=0.3, bagging_fraction=0.6, bagging_freq=1, lambda_l2=5, extra_trees=True, verbose=-1, num_threads=1,
                  seed=1, deterministic=True)

def fold(page): return zlib.crc32(page["site"].encode()) % FOLDS

def lengths(page): return np.array([len(s) for s in page["words"]], float)

def weights(page):
    """A page counts as a page, whatever its length; within it a segment counts by its words. What it is measured by is
    the mean of the lengths of page and main part: pages with a tiny main part would otherwise weigh too much."""
    n = np.maximum(lengths(page), 1)
    return np.minimum(n / np.sqrt(n.sum() * max(50, len(words(page["main"])))), 0.3)

def fit(pages, rounds=ROUNDS, parameters=PARAMETERS):
    x = np.vstack([p["x"] for p in pages]); y = np.concatenate([p["y"] > .5 for p in pages]).astype(float)
    w = np.concatenate([weights(p) for p in pages])
    return lgb.train(parameters, lgb.Dataset(x, y, weight=w / w.mean()), rounds)

def choose(page, key="p"):
    """The set with the highest expected F1, as MainContent.choose does it."""
    p, n = page[key], np.minimum(lengths(page), 400)
    if not len(p): return np.zeros(0, bool)
    order = np.argsort(-p, kind="stable"); right = np.cumsum((n * p)[order])
    f = 2 * right / (np.cumsum(n[order]) + (n * p).sum() + 1e-9)
    mask = np.zeros(len(p), bool); mask[order[:len(f) - int(np.argmax(f[::-1]))]] = True
    return mask

def flatten(tree):
    nodes, leaves = [], []
    def walk(t):
        if "leaf_value" in t: leaves.append(t["leaf_value"]); return -len(leaves)
        at = len(nodes); nodes.append(None)
        nodes[at] = (t["split_feature"], t["threshold"], walk(t["left_child"]), walk(t["right_child"]))
        return at
    walk(tree)
    return " ".join(f"{f} {th:.5g} {l} {r}" for f, th, l, r in nodes) + " | " + " ".join(f"{v:.4g}" for v in leaves)

def export(model, path):
    trees = [flatten(t["tree_structure"]) for t in model.dump_model()["tree_info"] if t["num_leaves"] > 1]
    lines, line = [], ""
    for word in " ; ".join(trees).split(" "):
        if len(line) + len(word) > 112: lines.append(line); line = ""
        line += (" " if line else "") + word
    lines.append(line)
    with open(path, "w") as out:
        out.write("/// The trees that `config/training/pages/train.py` made; it says what the numbers mean, and how to make them again.\n")
        out.write("enum ForestData {\n  static let text = \"\"\"\n")
        for line in lines: out.write("    " + line + "\n")
        out.write("    \"\"\"\n}\n")

def cross(pages, **more):
    for k in range(FOLDS):
        model = fit([p for p in pages.values() if fold(p) != k], **more)
        for p in pages.values():
            if fold(p) == k: p["p"] = model.predict(p["x"])
    return score(pages, choose)

if __name__ == "__main__":
    args = argparse.ArgumentParser(); args.add_argument("dump"); args.add_argument("folder"); args.add_argument("output")
    args.add_argument("--half"); args.add_argument("--without", type=int); args = args.parse_args()
    names, pages = load(args.dump, args.folder, args.half)
    taken = [p for p in pages.values() if args.without is None or fold(p) != args.without]
    if args.without is None: print("left-out sites:", cross(pages))
    export(fit(taken), args.output)
