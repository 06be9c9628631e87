"""Gold labels laid on words: where in a report each claim, speaker and group stands, and what a window must predict."""
import bisect
import json
import re

import torch

from words import ARTICLE, VAGUE, ZERO, cut, lower_words, parse, sentences, shape

COUNT = ["killed", "injured", "missing", "captured", "casualties"]
FIELDS = COUNT + ["perpetrator", "target", "weapon", "victim", "place", "date", "motive", "threat", "response"]
VOICES = ["speaker", "via"]                              # tagged in the gold reports
POLNEAR = ["source", "cue", "content"]                   # tagged in PolNeAR
TAGS = FIELDS + VOICES + POLNEAR
TAG = {t: i for i, t in enumerate(TAGS)}
BOUND = ["exact", "min", "max", "range", "one", "some", "zero", "other"]
ROLE = ["main", "background", "cumulative"]
STANCE = ["states", "confirms", "alleges", "denies", "doubts", "threatens", "predicts"]
POINTERS = ["speaker", "via", "who"]
UNLABELLED = 0.4                                         # what a report counts that a program labelled
MONTH = set("january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec".split())
QUANTIFIER = set("many some other others more additional few numerous multiple number countless several most hundreds thousands".split())
PREDICATE = re.compile(r"kill|dead|die|death|murder|slain|martyr|injur|wound|hurt|missing|captur|arrest|custod|held|detain|abduct|kidnap|"
                       r"casualt|victim|body|bodies|lost|execut|behead", re.I)


def load(path):
    with open(path, encoding="utf-8") as f:
        return [json.loads(line) for line in f]


def find(s, t, lo=0, hi=None):
    out, i = [], t.find(s, lo, len(t) if hi is None else hi)
    while i >= 0:
        out.append(i)
        i = t.find(s, i + 1, len(t) if hi is None else hi)
    return out


class Doc:
    """one report cut into words; claims carry word positions only, so a copy may change words in place"""

    def __init__(self, report):
        self.id, self.rep = report["id"], report
        title = report.get("title") or ""
        self.full = title + "\n" + report["text"]
        self.cut = cut(self.full)
        self.ws = [w for _, _, w in self.cut]
        self.starts, self.ends = [c[0] for c in self.cut], [c[1] for c in self.cut]
        self.nt = sum(1 for s in self.starts if s < len(title))
        roles = {i["key"]: ("main" if i.get("main") else "background") for i in report.get("incidents", [])}
        self.claims = [k for i, c in enumerate(report.get("claims", [])) if (k := self.lay(i, c, len(title), roles))]

    def copy(self, ws):
        d = object.__new__(Doc)
        d.__dict__.update(self.__dict__)
        d.ws = ws
        return d

    def span(self, a, b):
        """first and last word of the code points [a, b)"""
        s, e = bisect.bisect_right(self.ends, a), bisect.bisect_left(self.starts, b) - 1
        return (s, e) if s <= e else None

    def lay(self, index, c, title_length, roles):
        q = c["quote"]
        places = find(q, self.full, title_length + 1) or find(q, self.full)
        if "at" in c:                                    # of a program's reading, which says where
            places = [c["at"][0]] if self.full[c["at"][0]:c["at"][1]] == q else []
        if not places or not (sp := self.span(places[0], places[0] + len(q))):
            return None
        k = dict(c=c, index=index, q=sp, others=[x for o in find(q, self.full) if o != places[0] and (x := self.span(o, o + len(q)))])
        k["role"] = "cumulative" if c.get("cumulative") else roles.get(c.get("incident"), "background")
        k["key"] = None if c.get("cumulative") else c.get("incident")
        if c["field"] in COUNT:
            self.anchor_count(k)
            who = c.get("who")
            at = find(who.lower(), self.full.lower(), places[0], places[0] + len(q)) if who else []
            at = [s for o in at if (s := self.span(o, o + len(who)))]
            k["who"] = at[:1] if at else ([(-1, -1)] if not who else [])
        else:
            k["a"], k["kind"], k["bound"], k["who"] = self.anchor_value(c, sp, places[0]), "span", None, []
        for name in VOICES:
            k[name] = self.mentions(c.get(name)) if c.get(name) else [(-1, -1)]
        return k

    def mentions(self, s):
        whole = [o for o in find(s, self.full) if not (o and self.full[o - 1].isalnum()) and not self.full[o + len(s):o + len(s) + 1].isalnum()]
        return [x for o in whole or find(s, self.full) if (x := self.span(o, o + len(s)))]

    def anchor_value(self, c, sp, at):
        """the words of the value inside the quote, or the longest run of them"""
        if "value_at" in c and (s := self.span(*c["value_at"])):
            return s
        v = str(c["value"]) if c.get("value") else c["quote"]
        inside = find(v, self.full, at, at + len(c["quote"]))
        if inside and (s := self.span(inside[0], inside[0] + len(v))):
            return s
        vw, best, s = set(lower_words(v)), None, None
        for i in range(sp[0], sp[1] + 2):
            if i <= sp[1] and self.ws[i].lower() in vw:
                s = i if s is None else s
            elif s is not None:
                if best is None or i - s > best[1] - best[0]:
                    best = (s, i)
                s = None
        return (best[0], best[1] - 1) if best else sp

    def anchor_count(self, k):
        """One word carries a count: the number; else the article of a single person; else the quantifier; else the counted noun; else a name; else the predicate."""
        c, (s, e), ws = k["c"], k["q"], self.ws
        mn, mx = c.get("min"), c.get("max")
        who = set(lower_words(c.get("who")))
        found, i = [], s
        while i <= e:
            p = parse(ws, i)
            if p and (bound := bound_of(p[0], p[1], mn, mx)):
                near = min([abs(x - p[2]) for x in range(p[2], min(p[2] + 6, e + 1)) if ws[x].lower() in who] or [9])
                found.append((near, i, bound))
            i = p[2] if p else i + 1
        if found:
            _, at, k["bound"] = min(found)
            k["a"], k["kind"] = (at, at), "num"
            return
        k["bound"] = {(1, 1): "one", (1, None): "some", (0, 0): "zero"}.get((mn, mx), "other")
        k["kind"] = "word"
        inside = range(s, e + 1)
        heads = [x for x in inside if ws[x].lower() in who]
        one = [x for x in inside if ws[x].lower() in ("a", "an", "one", "another") and (not heads or x <= heads[-1])]
        groups = dict(zero=[[x for x in inside if ws[x].lower() in ZERO or ws[x].lower() in ("not", "without", "n't")]],
                      one=[one[-1:] if heads else one, heads[-1:], [x for x in inside if ws[x][0].isupper()]]).get(
            k["bound"], [[x for x in inside if ws[x].lower() in QUANTIFIER], heads[-1:]])
        groups = groups + [heads[-1:], [x for x in inside if PREDICATE.search(ws[x])], [s]]
        at = next(g for g in groups if g)[0]
        k["a"] = (at, at)


