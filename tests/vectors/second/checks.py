# SPDX-License-Identifier: MIT OR Apache-2.0
"""What each kind of vector is held against: one function for each `what`.

Every function takes the vector's context and bytes, and gives what it read and what it would write for it. It
raises `Refused` where the document refuses.
"""

from __future__ import annotations

import base64
import ipaddress
import re
from collections.abc import Callable, Mapping
from typing import Any

from . import structs as s
from .codec import Reader, Refused, Signed, Struct, Type, vl
from .crypto import (
    SIZE_CLASSES, check_key, derive, h, hkdf, open_blob, public, seal, seal_blob, sign, unseal, verify,
)  # fmt: skip

Context = Mapping[str, Any]
Read = tuple[Any, bytes]


def at(context: Context, name: str) -> bytes:
    """Bytes of the context."""
    return bytes.fromhex(context[name])


def sole_key(context: Context, name: str) -> bytes:
    """A public key of the context."""
    key = at(context, name)
    check_key(key)
    return key


# --- Signed statements ---


def signed(label: str, inner: Struct, key: bytes, context: Context, data: bytes) -> Read:
    """A `Signed<T>` under a label; where the context tells the secret key, signing again gives the same bytes."""
    reader = Reader(data)
    statement, signature = reader.opaque(), reader.take(64)
    reader.end()
    value = inner.decode(statement)
    label = context.get("label", label)
    verify(label, key, statement, signature)
    again = inner.write(value)
    made = sign(label, at(context, "secret"), again) if "secret" in context else signature
    return {"statement": value, "signature": signature.hex()}, vl(again) + made


def statement_by(label: str, inner: Struct, key: str) -> Callable[[Context, bytes], Read]:
    """A check of a statement whose signer the context names."""
    return lambda context, data: signed(label, inner, sole_key(context, key), context, data)


def request(label: str, inner: Struct) -> Callable[[Context, bytes], Read]:
    """A check of a stamp, which must be over the body."""

    def check(context: Context, data: bytes) -> Read:
        value, again = signed(label, inner, sole_key(context, "key"), context, data)
        if at(value["statement"], "body") != h(at(context, "body")):
            raise Refused("body")
        return value, again

    return check


def proof(context: Context, data: bytes) -> Read:
    """Section 8: a proof answers the stream's challenge, for this relay, on this connection."""
    value, again = signed("toguna/proof/v1", s.PROOF, sole_key(context, "key"), context, data)
    said = value["statement"]
    if said["relay"] != context["relay"] or said["challenge"] != context["challenge"]:
        raise Refused("body")
    if said["tls_exporter"] not in ("", context.get("tls_exporter", "")):
        raise Refused("body")
    return value, again


def leave(context: Context, data: bytes) -> Read:
    """Section 12: a leave is about this log and signed by a key it names."""
    key = sole_key(context, "key")
    value, again = signed("toguna/leave/v1", s.LEAVE, key, context, data)
    if value["statement"]["log"] != context["log"] or key.hex() not in value["statement"]["leaf_keys"]:
        raise Refused("body")
    return value, again


# --- Section 4 ---


def account(key: bytes) -> bytes:
    """The account of an account key."""
    return h(vl(b"toguna/account/v1") + key)


def account_id(context: Context, _: bytes) -> Read:
    """`AccountId`."""
    key = sole_key(context, "account_key")
    return {"account": account(key).hex()}, account(key)


def fingerprint(context: Context, _: bytes) -> Read:
    """The 60 digits."""
    key = sole_key(context, "account_key")
    both = b"".join(h(b"toguna/fingerprint/v1" + bytes([half]) + key) for half in (0, 1))
    groups = [int.from_bytes(both[start : start + 5], "big") % 100_000 for start in range(0, 60, 5)]
    digits = "".join(f"{group:05}" for group in groups)
    return {"digits": digits}, digits.encode()


def device_cert(context: Context, data: bytes) -> Read:
    """A certificate, signed by the account key that stands in it."""
    named = Signed(s.DEVICE_CERT).decode(data)["statement"]["account_key"]
    return signed("toguna/device-cert/v1", s.DEVICE_CERT, bytes.fromhex(named), context, data)


