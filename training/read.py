#!/usr/bin/env python3
"""Applies the reader: read.py --model eN.pt --reports dev.jsonl --out predicted.jsonl [--thresholds thr.json]
       chooses thresholds: read.py --model eN.pt --held train.jsonl --thresholds thr.json
The network proposes words and relations (propose); rules make claims of them (decode), so that every value stands on words."""
import argparse
import json
import re
import time

import torch

import gold
from gold import BOUND, COUNT, FIELDS, POINTERS, ROLE, STANCE, Doc, windows
from model import Net, collate
from trust import STOP, fits, role_of
from words import ARTICLE, Pieces, comparator, load_vocab, lower_words, parse, sentences

FLOOR = 0.15                                             # below this a word proposes nothing
SPEAKER_WORDS = 16                                       # a speaker is at most so long
MAIN_ONLY = {"target", "weapon", "place", "date"}
KILLED = r"kill|dead|die|death|murder|slain|martyr|lives|execut|bod(y|ies)"
PREDICATE = dict(killed=KILLED, injured=r"injur|wound|hurt|shot", missing=r"missing|disappear", captured=r"captur|arrest|custod|held|detain|abduct|kidnap|hostage",
                 casualties=r"casualt|victim|killed|wounded|shot")


@torch.no_grad()
def propose(net, d, pieces, bf16=False):
    """the candidates of one report, surest first, and for each two of them the odds of one incident and of a part"""
    cand, us = [], []
    for win in windows(d, pieces):
        with torch.autocast("cpu", torch.bfloat16, enabled=bf16):
            h = net.enc(*collate([win]))
        w = net.words(h, win, 0)
        spans = spans_of(net.tags(w).softmax(-1), win)
        if not spans:
            continue
        f, a, b = (torch.tensor([s[x] for s in spans]) for x in range(3))
        near = net.around(w, a, win)
        lp = net.point(w, a, b, near).log_softmax(-1)
        (role, stance, bound, approx, sup), u = net.judge(w, a, b, f, h[0, 0], near)
        for j, (fi, s, e, p) in enumerate(spans):
            c = dict(f=FIELDS[fi], s=win["words"][s], e=win["words"][e], p=p, role=role[j].tolist(), stance=stance[j].softmax(-1).tolist(), bound=bound[j].softmax(-1).tolist(),
                     approx=float(approx[j].softmax(-1)[1]), superseded=float(sup[j].softmax(-1)[1]))
            for k, name in enumerate(POINTERS):
                c[name], c["p_" + name] = best_span(lp[j, 2 * k], lp[j, 2 * k + 1], win["words"])
            cand.append(c)
        us.append(u)
    if not cand:
        return [], [], []
    order = sorted(range(len(cand)), key=lambda i: -cand[i]["p"])[:200]
    u, cand = torch.cat(us)[order], [cand[i] for i in order]
    pair = net.pairs(u, torch.tensor([c["s"] for c in cand])).sigmoid()
    return cand, ((pair[:, :, 0] + pair[:, :, 0].T) / 2).tolist(), pair[:, :, 1].tolist()


def spans_of(p, win):
    """(field, first, last, probability) of every word that may begin a value; a count is one word, a value goes on while 'inside' is likeliest"""
    out, n = [], len(p)
    for f, name in enumerate(FIELDS):
        for s in torch.nonzero(p[:, f, 1] > FLOOR).flatten().tolist():
            if not win["own"][s]:
                continue
            e = s
            while name not in COUNT and e + 1 < n and win["words"][e + 1] == win["words"][e] + 1 and p[e + 1, f, 2] > max(float(p[e + 1, f, 0]), float(p[e + 1, f, 1])):
                e += 1
            out.append((f, s, e, float(p[s, f, 1])))
    return out


def best_span(ls, le, words):
    """likeliest start and end within SPEAKER_WORDS, against nobody (the last column): ((first, last) or None, probability)"""
    n = len(words)
    best = (float(ls[n] + le[n]), None)
    for a in ls[:n].topk(min(5, n)).indices.tolist():
        for b in range(a, min(a + SPEAKER_WORDS, n)):
            if words[b] - words[a] != b - a:
                break
            v = float(ls[a] + le[b])
            if v > best[0]:
                best = (v, (words[a], words[b]))
    return best[1], float(torch.tensor(best[0]).exp())


