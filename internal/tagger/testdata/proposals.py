#!/usr/bin/env python3
"""What numpy and the training code's own decoding make of reports: what Go is held against. Wants numpy and torch (training/README.md).
    proposals.py                          writes own.jsonl: ../reader.rsh on the 50 texts of training/testdata/own.jsonl
    proposals.py --file other.rsh         writes other.rsh.jsonl, the same by a weight file elsewhere (RASHOMON_WEIGHTS of the test)
    proposals.py --tiny                   writes tiny.rsh, a model of random weights and small sizes, and proposals.jsonl: tiny.rsh on reports.jsonl"""
import argparse
import json
import os
import sys
import zlib

import numpy as np
import torch

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.environ.get("TRAINING", HERE + "/../../../training"))
import bits
import export
import gold
import read
from gold import BOUND, POINTERS, ROLE, STANCE, TAGS
from model import BUCKETS, OUTS
from words import SHAPES

MOST = 60                                                # so many proposals are shown
FEW, DIGITS = 8, 5                                       # so many are related to each other; places, at most


def tags(r, w):
    return r.tags(w) if len(w) else np.zeros((0, len(TAGS), 3), np.float32)


class Net:
    """the flat file read by numpy, with the methods that read.propose calls"""

    def __init__(self, r):
        self.r = r

    def enc(self, ids, att):
        return torch.from_numpy(self.r.encode(ids[0].tolist()).astype(np.float32))[None]

    def words(self, h, win, i):
        return torch.from_numpy(self.r.words(h[i].numpy(), win) if win["first"] else h[i].numpy()[:0])

    def tags(self, w):
        return torch.from_numpy(tags(self.r, w.numpy()))

    def around(self, w, a, win):
        return torch.from_numpy(self.r.around(w.numpy(), a.numpy(), win))

    def point(self, w, a, b, near):
        return torch.from_numpy(self.r.point(w.numpy(), a.numpy(), b.numpy(), near.numpy()))

    def judge(self, w, a, b, f, c0, near):
        x, u = self.r.judge(w.numpy(), a.numpy(), b.numpy(), f.numpy(), c0.numpy(), near.numpy())
        return torch.from_numpy(x).split(OUTS, -1), torch.from_numpy(u)

    def pairs(self, u, at):
        return torch.from_numpy(self.r.pairs(u.numpy(), at.numpy()))


def tiny(path, texts):
    """small sizes, random weights; the biases are such that about one word in a hundred proposes something"""
    rng = np.random.default_rng(5)
    hidden, inner, layers, key, wide, vector, P = 32, 48, 2, 8, 24, 8, 2 * len(POINTERS)
    letters = sorted({c for t in texts for c in t.lower() if c.isalnum() and ord(c) < 0x250})
    common = sorted({w for t in texts for w in read.lower_words(t) if w.isascii() and 2 < len(w) < 8})
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *"!'(),-.:;?\"’‘“”–…%", *letters, *("##" + c for c in letters), *common, "##ing", "##ed", "##s's"]
    t = {}

    def matrix(name, out, n, size=1.0, bias=0.1):
        t[name + ".weight"] = rng.normal(0, size / np.sqrt(n), (out, n)).astype(np.float32)
        t[name + ".bias"] = rng.normal(0, bias, out).astype(np.float32)

    def norm(name):
        t[name + ".weight"], t[name + ".bias"] = (rng.normal(m, .1, hidden).astype(np.float32) for m in (1, 0))

    for name, n in (("enc.word.weight", len(pieces)), ("enc.place.weight", 512)):
        t[name] = rng.normal(0, 1 if "word" in name else .3, (n, hidden)).astype(np.float32)
    norm("enc.ln")
    for i in range(layers):
        p = f"enc.layers.{i}."
        for name, out, n in (("qkv", 3 * hidden, hidden), ("out", hidden, hidden), ("up", inner, hidden), ("down", hidden, inner)):
            matrix(p + name, out, n)
        norm(p + "ln1"), norm(p + "ln2")
    for name, n, size in (("shape", SHAPES, hidden), ("title", 2, hidden), ("far", BUCKETS, P), ("field", len(TAGS), 32), ("apart", BUCKETS, 32)):
        t[name + ".weight"] = rng.normal(0, .3, (n, size)).astype(np.float32)
    matrix("tag.0", hidden, hidden, 2), matrix("tag.3", len(TAGS) * 3, hidden, 1.6)
    t["tag.3.bias"].reshape(-1, 3)[:] += np.float32([6.4, 0, 1.5])
    matrix("query.0", wide, 2 * hidden, 2), matrix("query.2", P * key, wide, 2), matrix("keys", P * key, hidden, 2), matrix("nobody", P, 3 * hidden, 3)
    t["nobody.bias"] += 5
    for head, out, size in (("claim", sum(OUTS), 3), ("incident", vector, 2)):
        matrix(head + ".0", wide, 5 * hidden + 32, 2), matrix(head + ".3", out, wide, size)
    matrix("pair.0", wide, 4 * vector + 32, 2), matrix("pair.2", 2, wide, 2)
    rules = read.DEFAULT | {f: .25 for f in gold.FIELDS} | dict(killed=.3, place=.2, date=.6, main=-.4, cumulative=-.9)
    header = dict(format=2, maker="tiny", encoder=dict(hidden=hidden, heads=2, layers=layers, inner=inner, places=512, eps=1e-12), pointer=key, tags=TAGS, bounds=BOUND,
                  roles=ROLE, stances=STANCE, pointers=POINTERS, distances=export.distances(), thresholds=rules, vocabulary=pieces)
    export.SMALL = 1000
    t = {k: v for k, v in t.items()}
    print(export.write(path, t, header), "bytes", path)


