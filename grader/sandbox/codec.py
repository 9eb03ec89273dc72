"""Encode values as bytes: a small tagged format in which everything is bounded, used on both sides of the boundary.

A value is a one-byte tag and a body; every number is little-endian.

====  ===========================================================================================
tag   body
====  ===========================================================================================
N     None
T F   True, False
i     int, 8 bytes signed
d     float, 8 bytes
s     str: length (4 bytes), UTF-8
a     array: dtype code (1), number of axes (1), each axis (8 bytes), elements in C order
l t   list, tuple: count (4 bytes), values
m     dict with str keys: count (4 bytes), then for each item a length, UTF-8 and a value
====  ===========================================================================================

A frame is the length of one value (4 bytes) followed by the value. Nothing is unpickled, nothing is looked up by name,
and a length is trusted only after a comparison with the bytes that are present. The encoder runs next to hostile code:
it considers exact types only and calls no method that the code could have defined.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np

from grader.sandbox.errors import ProtocolError
from grader.sandbox.policy import BOUNDS
from grader.sandbox.types import Value

MAX_DEPTH = BOUNDS["value_depth"][0]
MAX_ITEMS = BOUNDS["value_parts"][0]
MAX_TEXT_BYTES = BOUNDS["text_bytes"][0]
MAX_AXES = BOUNDS["array_axes"][0]
MAX_ELEMENTS = BOUNDS["array_elements"][0]
MAX_FRAME_BYTES = BOUNDS["frame_bytes"][0]

_ENVELOPE_DEPTH = 6  # a reply wraps its values in at most this many containers

_DTYPES = (
    *("bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"),
    *("float16", "float32", "float64", "complex64", "complex128"),
)
_BY_CODE = tuple(np.dtype(name) for name in _DTYPES)
_CODES = {(dtype.kind, dtype.itemsize): code for code, dtype in enumerate(_BY_CODE)}
_SCALARS = frozenset(dtype.type for dtype in _BY_CODE)

_HEADER = struct.Struct("<I")
_INT = struct.Struct("<q")
_FLOAT = struct.Struct("<d")
_AXIS = struct.Struct("<Q")

# Captured before any submission runs, so that a patched NumPy has no effect here.
_ndarray = np.ndarray
_array = np.array
_generic = np.generic
_mro = type.__dict__["__mro__"].__get__
_type_name = type.__dict__["__name__"].__get__


class Refused(Exception):  # noqa: N818 - a result, not a failure
    """A value cannot be sent.

    Attributes:
        type: the type name of the offending value.
        reason: the reason, as a clause that can follow "it".
    """

    def __init__(self, type_: type, reason: str) -> None:
        self.type = str(_type_name(type_))[:200]
        self.reason = reason
        super().__init__(f"{self.type}: {reason}")


@dataclass(slots=True)
class Budget:
    """The space that is left; several values can share a budget, so that together they fit into one frame."""

    bytes: int = MAX_FRAME_BYTES
    items: int = MAX_ITEMS


def encode(value: Value, budget: Budget | None = None) -> bytes:
    """Return `value` as bytes and deduct them from `budget`; NumPy scalars of an allowed dtype become 0-d arrays.

    Raises:
        Refused: if it holds something that is not a `Value`, or is too large, too deep or has too many parts; the
            budget is then unchanged.
    """
    budget = budget or Budget()
    encoder = _Encoder(budget.bytes, budget.items)
    encoder.put(value, 0)
    budget.bytes, budget.items = encoder.bytes_left, encoder.items_left
    return b"".join(encoder.parts)


def encode_sequence(parts: Sequence[bytes], *, tag: bytes = b"l") -> bytes:
    """Return the list (or with ``tag=b"t"`` the tuple) of values that are already encoded."""
    return b"".join([tag, _HEADER.pack(len(parts)), *parts])


def frame(payload: bytes) -> bytes:
    """Return `payload` prefixed with its length."""
    return _HEADER.pack(len(payload)) + payload


FRAME_HEADER_BYTES = _HEADER.size


def frame_length(header: bytes, *, max_bytes: int) -> int:
    """Return the length given in a frame header.

    Raises:
        ProtocolError: if it exceeds `max_bytes`.
    """
    length: int = _HEADER.unpack(header)[0]
    if length > max_bytes:
        raise ProtocolError(f"a frame of {length} bytes, where at most {max_bytes} are allowed")
    return length


def decode(data: bytes | bytearray) -> Value:
    """Return the value encoded in `data`; arrays are new, writeable and C-contiguous.

    Raises:
        ProtocolError: for anything that `encode` would not have written.
    """
    decoder = _Decoder(memoryview(data))
    value = decoder.take_value(0)
    if decoder.at != len(data):
        raise ProtocolError(f"{len(data) - decoder.at} bytes after the value")
    return value


class _Encoder:
    def __init__(self, max_bytes: int, max_items: int) -> None:
        self.parts: list[bytes] = []
        self.bytes_left = max_bytes
        self.items_left = max_items

    def put(self, value: Value, depth: int) -> None:
        kind = type(value)
        self.items_left -= 1
        if self.items_left < 0:
            raise Refused(kind, f"has more than {MAX_ITEMS} items")
        if value is None:
            self._add(kind, b"N")
        elif kind is bool:
            self._add(kind, b"T" if value else b"F")
        elif kind is int:
            if not -(2**63) <= value < 2**63:
                raise Refused(kind, "does not fit in 64 bits")
            self._add(kind, b"i", _INT.pack(value))
        elif kind is float:
            self._add(kind, b"d", _FLOAT.pack(value))
        elif kind is str:
            self._add(kind, b"s", *self._text(value))
        elif kind is _ndarray:
            self._put_array(value)
        elif kind in _SCALARS:
            self._put_array(_array(value))
        elif kind is list or kind is tuple:
            self._open(kind, b"l" if kind is list else b"t", len(value), depth)
            for item in value:
                self.put(item, depth + 1)
        elif kind is dict:
            self._put_dict(value, depth)
        else:
            raise Refused(kind, _unlike_a_value(kind))

    def _add(self, kind: type, *parts: bytes) -> None:
        self.bytes_left -= sum(map(len, parts))
        if self.bytes_left < 0:
            raise Refused(kind, "is larger than the limit for one answer")
        self.parts.extend(parts)

    def _open(self, kind: type, tag: bytes, count: int, depth: int) -> None:
        if depth >= MAX_DEPTH:
            raise Refused(kind, f"is nested more than {MAX_DEPTH} levels deep")
        if count > self.items_left:
            raise Refused(kind, f"has more than {MAX_ITEMS} items")
        self._add(kind, tag, _HEADER.pack(count))

    def _text(self, value: str) -> tuple[bytes, bytes]:
        if len(value) > MAX_TEXT_BYTES:
            raise Refused(str, f"is longer than {MAX_TEXT_BYTES} bytes")
        try:
            data = value.encode()
        except UnicodeEncodeError:
            raise Refused(str, "contains surrogates, which are not text") from None
        if len(data) > MAX_TEXT_BYTES:
            raise Refused(str, f"is longer than {MAX_TEXT_BYTES} bytes")
        return _HEADER.pack(len(data)), data

    def _put_array(self, array: np.ndarray[Any, Any]) -> None:
        dtype = array.dtype
        code = _CODES.get((dtype.kind, dtype.itemsize))
        if code is None:
            raise Refused(_ndarray, f"has dtype {str(dtype)[:80]}, not float64")
        # Check both bounds before copying: a broadcast view can claim more bytes than there is memory.
        if array.nbytes > self.bytes_left:
            raise Refused(_ndarray, "is larger than the limit for one answer")
        if array.ndim > MAX_AXES or prod(max(n, 1) for n in array.shape) > MAX_ELEMENTS:
            raise Refused(_ndarray, "has an unreasonably large shape")
        if not dtype.isnative:
            array = array.astype(_BY_CODE[code])
        header = bytes((code, array.ndim)) + b"".join(map(_AXIS.pack, array.shape))
        self._add(_ndarray, b"a", header, array.tobytes())

    def _put_dict(self, value: dict[Any, Value], depth: int) -> None:
        self._open(dict, b"m", len(value), depth)
        for key, item in value.items():
            if type(key) is not str:
                raise Refused(dict, "has a key that is not a string")
            self._add(dict, *self._text(key))
            self.put(item, depth + 1)


def _unlike_a_value(kind: type) -> str:
    """Return why an object of this type is not a `Value`."""
    bases = _mro(kind)
    if any(base is _ndarray for base in bases):  # not `in`, which would call a metaclass's __eq__
        return "is a subclass of ndarray, not a plain array; np.asarray returns a plain array"
    if any(base is _generic for base in bases):
        return "is not a float64; float() returns a plain number"
    return "is not an array, a number, a string or a list, tuple or dict of these"


class _Decoder:
    def __init__(self, data: memoryview) -> None:
        self.at = 0
        self._data = data
        self._items_left = MAX_ITEMS * 2  # the values of an answer and their containers

    def take_value(self, depth: int) -> Value:
        self._items_left -= 1
        if self._items_left < 0:
            raise ProtocolError("too many parts")
        tag = bytes(self._take(1))
        match tag:
            case b"N":
                return None
            case b"T" | b"F":
                return tag == b"T"
            case b"i":
                return _INT.unpack(self._take(8))[0]
            case b"d":
                return _FLOAT.unpack(self._take(8))[0]
            case b"s":
                return self._take_text()
            case b"a":
                return self._take_array()
            case b"l" | b"t":
                count = self._count(depth, least=1)
                items = [self.take_value(depth + 1) for _ in range(count)]
                return items if tag == b"l" else tuple(items)
            case b"m":
                return self._take_dict(depth)
        raise ProtocolError(f"unknown tag {tag!r}")

    def _take(self, count: int) -> memoryview:
        if count > len(self._data) - self.at:
            raise ProtocolError(f"{count} bytes announced, {len(self._data) - self.at} there")
        self.at += count
        return self._data[self.at - count : self.at]

    def _count(self, depth: int, *, least: int) -> int:
        """Return the number of parts, each of which has at least `least` bytes."""
        if depth >= MAX_DEPTH + _ENVELOPE_DEPTH:
            raise ProtocolError("nested too deep")
        count: int = _HEADER.unpack(self._take(4))[0]
        if count > self._items_left or count * least > len(self._data) - self.at:
            raise ProtocolError(f"{count} parts announced in {len(self._data) - self.at} bytes")
        return count

    def _take_text(self) -> str:
        length: int = _HEADER.unpack(self._take(4))[0]
        if length > MAX_TEXT_BYTES:
            raise ProtocolError(f"a text of {length} bytes")
        try:
            return str(self._take(length), "utf-8")
        except UnicodeDecodeError as error:
            raise ProtocolError("a text that is not UTF-8") from error

    def _take_dict(self, depth: int) -> dict[str, Value]:
        count = self._count(depth, least=5)
        result = {}
        for _ in range(count):
            key = self._take_text()
            result[key] = self.take_value(depth + 1)
        if len(result) != count:
            raise ProtocolError("a key twice")
        return result

    def _take_array(self) -> np.ndarray[Any, Any]:
        code, axes = self._take(2)
        if code >= len(_BY_CODE) or axes > MAX_AXES:
            raise ProtocolError(f"an array of dtype code {code} with {axes} axes")
        shape = [_AXIS.unpack(self._take(8))[0] for _ in range(axes)]
        if prod(max(n, 1) for n in shape) > MAX_ELEMENTS:
            raise ProtocolError(f"an array of shape {shape}")
        dtype = _BY_CODE[code]
        count = prod(shape)
        data = self._take(count * dtype.itemsize)
        if dtype == np.bool_ and count and np.frombuffer(data, np.uint8).max() > 1:
            raise ProtocolError("a bool that is neither 0 nor 1")
        array = np.empty(shape, dtype)
        if count:
            array[...] = np.frombuffer(data, dtype).reshape(shape)
        return array
