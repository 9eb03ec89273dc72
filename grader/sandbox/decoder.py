"""Decode a payload: nothing in it is believed before it is checked (see `grader.sandbox.codec` for the format)."""

from __future__ import annotations

import json
import re
from math import prod
from typing import Any

import numpy as np

from grader.sandbox.codec import BY_CODE, CODES, LENGTH, MAX_AXES, MAX_DEPTH, MAX_ELEMENTS, MAX_ITEMS, frame_length
from grader.sandbox.errors import ProtocolError
from grader.sandbox.types import Ref, Value

_MAX_BRACKETS = 2 * MAX_DEPTH + 8  # a tuple or dict has two levels; the envelope of a request or answer has the rest
_MAX_NUMBER_CHARS = 32
_MAX_PARTS = 8 * MAX_ITEMS  # commas and brackets: an item has at most six, and the envelope has the rest
_BOOL = CODES["b", 1]
_UNLIKE_JSON = {"nan": float("nan"), "inf": float("inf"), "-inf": float("-inf")}

# A string as the encoder writes it. Possessive quantifiers never go back, so that no input takes long.
_STRING = rb'"[^"\\\x00-\x1f]*+(?:\\(?:["\\bfnrt]|u00(?:0[0-7bef]|1[0-9a-f]))[^"\\\x00-\x1f]*+)*+"'
_STRINGS = re.compile(_STRING)
_HEADER = re.compile(rb"(?:[][{}:,0-9.e+truefalsn-]++|%s){0,%d}+" % (_STRING, _MAX_PARTS))
_NOT_BRACKETS = bytes(sorted(set(range(256)) - set(b"[]{}")))


def decode(data: bytes | bytearray) -> Value:
    """Return the value encoded in a payload; arrays are new, writeable and C-contiguous.

    Raises:
        ProtocolError: for anything that `encode` would not have written.
    """
    if len(data) < LENGTH.size:
        raise ProtocolError(f"a payload of {len(data)} bytes")
    length = frame_length(bytes(data[: LENGTH.size]), max_bytes=len(data) - LENGTH.size)
    decoder = _Decoder(memoryview(data)[LENGTH.size + length :], parse_int=_int, parse_float=_float)
    try:
        value = decoder.decode(_checked_text(bytes(data[LENGTH.size : LENGTH.size + length])))
    except UnicodeDecodeError as error:
        raise ProtocolError("a text that is not UTF-8") from error
    except json.JSONDecodeError as error:
        raise ProtocolError(f"not JSON: {error}") from error
    if decoder.at != len(decoder.buffer):
        raise ProtocolError(f"{len(decoder.buffer) - decoder.at} bytes after the arrays")
    return value


def decode_trusted(data: bytes) -> Value:
    """Return the value that the trusted side encoded, which may hold references; check nothing."""
    length = LENGTH.unpack(data[: LENGTH.size])[0] + LENGTH.size
    return _TrustedDecoder(memoryview(data)[length:]).decode(data[LENGTH.size : length].decode())


def _checked_text(header: bytes) -> str:
    """Return the text of a header without spaces or strings in another spelling, not too deep or with many parts."""
    if _HEADER.fullmatch(header) is None:
        raise ProtocolError("a header that the encoder does not write")
    skeleton = _STRINGS.sub(b"", header)
    brackets = skeleton.translate(None, _NOT_BRACKETS)
    if skeleton.count(b",") + len(brackets) > _MAX_PARTS:
        raise ProtocolError("too many parts")
    for _ in range(_MAX_BRACKETS):
        if not brackets:
            return header.decode()
        brackets = brackets.replace(b"[]", b"").replace(b"{}", b"")
    raise ProtocolError("nested too deep")


class _Decoder(json.JSONDecoder):
    """Read a header, and take the elements of its arrays from the buffer."""

    def __init__(self, buffer: memoryview, **parsers: Any) -> None:
        super().__init__(object_pairs_hook=self._object, **parsers)
        self.buffer = buffer
        self.at = 0

    def _object(self, pairs: list[tuple[str, Any]]) -> Value:
        if len(pairs) == 1:
            tag, content = pairs[0]
            if type(content) is list:
                if tag == "a":
                    return self._array(content)
                if tag == "t":
                    return tuple(content)
                if tag == "m":
                    return _dict(content)
            elif tag == "f" and type(content) is str and content in _UNLIKE_JSON:
                return _UNLIKE_JSON[content]
        raise ProtocolError("an object that stands for no value")

    def _array(self, numbers: list[Any]) -> np.ndarray[Any, Any]:
        if not 0 < len(numbers) <= MAX_AXES + 1 or {*map(type, numbers)} != {int} or min(numbers) < 0:
            raise ProtocolError("not a dtype and a shape")
        code, *shape = numbers
        if code >= len(BY_CODE) or prod([n or 1 for n in shape]) > MAX_ELEMENTS:
            raise ProtocolError(f"an array of dtype code {code} and shape {shape}")
        dtype = BY_CODE[code]
        count = prod(shape)
        start, self.at = self.at, self.at + count * dtype.itemsize
        if self.at > len(self.buffer):
            raise ProtocolError(f"{self.at} bytes of arrays announced, {len(self.buffer)} there")
        if not count:
            return np.empty(shape, dtype)
        data = self.buffer[start : self.at]
        if code == _BOOL and np.frombuffer(data, np.uint8).max() > 1:
            raise ProtocolError("a bool that is neither 0 nor 1")
        return np.frombuffer(data, dtype).reshape(shape).copy()


class _TrustedDecoder(_Decoder):
    """Also knows references to kept objects and to arrays before."""

    def __init__(self, buffer: memoryview) -> None:
        super().__init__(buffer)
        self._before: list[np.ndarray[Any, Any]] = []

    def _object(self, pairs: list[tuple[str, Any]]) -> Value:
        tag, content = pairs[0]
        if tag == "s":
            return self._before[content]
        if tag == "r":
            return Ref(content)
        return super()._object(pairs)

    def _array(self, numbers: list[Any]) -> np.ndarray[Any, Any]:
        array = super()._array(numbers)
        self._before.append(array)
        return array


def _dict(content: list[Any]) -> dict[str, Value]:
    keys = content[::2]
    if len(content) % 2 or any(type(key) is not str for key in keys):
        raise ProtocolError("not the keys and values of a dict")
    result = dict(zip(keys, content[1::2], strict=True))
    if len(result) != len(keys):
        raise ProtocolError("a key twice")
    return result


def _int(text: str) -> int:
    if len(text) <= _MAX_NUMBER_CHARS and text != "-0" and -(2**63) <= (number := int(text)) < 2**63:
        return number
    raise ProtocolError(f"the number {text[:_MAX_NUMBER_CHARS]}")


def _float(text: str) -> float:
    if len(text) <= _MAX_NUMBER_CHARS and repr(number := float(text)) == text:
        return number
    raise ProtocolError(f"the number {text[:_MAX_NUMBER_CHARS]}")
