#!/usr/bin/env python3
"""Writes small.rsh, a weight file with random weights by training/export.py itself, and small.json, what training/bits.py makes of it:
small.py TRAINING, the folder of both. Holds the Go reader to the file format and to the arithmetic of the Python side, bit for bit."""
import json
import sys

sys.path.insert(0, sys.argv[1])
import numpy as np

import export
import bits
import oracle

export.SMALL = 1000                                       # so that the small matrices are int8 too
rng = np.random.default_rng(5)
H, INNER, LAYERS, PLACES, WORDS = 32, 48, 2, 40, 60
t = {}


def linear(name, out, into):
    t[name + ".weight"], t[name + ".bias"] = rng.normal(0, .15, (out, into)).astype(np.float32), rng.normal(0, .1, out).astype(np.float32)


def norm(name):
    t[name + ".weight"], t[name + ".bias"] = rng.normal(1, .1, H).astype(np.float32), rng.normal(0, .1, H).astype(np.float32)


t["enc.word.weight"], t["enc.place.weight"] = rng.normal(0, .05, (WORDS, H)).astype(np.float32), rng.normal(0, .05, (PLACES, H)).astype(np.float32)
norm("enc.ln")
for i in range(LAYERS):
    p = f"enc.layers.{i}."
    linear(p + "qkv", 3 * H, H), linear(p + "out", H, H), norm(p + "ln1"), linear(p + "up", INNER, H), linear(p + "down", H, INNER), norm(p + "ln2")
linear("tag.0", H, H), linear("tag.3", 7, H)
pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"] + [f"p{i}" for i in range(WORDS - 4)]
export.write("small.rsh", t, dict(format=2, maker="test", encoder=dict(hidden=H, heads=2, layers=LAYERS, inner=INNER, places=PLACES, eps=1e-12), vocabulary=pieces))
cases = []
r = bits.Reader("small.rsh")
for n in (1, 5, 16, 40):
    ids = rng.integers(0, WORDS, n).tolist()
    h = r.encode(ids)
    cases.append(dict(ids=ids, vectors=h.tolist(), head=np.round(r.dense("tag.3", oracle.gelu(r.dense("tag.0", h))), 5).tolist()))
json.dump(cases, open("small.json", "w"))
