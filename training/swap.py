"""Honest augmentation: a copy of a report in which numbers, names, sides and speakers are swapped consistently, word for word.

The reading must not depend on who is named. A swap never changes how many words there are, so every label keeps its place."""
import collections

from gold import COUNT, MONTH
from words import UNIT, DIGITS, parse, small

COUNTRY = [("syria", "syrian"), ("iraq", "iraqi"), ("yemen", "yemeni"), ("libya", "libyan"), ("afghanistan", "afghan"), ("pakistan", "pakistani"),
           ("turkey", "turkish"), ("russia", "russian"), ("america", "american"), ("israel", "israeli"), ("iran", "iranian"), ("jordan", "jordanian"),
           ("lebanon", "lebanese"), ("egypt", "egyptian"), ("colombia", "colombian"), ("peru", "peruvian"), ("guatemala", "guatemalan"),
           ("nicaragua", "nicaraguan"), ("bolivia", "bolivian"), ("chile", "chilean"), ("ukraine", "ukrainian"), ("france", "french"),
           ("britain", "british"), ("germany", "german"), ("india", "indian"), ("somalia", "somali"), ("nigeria", "nigerian"), ("kenya", "kenyan"),
           ("sudan", "sudanese"), ("mali", "malian"), ("mexico", "mexican"), ("canada", "canadian"), ("algeria", "algerian"), ("qatar", "qatari")]
POOLS = [p.split() for p in (
    "rebels militants insurgents guerrillas terrorists extremists jihadists",
    "rebel militant insurgent guerrilla terrorist extremist jihadist",
    "government regime", "army military", "officials authorities", "activists medics doctors campaigners monitors",
    "ISIS ISIL Daesh Taliban Hezbollah Hamas FMLN ETA PKK YPG FARC ELN AQAP Nusra",
    "SANA Reuters AFP AP Xinhua TASS Interfax ANSA EFE DPA UPI KUNA ACAN",
    "Observatory Network Centre Committee Council Commission", "Assad Obama Putin Erdogan Trump Kerry Lavrov Annan Cristiani Barco Noriega",
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "January February March April June July August September October November December")]
FIXED = {w.lower() for p in POOLS for w in p} | {w for c in COUNTRY for w in c} | MONTH
WORDS = [w for w in UNIT if 2 <= UNIT[w] <= 12]


def like(word, model):
    """word in the case of model"""
    return word.upper() if model.isupper() and len(model) > 1 else word[0].upper() + word[1:] if model[0].isupper() else word.lower()


def name_pools(docs):
    """names of places, persons and bodies, from the labelled values: kind of each word, and the words of each kind"""
    seen, lower = collections.defaultdict(collections.Counter), collections.Counter()
    for d in docs:
        lower.update(w for w in d.ws if w.islower())
        for k in d.claims:
            f = k["c"]["field"]
            kind = dict(place="place", victim="person").get(f)
            for s, e in ([k["a"]] if kind else []) + [s for v in ("speaker",) for s in k[v] if s[0] >= 0]:
                for w in d.ws[s:e + 1]:
                    if w[0].isupper() and w[1:].islower() and len(w) > 2:
                        seen[w.lower()][kind or "body"] += 1
    kind = {w: c.most_common(1)[0][0] for w, c in seen.items() if w not in FIXED and lower[w] < 2 and not parse([w], 0)}
    pool = collections.defaultdict(list)
    for w in sorted(kind):
        pool[kind[w]].append(w)
    return kind, pool


def swap_numbers(d, rnd):
    """value -> value, growing, so that equal stays equal and a part stays below its whole; years, days of a month and long number words stay"""
    values, where = set(), {}
    for i, w in enumerate(d.ws):
        p = parse(d.ws, i)
        if not p or p[0] != p[1] or p[2] != i + 1 or (i and parse(d.ws, i - 1) and parse(d.ws, i - 1)[2] > i):
            continue
        near = {x.lower() for x in d.ws[max(0, i - 1):i] + d.ws[i + 1:i + 2]}
        v, digit = p[0], bool(DIGITS.match(w))
        if v < 2 or v > 99999 or (digit and 1900 <= v <= 2035 and "," not in w) or near & MONTH or near & {":", "th", "st", "nd", "rd"} or "." in w or not (digit or w.lower() in WORDS):
            continue
        values.add(v)
        where[i] = (v, digit)
    low, high = sorted(v for v in values if v <= 12), sorted(v for v in values if v > 12)
    to = dict(zip(low, sorted(rnd.sample(range(2, 13), len(low)))))
    f, last = rnd.uniform(.6, 1.7), 12
    for v in high:
        last = to[v] = max(last + 1, round(v * f))
        if last in range(1900, 2036):
            last = to[v] = 2040
    ws, names = list(d.ws), {v: k for k, v in UNIT.items()}
    for i, (v, digit) in where.items():
        n = to[v]
        ws[i] = (f"{n:,}" if "," in d.ws[i] else str(n)) if digit else like(names[n], d.ws[i])
    return ws


def swap(d, kind, pool, rnd):
    """a copy of d told of others"""
    ws = swap_numbers(d, rnd) if rnd.random() < .7 else list(d.ws)
    to = {}
    for p in POOLS:
        if rnd.random() < .5:
            to.update(zip([w.lower() for w in p], rnd.sample(p, len(p))))
    if rnd.random() < .5:
        for (a, b), (x, y) in zip(COUNTRY, rnd.sample(COUNTRY, len(COUNTRY))):
            to[a], to[b] = x, y
    if rnd.random() < .6:
        present = sorted({w.lower() for w in ws if w.lower() in kind and w[0].isupper()})
        for w in present:
            if rnd.random() < .6:
                to[w] = rnd.choice(pool[kind[w]])
    out = [like(to[w.lower()], w) if w.lower() in to and (w[0].isupper() or w.lower() in FIXED) and w.lower() != "may" else w for w in ws]
    if rnd.random() < .08:
        out = [w.upper() for w in out]
    return d.copy(out)
