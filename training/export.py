#!/usr/bin/env python3
"""Writes the reader as one flat file that can be read in place: export.py --model eN.pt --base DIR --thresholds thr.json --out reader.rsh

    8 bytes   "RSHREAD1"
    4 bytes   length n of the header, unsigned, little endian
    4 bytes   CRC-32 (IEEE) of everything after these 16 bytes
    n bytes   header, JSON in UTF-8, blanks at its end so that 16 + n is a multiple of 64
    the rest  tensors, each beginning at a multiple of 64 after the header, zero bytes between; all numbers little endian

header = {"format": 2, "maker": ..., "encoder": {hidden, heads, layers, inner, places, eps}, "pointer": K, "tags", "bounds", "roles", "stances", "pointers",
          "distances": smallest distance in words of each step of the signed log scale, "thresholds", "pieces": {"offset", "bytes", "count"}, "tensors": [...]}
tensor = {"name", "type": "f32" | "i8", "layout": "rows" | "panels", "shape": [rows, columns], "offset"}, and for i8 "scales", the offset of its rows' f32 scales: w = q * scale.
Offsets count from the end of the header. Zeros follow every array up to a multiple of 64, so that 16 values of 4 bytes can always be read. "pieces" are the vocabulary, one a
line, in the order of enc.word's rows.
A matrix is [out, in]: y = W x + b. rows: one row after another (what is looked up by row). panels: what a kernel multiplies, in panels of 16 rows, the last filled up with zeros;
f32 as [in][16], i8 as [in/4][16][4], in filled up to a multiple of 4. i8 in panels has besides "shifts", f32, a row's weights added up, and "corrections", i32, 128 times the sum of
its integers (what a kernel sums too much that adds 128 to every activation).
i8: the encoder's matrices and all of at least SMALL values (the piece table, the large heads); f32: everything else."""
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


def in_rows(name):
    """what is read by the row: tables, and the pair head, whose parts are summed apart"""
    return name in ("enc.word.weight", "enc.place.weight") or name.split(".")[0] in ("shape", "title", "far", "field", "apart", "pair")


def panels(w, step):
    """[out, in] -> [out/16][in/step][16][step], filled up with zeros"""
    out, into = w.shape
    full = np.zeros((-(-out // 16) * 16, -(-into // step) * step), w.dtype)
    full[:out, :into] = w
    return full.reshape(len(full) // 16, 16, -1, step).transpose(0, 2, 1, 3)


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

    def put(a):                                          # zeros first, so that each begins at a multiple of 64
        data.extend(bytes(-len(data) % 64))
        at = len(data)
        data.extend(np.ascontiguousarray(a).tobytes())
        return at

    for name, a in t.items():
        matrix, rows = a.ndim == 2, a.ndim != 2 or in_rows(name)
        e = dict(name=name, layout="rows" if rows else "panels", shape=list(a.shape))
        if matrix and (a.size >= SMALL or name.startswith("enc.")):
            q, s = rows_int8(a)
            e.update(type="i8", offset=put(q if rows else panels(q, 4)), scales=put(s))
            if not rows:
                sums = q.astype(np.int32).sum(1)
                e.update(shifts=put(sums.astype(np.float32) * s), corrections=put((128 * sums).astype("<i4")))
        else:
            a = a.astype("<f4")
            e.update(type="f32", offset=put(a if rows else panels(a, 1)))
        table.append(e)
    pieces = "\n".join(header.pop("vocabulary")).encode()
    header.update(pieces=dict(offset=put(np.frombuffer(pieces, np.uint8)), bytes=len(pieces), count=pieces.count(b"\n") + 1), tensors=table)
    put(np.zeros(0, np.uint8))
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
    header = dict(format=2, maker=A.maker, encoder=dict(hidden=c["hidden_size"], heads=c["num_attention_heads"], layers=c["num_hidden_layers"], inner=c["intermediate_size"],
                  places=c["max_position_embeddings"], eps=c["layer_norm_eps"]), pointer=K, tags=TAGS, bounds=BOUND, roles=ROLE, stances=STANCE, pointers=POINTERS,
                  distances=distances(), thresholds=json.load(open(A.thresholds)), vocabulary=pieces)
    print(write(A.out, tensors(m["net"], vocab, pieces), header), "bytes,", len(pieces), "pieces ->", A.out)
