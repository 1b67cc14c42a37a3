# SPDX-License-Identifier: MIT OR Apache-2.0
"""Makes blob-v1.json with an independent implementation (pyca/cryptography, hashlib). Frozen: run once."""

import hashlib
import hmac
import json
import pathlib

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305


def vl(b):
    n = len(b)
    return (bytes([n]) if n < 64 else (0x4000 | n).to_bytes(2, "big")) + b


def mac(key, data):
    return hmac.new(key, data, hashlib.sha256).digest()


def hkdf(salt, ikm, info, length):
    prk, out, block = mac(salt, ikm), b"", b""
    while len(out) < length:
        block = mac(prk, block + info + bytes([len(out) // 32 + 1]))
        out += block
    return out[:length]


def padme(length):
    e = length.bit_length() - 1
    s = e.bit_length()
    mask = (1 << (e - s)) - 1
    return (length + mask) & ~mask


def sealed(key, random, aad, content):
    padded = len(content).to_bytes(8, "big") + content
    padded = padded.ljust(max(4096, padme(len(padded))), b"\0")
    covered = hashlib.sha256(content).digest() + len(content).to_bytes(8, "big")
    salt_key = hkdf(bytes(32), key, vl(b"toguna/blob-salt/v1") + vl(b""), 32)
    salt = mac(salt_key, random + hashlib.sha256(vl(aad) + vl(covered)).digest())
    keys = hkdf(salt, key, vl(b"toguna/blob/v1") + b"\x01", 64)
    header = b"\x01\x01" + salt + keys[32:]
    bound = hashlib.sha256(vl(header) + vl(aad)).digest()
    out = header
    for index, at in enumerate(range(0, len(padded), 65536)):
        nonce = bytes(7) + index.to_bytes(4, "big") + bytes([at + 65536 >= len(padded)])
        out += ChaCha20Poly1305(keys[:32]).encrypt(nonce, padded[at : at + 65536], bound)
    return header, out


vectors = []
for n, length in enumerate([0, 13, 65528, 65529, 300000]):
    key, random, aad = bytes([n + 1]) * 32, bytes([n + 101]) * 32, [b"", b"relay, log, blob", b"a" * 80][n % 3]
    header, blob = sealed(key, random, aad, bytes(i % 251 for i in range(length)))
    fields = {"key": key, "random": random, "aad": aad, "header": header, "sha256": hashlib.sha256(blob).digest()}
    vectors.append({"length": length, "size": len(blob)} | {k: v.hex() for k, v in fields.items()})
(pathlib.Path(__file__).parent / "blob-v1.json").write_text(json.dumps(vectors, indent=1) + "\n")
