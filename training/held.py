#!/usr/bin/env python3
"""The reports that never train: held.py --gold train.jsonl --out held.jsonl"""
import argparse
import json

import gold
from train import held_out

if __name__ == "__main__":
    a = argparse.ArgumentParser()
    a.add_argument("--gold", required=True); a.add_argument("--out", required=True)
    A = a.parse_args()
    with open(A.out, "w", encoding="utf-8") as f:
        for r in held_out(gold.load(A.gold))[1]:
            f.write(json.dumps(r) + "\n")
