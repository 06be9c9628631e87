#!/usr/bin/env python3
"""How far the reading depends on who is named: invariance.py --model eN.pt --base DIR --gold train.jsonl --reports dev.jsonl --thresholds thr.json
Reads each report and a copy in which names, sides, countries, agencies and numbers are swapped consistently (swap.py), and says how many claims
stand on the same words with the same field, and of those how many keep speaker, role and stance."""
import argparse
import json
import random

import torch

import gold
import read
from swap import name_pools, swap
from words import Pieces, load_vocab


def claims(net, d, pieces, T):
    out = {}
    p = read.propose(net, d, pieces)
    speaker = {(c["f"], c["s"]): c["speaker"] for c in p[0]}
    for k in read.decode(d, p, T)["claims"]:
        out[k["field"], k["_start"]] = (speaker[k["field"], k["_start"]], k["_role"], k["stance"])
    return out


if __name__ == "__main__":
    a = argparse.ArgumentParser()
    for name in ("model", "base", "gold", "reports", "thresholds"):
        a.add_argument("--" + name, required=True)
    A = a.parse_args()
    torch.set_num_threads(1)
    net, pieces, T = read.load_net(A.model), Pieces(load_vocab(A.base + "/vocab.txt")), json.load(open(A.thresholds))
    kind, pool = name_pools([gold.Doc(r) for r in gold.load(A.gold)])
    rnd, n = random.Random(5), [0] * 6
    for r in gold.load(A.reports):
        d = gold.Doc(dict(r, claims=[]))
        x, y = claims(net, d, pieces, T), claims(net, swap(d, kind, pool, rnd), pieces, T)
        both = set(x) & set(y)
        n = [p + q for p, q in zip(n, (len(x), len(y), len(both), *(sum(x[k][i] == y[k][i] for k in both) for i in range(3))))]
    print(f"claims {n[0]} and {n[1]}, alike F1 {2 * n[2] / (n[0] + n[1]):.3f}; of {n[2]} alike keep speaker {n[3] / n[2]:.3f}, role {n[4] / n[2]:.3f}, stance {n[5] / n[2]:.3f}")
