#!/usr/bin/env python3
"""Fits the confidence of claims on the held-out reports: calibrate.py --model eN.pt --base DIR --held train.jsonl --thresholds thr.json (adds "confidence" to it)
and says how far it can be trusted on others: ... --test dev.jsonl"""
import argparse
import json

import torch

import gold
import read
from gold import Doc
from train import held_out
from trust import judged, table
from words import Pieces, load_vocab


def fit(rows):
    """logistic regression by Newton's method, a little drawn to [0, .5, .2, .2, .2]"""
    x, y = torch.tensor([r[0] for r in rows], dtype=torch.double), torch.tensor([float(r[1]) for r in rows], dtype=torch.double)
    prior = torch.tensor([0, .5, .2, .2, .2], dtype=torch.double)
    w = torch.zeros(5, dtype=torch.double)
    for _ in range(100):
        p = (x @ w).sigmoid()
        g = x.T @ (p - y) + 2 * (w - prior)
        H = (x * (p * (1 - p))[:, None]).T @ x + 2 * torch.eye(5, dtype=torch.double)
        step = torch.linalg.solve(H, g)
        w = w - step * min(1.0, .5 / float(step.abs().max()))
    return [round(v, 4) for v in w.tolist()]


def fit_all(docs, proposed, T):
    rows = dict(count=[], perpetrator=[], other=[])
    for d, p in zip(docs, proposed):
        for o, right in judged(d.rep, read.decode(d, p, T)):
            kind, x = o["_sure"]
            rows[kind].append((x, right))
    T["confidence"] = {k: fit(v) for k, v in rows.items()}


if __name__ == "__main__":
    a = argparse.ArgumentParser()
    for name in ("model", "base", "thresholds"):
        a.add_argument("--" + name, required=True)
    a.add_argument("--held"); a.add_argument("--test")
    A = a.parse_args()
    torch.set_num_threads(1)
    pieces, net, T = Pieces(load_vocab(A.base + "/vocab.txt")), read.load_net(A.model), json.load(open(A.thresholds))
    docs = [Doc(r) for r in (held_out(gold.load(A.held))[1] if A.held else gold.load(A.test))]
    proposed = [read.propose(net, d, pieces) for d in docs]
    if A.held:
        fit_all(docs, proposed, T)
        json.dump(T, open(A.thresholds, "w"))
    pairs = [(o["field"], o["confidence"], y) for d, p in zip(docs, proposed) for o, y in judged(d.rep, read.decode(d, p, T))]
    print(f"{A.held or A.test}\n{table(pairs)}")
