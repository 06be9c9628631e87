#!/usr/bin/env python3
"""The mean of several epochs' weights: average.py OUT.pt e9.pt e10.pt e11.pt e12.pt. Steadier than the last one alone, at no cost to the reader."""
import sys

import torch

if __name__ == "__main__":
    out, *paths = sys.argv[1:]
    all_ = [torch.load(p, weights_only=True) for p in paths]
    net = {k: sum(m["net"][k].float() for m in all_) / len(all_) for k in all_[0]["net"]}
    torch.save(dict(net=net, config=all_[0]["config"], epoch=all_[-1]["epoch"]), out)
