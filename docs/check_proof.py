#!/usr/bin/env python3
"""Checks a proof of Rashomon's log of custody with nothing of Rashomon's.

    python3 check_proof.py FILE.tlog-proof VERIFIER-KEY

It needs Python 3 and the package "cryptography" (for Ed25519). It says what the proof shows,
and ends with status 0, or says what is wrong and ends with 1. Every step names the text that
prescribes it, so that an expert can check the checker:

    proof        https://c2sp.org/tlog-proof          checkpoint  https://c2sp.org/tlog-checkpoint
    signed note  https://c2sp.org/signed-note         tree        RFC 6962, section 2.1
    entry, row   the package comment of internal/custody
"""
import base64
import hashlib
import sys

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def sha256(b):
    return hashlib.sha256(b).digest()


def check(condition, what):
    if not condition:
        sys.exit("the proof does not hold: " + what)


def root_from_path(leaf, index, size, path):
    """The root that an inclusion path leads to (RFC 9162, section 2.1.3.2)."""
    node, last, h = index, size - 1, leaf
    for p in path:
        check(last > 0, "its path is too long")
        if node % 2 == 1 or node == last:
            h = sha256(b"\x01" + p + h)
            while node % 2 == 0 and node > 0:
                node, last = node >> 1, last >> 1
        else:
            h = sha256(b"\x01" + h + p)
        node, last = node >> 1, last >> 1
    check(last == 0, "its path is too short")
    return h


def signed_by(note, verifier):
    """Checks that the key signed the note, and returns the text that it signed."""
    name, key_hash, key = verifier.split("+", 2)
    key = base64.b64decode(key)
    check(key[0] == 1 and len(key) == 33, "the verifier key is not of Ed25519")
    check(sha256(name.encode() + b"\n" + key)[:4].hex() == key_hash, "the verifier key is not whole")
    text, signatures = note.split("\n\n", 1)
    text += "\n"
    for line in signatures.splitlines():
        dash, signer, blob = line.split(" ")
        blob = base64.b64decode(blob)
        if dash == "—" and signer == name and blob[:4].hex() == key_hash:
            try:
                Ed25519PublicKey.from_public_bytes(key[1:]).verify(blob[4:], text.encode())
            except InvalidSignature:
                check(False, "the signature is not of this checkpoint")
            return text
    check(False, "no signature of this key is on the checkpoint")


def main(path, verifier):
    proof = open(path, encoding="utf-8", newline="").read()
    head, note = proof.split("\n\n", 1)
    lines = head.split("\n")
    check(lines[0] == "c2sp.org/tlog-proof@v1", "it is of another form")
    extra = base64.b64decode(lines[1].removeprefix("extra "))
    index = int(lines[2].removeprefix("index "))
    hashes = [base64.b64decode(line) for line in lines[3:]]

    origin, size, root = signed_by(note, verifier.strip()).split("\n")[:3]
    entry, _, row = extra.partition(b"\n")
    check(index < int(size), "its index is beyond the end of the log")
    check(root_from_path(sha256(b"\x00" + entry), index, int(size), hashes) == base64.b64decode(root), "its path does not lead to the checkpoint")
    _, kind, name, digest, time = entry.decode().split(" ")
    if row:
        check(sha256(row).hex() == digest, "the record in it is not the one that was entered")
    print("the proof holds")
    print(f"entry {index} of the {size} of {origin}: {kind} {name}")
    print(f"time, as the record gives it: {time}")
    print(f"SHA-256 of the record: {digest}" + ("; the record:" if row else "; the record is not in the proof"))
    sys.stdout.flush()
    sys.stdout.buffer.write(row)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2])
