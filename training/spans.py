"""Spans of source, cue and content from the network's tags: for each kind a chain over outside, begin and inside (a linear-chain conditional random field) that
sees the tags of five words and what kind of words they are (quotation marks, the end of a sentence, "that", a verb of saying), and the spans of the best expected F1.

A content is long and its ends are matters of punctuation: word by word, the likeliest tag at each, the network finds a third of them to the letter. The chain is fitted
on words of the training documents that the network never saw in training; no development text is read."""
import bisect
import random

import torch
import torch.nn.functional as F

from gold import POLNEAR

NEAR = 2                                                 # words to each side
LONGEST = 120                                            # a span is at most so long
SAY = set("said says say told tells according added adds wrote writes claimed asked reported announced argued noted explained called believe think thought".split())
LINK = set("that if whether to how what why".split())
JOIN = set("and but or as while who which because when".split())
MARKS = {",": 2, ".": 3, "?": 3, "!": 3, ":": 4, ";": 4, "-": 5, "–": 5, "—": 5, "(": 5}


def tags(d):
    """gold tags [words, kinds]: 0 outside, 1 begin, 2 inside"""
    y = torch.zeros(len(d.ws), len(POLNEAR), dtype=torch.long)
    for a in d.said:
        for j, k in enumerate(POLNEAR):
            for s, e in a[k]:
                y[s:e + 1, j] = 2
                y[s, j] = 1
    return y


def runs(tags):
    """spans of one row of tags"""
    out, at = set(), None
    for i, t in enumerate(list(tags) + [0]):
        if at is not None and t != 2:
            out.add((at, i - 1))
            at = None
        if t == 1:
            at = i
    return out


def kinds_of_words(ws):
    """[words, 14]: marks of quotation, other marks, words that open or join clauses, verbs of saying, capitals, digits; inside a quotation; the first of a sentence"""
    out, quoted = torch.zeros(len(ws), 14), False
    for i, w in enumerate(ws):
        low = w.lower()
        if w in '"“”‘’':
            opens = w in "“‘" or w == '"' and not quoted
            out[i, 0 if opens else 1], quoted = 1, opens
        else:
            c = MARKS.get(w) or (6 if not w[0].isalnum() else 7 if low in LINK else 8 if low in SAY else 9 if low in JOIN else 10 if w[0].isupper() else 11 if w[0].isdigit() else None)
            if c:
                out[i, c] = 1
        out[i, 12] = quoted
        out[i, 13] = i == 0 or ws[i - 1] in ".?!" or i > 1 and ws[i - 1] in '"”' and ws[i - 2] in ".?!,"
    return out


def seen_by_chain(lp, ws):
    """what the chain sees at each word; lp: log-probabilities of all tags [words, tags, 3]"""
    x = torch.cat([lp.flatten(1).clamp(min=-9) / 3, kinds_of_words(ws)], -1)
    edge = x.new_zeros(NEAR, x.shape[1])
    wide = torch.cat([edge, x, edge])
    return torch.cat([wide[i:i + len(x)] for i in range(2 * NEAR + 1)] + [x.new_ones(len(x), 1)], -1)


