#!/usr/bin/env python3
"""How far the confidence of claims can be trusted: trust.py GOLD.jsonl PREDICTED.jsonl prints what `rashomon eval --calibration GOLD.jsonl` prints of the
same claims. Standard library only.

A claim is right when its field, its value (bounds, or a shared head word), its speaker and, of counts, its incident role are right; one gold claim proves one
predicted claim of its report, the surest first. Expected calibration error: the mean over ten equal bins of confidence of the distance between mean confidence
and share right, weighted by claims. Coverage at a precision: the largest share of all predicted claims that can be taken surest first, ties together, with at
least that precision. A confidence of 0 is none: such a claim is in no bin and never taken, but it is one of all."""
import json
import sys

from words import lower_words

COUNT = {"killed", "injured", "missing", "captured", "casualties"}
STOP = set("the a an of for in on at to and or its his her their this that said says told by from with is was were s group movement organization organisation forces official officials".split())
BARS = (.95, .98, .99)


def head_words(s):
    return {w for w in lower_words(s) if w not in STOP} or set(lower_words(s))


def fits(c, o, f):
    """the same bounds, or at least half of the head words of the shorter value"""
    if f in COUNT:
        return (c.get("min"), c.get("max")) == (o.get("min"), o.get("max"))
    return same_name(str(c.get("value") or ""), str(o.get("value") or ""))


def same_name(a, b):
    a, b = head_words(a), head_words(b)
    return bool(a & b) and len(a & b) >= .5 * min(len(a), len(b))


def same_voice(c, o):
    a, b = ([x for x in (k.get("speaker"), k.get("speaker_name")) if x] for k in (c, o))
    if not a or not b:
        return not a and not b
    return any(same_name(x, y) for x in a for y in b)


def role_of(c, report):
    if c.get("cumulative"):
        return "cumulative"
    return "main" if any(i["key"] == c.get("incident") and i.get("main") for i in report.get("incidents") or []) else "background"


def judged(gold, predicted):
    """(claim, right?) of each predicted claim of one report, the surest first"""
    used, labels = set(), gold.get("claims") or []
    for o in sorted(predicted.get("claims") or [], key=lambda o: -o.get("confidence", 0)):
        j = next((j for j, c in enumerate(labels) if j not in used and c["field"] == o["field"] and fits(c, o, c["field"]) and same_voice(c, o)
                  and (c["field"] not in COUNT or role_of(c, gold) == role_of(o, predicted))), None)
        used.add(j)
        yield o, j is not None


def error(bins, given):
    return sum(abs(total - right) for _, total, right in bins) / given if given else 0


def binned(pairs):
    """[claims, summed confidence, right] of each tenth"""
    bins = [[0, 0.0, 0] for _ in range(10)]
    for p, y in sorted(pairs, key=lambda x: -x[0]):      # one order of adding, as in Go
        b = next(b for b in range(9, -1, -1) if p >= b / 10)
        bins[b] = [bins[b][0] + 1, bins[b][1] + p, bins[b][2] + y]
    return bins


def coverage(pairs, bar):
    """of [(confidence, right?)] with a confidence, how many can be taken at this precision"""
    best = taken = right = 0
    pairs = sorted(pairs, key=lambda x: -x[0])
    for n, (p, y) in enumerate(pairs):
        taken, right = taken + 1, right + y
        if (n + 1 == len(pairs) or pairs[n + 1][0] != p) and right / taken >= bar:
            best = taken
    return best


def table(pairs):
    """the report on [(field, confidence, right?)]"""
    families = (("tolls", lambda f: f in COUNT), ("perpetrators", lambda f: f == "perpetrator"), ("other fields", lambda f: f not in COUNT and f != "perpetrator"), ("all", lambda f: True))
    out = [f"{'':<14}{'claims':>7}{'right':>8}{'error':>8}" + "".join(f"{f'at {100 * b:.0f} %':>9}" for b in BARS)]
    for name, has in families:
        rows = [(p, y) for f, p, y in pairs if has(f)]
        given = [(p, y) for p, y in rows if p > 0]
        line = f"{name:<14}{len(rows):>7}{sum(y for _, y in rows) / len(rows) if rows else 0:>8.3f}"
        if given:
            line += f"{error(binned(given), len(given)):>8.3f}" + "".join(f"{coverage(given, b) / len(rows):>9.3f}" for b in BARS)
        else:
            line += f"{'-':>8}" + f"{'-':>9}" * len(BARS)
        out.append(line)
    given = [(p, y) for _, p, y in pairs if p > 0]
    out.append(f"without a confidence: {len(pairs) - len(given)} of {len(pairs)} claims")
    if given:
        out += ["", f"{'confidence':<14}{'claims':>7}{'mean':>8}{'right':>8}"]
        for b, (n, total, right) in enumerate(binned(given)):
            out.append(f"{f'{b / 10:.1f} to {(b + 1) / 10:.1f}':<14}{n:>7}" + (f"{total / n:>8.3f}{right / n:>8.3f}" if n else f"{'-':>8}{'-':>8}"))
    return "\n".join(out)


def load(path):
    with open(path, encoding="utf-8") as f:
        return {r["id"]: r for r in map(json.loads, f)}


if __name__ == "__main__":
    labels, read = load(sys.argv[1]), load(sys.argv[2])
    print(table([(o["field"], o.get("confidence", 0), y) for k, g in labels.items() if k in read for o, y in judged(g, read[k])]))
