#!/usr/bin/env python3
"""Trains the reader: train.py --base DIR --gold train.jsonl --polnear train.jsonl.gz --out RUN_DIR [--epochs 12 | --epochs 12 --until HH:MM]
Writes RUN_DIR/eN.pt after every epoch and goes on from RUN_DIR/state.pt if it is there."""
import argparse
import collections
import datetime
import math
import os
import random
import time

import torch
import torch.nn.functional as F

import gold
import polnear
from gold import BOUND, FIELDS, POINTERS, ROLE, STANCE
from model import build, collate
from swap import name_pools, swap
from words import Pieces, load_vocab

WEIGHT = dict(tag=1.0, voice=0.4, said=0.4, speaker=1.0, via=0.4, who=0.3, role=0.6, group=0.5, stance=0.7, bound=1.0, approx=0.5, superseded=0.3, same=0.6, part=0.3, polnear=0.35)
ROLE_WEIGHT = torch.tensor([1.0, 4.0, 2.0])
STANCE_WEIGHT = torch.tensor([1.0] + [2.0] * (len(STANCE) - 1))


def losses(net, wins):
    with torch.autocast("cpu", torch.bfloat16):
        h = net.enc(*collate(wins))
    T, n = collections.defaultdict(lambda: torch.zeros(())), 0
    nv = len(FIELDS)
    for i, win in enumerate(wins):
        w = net.words(h, win, i)
        lg = net.tags(w)
        ce = F.cross_entropy(lg.reshape(-1, 3), win["y"].view(-1), reduction="none").view(len(w), -1) * win["wt"]
        T["tag"] += ce[:, :nv].sum()
        T["voice"] += ce[:, nv:nv + 2].sum()
        T["said"] += ce[:, nv + 2:].sum()
        C = win["claims"]
        if not C:
            continue
        a, b = torch.tensor([c["a"] for c in C]), torch.tensor([c["b"] for c in C])
        near = net.around(w, a, win)
        lp = net.point(w, a, b, near).log_softmax(-1)
        if "polnear" in win:
            T["polnear"] += pointer_loss(lp, C, "speaker", 0)
            continue
        n += len(C)
        for p, name in enumerate(POINTERS):
            T[name] += pointer_loss(lp, C, name, 2 * p)
        (role, stance, bound, approx, sup), u = net.judge(w, a, b, torch.tensor([c["f"] for c in C]), h[i, 0], near)
        y = torch.tensor([c["role"] for c in C])
        T["role"] += F.cross_entropy(role, y, ROLE_WEIGHT, reduction="sum")
        T["group"] += group_loss(role, y, [c["key"] for c in C])
        T["stance"] += F.cross_entropy(stance, torch.tensor([c["stance"] for c in C]), STANCE_WEIGHT, reduction="sum")
        for name, o in (("bound", bound), ("approx", approx), ("superseded", sup)):
            T[name] += F.cross_entropy(o, torch.tensor([c[name] for c in C]), reduction="sum", ignore_index=-100)
        if len(C) > 1:
            s = net.pairs(u, torch.tensor([win["words"][c["a"]] for c in C]))
            T["same"] += pair_loss(s[:, :, 0], win["same"], 1.5)
            T["part"] += pair_loss(s[:, :, 1], win["part"], 1.0)
    n = max(n, 8)
    return sum(WEIGHT[k] * v for k, v in T.items()) / n, {k: float(v.detach()) / n for k, v in T.items()}


def pointer_loss(lp, C, name, o):
    """-log of the summed probability of all mentions, start and end; none where the gold words stand outside the window"""
    out = lp.new_zeros(())
    for j, c in enumerate(C):
        for e in (0, 1):
            if c[name]:
                out = out - torch.logsumexp(lp[j, o + e, sorted({x[e] % lp.shape[-1] for x in c[name]})], 0) / 2
    return out


def group_loss(role, y, keys):
    """the role of an incident by the mean of its claims: what decoding does"""
    out = role.new_zeros(())
    for key in {k for k in keys if k}:
        at = torch.tensor([i for i, k in enumerate(keys) if k == key])
        out = out + F.cross_entropy(role[at].mean(0)[None], y[at[:1]], ROLE_WEIGHT, reduction="sum") * math.sqrt(len(at))
    return out


def pair_loss(score, y, other):
    """each claim's mean over its partners, summed; `other` weighs the pairs that are apart"""
    w = (y >= 0).float() * torch.where(y == 0, other, 1.0)
    ce = F.binary_cross_entropy_with_logits(score, y.clamp(min=0), reduction="none") * w
    return (ce.sum(1) / w.sum(1).clamp(min=1)).sum()


def epoch_windows(docs, kind, pool, said, pieces, A, ep):
    rnd = random.Random(A.seed * 1000 + ep)
    out = []
    for d in docs:
        c = swap(d, kind, pool, rnd) if (ep or A.start) and rnd.random() < A.swap else d
        out += [gold.label(w) for w in gold.windows(c, pieces)]
    return out + polnear.sample(said, pieces, A.said, A.seed * 1000 + ep), rnd


