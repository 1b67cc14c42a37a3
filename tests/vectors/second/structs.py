# SPDX-License-Identifier: MIT OR Apache-2.0
"""The structs of docs/protocol.md, in the order of its sections."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

from .codec import Enum, Maybe, Opaque, Raw, Reader, Refused, Signed, Struct, Text, Type, Uint, Vector, vl
from .crypto import check_key

# --- Section 2 ---

U8, U16, U32, U64 = Uint(1), Uint(2), Uint(4), Uint(8)
ID32, ID16 = Raw(32), Raw(16)
KEY = Raw(32, check_key)
CLASS = Enum({1: "commit", 2: "message", 3: "record"})
LIFETIME = Enum({0: "keep", 1: "1 day", 2: "7 days", 3: "30 days", 4: "90 days", 5: "365 days"})
ROLE = Enum({1: "reader", 2: "contributor", 3: "steward"})
HEAD = Struct(seq=U64, hash=ID32)

# --- Section 4 ---

DEVICE_CERT = Struct(account_key=KEY, device=ID16, device_key=KEY, mailbox_key=ID32, issued=U64, expires=U64)
LEAF_BINDING = Struct(relay=ID32, account=ID32, device=ID16, leaf_key=KEY)
LEAF_CREDENTIAL = Struct(1, cert=Signed(DEVICE_CERT), binding=Signed(LEAF_BINDING))

# --- Section 6 ---

ENTRY_CONTEXT = Struct(relay=ID32, log=ID32, epoch=U64, **{"class": CLASS})
RECORD_CONTEXT = Struct(relay=ID32, log=ID32, era=U64, **{"class": Enum({3: "record"})})
PART_CONTEXT = Struct(relay=ID32, log=ID32, epoch=U64, attachment=ID16, part=Enum({1: "welcome", 2: "tree"}))

# --- Section 7 ---

RECEIPT = Struct(
    relay=ID32,
    log=ID32,
    epoch=U64,
    before=HEAD,
    after=HEAD,
    entries=Vector(Struct(**{"class": CLASS}, payload=ID32)),
)

# --- Section 8 ---

METHOD = Enum(
    dict(
        enumerate(
            "append claim commit deposit follow found letters publish read resolve stock"
            " begin_blob append_blob read_blob".split(),
            start=1,
        )
    )
)
DEVICE_REQUEST = Struct(relay=ID32, device=ID16, method=METHOD, body=ID32, request=ID16, time=U64)
LOG_REQUEST = Struct(relay=ID32, log=ID32, epoch=U64, method=METHOD, body=ID32, request=ID16, time=U64)
PROOF = Struct(relay=ID32, log=ID32, epoch=U64, method=METHOD, challenge=ID32, tls_exporter=Opaque())

# --- Section 12, of which section 10 needs the leave ---

LEAVE = Struct(log=ID32, account=ID32, leaf_keys=Vector(KEY), successor=Maybe(ID32))


def has_no_controls(text: str) -> bool:
    """Whether no character is a control (general category Cc)."""
    return all(unicodedata.category(character) != "Cc" for character in text)


class Suite(Uint):
    """A suite of section 11."""

    def read(self, reader: Reader) -> int:
        number = super().read(reader)
        if number not in (0x004F, 0x0003):
            raise Refused("suite")
        return number


class EraAge(Uint):
    """From an hour to 365 days, in seconds."""

    def read(self, reader: Reader) -> int:
        seconds = super().read(reader)
        if not 3_600 <= seconds <= 365 * 86_400:
            raise Refused("limit")
        return seconds


class Joiners(Enum):
    """The role of who joined without an entry: never steward."""

    def read(self, reader: Reader) -> str:
        name = super().read(reader)
        if name == "steward":
            raise Refused("role")
        return name


class Policy(Struct):
    """What a space agreed on: it does not go on from itself."""

    def read(self, reader: Reader) -> dict[str, Any]:
        value = super().read(reader)
        if value["predecessor"] is not None and value["predecessor"]["log"] == value["log"]:
            raise Refused("predecessor")
        return value


PREDECESSOR = Struct(log=ID32, epoch=U64, head=HEAD, refused=ID32, named_until=Maybe(U64))
POLICY = Policy(
    1,
    relay=ID32,
    log=ID32,
    openness=Enum({1: "confidential", 2: "network"}),
    suite=Suite(2),
    predecessor=Maybe(PREDECESSOR),
    title=Text(256, has_no_controls),
    newcomers=Enum({1: "full", 2: "from-join"}),
    lifetime=LIFETIME,
    era_max_age_secs=EraAge(8),
    joiners=Joiners({1: "reader", 2: "contributor", 3: "steward"}),
    roles=Vector(Struct(account=ID32, role=ROLE), most=2_000, ascending=lambda role: role["account"]),
)

# --- Section 10 ---

COMMIT_STATEMENT = Struct(
    relay=ID32,
    log=ID32,
    epoch=U64,
    commit=ID32,
    next_write=KEY,
    next_read=KEY,
    next_join=Maybe(KEY),
    next_steward=Maybe(KEY),
    steward_request=Maybe(ID32),
)
COMMIT_AAD = Struct(1, entry=ENTRY_CONTEXT, kind=Enum({1: "plain", 2: "era"}), beside=ID32)
FETCH = Struct(id=ID16, key=ID32, token=ID32)
POINTER = Struct(1, relay=ID32, log=ID32, epoch=U64, inviter=ID32, welcome=FETCH, tree=FETCH)
LEAVES = Vector(Signed(LEAVE))
RE_ADD_REQUEST = Struct(relay=ID32, log=ID32, device=ID16, leaf_key=KEY, commit=Maybe(ID32))
RE_ADDS = Vector(Signed(RE_ADD_REQUEST))
COMMIT_ENVELOPE = Struct(
    1,
    leaf=Maybe(U32),
    commit=Opaque(),
    statement=Signed(COMMIT_STATEMENT),
    leaves=LEAVES,
    re_adds=RE_ADDS,
    pointer=Maybe(POINTER),
)

# --- Section 13 ---

ROSTER_STEP = Struct(
    era=U64,
    seq=U64,
    outs=Vector(U32, ascending=lambda index: index),
    ins=Vector(Struct(index=U32, leaf_key=KEY, cert=ID32), ascending=lambda leaf: leaf["index"]),
    roles=Vector(Struct(account=ID32, role=Maybe(ROLE)), ascending=lambda change: change["account"]),
)

# --- Section 14 ---

SEEN = Struct(head=HEAD, roster=ID32)
WORDS = Text(47 * 1024)
MENTIONS = Vector(ID32, most=64)
ATTACHED = Struct(
    reference=Opaque(256), name=Text(256), media_type=Text(256, encoding="ascii"), size=U64, sha256=ID32
)
ON = Enum({0: "off", 1: "on"})
DIRECTIONS = set("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def is_sign(text: str) -> bool:
    """Whether a text may be a reaction's sign."""
    return bool(text) and has_no_controls(text) and not any(c.isspace() or c in DIRECTIONS for c in text)


