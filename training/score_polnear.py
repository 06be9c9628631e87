#!/usr/bin/env python3
"""Exact-span F1 of source, cue and content on PolNeAR: score_polnear.py --model eN.pt --base DIR --polnear dev.jsonl.gz [--documents N]
A span is one run of words; a gold part in several pieces counts as its pieces. One annotator a document."""
import argparse

import torch

import polnear
import read
from gold import POLNEAR, TAG, windows
from model import collate
from words import Pieces, load_vocab


@torch.no_grad()
def spans(net, d, pieces):
    out = {k: set() for k in POLNEAR}
    for win in windows(d, pieces):
        with torch.autocast("cpu", torch.bfloat16):
            h = net.enc(*collate([win]))
        best = net.tags(net.words(h, win, 0)).argmax(-1)
        for k in POLNEAR:
            tag, at = best[:, TAG[k]].tolist() + [0], None
            for i, t in enumerate(tag):
                if at is not None and t != 2:
                    out[k].add((win["words"][at], win["words"][i - 1]))
                    at = None
                if t == 1 and i < len(win["own"]) and win["own"][i]:
                    at = i
    return out


if __name__ == "__main__":
    a = argparse.ArgumentParser()
    for name in ("model", "base", "polnear"):
        a.add_argument("--" + name, required=True)
    a.add_argument("--documents", type=int, default=0)
    A = a.parse_args()
    torch.set_num_threads(1)
    net, pieces = read.load_net(A.model), Pieces(load_vocab(A.base + "/vocab.txt"))
    n = {k: [0, 0, 0] for k in POLNEAR}
    for d in polnear.documents(A.polnear)[:A.documents or None]:
        got = spans(net, d, pieces)
        for k in POLNEAR:
            gold = {s for x in d.said for s in x[k]}
            n[k] = [n[k][0] + len(gold & got[k]), n[k][1] + len(gold), n[k][2] + len(got[k])]
    print({k: round(2 * h / (g + p), 3) for k, (h, g, p) in n.items()})