def leaf_credential(context: Context, data: bytes) -> Read:
    """A credential holds for a leaf of a relay."""
    value = s.LEAF_CREDENTIAL.decode(data)
    cert, binding = value["cert"], value["binding"]
    said, bound = cert["statement"], binding["statement"]
    verify("toguna/device-cert/v1", at(said, "account_key"), s.DEVICE_CERT.write(said), at(cert, "signature"))
    verify("toguna/leaf/v1", at(said, "device_key"), s.LEAF_BINDING.write(bound), at(binding, "signature"))
    expected = {
        "relay": context["relay"],
        "account": account(at(said, "account_key")).hex(),
        "device": said["device"],
        "leaf_key": context["leaf_key"],
    }
    if bound != expected:
        raise Refused("binding")
    return value, s.LEAF_CREDENTIAL.write(value)


# --- Section 5 ---


def capability(context: Context, _: bytes) -> Read:
    """The two key pairs of an epoch."""
    secrets = {use: hkdf(b"", at(context, "root"), use.encode(), 32) for use in ("write", "read")}
    keys = {f"{use}_key": public(secret) for use, secret in secrets.items()}
    value = {f"{use}_secret": secret.hex() for use, secret in secrets.items()}
    return value | {name: key.hex() for name, key in keys.items()}, keys["write_key"] + keys["read_key"]


def exporter_context(context: Context, _: bytes) -> Read:
    """The context of all three exporters."""
    return {}, h(at(context, "relay") + at(context, "log"))


def record_key(context: Context, _: bytes) -> Read:
    """The record key of an era."""
    return {}, derive(at(context, "era_key"), "record", b"")


# --- Section 6 ---


def aad(context: Context) -> bytes:
    """The AAD: a struct by name, or bytes."""
    value = context["aad"]
    return bytes.fromhex(value) if isinstance(value, str) else s.NAMED[value["struct"]].write(value)


def sealed(context: Context, data: bytes) -> Read:
    """A sealed content opens, and sealing it again with the same randomness gives the same bytes."""
    kind, key = context["kind"], at(context, "key")
    content = unseal(kind, key, aad(context), data)
    return {"content": content.hex()}, seal(kind, key, aad(context), content, at(context, "random"))


def blob(context: Context, data: bytes) -> Read:
    """A blob opens to the file whose hash was signed, and sealing that again gives the same bytes."""
    key, length = at(context, "key"), context["length"]
    content = open_blob(key, aad(context), length, data)
    if h(content) != at(context, "hash"):
        raise Refused("chain")
    return {"length": len(content)}, seal_blob(key, aad(context), content, at(context, "random"))


def size_classes(_context: Context, _: bytes) -> Read:
    """The size classes, as `uint32` after `uint32`."""
    return {"classes": SIZE_CLASSES}, b"".join(size.to_bytes(4, "big") for size in SIZE_CLASSES)


# --- Section 7 ---


def link(before: Mapping[str, Any], class_: str, payload: bytes) -> dict[str, Any]:
    """The head after one more entry; `payload` is the entry's hash."""
    seq = before["seq"] + 1
    place = seq.to_bytes(8, "big") + s.CLASS.write(class_)
    return {"seq": seq, "hash": h(vl(b"toguna/head/v1") + at(before, "hash") + place + payload).hex()}


def head_chain(context: Context, data: bytes) -> Read:
    """The heads from the genesis on, one after the other."""
    start = b"".join(at(context, name) for name in ("relay", "log", "write_key", "read_key"))
    heads = [{"seq": 0, "hash": h(vl(b"toguna/head-genesis/v1") + start).hex()}]
    for entry in context["entries"]:
        heads.append(link(heads[-1], entry["class"], h(at(entry, "payload"))))
    again = b"".join(s.HEAD.write(head) for head in heads)
    if again != data:
        raise Refused("chain")
    return {"heads": heads}, again


def receipt(context: Context, data: bytes) -> Read:
    """A receipt, signed by the relay; its entries lead from `before` to `after`."""
    value, again = signed("toguna/receipt/v1", s.RECEIPT, sole_key(context, "key"), context, data)
    said = value["statement"]
    head = said["before"]
    for entry in said["entries"]:
        head = link(head, entry["class"], at(entry, "payload"))
    if head != said["after"]:
        raise Refused("chain")
    return value, again