# ---- decoding ----
def text(d, s, e):
    return d.full[d.cut[s][0]:d.cut[e][1]]


def quote(d, c):
    """from the anchor to the nearest predicate of its field, inside one line"""
    s, e, f = c["s"], c["e"], c["f"]
    if f not in COUNT:
        return text(d, s, e)
    near = [w for w in range(max(0, s - 14), min(len(d.ws), s + 15)) if (w < d.nt) == (s < d.nt) and re.match(PREDICATE[f], d.ws[w], re.I)]
    at = min(near, key=lambda w: abs(w - s), default=min(s + 4, (len(d.ws) if s >= d.nt else d.nt) - 1))
    p = parse(d.ws, s)
    return text(d, min(s, at), max(s, at, min(p[2], len(d.ws)) - 1 if p else s))


def value(d, c):
    """(min, max): the grammar at the anchor; where no comparator stands there, the learned bound"""
    ws, i, pr = d.ws, c["s"], c["bound"]
    p = parse(ws, i)
    if not p:
        return dict(one=(1, 1), some=(1, None), zero=(0, 0))[BOUND[max(range(4, 7), key=lambda x: pr[x])]]
    lo, hi, j = p
    g = comparator(ws, i, j)
    joined = j + 1 < len(ws) and ws[j].lower() in ("to", "-")
    if lo == hi and not joined:
        if g == "approx" and pr[2] < .9:
            return lo, lo
        if g == "min" and pr[0] < .97:
            return lo, None
        if g == "max" and pr[0] < .97:
            return None, lo
    b = BOUND[max(range(4), key=lambda x: pr[x])]
    if lo != hi:
        return (lo, None) if b == "min" else (lo, hi)
    if b == "range" or joined and parse(ws, j + 1) and g != "exact":
        q = parse(ws, j + 1) if j + 1 < len(ws) and ws[j].lower() in ("to", "and", "-", "or") else None
        if q and q[1] > lo:
            return lo, q[1]
        b = "exact"
    return (lo, None) if b == "min" else (None, lo) if b == "max" else (lo, lo)


def link(same, cut):
    """average linkage: groups of indices whose mean odds of one incident stay above cut"""
    groups = [[i] for i in range(len(same))]
    total = [[same[i][j] for j in range(len(same))] for i in range(len(same))]
    while len(groups) > 1:
        best, x, y = max((total[i][j] / (len(groups[i]) * len(groups[j])), -i, -j) for i in range(len(groups)) for j in range(i + 1, len(groups)))
        if best < cut:
            break
        x, y = -x, -y
        groups[x] += groups.pop(y)
        for i in range(len(total)):
            if i != x:
                total[i][x] = total[x][i] = total[i][x] + total[i][y]
        total.pop(y)
        for row in total:
            row.pop(y)
    return groups


def roles(kept, same, T):
    """role and incident of each claim: totals over several incidents by themselves; the others grouped, and each group judged once"""
    lone = [i for i, c in enumerate(kept) if c["role"][2] + T["cumulative"] > max(c["role"][:2])]
    rest = [i for i in range(len(kept)) if i not in set(lone)]
    out = {i: ("cumulative", None, kept[i]["role"][2] - max(kept[i]["role"][:2])) for i in lone}
    for g in link([[same[i][j] for j in rest] for i in rest], T["link"]):
        m = [kept[rest[i]] for i in g]
        odds = sum((c["role"][0] - c["role"][1]) * c["p"] for c in m) / sum(c["p"] for c in m)
        own = T["own"]                                   # how far a claim may still differ from its group
        for i in g:
            r = kept[rest[i]]["role"]
            v = (1 - own) * odds + own * (r[0] - r[1]) - T["main"]
            out[rest[i]] = ("main" if v > 0 else "background", min(g), abs(v))
    return out


