# SPDX-License-Identifier: MIT OR Apache-2.0
"""Makes the vectors beside this file with an independent implementation (pyca/cryptography, hashlib).

Run once for each version of a format; vectors are frozen, files are only ever added.
"""

import hashlib
import hmac
import json
import pathlib

from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

HERE = pathlib.Path(__file__).parent
CLASSES = [256, 384, 512, 768, 1024, 1536, 2048, 3072, 4096]


def vl(b):
    n = len(b)
    if n < 64:
        return bytes([n]) + b
    return (0x4000 | n).to_bytes(2, "big") + b


def mac(key, data):
    return hmac.new(key, data, hashlib.sha256).digest()


def hkdf(salt, ikm, info, length):
    prk, out, block = mac(salt, ikm), b"", b""
    for i in range(1, 256):
        block = mac(prk, block + info + bytes([i]))
        out += block
        if len(out) >= length:
            return out[:length]


class Seeded:
    """The test generator: SHA-256(seed ‖ counter), one block for each 32 bytes asked for at once."""

    def __init__(self, seed):
        self.seed, self.n = seed, 0

    def take(self, length):
        out = b""
        while len(out) < length:
            out += hashlib.sha256(self.seed.to_bytes(8, "big") + self.n.to_bytes(8, "big")).digest()
            self.n += 1
        return out[:length]


def padded(content):
    whole = len(content).to_bytes(4, "big") + content
    return whole.ljust(next(c for c in CLASSES if c >= len(whole)), b"\0")


def seal(kind, key, aad, content, rng):
    salt_key = hkdf(b"", key, vl(b"toguna/seal-salt/v1") + vl(b""), 32)
    salt = mac(salt_key, rng.take(32) + hashlib.sha256(vl(aad) + vl(content)).digest())
    keys = hkdf(salt, key, vl(b"toguna/seal/" + kind + b"/v1") + b"\x01", 64)
    box = ChaCha20Poly1305(keys[:32]).encrypt(bytes(12), padded(content), b"\x01\x01" + vl(aad))
    return b"\x01\x01" + salt + keys[32:] + box


def slot(passphrase, data_key, cost, rng):
    memory, passes, lanes = cost
    head = b"\x01\x01" + b"".join(n.to_bytes(4, "big") for n in cost) + rng.take(32)
    key = Argon2id(salt=head[14:], length=32, iterations=passes, lanes=lanes, memory_cost=memory).derive(passphrase)
    return head + seal(b"slot", key, head, data_key, rng)


def labelled_extract(suite, salt, label, ikm):
    return mac(salt, b"HPKE-v1" + suite + label + ikm)


def labelled_expand(suite, prk, label, info, length):
    full = length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + info
    out, block = b"", b""
    for i in range(1, 9):
        block = mac(prk, block + full + bytes([i]))
        out += block
    return out[:length]


def letter(seed, info, aad, content):
    expanded = hashlib.shake_256(seed).digest(96)
    mlkem = MLKEM768PrivateKey.from_seed_bytes(expanded[:64]).public_key()
    x25519 = X25519PrivateKey.from_private_bytes(expanded[64:]).public_key()
    ss_m, ct_m = mlkem.encapsulate()
    ephemeral = X25519PrivateKey.generate()
    ct_x, ss_x = ephemeral.public_key().public_bytes_raw(), ephemeral.exchange(x25519)
    shared = hashlib.sha3_256(ss_m + ss_x + ct_x + x25519.public_bytes_raw() + b"\\.//^\\").digest()
    suite = b"HPKE" + b"\x64\x7a" + b"\x00\x01" + b"\x00\x03"
    context = (
        b"\x00"
        + labelled_extract(suite, b"", b"psk_id_hash", b"")
        + labelled_extract(suite, b"", b"info_hash", info)
    )
    secret = labelled_extract(suite, shared, b"secret", b"")
    key = labelled_expand(suite, secret, b"key", context, 32)
    nonce = labelled_expand(suite, secret, b"base_nonce", context, 12)
    box = ChaCha20Poly1305(key).encrypt(nonce, padded(content), b"\x01\x01" + vl(aad))
    return mlkem.public_bytes_raw() + x25519.public_bytes_raw(), b"\x01\x01" + ct_m + ct_x + box


P = 2**130 - 5