# --- Section 10 ---


def beside(leaves: bytes, re_adds: bytes, pointer: bytes) -> bytes:
    """What binds the evidence and the pointer to the MLS commit."""
    return h(vl(b"toguna/commit-beside/v1") + leaves + re_adds + pointer)


def commit_envelope(context: Context, data: bytes) -> Read:
    """A commit's envelope: its statement, its evidence, and what its authenticated data say."""
    value = s.COMMIT_ENVELOPE.decode(data)
    statement = value["statement"]
    said = statement["statement"]
    label = context.get("label", "toguna/commit/v1")
    verify(label, sole_key(context, "key"), s.COMMIT_STATEMENT.write(said), at(statement, "signature"))
    place = {name: context[name] for name in ("relay", "log", "epoch")}
    if {name: said[name] for name in place} != place or at(said, "commit") != h(at(value, "commit")):
        raise Refused("body")
    for one in value["leaves"]:
        statement = s.LEAVE.write(one["statement"])
        keys = [bytes.fromhex(key) for key in one["statement"]["leaf_keys"]]
        if one["statement"]["log"] != context["log"] or not any(signs(key, statement, one) for key in keys):
            raise Refused("leave")
    for one in value["re_adds"]:
        asks = one["statement"]
        if (asks["relay"], asks["log"]) != (context["relay"], context["log"]):
            raise Refused("re-add")
        device_key = at(context, "asking_device_key")
        verify("toguna/re-add/v1", device_key, s.RE_ADD_REQUEST.write(asks), at(one, "signature"))
    authenticated = s.COMMIT_AAD.decode(at(context, "authenticated_data"))
    if authenticated["entry"] != place | {"class": "commit"}:
        raise Refused("body")
    pointer = b"\x00" if value["pointer"] is None else b"\x01" + s.POINTER.write(value["pointer"])
    if at(authenticated, "beside") != beside(
        s.LEAVES.write(value["leaves"]), s.RE_ADDS.write(value["re_adds"]), pointer
    ):
        raise Refused("beside")
    return value, s.COMMIT_ENVELOPE.write(value)


def signs(key: bytes, statement: bytes, one: Mapping[str, Any]) -> bool:
    """Whether a leave is signed with this key."""
    try:
        verify("toguna/leave/v1", key, statement, at(one, "signature"))
    except Refused:
        return False
    return True


def varint(reader: Reader) -> int:
    """A protobuf number."""
    value = 0
    for shift in range(0, 70, 7):
        byte = reader.uint(1)
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value
    raise Refused("malformed")


def write_varint(value: int) -> bytes:
    """A protobuf number, shortest."""
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes(out + bytes([value]))


def protobuf(data: bytes) -> dict[int, list[bytes]]:
    """The length-delimited fields of a protobuf message, which are all that these messages have."""
    reader, fields = Reader(data), dict[int, list[bytes]]()
    while not reader.is_empty():
        tag = varint(reader)
        if tag & 7 != 2:
            raise Refused("malformed")
        fields.setdefault(tag >> 3, []).append(reader.take(varint(reader)))
    return fields


def write_protobuf(fields: Mapping[int, list[bytes]]) -> bytes:
    """The message again, in the order of the numbers."""
    return b"".join(
        write_varint(number << 3 | 2) + write_varint(len(value)) + value
        for number, values in sorted(fields.items())
        for value in values
    )


ATTACHMENT_REF = {1: ("id", 16), 2: ("hash", 32), 3: ("token_hash", 32)}
PAYLOAD_KEYS = {2: "next_write_key", 3: "next_read_key", 4: "next_join_key", 5: "next_steward_key"}
PAYLOAD_WORDS = {6: "steward_change", 8: "steward_request"}