DEFAULT = dict({f: .45 for f in FIELDS}, link=.5, main=0.0, cumulative=0.0, own=0.3)


def decode(d, proposed, T):
    """candidates -> claims: thresholds, roles by incident, values, one claim per value and speaker"""
    cand, same, part = proposed
    on = [i for i, c in enumerate(cand) if c["p"] >= T[c["f"]]]
    kept = [cand[i] for i in on]
    role = roles(kept, [[same[i][j] for j in on] for i in on], T)
    sent = sentences(d.ws, d.nt)
    made = []
    for i, c in enumerate(kept):
        r, g, _ = role[i]
        if r != "main" and c["f"] in MAIN_ONLY:
            continue
        made.append(claim(d, c, r, g, sent) | dict(_i=on[i]))
    keep = []
    for k in sorted(made, key=lambda k: (k["_title"], -k["_p"])):     # the body before the title, the surer first
        if not any(second_mention(o, k) for o in keep):
            keep.append(k)
    keep.sort(key=lambda k: k["_start"])
    wholes(keep, part)
    keys = {}
    for k in keep:
        if k["_role"] != "cumulative":
            k["incident"] = keys.setdefault((k["_role"], k["_group"]), f"{k['_role'][0]}{len(keys) + 1}")
    incidents = [dict(key=v, main=r == "main") for (r, _), v in keys.items()]
    return dict(id=d.id, incidents=incidents, claims=keep)


def plain(predicted):
    """without what only this program uses"""
    return dict(predicted, claims=[{x: y for x, y in k.items() if x[0] != "_"} for k in predicted["claims"]])


def claim(d, c, r, group, sent):
    k = dict(field=c["f"], min=None, max=None, approx=False, value=None, who=None, part_of=None)
    if c["f"] in COUNT:
        k["min"], k["max"] = value(d, c)
        k["approx"] = c["approx"] > .5
        k["who"] = text(d, *c["who"]).lower() if c["who"] else None
    else:
        k["value"] = text(d, c["s"], c["e"])
    said = text(d, *c["speaker"]) if c["speaker"] else None
    p = parse(d.ws, c["s"])
    j = p[2] if p else c["s"]
    k.update(cumulative=r == "cumulative", superseded=c["superseded"] > .5, incident=None, quote=quote(d, c), speaker=said, speaker_name=said,
             via=text(d, *c["via"]) if c["via"] else None, stance=STANCE[max(range(len(STANCE)), key=lambda x: c["stance"][x])],
             _title=c["s"] < d.nt, _p=c["p"], _role=r, _group=group, _start=c["s"], _sent=sent[c["s"]],
             _noun={w.lower() for w in d.ws[j:j + 4] if w[0].isalpha()} - STOP - {"other", "others", "more", "civilian"})
    return k


def second_mention(o, k):
    """same field, role, speaker and value; small counts also need a shared noun, and counts stand in another sentence; others need the same incident"""
    if o["field"] != k["field"] or o["_role"] != k["_role"] and not k["_title"]:
        return False
    a, b = set(lower_words(o["speaker"])) - ARTICLE, set(lower_words(k["speaker"])) - ARTICLE
    if (a or b) and not a & b:
        return False
    if k["field"] in COUNT:
        if (o["min"], o["max"]) != (k["min"], k["max"]) and not (k["_title"] and not o["_title"] and o["min"] == k["min"]):
            return False
        return o["_sent"] != k["_sent"] and (bool(o["_noun"] & k["_noun"]) or (k["min"] or k["max"] or 0) >= 10)
    a, b = set(lower_words(o["value"])) - ARTICLE, set(lower_words(k["value"])) - ARTICLE
    return o["_group"] == k["_group"] and bool(a and b) and (a <= b or b <= a)


def wholes(keep, part):
    """part_of: the likeliest whole of the same field and speaker that is not smaller"""
    for k in keep:
        if k["field"] not in COUNT:
            continue
        best = max(((part[k["_i"]][o["_i"]], j) for j, o in enumerate(keep) if o is not k and o["field"] == k["field"] and (o["min"] or o["max"] or 0) >= (k["min"] or 0)), default=(0, 0))
        if best[0] > .5:
            k["part_of"] = best[1]