class Chain(torch.nn.Module):
    def __init__(self, width):
        super().__init__()
        self.w = torch.nn.Linear(width, len(POLNEAR) * 9, bias=False)
        torch.nn.init.zeros_(self.w.weight)

    def forward(self, x):
        """scores [..., kinds, the tag before, the tag]; inside never follows outside"""
        s = self.w(x).unflatten(-1, (len(POLNEAR), 3, 3))
        never = torch.zeros(3, 3)
        never[0, 2] = -1e4
        return s + never

    def loss(self, x, y, mask):
        """-log of the probability of the tags y [sequences, words, kinds]"""
        s = self(x)
        a = s[:, 0, :, 0]                                # before the first word stands outside
        for i in range(1, s.shape[1]):
            a = torch.where(mask[:, i, None, None], torch.logsumexp(a[..., None] + s[:, i], -2), a)
        before = F.pad(y, (0, 0, 1, 0))[:, :-1]
        right = s.flatten(-2).gather(-1, (before * 3 + y)[..., None])[..., 0] * mask[..., None]
        return (torch.logsumexp(a, -1) - right.sum(1)).sum()

    @torch.no_grad()
    def posterior(self, x, least=.02):
        """for each kind {(first, last): probability of just this span}"""
        s, n = self(x).double(), len(x)
        fore, back = [s[0, :, 0]], [s.new_zeros(len(POLNEAR), 3)]
        for i in range(1, n):
            fore.append(torch.logsumexp(fore[-1][..., None] + s[i], -2))
            back.append(torch.logsumexp(s[n - i] + back[-1][:, None], -1))
        fore, back = torch.stack(fore), torch.stack(back[::-1])
        out = {}
        for j, k in enumerate(POLNEAR):
            begin = fore[:, j, 1] - torch.logsumexp(fore[-1, j], -1)
            leave = torch.zeros(n, 3, dtype=torch.double)
            leave[:-1] = torch.logsumexp(s[1:, j, :, :2] + back[1:, j, None, :2], -1)
            on = F.pad(s[1:, j, 2, 2].cumsum(0), (1, 0))
            out[k] = {}
            for a in ((begin + back[:, j, 1]).exp() > least).nonzero()[:, 0].tolist():
                e = torch.arange(a + 1, min(n, a + LONGEST))
                p = torch.cat([begin[a:a + 1] + leave[a, 1], begin[a] + s[e[:1], j, 1, 2] + on[e] - on[e[:1]] + leave[e, 2]]).exp()
                out[k].update({(a, a + i): float(p[i]) for i in (p > least).nonzero()[:, 0].tolist()})
        return out


def choose(p, cut):
    """the spans apart from each other with the largest sum of probability above the cut: at half of the reachable F1, those of the best expected F1"""
    best, ends = [(0.0, None, 0)], [-1]
    for e, s in sorted((e, s) for (s, e), v in p.items() if v > cut):
        i = bisect.bisect_left(ends, s) - 1
        v = best[i][0] + p[s, e] - cut
        if v > best[-1][0]:
            best.append((v, (s, e), i))
            ends.append(e)
    out, i = set(), len(best) - 1
    while i:
        out.add(best[i][1])
        i = best[i][2]
    return out


def stretches(mask, least=10):
    """[first, end) of the runs of true"""
    out, at = [], None
    for i, x in enumerate(mask.tolist() + [False]):
        if x and at is None:
            at = i
        elif not x and at is not None:
            if i - at >= least:
                out.append((at, i))
            at = None
    return out


def fit(data, steps=900, batch=32, cut=160, rate=.02, draw=3.0, seed=1):
    """a Chain on [(x, y)], each cut into sequences; `draw` pulls the weights to zero"""
    torch.manual_seed(seed)
    parts = [(x[i:i + cut], y[i:i + cut].clone()) for x, y in data for i in range(0, len(x), cut)]
    for _, y in parts:                                   # a span that began before is not this sequence's
        y[(y == 2).long().cumprod(0).bool()] = 0
    chain, rnd = Chain(data[0][0].shape[1]), random.Random(seed)
    opt = torch.optim.Adam(chain.parameters(), lr=rate)
    pad = lambda rows: torch.nn.utils.rnn.pad_sequence(rows, batch_first=True)
    for step in range(steps):
        b = rnd.sample(parts, min(batch, len(parts)))
        loss = chain.loss(pad([x for x, _ in b]), pad([y for _, y in b]), pad([torch.ones(len(x), dtype=torch.bool) for x, _ in b])) / len(b)
        opt.param_groups[0]["lr"] = rate * (1 - step / steps)
        opt.zero_grad()
        (loss + draw / len(parts) * (chain.w.weight ** 2).sum()).backward()
        opt.step()
    return chain


def cuts_of(found, gold):
    """for each kind the cut that gives the best F1: found and gold are lists of {kind: spans}, found with probabilities"""
    def f1(k, cut):
        got = [choose(p[k], cut) for p in found]
        return 2 * sum(len(a & b[k]) for a, b in zip(got, gold)) / (sum(map(len, got)) + sum(len(b[k]) for b in gold) or 1)
    return {k: max((.2, .25, .3, .35, .4, .45), key=lambda cut: f1(k, cut)) for k in POLNEAR}