def bound_of(lo, hi, mn, mx):
    if lo == hi:
        if mn == lo and mx == lo:
            return "exact"
        if mn == lo and mx is None:
            return "min"
        if mx == lo and mn is None:
            return "max"
        return "range" if mn == lo and mx is not None and mn < mx else None
    if (mn, mx) == (lo, hi):
        return "exact"
    return "min" if mn == lo and mx is None else "max" if mx == hi and mn is None else None


def windows(d, pieces, maxlen=512, overlap=100):
    """[CLS] title [SEP] part of the body [SEP]: piece ids, the report's word of each window word, its first piece, and which words it owns"""
    nt = min(d.nt, 60)
    title = [pieces(w) for w in d.ws[:nt]]
    room = maxlen - 3 - sum(map(len, title))
    body = [pieces(w) for w in d.ws[d.nt:]]
    cuts, i = [], 0
    while True:
        j = i
        n = 0
        while j < len(body) and n + len(body[j]) <= room:
            n, j = n + len(body[j]), j + 1
        cuts.append((i, j))
        if j >= len(body):
            break
        k, n = j, 0
        while k > i + 1 and n < overlap:
            k -= 1
            n += len(body[k])
        i = k
    out, sent = [], sentences(d.ws, d.nt)
    for x, (i, j) in enumerate(cuts):
        ids, first, words, own = [pieces.cls], [], [], []
        lo = i if x == 0 else (i + cuts[x - 1][1]) // 2
        hi = j if x == len(cuts) - 1 else (cuts[x + 1][0] + j) // 2
        for w in range(nt):
            first.append(len(ids)); ids += title[w]; words.append(w); own.append(x == 0)
        ids.append(pieces.sep)
        for b in range(i, j):
            first.append(len(ids)); ids += body[b]; words.append(d.nt + b); own.append(lo <= b < hi)
        ids.append(pieces.sep)
        out.append(dict(d=d, ids=ids, first=first, words=words, own=own, shape=[shape(d.ws[w]) for w in words], title=[int(w < d.nt) for w in words],
                        sent=[sent[w] for w in words]))
    return out


