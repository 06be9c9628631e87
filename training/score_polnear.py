#!/usr/bin/env python3
"""Exact-span F1 of source, cue and content on PolNeAR: score_polnear.py --model eN.pt --base DIR --polnear dev.jsonl.gz [--chain chain.pt] [--documents N]
Fits the chain that makes spans of tags (spans.py; without one, the likeliest tag of each word): ... --polnear train.jsonl.gz --fit chain.pt --epochs N [--said N] [--seed N],
with what training was called with, on the words that it never drew; the cuts are chosen on a fifth of the documents, which this chain has not seen either.
A span is one run of words; a gold part in several pieces counts as its pieces. One annotator a document."""
import argparse
import random

import torch

import polnear
import read
import spans
from gold import POLNEAR, TAGS, windows
from model import collate
from words import Pieces, load_vocab


@torch.no_grad()
def log_odds(net, d, pieces):
    """log-probabilities of all tags [words, tags, 3], each word by the window that owns it"""
    out = torch.zeros(len(d.ws), len(TAGS), 3)
    for win in windows(d, pieces):
        with torch.autocast("cpu", torch.bfloat16):
            h = net.enc(*collate([win]))
        lp = net.tags(net.words(h, win, 0)).log_softmax(-1)
        for i, w in enumerate(win["words"]):
            if win["own"][i]:
                out[w] = lp[i]
    return out


def likeliest(lp):
    best = lp[:, -len(POLNEAR):].argmax(-1)
    return {k: spans.runs(best[:, j].tolist()) for j, k in enumerate(POLNEAR)}


def said(d):
    return {k: {s for x in d.said for s in x[k]} for k in POLNEAR}


def never_drawn(docs, pieces, A):
    """for each document, the words that no epoch of training drew"""
    out = {d.id: torch.ones(len(d.ws), dtype=torch.bool) for d in docs}
    for ep in range(A.epochs):
        for w in polnear.sample(docs, pieces, A.said, A.seed * 1000 + ep):
            out[w["d"].id][w["words"]] = False
    return out


def fit(net, docs, pieces, A):
    free, data = never_drawn(docs, pieces, A), []
    for d in random.Random(11).sample(docs, min(A.documents or len(docs), len(docs))):
        parts = spans.stretches(free[d.id])
        if parts:
            x, y, g = spans.seen_by_chain(log_odds(net, d, pieces), d.ws), spans.tags(d), said(d)
            data.append([(x[a:b].clone(), y[a:b], {k: {(s - a, e - a) for s, e in g[k] if a <= s and e < b} for k in POLNEAR}) for a, b in parts])
    held = [p for part in data[::5] for p in part]
    first = spans.fit([p[:2] for i, part in enumerate(data) if i % 5 for p in part])
    cuts = spans.cuts_of([first.posterior(x) for x, _, _ in held], [g for _, _, g in held])
    chain = spans.fit([p[:2] for part in data for p in part])
    torch.save(dict(chain=chain.state_dict(), cuts=cuts), A.fit)
    print(sum(len(x) for part in data for x, _, _ in part), "words that were never drawn; cuts", cuts, "on the held-out fifth",
          figures([{k: spans.choose(p[k], cuts[k]) for k in POLNEAR} for p in (first.posterior(x) for x, _, _ in held)], [g for _, _, g in held]))


def reader(path):
    """a function from log-odds and words to spans"""
    if not path:
        return lambda lp, ws: likeliest(lp)
    t = torch.load(path, weights_only=True)
    chain = spans.Chain(t["chain"]["w.weight"].shape[1])
    chain.load_state_dict(t["chain"])

    def read_by_chain(lp, ws):
        p = chain.posterior(spans.seen_by_chain(lp, ws))
        return {k: spans.choose(p[k], t["cuts"][k]) for k in POLNEAR}
    return read_by_chain


def figures(got, gold):
    out = {}
    for k in POLNEAR:
        hit, g, p = sum(len(a[k] & b[k]) for a, b in zip(got, gold)), sum(len(b[k]) for b in gold), sum(len(a[k]) for a in got)
        out[k] = f"{2 * hit / (g + p or 1):.3f} (P {hit / (p or 1):.3f} R {hit / (g or 1):.3f})"
    return out


if __name__ == "__main__":
    a = argparse.ArgumentParser()
    for name in ("model", "base", "polnear"):
        a.add_argument("--" + name, required=True)
    a.add_argument("--fit"); a.add_argument("--chain"); a.add_argument("--documents", type=int, default=0)
    a.add_argument("--epochs", type=int, default=12); a.add_argument("--said", type=int, default=300); a.add_argument("--seed", type=int, default=1)
    A = a.parse_args()
    torch.set_num_threads(1)
    net, pieces, docs = read.load_net(A.model), Pieces(load_vocab(A.base + "/vocab.txt")), polnear.documents(A.polnear)
    if A.fit:
        fit(net, docs, pieces, A)
    else:
        docs, spans_of = docs[:A.documents or None], reader(A.chain)
        print(figures([spans_of(log_odds(net, d, pieces), d.ws) for d in docs], [said(d) for d in docs]))
