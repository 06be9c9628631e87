#!/usr/bin/env python3
"""Writes pieces.jsonl and vocab.txt from texts.txt: golden.py BASE, where BASE holds tokenizer.json and vocab.txt of bert-base-uncased.
Needs the package tokenizers. vocab.txt keeps the pieces that could fit anywhere in the texts, so the texts are cut as by the whole vocabulary."""
import json
import sys
import unicodedata

from tokenizers import Tokenizer

base = sys.argv[1]
whole = Tokenizer.from_file(base + "/tokenizer.json")
whole.no_padding()
whole.no_truncation()
texts = [line.split("\t", 1) for line in open("texts.txt", encoding="utf-8").read().split("\n") if line]
texts = [(script, json.loads(text)) for script, text in texts]
flat = " ".join(whole.normalizer.normalize_str(t) for _, t in texts)
keep = [p for p in open(base + "/vocab.txt", encoding="utf-8").read().split("\n")
        if p in ("[PAD]", "[UNK]", "[CLS]", "[SEP]") or (p.removeprefix("##") and p.removeprefix("##") in flat)]
open("vocab.txt", "w", encoding="utf-8").write("\n".join(keep))
with open("pieces.jsonl", "w", encoding="utf-8") as out:
    for script, text in texts:
        at = [0]
        for c in text:
            at.append(at[-1] + len(c.encode()))
        e = whole.encode(text, add_special_tokens=False)
        pieces = [[p, at[a], at[b]] for p, (a, b) in zip(e.tokens, e.offsets)]
        out.write(json.dumps(dict(script=script, text=text, pieces=pieces), ensure_ascii=False) + "\n")