def label(win, repeat=0.3):
    """Targets of one window: tags [words, tags], their weights, and the claims it owns. A second mention of the same words is no error,
    so it bears no loss; another mention of the same value bears little."""
    d, n = win["d"], len(win["words"])
    pos = {w: i for i, w in enumerate(win["words"])}
    y, wt = torch.zeros(n, len(TAGS), dtype=torch.long), torch.ones(n, len(TAGS))
    wt[:, len(FIELDS) + len(VOICES):] = 0
    at = {}
    for i, w in enumerate(d.ws):
        at.setdefault(w.lower(), []).append(i)

    def put(f, s, e):
        for w in range(s, e + 1):
            if w in pos:
                y[pos[w], f], wt[pos[w], f] = (1 if w == s else 2), 1

    def mask(f, s, e, v):
        for w in range(s, e + 1):
            if w in pos and y[pos[w], f] == 0 and wt[pos[w], f] > v:
                wt[pos[w], f] = v

    for k in d.claims:
        if not k["c"].get("unsure"):
            put(TAG[k["c"]["field"]], *k["a"])
    for k in d.claims:
        f, (a, b) = TAG[k["c"]["field"]], k["a"]
        if k["c"].get("unsure"):                         # a program's guess: no loss either way
            mask(f, a, b, 0.0)
            continue
        for s, e in k["others"]:
            mask(f, s, e, 0.0)
        if k["kind"] == "num":
            p = parse(d.ws, a)
            for w in at[d.ws[a].lower()]:
                if w != a:
                    mask(f, w, w, 0.0 if w < d.nt else repeat)
            for w in range(d.nt):
                if w != a and (q := parse(d.ws, w)) and q[:2] == p[:2]:
                    mask(f, w, w, 0.0)
        elif k["kind"] == "span" and b - a < 6:
            v = [x.lower() for x in d.ws[a:b + 1]]
            for w in at[v[0]]:
                if w != a and [x.lower() for x in d.ws[w:w + len(v)]] == v:
                    mask(f, w, w + len(v) - 1, repeat)
        for name in VOICES:
            near = min((s for s in k[name] if s[0] >= 0), key=lambda s: abs(s[0] - a), default=None)
            if near:
                put(TAG[name], *near)
    for k in d.claims:
        for name in VOICES:
            for s, e in k[name]:
                mask(TAG[name], s, e, 0.0)
    own = [k for k in d.claims if not k["c"].get("unsure") and k["a"][0] in pos and win["own"][pos[k["a"][0]]]]
    win.update(y=y, wt=wt, claims=[target(k, pos) for k in own], same=same_incident(own), part=part_of(own), weight=UNLABELLED if d.rep.get("unlabelled") else 1.0)
    return win


def target(k, pos):
    c, (a, b) = k["c"], k["a"]
    counted = c["field"] in COUNT
    g = dict(f=TAG[c["field"]], a=pos[a], b=pos.get(b, pos[a]), role=ROLE.index(k["role"]), key=k["key"],
             stance=STANCE.index(c["stance"]) if c["stance"] in STANCE else 0, bound=BOUND.index(k["bound"]) if counted else -100,
             approx=int(bool(c.get("approx"))) if counted else -100, superseded=int(bool(c.get("superseded"))) if counted else -100)
    for name in POINTERS:
        inside = [(pos[s], pos[e]) for s, e in k[name] if s in pos and e in pos]
        g[name] = [(-1, -1)] if k[name] == [(-1, -1)] else inside        # -1 is nobody; an empty list bears no loss
    return g


def same_incident(own):
    """[claims, claims]: 1 the same incident, 0 another, -1 not known (both totals over several incidents)"""
    n = len(own)
    out = torch.full((n, n), -1.0)
    for i, x in enumerate(own):
        for j, z in enumerate(own):
            if i != j and (x["key"] or z["key"]) and (x["key"] or x["role"] == "cumulative") and (z["key"] or z["role"] == "cumulative"):
                out[i, j] = float(x["key"] == z["key"])
    return out


def part_of(own):
    """[claims, claims]: 1 where the count of row i is a part of the count of column j; -1 where either is no count"""
    n = len(own)
    out = torch.full((n, n), -1.0)
    for i, x in enumerate(own):
        for j, z in enumerate(own):
            if i != j and x["c"]["field"] == z["c"]["field"] and x["c"]["field"] in COUNT:
                out[i, j] = float(x["c"].get("part_of") == z["index"])
    return out
