r"""Words, numbers, shapes and pieces: what the Go side must do letter by letter.

A report is read as TITLE + "\n" + TEXT. WORD cuts it; whatever it does not match is white space. In Go (RE2, leftmost-first like Python):

    [0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?|[\p{L}\p{Nl}\p{No}]+(?:['’][\p{L}\p{Nl}\p{No}]+)*|[^\t-\r \x1c-\x1f\x85\p{Z}]

so a word is a number with thousands commas and decimals, or letters joined by apostrophes, or any one other character. The classes are the same
to the last code point as of Unicode 14. In pieces, Go must write a capital sigma that ends a word as the final one, as lower() does here."""
import re
import unicodedata

WORD = re.compile(r"[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?|[^\W\d_]+(?:['’][^\W\d_]+)*|\S")


def cut(text):
    """[(start, end, word)] in code points"""
    return [(m.start(), m.end(), m.group()) for m in WORD.finditer(text)]


def lower_words(s):
    return [w.lower() for w in re.findall(r"[^\W_]+", s or "")]


# ---- numbers ----
UNIT = {w: i for i, w in enumerate(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split())}
TENS = dict(twenty=20, thirty=30, forty=40, fourty=40, fifty=50, sixty=60, seventy=70, eighty=80, ninety=90)
VAGUE = {"dozens": (24, 99), "scores": (40, 199), "hundreds": (200, 999), "several": (3, 9), "tens": (20, 99), "thousands": (2000, 9999)}
MULT = dict(hundred=100, thousand=1000, million=1000000, dozen=12)
ZERO = {"no", "none", "nobody", "zero", "nor", "neither"}
DIGITS = re.compile(r"[0-9][0-9,]*(\.[0-9]+)?$")


def small(w):
    w = w.lower()
    if DIGITS.match(w):
        w = w.replace(",", "")
        if len(w) > 12:
            return None
        return float(w) if "." in w else int(w)
    return UNIT.get(w, TENS.get(w))


def parse(ws, i):
    """the number that starts at word i: (low, high, next word) or None; vague words give an interval"""
    w = ws[i].lower()
    nxt = ws[i + 1].lower() if i + 1 < len(ws) else ""
    if w in VAGUE:
        if w in ("tens", "hundreds") and nxt == "of" and i + 2 < len(ws) and ws[i + 2].lower() == "thousands":
            return (20000, 99999, i + 3) if w == "tens" else (200000, 999999, i + 3)
        return (*VAGUE[w], i + 1)
    if w in ("a", "an", "half"):
        n = dict(dozen=12, hundred=100, thousand=1000, couple=2, pair=2).get(nxt)
        return (n, n, i + 2) if n else None
    if w == "both":
        return (2, 2, i + 1)
    if w in MULT:
        return (MULT[w], MULT[w], i + 1)
    v = small(w)
    if v is None:
        return None
    j = i + 1
    if w in TENS and j < len(ws):                       # twenty-five, twenty five
        k = j + 1 if ws[j] == "-" and j + 1 < len(ws) else j
        u = UNIT.get(ws[k].lower())
        if u and u < 10:
            v, j = v + u, k + 1
    while j < len(ws) and ws[j].lower() in MULT:
        m = MULT[ws[j].lower()]
        v, j = v * m, j + 1
        k = j + 1 if j < len(ws) and ws[j].lower() == "and" else j      # two hundred and five
        if k < len(ws) and m in (100, 1000) and not ws[k][0].isdigit() and (small(ws[k]) or 100) < 100:
            p = parse(ws, k)
            v, j = v + p[0], p[2]
    return int(v), int(v), j


MIN = {"at least", "more than", "over", "no fewer than", "no less than", "not less than", "upwards of", "minimum of", "a minimum of",
       "in excess of", "exceeds", "exceeding", "exceeded", "above"}
MAX = {"up to", "no more than", "as many as", "at most", "as high as", "not more than", "fewer than", "less than", "under"}
APX = {"around", "about", "some", "nearly", "almost", "approximately", "roughly", "an estimated", "estimated", "close to", "near"}


