#!/usr/bin/env python3
"""Fits the confidence of claims on the held-out reports: calibrate.py --model eN.pt --base DIR --held train.jsonl --thresholds thr.json (adds "confidence" to it)
and says how far it can be trusted on others: ... --test dev.jsonl"""
import argparse
import json

import torch

import gold
import read
from gold import COUNT, Doc
from train import held_out
from words import Pieces, load_vocab


def same_voice(c, o):
    a, b = ([x for x in (k.get("speaker"), k.get("speaker_name")) if x] for k in (c, o))
    if not a or not b:
        return not a and not b
    return any(len(h := read.head_words(x) & read.head_words(y)) and len(h) >= .5 * min(len(read.head_words(x)), len(read.head_words(y))) for x in a for y in b)


def judged(d, predicted):
    """(claim, right?) of each predicted claim: field, value, speaker and, of counts, role; one gold claim proves one"""
    used = set()
    for o in sorted(predicted["claims"], key=lambda o: -o["confidence"]):
        j = next((j for j, c in enumerate(d.rep["claims"]) if j not in used and c["field"] == o["field"] and read.fits(c, o, c["field"]) and same_voice(c, o)
                  and (c["field"] not in COUNT or read.role_of(c, d.rep) == read.role_of(o, predicted))), None)
        used.add(j)
        yield o, j is not None


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
        for o, right in judged(d, read.decode(d, p, T)):
            kind, x = o["_sure"]
            rows[kind].append((x, right))
    T["confidence"] = {k: fit(v) for k, v in rows.items()}


def report(pairs, name):
    pairs = sorted(pairs, reverse=True)
    ece = 0
    for b in range(10):
        part = [(p, y) for p, y in pairs if b / 10 <= p < (b + 1) / 10 or b == 9 and p == 1]
        ece += abs(sum(p for p, _ in part) - sum(y for _, y in part)) / len(pairs) if part else 0
    cover, right = {}, 0
    for n, (_, y) in enumerate(pairs, 1):
        right += y
        for bar in (.9, .95, .98, .99):
            if right / n >= bar:
                cover[bar] = n / len(pairs)
    print(f"{name}: {len(pairs)} claims, {sum(y for _, y in pairs) / len(pairs):.3f} right, expected calibration error {ece:.3f}, coverage at precision",
          {b: round(cover.get(b, 0), 3) for b in (.9, .95, .98, .99)})


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
    pairs = [(o["confidence"], y) for d, p in zip(docs, proposed) for o, y in judged(d, read.decode(d, p, T))]
    report(pairs, A.held or A.test)
