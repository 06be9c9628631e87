#!/usr/bin/env python3
"""Writes words.jsonl: how training/words.py cuts each text of texts.txt into words, their shapes and pieces, by vocab.txt. Standard library only."""
import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE + "/../../../training")
from words import Pieces, cut, load_vocab, sentences, shape

pieces = Pieces(load_vocab(HERE + "/vocab.txt"))
names = {i: p for p, i in pieces.vocab.items()}
with open(HERE + "/texts.txt", encoding="utf-8") as f, open(HERE + "/words.jsonl", "w", encoding="utf-8") as out:
    for line in filter(None, f.read().split("\n")):
        script, text = line.split("\t", 1)
        text = json.loads(text)
        words = cut(text)
        at = lambda n: len(text[:n].encode())
        sent = sentences([w for _, _, w in words], 0)
        rows = [[at(a), at(b), shape(w), s, " ".join(names[i] for i in pieces(w))] for (a, b, w), s in zip(words, sent)]
        out.write(json.dumps(dict(script=script, text=text, words=rows), ensure_ascii=False) + "\n")
