# SPDX-License-Identifier: MIT OR Apache-2.0
"""How all that would be random in a vector follows from its file's seed."""

from __future__ import annotations

from collections.abc import Mapping

from .crypto import h


class Derived:
    """The values of one seed: `H(seed ‖ ": " ‖ name)`, cut to what is needed."""

    def __init__(self, seed: str) -> None:
        self._seed = seed

    def fault(self, values: Mapping[str, str]) -> str | None:
        """Names the first of a file's values that does not follow from the seed."""
        for name, value in values.items():
            if not h(f"{self._seed}: {name}".encode()).hex().startswith(value) or len(value) < 32:
                return f"{name} does not follow from it"
        return None
