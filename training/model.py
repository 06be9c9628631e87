"""The network: a BERT encoder of six layers, a vector for each word, and small heads. Its tensors are what export.py writes."""
import json
import math

import torch
import torch.nn as nn
import torch.nn.functional as F

from gold import BOUND, POINTERS, ROLE, STANCE, TAGS
from words import SHAPES

K = 96                                                   # width of a pointer
OUTS = [len(ROLE), len(STANCE), len(BOUND), 2, 2]        # role, stance, bound, approx, superseded
BUCKETS = 41                                             # log distance in words, signed


def bucket(d):
    """signed log distance: 0 .. 40"""
    return (d.sign() * ((d.abs().float() + 1).log2() * 2.2).long().clamp(max=20) + 20).long()


class Layer(nn.Module):
    def __init__(self, H, A, I, eps, drop):
        super().__init__()
        self.A, self.drop = A, drop
        self.qkv, self.out, self.ln1 = nn.Linear(H, 3 * H), nn.Linear(H, H), nn.LayerNorm(H, eps)
        self.up, self.down, self.ln2 = nn.Linear(H, I), nn.Linear(I, H), nn.LayerNorm(H, eps)

    def forward(self, h, mask):
        B, L, H = h.shape
        q, k, v = self.qkv(h).view(B, L, 3, self.A, H // self.A).permute(2, 0, 3, 1, 4)
        score = (q / math.sqrt(H // self.A)) @ k.transpose(-1, -2) + mask.to(q.dtype)
        a = torch.softmax(score, -1).to(v.dtype) @ v
        a = self.out(a.transpose(1, 2).reshape(B, L, H))
        h = self.ln1(h + F.dropout(a, self.drop, self.training))
        return self.ln2(h + F.dropout(self.down(F.gelu(self.up(h))), self.drop, self.training))


class Encoder(nn.Module):
    def __init__(self, config, drop):
        super().__init__()
        H, eps = config["hidden_size"], config["layer_norm_eps"]
        self.word, self.place = nn.Embedding(config["vocab_size"], H), nn.Embedding(config["max_position_embeddings"], H)
        self.kind, self.ln = nn.Parameter(torch.zeros(H)), nn.LayerNorm(H, eps)
        self.layers = nn.ModuleList(Layer(H, config["num_attention_heads"], config["intermediate_size"], eps, drop) for _ in range(config["num_hidden_layers"]))
        self.drop = drop

    def forward(self, ids, att):
        h = self.ln(self.word(ids) + self.place.weight[:ids.shape[1]] + self.kind)
        h = F.dropout(h, self.drop, self.training)
        mask = torch.zeros(att.shape).masked_fill(att == 0, -1e4)[:, None, None, :]
        for layer in self.layers:
            h = layer(h, mask)
        return h.float()

    def load_base(self, tensors):
        """weights of a Hugging Face BERT"""
        t = {k.removeprefix("bert."): v.float() for k, v in tensors.items()}
        with torch.no_grad():
            self.word.weight.copy_(t["embeddings.word_embeddings.weight"])
            self.place.weight.copy_(t["embeddings.position_embeddings.weight"])
            self.kind.copy_(t["embeddings.token_type_embeddings.weight"][0])
            pairs = [(self.ln, "embeddings.LayerNorm")]
            for i, l in enumerate(self.layers):
                p = f"encoder.layer.{i}."
                for x in ("weight", "bias"):
                    getattr(l.qkv, x).copy_(torch.cat([t[p + f"attention.self.{n}.{x}"] for n in ("query", "key", "value")]))
                pairs += [(l.out, p + "attention.output.dense"), (l.ln1, p + "attention.output.LayerNorm"), (l.up, p + "intermediate.dense"),
                          (l.down, p + "output.dense"), (l.ln2, p + "output.LayerNorm")]
            for m, name in pairs:
                m.weight.copy_(t[name + ".weight"])
                m.bias.copy_(t[name + ".bias"])


class Net(nn.Module):
    def __init__(self, config, drop=0.1):
        super().__init__()
        H = config["hidden_size"]
        self.config, self.enc = config, Encoder(config, drop)
        self.shape, self.title = nn.Embedding(SHAPES, H), nn.Embedding(2, H)
        nn.init.normal_(self.shape.weight, std=.02)
        nn.init.normal_(self.title.weight, std=.02)
        self.drop = nn.Dropout(drop)
        self.tag = nn.Sequential(nn.Linear(H, H), nn.GELU(), nn.Dropout(drop), nn.Linear(H, len(TAGS) * 3))
        with torch.no_grad():
            self.tag[3].bias.view(-1, 3)[:, 0] = 4.0     # most words are outside
        P = 2 * len(POINTERS)
        self.query, self.keys, self.nobody = nn.Sequential(nn.Linear(2 * H, H), nn.GELU(), nn.Linear(H, P * K)), nn.Linear(H, P * K), nn.Linear(3 * H, P)
        self.far = nn.Embedding(BUCKETS, P)
        nn.init.zeros_(self.far.weight)
        self.field = nn.Embedding(len(TAGS), 32)
        self.claim = nn.Sequential(nn.Linear(5 * H + 32, 256), nn.GELU(), nn.Dropout(drop), nn.Linear(256, sum(OUTS)))
        self.incident = nn.Sequential(nn.Linear(5 * H + 32, 256), nn.GELU(), nn.Dropout(drop), nn.Linear(256, 128))
        self.apart = nn.Embedding(BUCKETS, 32)
        self.pair = nn.Sequential(nn.Linear(4 * 128 + 32, 128), nn.GELU(), nn.Linear(128, 2))

    def words(self, h, win, i):
        w = h[i, torch.tensor(win["first"])] + self.shape(torch.tensor(win["shape"])) + self.title(torch.tensor(win["title"]))
        return self.drop(w)

    def tags(self, w):
        return self.tag(w).view(len(w), -1, 3)

    def around(self, w, a, win):
        """means of the words of each claim's sentence, and of the title"""
        sent, title = torch.tensor(win["sent"]), torch.tensor(win["title"]).float()
        same = (sent[None] == sent[a][:, None]).float()
        return torch.cat([same @ w / same.sum(1, keepdim=True), (title @ w / title.sum().clamp(min=1)).expand(len(a), -1)], -1)

    def point(self, w, a, b, near):
        """[claims, 2 x pointers, words + 1]: scores of start and end words; the last column is nobody"""
        both, n, P = torch.cat([w[a], w[b]], -1), len(w), self.far.weight.shape[1]
        score = torch.einsum("cpk,npk->cpn", self.query(both).view(-1, P, K), self.keys(w).view(n, P, K)) / math.sqrt(K)
        score = score + self.far(bucket(torch.arange(n)[None] - a[:, None])).permute(0, 2, 1)
        return torch.cat([score, self.nobody(torch.cat([both, near[:, :w.shape[1]]], -1))[:, :, None]], -1)

    def judge(self, w, a, b, f, c0, near):
        """role, stance, bound, approx, superseded of each claim; and its vector for pairs"""
        x = torch.cat([w[a], w[b], c0[None].expand(len(a), -1), near, self.field(f)], -1)
        return self.claim(x).split(OUTS, -1), self.incident(x)

    def pairs(self, u, at):
        """[claims, claims, 2]: row and column tell of the same incident; row is a part of column. u: vectors, at: words of the report"""
        n = len(u)
        x, y = u[:, None].expand(n, n, -1), u[None].expand(n, n, -1)
        return self.pair(torch.cat([x, y, x * y, (x - y).abs(), self.apart(bucket(at[None] - at[:, None]))], -1))


    def grow(self, t):
        """begin with the weights of a narrower net: new columns are zero, heads of another shape begin anew"""
        own = self.state_dict()
        t = dict(t)
        n = t["nobody.weight"]
        if n.shape != own["nobody.weight"].shape:
            t["nobody.weight"] = torch.cat([n, n.new_zeros(len(n), own["nobody.weight"].shape[1] - n.shape[1])], 1)
        self.load_state_dict({k: t[k] if k in t and t[k].shape == v.shape else v for k, v in own.items()})


def build(base, drop=0.1):
    """a Net on the base encoder of a Hugging Face folder"""
    from safetensors.torch import load_file
    with open(base + "/config.json", encoding="utf-8") as f:
        net = Net(json.load(f), drop)
    net.enc.load_base(load_file(base + "/model.safetensors"))
    return net


def collate(wins):
    L = max(len(w["ids"]) for w in wins)
    ids, att = torch.zeros(len(wins), L, dtype=torch.long), torch.zeros(len(wins), L, dtype=torch.long)
    for i, w in enumerate(wins):
        ids[i, :len(w["ids"])], att[i, :len(w["ids"])] = torch.tensor(w["ids"]), 1
    return ids, att