def batches(W, size, rnd):
    """windows of like length together, in random order"""
    rnd.shuffle(W)
    out = []
    for x in range(0, len(W), size * 8):
        part = sorted(W[x:x + size * 8], key=lambda w: len(w["ids"]))
        out += [part[i:i + size] for i in range(0, len(part), size)]
    rnd.shuffle(out)
    return out


HELD = 128                                               # reports


def held_out(reports, n=HELD):
    """the first n of a fixed shuffle choose thresholds and temperatures and never train"""
    reports = list(reports)
    random.Random(7).shuffle(reports)
    return reports[n:], reports[:n]


def groups_of(net, A):
    """upper layers learn faster than lower ones; the embeddings stay, so that the vocabulary can be cut to the pieces used"""
    for p in (*net.enc.word.parameters(), *net.enc.place.parameters(), *net.enc.ln.parameters(), net.enc.kind):
        p.requires_grad_(False)
    out = [dict(params=list(l.parameters()), lr=A.lr * A.decay ** (len(net.enc.layers) - 1 - i)) for i, l in enumerate(net.enc.layers)]
    return out + [dict(params=[p for n, p in net.named_parameters() if not n.startswith("enc.")], lr=A.hlr)]


def train(A):
    torch.manual_seed(A.seed)
    torch.set_num_threads(1)
    os.makedirs(A.out, exist_ok=True)
    pieces = Pieces(load_vocab(A.base + "/vocab.txt"))
    docs = [gold.Doc(r) for r in held_out(gold.load(A.gold), A.held)[0]][:A.use or None]
    kind, pool = name_pools(docs)
    said = polnear.documents(A.polnear) if A.polnear else []
    net = build(A.base)
    if A.start:
        net.grow(torch.load(A.start, weights_only=True)["net"])
    opt = torch.optim.AdamW(groups_of(net, A), weight_decay=.01)
    base_lr = [g["lr"] for g in opt.param_groups]
    first, begun = 0, time.time()
    if os.path.exists(A.out + "/state.pt"):
        s = torch.load(A.out + "/state.pt", weights_only=True)
        net.load_state_dict(s["net"]); opt.load_state_dict(s["opt"])
        first, begun = s["epoch"], s["begun"]
    end = None
    if A.until:
        end = datetime.datetime.combine(datetime.date.today(), datetime.time.fromisoformat(A.until)).timestamp()
    for ep in range(first, A.epochs):
        if end and time.time() > end:
            break
        t0, c0 = time.time(), time.process_time()
        W, rnd = epoch_windows(docs, kind, pool, said, pieces, A, ep)
        Q = batches(W, A.batch, rnd)
        if ep == first:
            print(len(docs), "reports", len(W), "windows", sum(len(w["ids"]) for w in W), "pieces an epoch; labels took", round(time.time() - t0), "s", flush=True)
        net.train()
        S = collections.Counter()
        for x, b in enumerate(Q):
            done = (ep + x / len(Q)) / A.epochs
            if end:                                      # a clock decides the end: the rate follows whichever is further, steps or time
                done = max(done, (time.time() - begun) / (end - begun))
            rate = min(1, (ep * len(Q) + x + 1) / A.warm) * max(.02, 1 - done)
            for g, lr in zip(opt.param_groups, base_lr):
                g["lr"] = lr * rate
            loss, parts = losses(net, b)
            opt.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_([p for p in net.parameters() if p.requires_grad], 1.0)
            opt.step()
            S.update(parts)
            if x % 40 == 0:
                print(f"  {ep + 1}.{x}/{len(Q)} {time.time() - t0:.0f}s cpu {time.process_time() - c0:.0f}s rate {rate:.3f} loss {float(loss.detach()):.2f}", flush=True)
        print(f"epoch {ep + 1} {time.time() - t0:.0f}s cpu {time.process_time() - c0:.0f}s", {k: round(v / len(Q), 3) for k, v in S.items()}, flush=True)
        torch.save(dict(net=net.state_dict(), config=net.config, epoch=ep + 1), f"{A.out}/e{ep + 1}.pt")
        torch.save(dict(net=net.state_dict(), opt=opt.state_dict(), epoch=ep + 1, begun=begun), A.out + "/state.tmp")
        os.replace(A.out + "/state.tmp", A.out + "/state.pt")


if __name__ == "__main__":
    a = argparse.ArgumentParser()
    for name in ("base", "gold", "out"):
        a.add_argument("--" + name, required=True)
    a.add_argument("--polnear"); a.add_argument("--start", help="weights to begin with"); a.add_argument("--until", help="HH:MM at which training must have ended")
    a.add_argument("--epochs", type=int, default=12); a.add_argument("--batch", type=int, default=6); a.add_argument("--held", type=int, default=HELD)
    a.add_argument("--lr", type=float, default=1.5e-4); a.add_argument("--hlr", type=float, default=1e-3); a.add_argument("--decay", type=float, default=.85)
    a.add_argument("--warm", type=int, default=250); a.add_argument("--swap", type=float, default=.6); a.add_argument("--said", type=int, default=300)
    a.add_argument("--seed", type=int, default=1); a.add_argument("--use", type=int, default=0)
    train(a.parse_args())