def short(x, digits):
    return np.round(np.asarray(x, np.float64), min(digits, DIGITS)).tolist()


def golden(r, rep, every):
    d = gold.Doc(dict(rep, claims=[]))
    at = [0]
    for c in d.full:
        at.append(at[-1] + len(c.encode()))
    span = lambda s: [at[d.starts[s[0]]], at[d.ends[s[1]]]] if s else [0, 0]
    wins = []
    for w in gold.windows(d, r.pieces):
        logits = tags(r, r.words(r.encode(w["ids"]), w) if w["first"] else [])
        wins.append(dict(ids=zlib.crc32(np.array(w["ids"], "<i4").tobytes()), pieces=len(w["ids"]), first=w["words"][0] if w["words"] else -1, last=w["words"][-1] if w["words"] else -1, shapes="".join(map(str, w["shape"])),
                         own="".join("01"[x] for x in w["own"]), sentences=sum(x * (i % 7 + 1) for i, x in enumerate(w["sent"])),
                         tags=[[i, f, int(x)] for i, row in enumerate(logits.argmax(-1)) for f, x in enumerate(row) if x],
                         logits=[short(row.reshape(-1), 4) for row in logits[::every]]))
    cand, same, part = proposed = read.propose(Net(r), d, r.pieces)
    T = r.h["thresholds"]
    on = [i for i, c in enumerate(cand) if c["p"] >= T[c["f"]]]
    role = read.roles([cand[i] for i in on], [[same[i][j] for j in on] for i in on], T)
    out = []
    for i, c in enumerate(cand[:MOST]):
        e = dict(field=c["f"], anchor=span((c["s"], c["e"])), p=short(c["p"], 5), roles=short(c["role"], 4), stance=short(c["stance"], 4), bound=short(c["bound"], 4),
                 approx=short(c["approx"], 4), superseded=short(c["superseded"], 4))
        e |= {k: [span(c[k]), short(c["p_" + k], 5)] for k in POINTERS}
        if i in on:
            x = role[on.index(i)]
            e |= dict(role=x[0], group=-1 if x[1] is None else min(span((cand[on[j]]["s"],) * 2)[0] for j, y in role.items() if y[:2] == x[:2]))
        out.append(e)
    few = range(min(len(cand), FEW))
    return dict(id=rep["id"], words=len(d.ws), title=d.nt, windows=wins, proposals=out, same=[short([same[i][j] for j in few], 4) for i in few],
                part=[short([part[i][j] for j in few], 4) for i in few])


def write(out, file, reports, every):
    """one line about the weights, then one a report; of `every` words one shows its logits"""
    r, n = bits.Reader(file), 0
    with open(file, "rb") as f:
        crc = zlib.crc32(f.read())
    with open(out, "w", encoding="utf-8") as o:
        o.write(json.dumps(dict(weights=crc, every=every)) + "\n")
        for rep in gold.load(reports):
            g = golden(r, rep, every)
            n += len(g["proposals"])
            print(rep["id"], g["words"], "words", len(g["windows"]), "windows", len(g["proposals"]), "proposals", sum("role" in p for p in g["proposals"]), "kept")
            o.write(json.dumps(g, ensure_ascii=False, separators=(",", ":")) + "\n")
    print(n, "proposals", out)


if __name__ == "__main__":
    a = argparse.ArgumentParser()
    a.add_argument("--tiny", action="store_true"); a.add_argument("--file")
    A = a.parse_args()
    torch.set_num_threads(1)
    if A.tiny:
        tiny(HERE + "/tiny.rsh", [r["title"] + "\n" + r["text"] for r in gold.load(HERE + "/reports.jsonl")])
        write(HERE + "/proposals.jsonl", HERE + "/tiny.rsh", HERE + "/reports.jsonl", 53)
    else:
        FEW, DIGITS = 4, 2                               # a file that can be committed with each version of the weights
        write(A.file + ".jsonl" if A.file else HERE + "/own.jsonl", A.file or HERE + "/../reader.rsh", HERE + "/../../../training/testdata/own.jsonl", 101)
