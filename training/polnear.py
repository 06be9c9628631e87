"""PolNeAR as a second teacher of who is speaking: source, cue and content as tags, and pointers from words inside a content to its source."""
import gzip
import json
import random

import torch

from gold import FIELDS, POLNEAR, TAG, TAGS, VOICES, Doc, windows

PRONOUN = set("i you he she it we they him her his them who that this which one those these".split())


def documents(path):
    """one annotator a document"""
    seen = {}
    with gzip.open(path, "rt", encoding="utf-8") as f:
        for line in f:
            r = json.loads(line)
            seen.setdefault(r["id"], r)
    out = []
    for r in seen.values():
        d = Doc(dict(id=r["id"], title="", text=r["text"], claims=[]))
        d.said = []
        for a in r["attributions"]:                      # offsets are of the text; a Doc begins with one line break
            d.said.append({k: [s for x, y in a.get(k) or [] if (s := d.span(x + 1, y + 1))] for k in POLNEAR})
        out.append(d)
    return out


def label(win, rnd):
    d, n = win["d"], len(win["words"])
    pos = {w: i for i, w in enumerate(win["words"])}
    y, wt = torch.zeros(n, len(TAGS), dtype=torch.long), torch.zeros(n, len(TAGS))
    wt[:, len(FIELDS) + len(VOICES):] = 1
    inside = {}                                          # word -> the shortest content around it
    taken = set()
    for a in d.said:
        for k in POLNEAR:
            for s, e in a[k]:
                for w in range(s, e + 1):
                    taken.add(w)
                    if w in pos:
                        y[pos[w], TAG[k]] = 1 if w == s else 2
        for s, e in a["content"]:
            for w in range(s, e + 1):
                if w not in inside or inside[w][0] > e - s:
                    inside[w] = (e - s, a)
    claims = []
    for a in d.said:
        words = [w for s, e in a["content"] for w in range(s, e + 1) if w in pos and inside[w][1] is a and d.ws[w][0].isalnum() and len(d.ws[w]) > 2]
        if len(words) < 3 or not a["source"]:
            continue
        s, e = a["source"][0][0], a["source"][-1][1]
        if s == e and d.ws[s].lower() in PRONOUN or e - s > 15:
            continue
        v = [x.lower() for x in d.ws[s:e + 1]]
        same = [(w, w + e - s) for w in range(len(d.ws) - len(v) + 1) if d.ws[w].lower() == v[0] and [x.lower() for x in d.ws[w:w + len(v)]] == v]
        claims.append((rnd.choice(words), [(pos[x], pos[z]) for x, z in same if x in pos and z in pos]))
    free = [w for w in win["words"] if w not in taken and d.ws[w][0].isalnum() and len(d.ws[w]) > 2]
    claims += [(w, [(-1, -1)]) for w in rnd.sample(free, min(len(free), max(2, len(claims) // 3)))]
    win.update(y=y, wt=wt, claims=[dict(a=pos[w], b=pos[w], speaker=s) for w, s in claims if s], polnear=True, weight=1.0)
    return win


def sample(docs, pieces, n, seed):
    """n windows, others each epoch"""
    rnd = random.Random(seed)
    out = []
    for d in rnd.sample(docs, min(n, len(docs))):
        out.append(label(rnd.choice(windows(d, pieces, overlap=0)), rnd))
    return out
