#!/usr/bin/env python3
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Holds the frozen vectors against a second implementation, written from docs/protocol.md.

Every accepted vector must be read as its `fields` say and written again to the same bytes; every refused one must be
refused for the reason it names, and accepted under `accepted_with`, where it has that. The last line is the sum.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

sys.dont_write_bytecode = True
HERE = Path(__file__).parent

from second.checks import CHECKS  # noqa: E402  (after the line that keeps the work tree clean)
from second.codec import Refused  # noqa: E402
from second.derive import Derived  # noqa: E402

FORMATS = {
    "blob", "capability", "commit", "commit-payload", "credential", "envelope", "fingerprint", "head-chain", "link",
    "message", "policy", "receipt", "roster",
}  # fmt: skip


def accepted(vector: Mapping[str, Any]) -> str | None:
    """Why an accepted vector does not hold."""
    data = bytes.fromhex(vector["bytes"])
    try:
        value, again = CHECKS[vector["what"]](vector["context"], data)
    except Refused as refused:
        return f"refused: {refused.why}"
    if value != vector["fields"]:
        return f"read as {json.dumps(value)}"
    if again != data:
        return f"written as {again.hex()}"
    return None


def refused(vector: Mapping[str, Any]) -> str | None:
    """Why a refused vector does not hold."""
    check, context, data = CHECKS[vector["what"]], vector["context"], bytes.fromhex(vector["bytes"])
    try:
        check(context, data)
    except Refused as refusal:
        if refusal.why != vector["why"]:
            return f"refused, but for {refusal.why}"
    else:
        return "accepted"
    if "accepted_with" in vector:
        try:
            check({**context, **vector["accepted_with"]}, data)
        except Refused as refusal:
            return f"refused for another reason too: {refusal.why}"
    return None


def faults(path: Path) -> Iterator[tuple[str, str | None]]:
    """Every vector of a file with what is wrong with it."""
    file = json.loads(path.read_text(encoding="utf-8"))
    seed = Derived(file["seed"])
    yield "seed", seed.fault(file["derived"])
    for kind, hold in (("accepted", accepted), ("refused", refused)):
        names = [vector["name"] for vector in file[kind]]
        yield kind, None if names and len(set(names)) == len(names) else "no vectors, or two of one name"
        for vector in file[kind]:
            yield f"{kind}: {vector['name']}", hold(vector)


def main() -> int:
    """Reads the files and says what does not hold."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, help="files of vectors; all that stand beside this, if none")
    parser.add_argument("-v", "--verbose", action="store_true", help="name every vector that holds, too")
    arguments = parser.parse_args()
    files = arguments.files or sorted(HERE.glob("*.json"))
    failed = passed = 0
    if not arguments.files and {file.stem for file in files} != FORMATS:
        print("FAILED the files beside this are not one for each format")
        failed += 1
    for file in files:
        for name, fault in faults(file):
            if fault is None:
                passed += 1
            else:
                failed += 1
                print(f"FAILED {file.name}: {name}: {fault}")
            if fault is None and arguments.verbose:
                print(f"ok {file.name}: {name}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