def commit_payload(_context: Context, data: bytes) -> Read:
    """A commit's payload as the relay sees it."""
    fields = protobuf(data)
    if 1 not in fields:
        raise Refused("missing")
    value: dict[str, Any] = {"envelope": fields[1][-1].hex(), "attachments": []}
    for number, name in PAYLOAD_KEYS.items():
        if number not in fields and number <= 3:
            raise Refused("missing")
        if number in fields:
            key = fields[number][-1]
            if len(key) != 32:
                raise Refused("limit")
            check_key(key)
            value[name] = key.hex()
    for number, name in PAYLOAD_WORDS.items():
        if number not in fields:
            continue
        signed = protobuf(fields[number][-1])
        if len(signed.get(2, [b""])[-1]) != 64:
            raise Refused("limit")
        statement = signed.get(1, [b""])[-1]
        value[name] = {"statement": statement.hex(), "signature": signed[2][-1].hex()}
    for one in fields.get(7, []):
        inside = protobuf(one)
        reference = {}
        for number, (name, size) in ATTACHMENT_REF.items():
            if number not in inside:
                raise Refused("missing")
            if len(inside[number][-1]) != size:
                raise Refused("limit")
            reference[name] = inside[number][-1].hex()
        value["attachments"].append(reference)
    return value, write_protobuf(fields)


# --- Section 13 ---


def roster(context: Context, data: bytes) -> Read:
    """The tips after the founding step and each later one, one after the other."""
    steps = [s.ROSTER_STEP.write(step) for step in context["steps"]]
    first = vl(b"toguna/roster-genesis/v1") + at(context, "relay") + at(context, "log") + steps[0]
    tips = [h(first)]
    for step in steps[1:]:
        tips.append(h(vl(b"toguna/roster/v1") + tips[-1] + step))
    if b"".join(tips) != data:
        raise Refused("chain")
    return {"tips": [tip.hex() for tip in tips]}, b"".join(tips)


# --- Section 16 ---

HOST = r"(?P<host>\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]{1,255})"
LINK = re.compile(rf"toguna://{HOST}:(?P<port>[0-9]{{1,5}})/?#(?P<rest>[A-Za-z0-9_-]*)")


def is_loopback(host: str) -> bool:
    """Whether a host is the machine itself."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def registration_link(context: Context, data: bytes) -> Read:
    """A registration link and the token in it."""
    found = LINK.fullmatch(data.decode("ascii").strip())
    if found is None or int(found["port"]) > 65_535:
        raise Refused("link")
    rest = found["rest"]
    raw = base64.urlsafe_b64decode(rest + "=" * (-len(rest) % 4))
    if base64.urlsafe_b64encode(raw).rstrip(b"=").decode() != rest:
        raise Refused("link")
    reader = Reader(raw)
    value = s.FRAGMENT.read(reader)
    token = value["token"]
    verify("toguna/token/v1", at(value, "relay_key"), s.TOKEN.write(token["statement"]), at(token, "signature"))
    if token["statement"]["relay"] != value["relay"]:
        raise Refused("body")
    if value["flags"] & 1 and not is_loopback(found["host"]):
        raise Refused("link")
    value |= {"host": found["host"], "port": int(found["port"])}
    written = s.FRAGMENT.write(value) + at(context, "later")
    fragment = base64.urlsafe_b64encode(written).rstrip(b"=").decode()
    return value, f"toguna://{value['host']}:{value['port']}/#{fragment}".encode()


def plain(inner: Type) -> Callable[[Context, bytes], Read]:
    """A struct that is held against nothing else."""

    def check(_context: Context, data: bytes) -> Read:
        value = inner.decode(data)
        return value, inner.write(value)

    return check


CHECKS: Mapping[str, Callable[[Context, bytes], Read]] = {
    **{name: plain(inner) for name, inner in s.NAMED.items()},
    "AccountId": account_id,
    "CommitEnvelope": commit_envelope,
    "CommitPayload": commit_payload,
    "DeviceCert": device_cert,
    "DeviceRequest": request("toguna/device-request/v1", s.DEVICE_REQUEST),
    "LeafBinding": statement_by("toguna/leaf/v1", s.LEAF_BINDING, "key"),
    "LeafCredential": leaf_credential,
    "Leave": leave,
    "LogRequest": request("toguna/request/v1", s.LOG_REQUEST),
    "Op": statement_by("toguna/op/v1", s.OP, "key"),
    "Proof": proof,
    "Receipt": receipt,
    "blob": blob,
    "capability": capability,
    "exporter context": exporter_context,
    "fingerprint": fingerprint,
    "head chain": head_chain,
    "record key": record_key,
    "registration link": registration_link,
    "roster": roster,
    "sealed": sealed,
    "size classes": size_classes,
}
