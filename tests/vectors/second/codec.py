# SPDX-License-Identifier: MIT OR Apache-2.0
"""Section 1: structs in TLS presentation with the length integers of RFC 9420, as types that read and write.

A value is what JSON can hold: a struct is a dict, bytes are hex, an enum is the name the document gives it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from typing import Any


class Refused(Exception):
    """Bytes that the document says must be refused; `why` is one of the reasons in README.md."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Reader:
    """Bytes, read from the front."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def take(self, count: int) -> bytes:
        """The next `count` bytes."""
        if len(self._data) - self._at < count:
            raise Refused("truncated")
        part = self._data[self._at : self._at + count]
        self._at += count
        return part

    def uint(self, size: int) -> int:
        """A big-endian number."""
        return int.from_bytes(self.take(size), "big")

    def length(self) -> int:
        """A length integer in its shortest spelling."""
        first = self.uint(1)
        form = first >> 6
        if form == 3:
            raise Refused("length")
        rest = self.take((1 << form) - 1)
        value = int.from_bytes(bytes([first & 0x3F]) + rest, "big")
        if len(length(value)) != 1 << form:
            raise Refused("length")
        return value

    def opaque(self) -> bytes:
        """A length and so many bytes."""
        return self.take(self.length())

    def is_empty(self) -> bool:
        """Whether nothing is left."""
        return self._at == len(self._data)

    def end(self) -> None:
        """Refuses what is left over."""
        if not self.is_empty():
            raise Refused("trailing")


def length(value: int) -> bytes:
    """The length integer of `value`."""
    for form, bits in enumerate((6, 14, 30)):
        if value < 1 << bits:
            return (value | form << bits).to_bytes(1 << form, "big")
    raise ValueError("no length integer holds this")


def vl(data: bytes) -> bytes:
    """`VL(data)`."""
    return length(len(data)) + data


class Type(ABC):
    """Something that has an encoding."""

    @abstractmethod
    def read(self, reader: Reader) -> Any:
        """Reads one value."""

    @abstractmethod
    def write(self, value: Any) -> bytes:
        """The one encoding of a value."""

    def decode(self, data: bytes) -> Any:
        """Reads one value and refuses bytes after it."""
        reader = Reader(data)
        value = self.read(reader)
        reader.end()
        return value


class Uint(Type):
    """`uint8` to `uint64`."""

    def __init__(self, size: int) -> None:
        self._size = size

    def read(self, reader: Reader) -> int:
        return reader.uint(self._size)

    def write(self, value: int) -> bytes:
        return value.to_bytes(self._size, "big")


class Raw(Type):
    """`opaque x[size]`, as hex; `check` may refuse some of them."""

    def __init__(self, size: int, check: Callable[[bytes], object] | None = None) -> None:
        self._size = size
        self._check = check

    def read(self, reader: Reader) -> str:
        data = reader.take(self._size)
        if self._check is not None:
            self._check(data)
        return data.hex()

    def write(self, value: str) -> bytes:
        return bytes.fromhex(value)


class Opaque(Type):
    """`opaque x<V>`, as hex."""

    def __init__(self, most: int | None = None) -> None:
        self._most = most

    def read(self, reader: Reader) -> str:
        data = reader.opaque()
        if self._most is not None and len(data) > self._most:
            raise Refused("limit")
        return data.hex()

    def write(self, value: str) -> bytes:
        return vl(bytes.fromhex(value))


class Text(Type):
    """`opaque x<V>` that holds text; `fits` may refuse some of it."""

    def __init__(
        self, most: int | None = None, fits: Callable[[str], bool] = lambda _: True, encoding: str = "utf-8"
    ) -> None:
        self._most = most
        self._fits = fits
        self._encoding = encoding

    def read(self, reader: Reader) -> str:
        data = reader.opaque()
        if self._most is not None and len(data) > self._most:
            raise Refused("limit")
        try:
            text = data.decode(self._encoding)
        except UnicodeDecodeError:
            raise Refused("text") from None
        if not self._fits(text):
            raise Refused("text")
        return text

    def write(self, value: str) -> bytes:
        return vl(value.encode(self._encoding))


class Enum(Type):
    """A one-byte (or, with `size`, longer) number whose values all have names."""

    def __init__(self, names: Mapping[int, str], size: int = 1) -> None:
        self._names = dict(names)
        self._numbers = {name: number for number, name in names.items()}
        self._size = size

    def read(self, reader: Reader) -> str:
        name = self._names.get(reader.uint(self._size))
        if name is None:
            raise Refused("enum")
        return name

    def write(self, value: str) -> bytes:
        return self._numbers[value].to_bytes(self._size, "big")


class Maybe(Type):
    """`optional<T>`; absent is `None`."""

    def __init__(self, inner: Type) -> None:
        self._inner = inner

    def read(self, reader: Reader) -> Any:
        match reader.uint(1):
            case 0:
                return None
            case 1:
                return self._inner.read(reader)
            case _:
                raise Refused("enum")

    def write(self, value: Any) -> bytes:
        return b"\x00" if value is None else b"\x01" + self._inner.write(value)


class Vector(Type):
    """`T x<V>`: the length is in bytes. `ascending` names the field that must ascend strictly."""

    def __init__(self, inner: Type, most: int | None = None, ascending: Callable[[Any], Any] | None = None) -> None:
        self._inner = inner
        self._most = most
        self._ascending = ascending

    def read(self, reader: Reader) -> list[Any]:
        inside = Reader(reader.opaque())
        values: list[Any] = []
        while not inside.is_empty():
            values.append(self._inner.read(inside))
        if self._most is not None and len(values) > self._most:
            raise Refused("limit")
        if self._ascending is not None:
            keys = [self._ascending(value) for value in values]
            if any(low >= high for low, high in zip(keys, keys[1:])):
                raise Refused("order")
        return values

    def write(self, value: Sequence[Any]) -> bytes:
        return vl(b"".join(self._inner.write(item) for item in value))


class Struct(Type):
    """Fields in order. A field called `version` must have the number given here, and is not part of the value."""

    def __init__(self, version: int | None = None, /, **fields: Type) -> None:
        self._version = version
        self._fields = fields

    def read(self, reader: Reader) -> dict[str, Any]:
        if self._version is not None and reader.uint(1) != self._version:
            raise Refused("version")
        return {name: field.read(reader) for name, field in self._fields.items()}

    def write(self, value: Mapping[str, Any]) -> bytes:
        start = b"" if self._version is None else bytes([self._version])
        return start + b"".join(field.write(value[name]) for name, field in self._fields.items())


class Signed(Type):
    """`Signed<T>`: the statement as a value, and the signature as hex. Who must have signed is asked elsewhere."""

    def __init__(self, inner: Type) -> None:
        self.inner = inner

    def read(self, reader: Reader) -> dict[str, Any]:
        statement = self.inner.decode(reader.opaque())
        return {"statement": statement, "signature": reader.take(64).hex()}

    def write(self, value: Mapping[str, Any]) -> bytes:
        return vl(self.inner.write(value["statement"])) + bytes.fromhex(value["signature"])