EMPTY = Struct()
BODIES: Mapping[int, Type] = {
    1: Struct(
        text=WORDS,
        reply=Maybe(ID16),
        thread=Maybe(ID16),
        mentions=MENTIONS,
        attachments=Vector(ATTACHED, most=32),
    ),
    2: EMPTY,
    3: EMPTY,
    4: Struct(of=ID16, text=WORDS, mentions=MENTIONS),
    5: Struct(of=ID16),
    6: Struct(of=ID16, on=ON, sign=Text(64, is_sign)),
    7: Struct(of=ID16, on=ON, sign=Text(64, lambda text: text == "")),
    8: Struct(seq=U64),
    9: EMPTY,
}


class Content(Type):
    """What a message says: the body is read as its kind says; of an unknown kind it is kept."""

    _start = Struct(1, id=ID16, seen=SEEN, written=U64, kind=U16)

    def read(self, reader: Reader) -> dict[str, Any]:
        value = self._start.read(reader)
        body = reader.opaque()
        known = BODIES.get(value["kind"])
        return value | {"body": body.hex() if known is None else known.decode(body)}

    def write(self, value: Mapping[str, Any]) -> bytes:
        known = BODIES.get(value["kind"])
        body = bytes.fromhex(value["body"]) if known is None else known.write(value["body"])
        return self._start.write(value) + vl(body)


CONTENT = Content()
OP = Struct(
    log=ID32,
    object=ID16,
    author=ID32,
    leaf_key=KEY,
    counter=U64,
    previous=ID32,
    time=U64,
    tick=U32,
    seen=SEEN,
    kind=U16,
    body=Opaque(),
)

# --- Section 16 ---

TOKEN = Struct(relay=ID32, id=ID16, expires=U64)
FRAGMENT = Struct(1, flags=U8, relay=ID32, relay_key=KEY, token=Signed(TOKEN))

NAMED: Mapping[str, Type] = {
    "EntryContext": ENTRY_CONTEXT,
    "RecordContext": RECORD_CONTEXT,
    "PartContext": PART_CONTEXT,
    "CommitAad": COMMIT_AAD,
    "Pointer": POINTER,
    "Policy": POLICY,
    "RosterStep": ROSTER_STEP,
    "Content": CONTENT,
}