# ---- thresholds ----
def f1(reports, predicted, f):
    """F1 of one field: bounds right, or values that share a head word"""
    g = n = p = 0
    for r, q in zip(reports, predicted):
        G, Q = ([c for c in x["claims"] if c["field"] == f] for x in (r, q))
        g, p, used = g + len(G), p + len(Q), set()
        for c in G:
            j = next((j for j, o in enumerate(Q) if j not in used and fits(c, o, f)), None)
            if j is not None:
                used.add(j)
                n += 1
    return 2 * n / (g + p) if g + p else 0.0


def role_f1(reports, predicted):
    """F1 of counts: bounds and role right"""
    g = n = p = 0
    for r, q in zip(reports, predicted):
        G, Q = ([c for c in x["claims"] if c["field"] in COUNT] for x in (r, q))
        g, p, used = g + len(G), p + len(Q), set()
        for c in G:
            j = next((j for j, o in enumerate(Q) if j not in used and o["field"] == c["field"] and fits(c, o, c["field"]) and role_of(c, r) == role_of(o, q)), None)
            if j is not None:
                used.add(j)
                n += 1
    return 2 * n / (g + p) if g + p else 0.0


def only(proposed, f):
    cand, same, part = proposed
    at = [i for i, c in enumerate(cand) if c["f"] == f]
    return [cand[i] for i in at], [[same[i][j] for j in at] for i in at], [[part[i][j] for j in at] for i in at]


def choose(docs, proposed):
    """one threshold a field, then how far a role must lead, on reports that never trained; what makes little difference stays near the default"""
    T = dict(DEFAULT)
    for f in FIELDS:
        own = [only(p, f) for p in proposed]
        scored = []
        for t in (.2, .25, .3, .35, .4, .45, .5, .55, .6, .65, .7, .75):
            predicted = [decode(d, p, T | {f: t}) for d, p in zip(docs, own)]
            scored.append((f1([d.rep for d in docs], predicted, f) - abs(t - .45) * .05, t))
        T[f] = max(scored)[1]
    reports = [d.rep for d in docs]
    for name, steps in (("cumulative", (-1.2, -.9, -.6, -.3, 0.0, .3)), ("main", (-2.0, -1.5, -1.0, -.5, 0.0, .5)), ("cumulative", (-1.2, -.9, -.6, -.3, 0.0, .3))):
        scored = []
        for t in steps:
            scored.append((role_f1(reports, [decode(d, p, T | {name: t}) for d, p in zip(docs, proposed)]) - abs(t) * .005, t))
        T[name] = max(scored)[1]
    return T


def load_net(path):
    m = torch.load(path, weights_only=True)
    net = Net(m["config"])
    net.load_state_dict(m["net"])
    return net.eval()


if __name__ == "__main__":
    a = argparse.ArgumentParser()
    for name in ("base", "model"):
        a.add_argument("--" + name, required=True)
    for name in ("reports", "out", "held", "thresholds"):
        a.add_argument("--" + name)
    A = a.parse_args()
    torch.set_num_threads(1)
    pieces, net = Pieces(load_vocab(A.base + "/vocab.txt")), load_net(A.model)
    if A.held:
        from train import held_out
        docs = [Doc(r) for r in held_out(gold.load(A.held))[1]]
        T = choose(docs, [propose(net, d, pieces) for d in docs])
        with open(A.thresholds, "w") as f:
            json.dump(T, f)
        print("thresholds", T)
    else:
        T = json.load(open(A.thresholds)) if A.thresholds else DEFAULT
        t, n = time.time(), 0
        with open(A.out, "w", encoding="utf-8") as o:
            for r in gold.load(A.reports):
                d = Doc(dict(r, claims=[]))
                n += len(d.ws)
                o.write(json.dumps(plain(decode(d, propose(net, d, pieces), T)), ensure_ascii=False) + "\n")
        print(f"{n} words, {n / (time.time() - t):.0f} words/s ->", A.out)
