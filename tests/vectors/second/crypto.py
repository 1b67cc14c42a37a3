# SPDX-License-Identifier: MIT OR Apache-2.0
"""Hashes, derivations, strict Ed25519 (section 1), labelled signatures (section 3) and sealing (section 6)."""

from __future__ import annotations

import hashlib
import hmac
from functools import cache

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from .codec import Reader, Refused, vl

VERSION = SUITE = 1


def h(data: bytes) -> bytes:
    """`H`: SHA-256."""
    return hashlib.sha256(data).digest()


def mac(key: bytes, data: bytes) -> bytes:
    """HMAC-SHA-256."""
    return hmac.digest(key, data, "sha256")


def hkdf(salt: bytes, key: bytes, info: bytes, size: int) -> bytes:
    """HKDF-SHA-256; no salt is the empty one."""
    secret, block, out = mac(salt or bytes(32), key), b"", b""
    for count in range(1, size // 32 + 2):
        block = mac(secret, block + info + bytes([count]))
        out += block
    return out[:size]


def derive(key: bytes, label: str, context: bytes) -> bytes:
    """`derive(key, label, context)` of section 5."""
    return hkdf(b"", key, vl(label.encode()) + vl(context), 32)


# --- Ed25519 ---

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
Point = tuple[int, int]
IDENTITY: Point = (0, 1)


def add(a: Point, b: Point) -> Point:
    """The sum of two points of the curve, in affine coordinates: slow and plain."""
    (x1, y1), (x2, y2) = a, b
    k = D * x1 * x2 * y1 * y2 % P
    x3 = (x1 * y2 + x2 * y1) * pow(1 + k, -1, P) % P
    y3 = (y1 * y2 + x1 * x2) * pow(1 - k, -1, P) % P
    return (x3, y3)


def decompress(data: bytes) -> Point | None:
    """The point that these 32 bytes spell canonically, if there is one."""
    number = int.from_bytes(data, "little")
    sign, y = number >> 255, number & (2**255 - 1)
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * pow(2, (P - 1) // 4, P) % P
    if x * x % P != square or (x == 0 and sign == 1):
        return None
    return (P - x if x & 1 != sign else x, y)


def is_small(point: Point) -> bool:
    """Whether eight times the point is the identity."""
    for _ in range(3):
        point = add(point, point)
    return point == IDENTITY


@cache
def usable(data: bytes) -> bool:
    """Whether a public key is canonical and not of small order."""
    point = decompress(data)
    return point is not None and not is_small(point)


def check_key(data: bytes) -> None:
    """Refuses an unusable public key."""
    if not usable(data):
        raise Refused("key")


def verify(label: str, key: bytes, statement: bytes, signature: bytes) -> None:
    """Section 3: refuses a signature over `VL(label) ‖ statement` that is not strictly right."""
    check_key(key)
    if int.from_bytes(signature[32:], "little") >= ORDER:
        raise Refused("scalar")
    start = decompress(signature[:32])
    if start is None or is_small(start):
        raise Refused("signature")
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, vl(label.encode()) + statement)
    except InvalidSignature:
        raise Refused("signature") from None


def sign(label: str, secret: bytes, statement: bytes) -> bytes:
    """The signature with a secret key, which RFC 8032 calls the seed."""
    return Ed25519PrivateKey.from_private_bytes(secret).sign(vl(label.encode()) + statement)


def public(secret: bytes) -> bytes:
    """The public half of a secret key."""
    return Ed25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()


# --- Sealing ---

SIZE_CLASSES = [size for power in range(8, 23) for size in (1 << power, 3 << power - 1)] + [1 << 23]


def size_class(content: int) -> int:
    """The smallest class that holds content of this length and the length itself."""
    return next(size for size in SIZE_CLASSES if size >= content + 4)


def keys(kind: str, key: bytes, salt: bytes) -> tuple[bytes, bytes]:
    """The AEAD key and the commitment."""
    both = hkdf(salt, key, vl(f"toguna/seal/{kind}/v1".encode()) + bytes([SUITE]), 64)
    return both[:32], both[32:]


def seal(kind: str, key: bytes, aad: bytes, content: bytes, random: bytes) -> bytes:
    """Seals content; `random` is what nobody knows before."""
    padded = (len(content).to_bytes(4, "big") + content).ljust(size_class(len(content)), b"\x00")
    salt = mac(derive(key, "toguna/seal-salt/v1", b""), random + h(vl(aad) + vl(content)))
    aead, commitment = keys(kind, key, salt)
    head = bytes([VERSION, SUITE])
    return head + salt + commitment + ChaCha20Poly1305(aead).encrypt(bytes(12), padded, head + vl(aad))


def unseal(kind: str, key: bytes, aad: bytes, sealed: bytes) -> bytes:
    """Opens what `seal` made. To a caller every failure is the same; the vectors name the step that failed."""
    reader = Reader(sealed)
    head = reader.take(2)
    if head[0] != VERSION:
        raise Refused("version")
    if head[1] != SUITE:
        raise Refused("suite")
    salt, commitment = reader.take(32), reader.take(32)
    ciphertext = sealed[66:]
    aead, expected = keys(kind, key, salt)
    if not hmac.compare_digest(commitment, expected):
        raise Refused("commitment")
    try:
        padded = ChaCha20Poly1305(aead).decrypt(bytes(12), ciphertext, head + vl(aad))
    except InvalidTag:
        raise Refused("ciphertext") from None
    size = int.from_bytes(padded[:4], "big")
    if len(padded) < 4 or size > len(padded) - 4 or size_class(size) != len(padded):
        raise Refused("padding")
    content, zeros = padded[4 : 4 + size], padded[4 + size :]
    if any(zeros):
        raise Refused("padding")
    return content


# --- Blobs ---

CHUNK = 65_536


def padme(length: int) -> int:
    """Padmé of a length that is not zero."""
    e = length.bit_length() - 1
    free = 1 << e - e.bit_length()
    return -(-length // free) * free


def blob_places(padded: int) -> list[tuple[int, bytes]]:
    """Size and nonce of every chunk."""
    starts = range(0, padded, CHUNK)
    sizes = [min(CHUNK, padded - start) for start in starts]
    return [(n, bytes(7) + i.to_bytes(4, "big") + bytes([i + 1 == len(sizes)])) for i, n in enumerate(sizes)]


def blob_keys(key: bytes, salt: bytes) -> tuple[bytes, bytes]:
    """The AEAD key and the commitment of a blob."""
    both = hkdf(salt, key, vl(b"toguna/blob/v1") + bytes([SUITE]), 64)
    return both[:32], both[32:]


def seal_blob(key: bytes, aad: bytes, content: bytes, random: bytes) -> bytes:
    """Seals a file; `random` is what nobody knows before."""
    size = len(content).to_bytes(8, "big")
    padded = (size + content).ljust(max(4_096, padme(8 + len(content))), b"\x00")
    salt = mac(derive(key, "toguna/blob-salt/v1", b""), random + h(vl(aad) + vl(h(content) + size)))
    aead, commitment = blob_keys(key, salt)
    header = bytes([VERSION, SUITE]) + salt + commitment
    bound, reader, out = h(vl(header) + vl(aad)), Reader(padded), header
    for count, nonce in blob_places(len(padded)):
        out += ChaCha20Poly1305(aead).encrypt(nonce, reader.take(count), bound)
    return out


def open_blob(key: bytes, aad: bytes, length: int, blob: bytes) -> bytes:
    """The file in a blob whose length its author signed."""
    reader = Reader(blob)
    header = reader.take(66)
    if header[0] != VERSION:
        raise Refused("version")
    if header[1] != SUITE:
        raise Refused("suite")
    aead, expected = blob_keys(key, header[2:34])
    if not hmac.compare_digest(header[34:], expected):
        raise Refused("commitment")
    bound, padded = h(vl(header) + vl(aad)), b""
    for count, nonce in blob_places(max(4_096, padme(8 + length))):
        chunk = reader.take(count + 16)
        try:
            padded += ChaCha20Poly1305(aead).decrypt(nonce, chunk, bound)
        except InvalidTag:
            raise Refused("ciphertext") from None
    if padded[:8] != length.to_bytes(8, "big") or any(padded[8 + length :]):
        raise Refused("padding")
    reader.end()
    return padded[8 : 8 + length]
