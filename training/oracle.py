#!/usr/bin/env python3
"""Reads the flat file with numpy alone: what the Go side is held against.  oracle.py --file reader.rsh --reports own.jsonl --out logits.jsonl

Two ways to multiply, by --mode:
  f32     weights times their scales, sums in f32: the reference
  i8      as internal/encoder does: each row of activations (a piece) is rounded to even on 255 levels between its lowest and its highest value, sums are exact,
          y = sum * scale of the row of x * scale of the row of W + center of the row of x * sum of the row of W + b, in this order
bits.py is a third: i8 with every float in Go's order too, slow. Heads are always f32 on dequantised weights."""
import argparse
import json
import struct
import zlib

import numpy as np

import gold
from words import Pieces


def rows(a, shape, step):
    """the values of a matrix in panels as [out, in]: export.panels undone"""
    out, into = shape
    return a.reshape(-(-out // 16), -(-into // step), 16, step).transpose(0, 2, 1, 3).reshape(-(-out // 16) * 16, -1)[:out, :into]


class Reader:
    def __init__(self, path, mode="f32"):
        raw = open(path, "rb").read()
        if raw[:8] != b"RSHREAD1":
            raise ValueError("not a reader file")
        n, crc = struct.unpack("<II", raw[8:16])
        if zlib.crc32(raw[16:]) != crc:
            raise ValueError("the reader file is damaged")
        self.h = json.loads(raw[16:16 + n])
        data = raw[16 + n:]
        if self.h["format"] != 2:
            raise ValueError("the reader file has format %d, not 2: write it again with export.py" % self.h["format"])
        self.t, self.q, self.integers = {}, {}, mode == "i8"
        for e in self.h["tensors"]:
            kind, step = (np.int8, 4) if e["type"] == "i8" else ("<f4", 1)
            if e["layout"] == "panels":
                out, into = e["shape"]
                w = rows(np.frombuffer(data, kind, -(-out // 16) * 16 * (-(-into // step) * step), e["offset"]), e["shape"], step)
            else:
                w = np.frombuffer(data, kind, int(np.prod(e["shape"])), e["offset"]).reshape(e["shape"])
            if e["type"] == "i8":
                s = np.frombuffer(data, "<f4", e["shape"][0], e["scales"])
                if "shifts" in e:
                    self.q[e["name"]] = w, s, np.frombuffer(data, "<f4", e["shape"][0], e["shifts"])
                w = w.astype(np.float32) * s[:, None]
            self.t[e["name"]] = w
        p = self.h["pieces"]
        lines = data[p["offset"]:p["offset"] + p["bytes"]].decode().split("\n")
        self.pieces = Pieces({w: i for i, w in enumerate(lines)})

    def dense(self, name, x):
        """a head's product"""
        return x @ self.t[name + ".weight"].T + self.t[name + ".bias"]

    def product(self, name, x):
        """an encoder's product"""
        if not self.integers:
            return self.dense(name, x)
        q, s, shift = self.q[name + ".weight"]
        low, high = x.min(1, keepdims=True), x.max(1, keepdims=True)
        center, scale = (low + high) * np.float32(.5), (high - low) / np.float32(254)
        inverse = np.divide(np.float32(1), scale, out=np.zeros_like(scale), where=scale > 0)
        xq = np.rint(((x - center) * inverse).clip(-127, 127))
        exact = xq.astype(np.float64) @ q.T.astype(np.float64)            # integers below 2^53: exact
        return exact.astype(np.float32) * scale * s + center * shift + self.t[name + ".bias"]

    def norm(self, name, x):
        m = x.mean(1, keepdims=True)
        v = ((x - m) ** 2).mean(1, keepdims=True)
        return (x - m) / np.sqrt(v + np.float32(self.h["encoder"]["eps"])) * self.t[name + ".weight"] + self.t[name + ".bias"]

    def encode(self, ids):
        e = self.h["encoder"]
        H, A = e["hidden"], e["heads"]
        D, n = H // A, len(ids)
        h = self.norm("enc.ln", self.t["enc.word.weight"][ids] + self.t["enc.place.weight"][:n])
        for i in range(e["layers"]):
            p = f"enc.layers.{i}."
            qkv = self.product(p + "qkv", h).reshape(n, 3, A, D).transpose(1, 2, 0, 3)
            a = self.attend(*qkv)
            h = self.norm(p + "ln1", h + self.product(p + "out", np.ascontiguousarray(a.transpose(1, 0, 2)).reshape(n, H)))
            h = self.norm(p + "ln2", h + self.product(p + "down", self.gelu(self.product(p + "up", h))))
        return h

    def attend(self, query, key, value):
        """[heads, n, width] each"""
        score = query @ key.transpose(0, 2, 1) / np.float32(np.sqrt(query.shape[-1]))
        score = np.exp(score - score.max(-1, keepdims=True))
        return (score / score.sum(-1, keepdims=True)) @ value

    def gelu(self, x):
        return gelu(x)

    def words(self, h, win):
        return h[win["first"]] + self.t["shape.weight"][win["shape"]] + self.t["title.weight"][win["title"]]

    def tags(self, w):
        return self.dense("tag.3", gelu(self.dense("tag.0", w))).reshape(len(w), -1, 3)

    def bucket(self, d):
        steps = np.array(self.h["distances"])
        valid = steps >= 0
        step = np.where(valid[None], np.abs(d).reshape(-1, 1) >= np.where(valid, steps, 0)[None], False)
        step = np.where(step, np.arange(len(steps))[None], 0).max(1).reshape(d.shape)
        return np.sign(d) * step + 20

    def around(self, w, a, win):
        sent, title = np.array(win["sent"]), np.array(win["title"], np.float32)
        same = (sent[None] == sent[a][:, None]).astype(np.float32)
        return np.concatenate([same @ w / same.sum(1, keepdims=True), np.repeat((title @ w / max(title.sum(), 1))[None], len(a), 0)], 1)

    def point(self, w, a, b, near):
        both, n, K, P = np.concatenate([w[a], w[b]], 1), len(w), self.h["pointer"], 2 * len(self.h["pointers"])
        q = self.dense("query.2", gelu(self.dense("query.0", both))).reshape(-1, P, K)
        score = np.einsum("cpk,npk->cpn", q, self.dense("keys", w).reshape(n, P, K)) / np.float32(np.sqrt(K))
        score = score + self.t["far.weight"][self.bucket(np.arange(n)[None] - np.asarray(a)[:, None])].transpose(0, 2, 1)
        return np.concatenate([score, self.dense("nobody", np.concatenate([both, near[:, :w.shape[1]]], 1))[:, :, None]], 2)

    def judge(self, w, a, b, f, c0, near):
        x = np.concatenate([w[a], w[b], np.repeat(c0[None], len(a), 0), near, self.t["field.weight"][f]], 1)
        return self.dense("claim.3", gelu(self.dense("claim.0", x))), self.dense("incident.3", gelu(self.dense("incident.0", x)))

    def pairs(self, u, at):
        n, at = len(u), np.asarray(at)
        x, y = np.repeat(u[:, None], n, 1), np.repeat(u[None], n, 0)
        z = np.concatenate([x, y, x * y, np.abs(x - y), self.t["apart.weight"][self.bucket(at[None] - at[:, None])]], 2)
        return self.dense("pair.2", gelu(self.dense("pair.0", z)))


def gelu(x):
    return (x * (1 + erf(x / np.float32(np.sqrt(2)))) / 2).astype(np.float32)


def erf(x):
    """Abramowitz and Stegun 7.1.26, within 1.5e-7"""
    s, x = np.sign(x), np.abs(x).astype(np.float64)
    t = 1 / (1 + 0.3275911 * x)
    y = 1 - ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t * np.exp(-x * x)
    return s * y


def logits(r, d):
    """every window of a report: pieces, first pieces, and the logits of all heads at the words whose tag is likelier to begin than FLOOR"""
    from read import FLOOR
    for win in gold.windows(d, r.pieces):
        h = r.encode(win["ids"])
        w = r.words(h, win)
        t = r.tags(w)
        e = np.exp(t - t.max(-1, keepdims=True))
        p = (e / e.sum(-1, keepdims=True))[:, :len(gold.FIELDS), 1]
        at, fi = np.nonzero(p > FLOOR)
        out = dict(win=win, h=h, tags=t, at=at, field=fi)
        if len(at):
            near = r.around(w, at, win)
            out["point"] = r.point(w, at, at, near)
            out["claim"], u = r.judge(w, at, at, fi, h[0], near)
            out["pairs"] = r.pairs(u, np.array(win["words"])[at])
        yield out


def line(d, out):
    """what a test needs of a window: the words' byte ranges in TITLE + line break + TEXT, and every step up to the logits, rounded to four places"""
    win = out["win"]
    place = [[len(d.full[:d.starts[w]].encode()), len(d.full[:d.ends[w]].encode())] for w in win["words"]]
    short = {k: np.round(np.asarray(out[k], np.float64), 4).tolist() for k in ("tags", "point", "claim", "pairs") if k in out}
    return dict(id=d.id, words=place, own=win["own"], ids=win["ids"], first=win["first"], shape=win["shape"], title=win["title"], sentence=win["sent"],
                at=out["at"].tolist(), field=out["field"].tolist(), **short)


if __name__ == "__main__":
    a = argparse.ArgumentParser()
    for name in ("file", "reports", "out"):
        a.add_argument("--" + name, required=True)
    a.add_argument("--mode", default="f32", choices=["f32", "i8"])
    A = a.parse_args()
    r = Reader(A.file, A.mode)
    with open(A.out, "w", encoding="utf-8") as o:
        for rep in gold.load(A.reports):
            d = gold.Doc(dict(rep, claims=[]))
            for out in logits(r, d):
                o.write(json.dumps(line(d, out)) + "\n")
