#!/usr/bin/env python3
"""The encoder of the flat file with every step in the order of internal/encoder (plain.go there says it): the same bits as Go's, by numpy.
Go is held against it where 8-bit values would otherwise now and then be rounded the other way. Slow: some seconds a window."""
import numpy as np

import oracle

F = np.float32
LANES = 16
ROUND, LOG2E, LEAST = F(1.5 * 2 ** 23), F(1.44269504), F(-100)
POWER = [F(x) for x in (.00132647271, .00967151268, .0555073374, .240222421, .693146978, 1)]
ERF_P = [F(x) for x in (-2.72614225801306e-10, 2.77068142495902e-08, -2.10102402082508e-06, -5.69250639462346e-05,
                        -7.34990630326855e-04, -2.95459980854025e-03, -1.60960333262415e-02)]
ERF_Q = [F(x) for x in (-1.45660718464996e-05, -2.13374055278905e-04, -1.68282697438203e-03, -7.37332916720468e-03, -1.42647390514189e-02)]


def horner(coefficients, x):
    p = np.full_like(x, coefficients[0])
    for c in coefficients[1:]:
        p = p * x + c
    return p


def product(a, b):
    """[.., n, k] times [.., k, m], summed from the first k to the last"""
    out = np.zeros((*a.shape[:-1], b.shape[-1]), F)
    for k in range(a.shape[-1]):
        out += a[..., k, None] * b[..., k, None, :]
    return out


def total(x):
    """the sum of the last axis, a multiple of 16: lane by lane, then the lanes folded"""
    parts = x.reshape(*x.shape[:-1], -1, LANES)
    s = np.zeros((*x.shape[:-1], LANES), F)
    for i in range(parts.shape[-2]):
        s += parts[..., i, :]
    while s.shape[-1] > 1:
        half = s.shape[-1] // 2
        s = s[..., :half] + s[..., half:]
    return s


def power(t):
    """2^t for t <= 0"""
    t = np.maximum(t, LEAST)
    whole = t + ROUND
    p = horner(POWER, t - (whole - ROUND))
    return (p.view(np.uint32) + (whole.view(np.uint32) << np.uint32(23))).view(F)


class Reader(oracle.Reader):
    def __init__(self, path):
        super().__init__(path, "i8")

    def norm(self, name, x):
        share = F(1) / F(x.shape[1])
        mean = total(x) * share
        d = x - mean
        r = F(1) / np.sqrt(total(d * d) * share + F(self.h["encoder"]["eps"]))
        return d * r * self.t[name + ".weight"] + self.t[name + ".bias"]

    def attend(self, query, key, value):
        n, width = query.shape[1:]
        more = ((0, 0), (0, -n % LANES), (0, 0))
        score = product(query, np.pad(key, more).transpose(0, 2, 1))
        score[:, :, n:] = -np.inf
        scale = F(F(1) / F(np.sqrt(width))) * LOG2E
        score = power((score - score.max(-1, keepdims=True)) * scale)
        return product(score * (F(1) / total(score)), np.pad(value, more))

    def gelu(self, x):
        u = np.clip(x * F(np.sqrt(2) / 2), F(-4), F(4))
        u2 = u * u
        return x * F(.5) * (F(1) + u * horner(ERF_P, u2) / horner(ERF_Q, u2))
