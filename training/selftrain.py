#!/usr/bin/env python3
"""Reports that nobody labelled, read by the program itself, as further training:
  selftrain.py texts  --data ../shared/data --gold ../shared/gold/train.jsonl,../shared/gold/dev_other.jsonl --out texts.jsonl
  rashomon extract texts.jsonl > read.jsonl
  selftrain.py labels --texts texts.jsonl --read read.jsonl[,read-by-other-weights.jsonl] --out labels.jsonl
Texts are of the train parts of GVA and MUC-4 that ../shared/gold does not hold. A US shooting is kept where the killed and injured read of its news are those that the archive
records; of the rest every report with a claim. Claims below SURE, and those that only one of two readings has, bear no loss either way."""
import argparse
import gzip
import json
import random

from gold import COUNT

SURE = .55


def rows(path):
    with gzip.open(path, "rt", encoding="utf-8") as f:
        return [json.loads(line) for line in f]


def texts(A):
    held = {r["id"] for p in A.gold.split(",") for r in map(json.loads, open(p, encoding="utf-8"))}
    out = []
    for r in rows(A.data + "/gva/train.jsonl.gz"):
        if r["clean"] and "gv" + r["id"][:10] not in held and 80 < len(r["text"].split()) < 900:
            out.append(dict(id="gv" + r["id"][:10], title=r["title"], text=r["text"], published=r["dct"], source=r["outlet"], killed=r["gold"]["killed"], injured=r["gold"]["injured"]))
    news = [dict(id="mudev" + r["id"][-4:], title="", text=r["text"], published=None, source=None) for r in rows(A.data + "/muc4/train.jsonl.gz")
            if "mudev" + r["id"][-4:] not in held and r["templates"] and len(r["text"].split()) < 900]
    random.Random(3).shuffle(out)
    random.Random(3).shuffle(news)
    write(A.out, out[:A.shootings] + news[:A.news])


def labels(A):
    text = {r["id"]: r for r in map(json.loads, open(A.texts, encoding="utf-8"))}
    out, dropped = [], 0
    first, *others = [{r["id"]: r for r in map(json.loads, open(p, encoding="utf-8"))} for p in A.read.split(",")]
    for r in first.values():
        t = text[r["id"]]
        if not any(c["field"] in COUNT for c in r["claims"]) or "killed" in t and not recorded(r, t):
            dropped += 1
            continue
        second = others[0][r["id"]]["claims"] if others else r["claims"]
        lonely = [c for c in second if not any(same(c, o) for o in r["claims"])]
        for c in r["claims"]:
            c["unsure"] = c.get("confidence", 0) < SURE or not any(same(c, o) for o in second)
        r["claims"] += [dict(c, unsure=True, part_of=None, incident=None, cumulative=True) for c in lonely]
        full = (t["title"] + "\n" + t["text"]).encode()
        for c in r["claims"]:
            c["at"] = [len(full[:x].decode(errors="replace")) for x in (c["start"], c["end"])]
            c["value_at"] = [len(full[:x].decode(errors="replace")) for x in (c["value_span"]["start"], c["value_span"]["end"])]
        out.append(dict(id=t["id"], title=t["title"], text=t["text"], incidents=r["incidents"], claims=r["claims"], unlabelled=True))
    write(A.out, out)
    n = sum(c["unsure"] for r in out for c in r["claims"])
    print(len(out), "reports,", dropped, "left out;", sum(len(r["claims"]) for r in out), "claims,", n, "of them unsure")


def same(c, o):
    """whether two readings make the same claim of the same words"""
    return c["field"] == o["field"] and c["start"] < o["end"] and o["start"] < c["end"] and (c["min"], c["max"], bool(c["speaker"])) == (o["min"], o["max"], bool(o["speaker"]))


def recorded(r, t):
    """whether the largest counts of the news are those of the archive"""
    main = {i["key"] for i in r["incidents"] if i["main"]}
    most = {f: max([c["min"] or 0 for c in r["claims"] if c["field"] == f and c["incident"] in main], default=0) for f in ("killed", "injured")}
    return all(most[f] == t[f] for f in most)


def write(path, out):
    with open(path, "w", encoding="utf-8") as f:
        for r in out:
            f.write(json.dumps(r) + "\n")


if __name__ == "__main__":
    a = argparse.ArgumentParser()
    a.add_argument("do", choices=["texts", "labels"])
    for name in ("data", "gold", "texts", "read"):
        a.add_argument("--" + name)
    a.add_argument("--out", required=True); a.add_argument("--shootings", type=int, default=900); a.add_argument("--news", type=int, default=350)
    A = a.parse_args()
    dict(texts=texts, labels=labels)[A.do](A)
