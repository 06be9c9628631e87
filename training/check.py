#!/usr/bin/env python3
"""Holds the flat file, read by numpy, against the torch model: check.py --model eN.pt --base DIR --file reader.rsh --reports testdata/own.jsonl
First line: numpy on the file against torch with the file's own weights (the arithmetic). Then, for each way to multiply, against the trained weights
(what int8 does). Largest and mean difference of any logit, and how many tags are the same.
With --out FILE --mode i8: the claims that the file gives on the reports, to be scored, in place of the comparison."""
import argparse
import json

import numpy as np
import torch

import gold
import read
from model import Net, collate
from oracle import Reader, logits
from words import Pieces, load_vocab


@torch.no_grad()
def torch_logits(net, out, back):
    """the torch model on the same window and words; back: piece of the file -> piece of the base"""
    win = dict(out["win"], ids=[back[i] for i in out["win"]["ids"]])
    h = net.enc(*collate([win]))
    w = net.words(h, win, 0)
    r = dict(tags=net.tags(w).numpy())
    if len(out["at"]):
        at, f = torch.tensor(out["at"]), torch.tensor(out["field"])
        near = net.around(w, at, win)
        r["point"] = net.point(w, at, at, near).numpy()
        claim, u = net.judge(w, at, at, f, h[0, 0], near)
        r["claim"], r["pairs"] = torch.cat(claim, -1).numpy(), net.pairs(u, torch.tensor(win["words"])[at]).numpy()
    return r


def of_file(config, r, back):
    """the torch model with the file's weights"""
    t = {k: torch.tensor(v) for k, v in r.t.items()}
    word = torch.zeros(config["vocab_size"], config["hidden_size"])
    word[torch.tensor(back)] = t["enc.word.weight"]
    net = Net(config)
    net.load_state_dict(t | {"enc.word.weight": word, "enc.kind": torch.zeros(config["hidden_size"])})
    return net.eval()


def compare(net, r, docs, base, back):
    worst, mean, tags, same = {}, {}, 0, 0
    for d in docs:
        for out in logits(r, d):
            assert [back[i] for i in out["win"]["ids"]] in [w["ids"] for w in gold.windows(d, base)], "other pieces"
            for k, v in torch_logits(net, out, back).items():
                worst[k] = max(worst.get(k, 0), float(np.abs(v - out[k]).max()))
                mean.setdefault(k, []).append(float(np.abs(v - out[k]).mean()))
                if k == "tags":
                    tags, same = tags + v.shape[0] * v.shape[1], same + int((v.argmax(-1) == out[k].argmax(-1)).sum())
    return f"largest {({k: round(v, 5) for k, v in worst.items()})} mean {({k: round(float(np.mean(v)), 5) for k, v in mean.items()})} tags alike {same} of {tags}"


class Encoder(torch.nn.Module):
    """the file's encoder in the place of the trained one; back is undone, since it wants the file's pieces"""

    def __init__(self, r, back):
        super().__init__()
        self.r, self.to = r, {b: i for i, b in enumerate(back)}

    def forward(self, ids, att):
        return torch.from_numpy(self.r.encode([self.to[i] for i in ids[0].tolist()]).astype(np.float32))[None]


def predict(A, net, base, vocab):
    r = Reader(A.file, A.mode)
    back = [vocab[p] for p in r.pieces.vocab]
    net = of_file(net.config, r, back)
    net.enc = Encoder(r, back)
    with open(A.out, "w", encoding="utf-8") as o:
        for rep in gold.load(A.reports):
            d = gold.Doc(dict(rep, claims=[]))
            o.write(json.dumps(read.plain(read.decode(d, read.propose(net, d, base), r.h["thresholds"])), ensure_ascii=False) + "\n")


if __name__ == "__main__":
    a = argparse.ArgumentParser()
    for name in ("model", "base", "file", "reports"):
        a.add_argument("--" + name, required=True)
    a.add_argument("--out"); a.add_argument("--mode", default="i8")
    A = a.parse_args()
    torch.set_num_threads(1)
    net, vocab = read.load_net(A.model), load_vocab(A.base + "/vocab.txt")
    base = Pieces(vocab)
    if A.out:
        predict(A, net, base, vocab)
        raise SystemExit
    docs = [gold.Doc(dict(r, claims=[])) for r in gold.load(A.reports)]
    r = Reader(A.file)
    back = [vocab[p] for p in r.pieces.vocab]
    print("arithmetic", compare(of_file(net.config, r, back), r, docs, base, back))
    for mode in ("f32", "i8"):
        print(mode, compare(net, Reader(A.file, mode), docs, base, back))