def comparator(ws, i, j):
    """the word of comparison that governs the number [i, j)"""
    low = [x.lower() for x in ws[max(0, i - 6):i]]
    for n in (3, 2, 1):
        for gap in (0, 1, 2):
            a = len(low) - gap - n
            p = " ".join(low[a:a + n]) if a >= 0 else ""
            if gap and n == 1 and p != "exceeding":
                continue
            if p in MIN:
                return "min"
            if p in MAX:
                return "max"
            if p in APX:
                return "approx"
    if [x.lower() for x in ws[j:j + 2]] in (["or", "more"], ["at", "least"]):
        return "min"
    return "exact"


def sentences(ws, nt):
    """the number of the sentence of each word; nt words are the title. A sentence ends at . ? ! before a capital, a digit or an opening quotation mark,
    unless the mark follows a single letter or digit ("p. m. ", "J. Smith")"""
    n, out = 0, []
    for i, w in enumerate(ws):
        out.append(n)
        nxt = ws[i + 1] if i + 1 < len(ws) else ""
        if i + 1 == nt or w in (".", "?", "!") and nxt and (nxt[0].isupper() or nxt in ('"', "“") or nxt[0].isdigit()) and not (i and len(ws[i - 1]) == 1):
            n += 1
    return out


# ---- shape: what an uncased vocabulary forgets ----
ARTICLE = {"a", "an", "one", "another", "his", "her", "their", "the", "its", "this", "that", "my"}
SHAPES = 8                                               # 0 is unused


def shape(w):
    if w.isascii() and w.isdigit():
        return 1
    if len(w) == 1 and not w.isalnum():
        return 2
    if parse([w], 0):
        return 3
    if w.isupper() and len(w) > 1:
        return 4
    if w[0].isupper():
        return 5
    if w.lower() in ARTICLE:
        return 6
    return 7


# ---- pieces: BERT's uncased WordPiece, word by word ----
def wordpiece(word, vocab):
    """piece ids of one word, at most 8; [UNK] where none fits. Lower case, accents off (NFD without Mn), every punctuation mark alone."""
    clean = "".join(c for c in unicodedata.normalize("NFD", word.lower()) if unicodedata.category(c) != "Mn")
    parts, run = [], ""
    for c in clean:
        o = ord(c)
        if unicodedata.category(c) in ("Cc", "Cf") or o in (0, 0xFFFD):
            continue
        if unicodedata.category(c)[0] == "P" or (33 <= o <= 126 and not c.isalnum()) or 0x4E00 <= o <= 0x9FFF or 0x3400 <= o <= 0x4DBF or 0xF900 <= o <= 0xFAFF or 0x20000 <= o <= 0x2CEAF or 0x2F800 <= o <= 0x2FA1F:
            parts += [run, c]
            run = ""
        else:
            run += c
    parts.append(run)
    ids = []
    for p in parts:
        got, a = [], 0
        while a < len(p) and len(p) <= 100:
            b = len(p)
            while b > a and ("##" if a else "") + p[a:b] not in vocab:
                b -= 1
            if b == a:
                got = None
                break
            got.append(vocab[("##" if a else "") + p[a:b]])
            a = b
        if p:
            ids += got if got else [vocab["[UNK]"]]
    return ids[:8] or [vocab["[UNK]"]]


class Pieces:
    """wordpiece with a memory"""
    def __init__(self, vocab):
        self.vocab, self.seen = vocab, {}
        self.cls, self.sep, self.unk = vocab["[CLS]"], vocab["[SEP]"], vocab["[UNK]"]

    def __call__(self, w):
        if w not in self.seen:
            self.seen[w] = wordpiece(w, self.vocab)
        return self.seen[w]


def load_vocab(path):
    with open(path, encoding="utf-8") as f:
        return {line.rstrip("\n"): i for i, line in enumerate(f)}