def two_keys(aad):
    """A ciphertext that ChaCha20-Poly1305 accepts under two keys, both times as well-padded content.

    The salt is fixed; among many keys two are found whose key stream begins with the same four bytes (the length),
    then one block is solved for so that both tags agree (Len, Grubbs, Ristenpart: partitioning oracle attacks).
    """
    salt, seen = hashlib.sha256(b"two keys").digest(), {}
    for n in range(1 << 20):
        key = hashlib.sha256(n.to_bytes(8, "big")).digest()
        keys = hkdf(salt, key, vl(b"toguna/seal/record/v1") + b"\x01", 64)
        stream = ChaCha20Poly1305(keys[:32]).encrypt(bytes(12), bytes(4), b"")[:4]
        if stream in seen:
            break
        seen[stream] = (key, keys)
    pair = [seen[stream], (key, keys)]

    def blocks(box):
        data = b"\x01\x01" + vl(aad)
        whole = data.ljust(-(-len(data) // 16) * 16, b"\0") + box
        whole += len(data).to_bytes(8, "little") + len(box).to_bytes(8, "little")
        return [int.from_bytes(whole[i : i + 16] + b"\1", "little") for i in range(0, len(whole), 16)]

    def one_time(keys):
        # The first key stream block is the Poly1305 key: counter 0.
        raw = Cipher(algorithms.ChaCha20(keys[:32], bytes(16)), None).encryptor().update(bytes(32))
        return int.from_bytes(raw[:16], "little") & 0x0FFFFFFC0FFFFFFC0FFFFFFC0FFFFFFF, raw[16:]

    def tag(box, r, s):
        acc = 0
        for block in blocks(box):
            acc = (acc + block) * r % P
        return ((acc + int.from_bytes(s, "little")) % 2**128).to_bytes(16, "little")

    (r1, s1), (r2, s2) = one_time(pair[0][1]), one_time(pair[1][1])
    head = bytes(a ^ b for a, b in zip((252).to_bytes(4, "big"), stream))
    for n in range(10_000):
        box = (head + hashlib.shake_256(n.to_bytes(4, "big")).digest(252))[:240] + bytes(16)
        acc1 = acc2 = 0
        for block in blocks(box):
            acc1, acc2 = (acc1 + block) * r1 % P, (acc2 + block) * r2 % P
        slope = (r1 * r1 - r2 * r2) % P
        want = int.from_bytes(s2, "little") - int.from_bytes(s1, "little") + acc2 - acc1
        for j in range(-4, 5):
            free = (want + j * 2**128) * pow(slope, -1, P) % P
            if free < 2**128:
                made = box[:240] + free.to_bytes(16, "little")
                if tag(made, r1, s1) == tag(made, r2, s2):
                    return salt, pair, made + tag(made, r1, s1)
    raise SystemExit("no block found")


def write(name, vectors):
    (HERE / name).write_text(json.dumps(vectors, indent=1) + "\n")


def main():
    seals = []
    for n, kind in enumerate(["attachment", "envelope", "record", "slot"]):
        for aad, content in [(b"", b""), (b"relay, log, epoch", b"come at noon"), (b"a" * 70, b"c" * 300)]:
            key = bytes([n + 1]) * 32
            seed = len(seals)
            sealed = seal(kind.encode(), key, aad, content, Seeded(seed))
            fields = {"key": key, "aad": aad, "content": content, "sealed": sealed}
            seals.append({"kind": kind, "seed": seed} | {k: v.hex() for k, v in fields.items()})
    write("seal-v1.json", seals)
    costs = [(8, 1, 1), (64 * 1024, 3, 1)]
    write(
        "slot-v1.json",
        [
            {
                "seed": n,
                "cost": list(cost),
                "passphrase": "cheval juste pile agrafe",
                "data_key": (b"\x2a" * 32).hex(),
                "slot": slot("cheval juste pile agrafe".encode(), b"\x2a" * 32, cost, Seeded(n)).hex(),
            }
            for n, cost in enumerate(costs)
        ],
    )
    letters = []
    for n, (info, aad, content) in enumerate([(b"", b"", b""), (b"kind, recipient, relay", b"aad", b"come at noon")]):
        secret = bytes([n + 7]) * 32
        public, sealed = letter(secret, info, aad, content)
        fields = {"secret": secret, "public": public, "info": info, "aad": aad, "content": content, "letter": sealed}
        letters.append({k: v.hex() for k, v in fields.items()})
    write("letter-v1.json", letters)
    aad = b"relay, log, epoch"
    salt, pair, box = two_keys(aad)
    fields = {"aad": aad, "salt": salt, "ciphertext": box}
    for name, (key, keys) in zip("ab", pair):
        fields |= {f"key_{name}": key, f"aead_key_{name}": keys[:32], f"commitment_{name}": keys[32:]}
    write("two-keys-v1.json", {k: v.hex() for k, v in fields.items()})


main()
