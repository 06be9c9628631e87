#!/usr/bin/env python3
"""Writes the reader as one flat file that can be read in place: export.py --model eN.pt --base DIR --thresholds thr.json --out reader.rsh

    8 bytes   "RSHREAD1"
    4 bytes   length n of the header, unsigned, little endian
    4 bytes   CRC-32 (IEEE) of everything after these 16 bytes
    n bytes   header, JSON in UTF-8, blanks at its end so that 16 + n is a multiple of 64
    the rest  tensors, each beginning at a multiple of 64 after the header, zero bytes between; all numbers little endian

header = {"format": 1, "maker": ..., "encoder": {hidden, heads, layers, inner, places, eps}, "pointer": K, "tags", "bounds", "roles", "stances", "pointers",
          "distances": smallest distance in words of each step of the signed log scale, "thresholds", "pieces": {"offset", "bytes", "count"}, "tensors": [...]}
tensor = {"name", "type": "f32" | "i8", "shape": [rows, columns], "offset"} and for i8 "scales", the offset of its rows' f32 scales: w = q * scale.
Offsets count from the end of the header. A matrix is [out, in], rows one after another: y = W x + b. "pieces" are the vocabulary, one a line, in the order of enc.word's rows.
i8: matrices of at least SMALL values (the encoder's, the piece table, the large heads); f32: everything else."""
import argparse
import json
import struct
import zlib

import numpy as np
import torch

from gold import BOUND, POINTERS, ROLE, STANCE, TAGS
from model import K, bucket
from words import load_vocab

SMALL = 50_000


def rows_int8(w):
    """one scale a row, symmetric, -127 .. 127, ties to even"""
    scale = (np.abs(w).max(1) / 127).astype(np.float32)
    scale[scale == 0] = 1
    return np.rint(w / scale[:, None]).clip(-127, 127).astype(np.int8), scale


def keep_pieces(vocab, cut):
    """pieces that text can give: the base's [unused] rows never are"""
    order = sorted(vocab, key=vocab.get)
    return [p for p in order if not cut or not (p.startswith("[unused") and p.endswith("]"))]


def tensors(net, vocab, pieces):
    t = {k: v.float().numpy() for k, v in net.items()}
    t["enc.word.weight"] = t["enc.word.weight"][[vocab[p] for p in pieces]]
    t["enc.place.weight"] = t["enc.place.weight"] + t.pop("enc.kind")      # every piece is of kind 0
    return t


def write(out, t, header):
    data, table = bytearray(), []

    def put(a):
        data.extend(bytes(-len(data) % 64))
        at = len(data)
        data.extend(np.ascontiguousarray(a).tobytes())
        return at

    for name, a in t.items():
        e = dict(name=name, shape=list(a.shape))
        if a.ndim == 2 and a.size >= SMALL:
            q, s = rows_int8(a)
            e.update(type="i8", offset=put(q), scales=put(s))
        else:
            e.update(type="f32", offset=put(a.astype("<f4")))
        table.append(e)
    pieces = "\n".join(header.pop("vocabulary")).encode()
    header.update(pieces=dict(offset=put(np.frombuffer(pieces, np.uint8)), bytes=len(pieces), count=pieces.count(b"\n") + 1), tensors=table)
    head = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
    head += b" " * (-(16 + len(head)) % 64)
    body = head + bytes(data)
    with open(out, "wb") as f:
        f.write(b"RSHREAD1" + struct.pack("<II", len(head), zlib.crc32(body)) + body)
    return 16 + len(body)


def distances():
    """the smallest distance of each step 0 .. 20 of the log scale"""
    b = (bucket(torch.arange(0, 2000)) - 20).tolist()
    return [b.index(step) if step in b else -1 for step in range(21)]


if __name__ == "__main__":
    a = argparse.ArgumentParser()
    for name in ("model", "base", "thresholds", "out"):
        a.add_argument("--" + name, required=True)
    a.add_argument("--maker", default="reader"); a.add_argument("--whole", action="store_true", help="keep the base's unused pieces")
    A = a.parse_args()
    m, vocab = torch.load(A.model, weights_only=True), load_vocab(A.base + "/vocab.txt")
    c, pieces = m["config"], keep_pieces(vocab, not A.whole)
    header = dict(format=1, maker=A.maker, encoder=dict(hidden=c["hidden_size"], heads=c["num_attention_heads"], layers=c["num_hidden_layers"], inner=c["intermediate_size"],
                  places=c["max_position_embeddings"], eps=c["layer_norm_eps"]), pointer=K, tags=TAGS, bounds=BOUND, roles=ROLE, stances=STANCE, pointers=POINTERS,
                  distances=distances(), thresholds=json.load(open(A.thresholds)), vocabulary=pieces)
    print(write(A.out, tensors(m["net"], vocab, pieces), header), "bytes,", len(pieces), "pieces ->", A.out)
