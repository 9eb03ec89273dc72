"""Encode values as bytes, on both sides of the boundary: a JSON header and a buffer with the elements of all arrays.

A payload is the length of the header (4 bytes, little-endian), the header and the buffer. In the header, which is UTF-8
without spaces, None, bool, int, float, str and list are themselves. Everything else is an object with one key:

==========================  ==========================================================================================
object                      value
==========================  ==========================================================================================
``{"a":[code,axis,...]}``   array: dtype code and shape; its elements, in C order, follow those of the array before it
``{"t":[value,...]}``       tuple
``{"m":[key,value,...]}``   dict with str keys
``{"f":"nan"}``             float that JSON does not have: nan, inf or -inf
``{"r":"handle"}``          kept object; in requests only
``{"s":index}``             the array with this index in the payload once more; in requests only
==========================  ==========================================================================================

A frame is the length of a payload (4 bytes) followed by the payload. Nothing is unpickled, and nothing is looked up by
name. No array has an offset that could be wrong: together, the arrays must fill the buffer. Each value has one
spelling, and the decoder accepts no other. The encoder runs next to hostile code: it considers exact types only and
calls no method that the code could have defined.
"""

from __future__ import annotations

import json
import re
import struct
from collections.abc import Sequence
from json.encoder import c_make_encoder, encode_basestring  # type: ignore[attr-defined]
from math import isfinite, prod
from typing import Any, Never

import numpy as np

from grader.sandbox.errors import ProtocolError
from grader.sandbox.policy import BOUNDS
from grader.sandbox.types import Ref, Value

MAX_DEPTH = BOUNDS["value_depth"][0]
MAX_ITEMS = BOUNDS["value_parts"][0]
MAX_TEXT_BYTES = BOUNDS["text_bytes"][0]
MAX_AXES = BOUNDS["array_axes"][0]
MAX_ELEMENTS = BOUNDS["array_elements"][0]
MAX_FRAME_BYTES = BOUNDS["frame_bytes"][0]

_MAX_BRACKETS = 2 * MAX_DEPTH + 8  # a tuple or dict has two levels; the envelope of a request or answer has the rest
_MAX_NUMBER_CHARS = 32
_MAX_PARTS = 8 * MAX_ITEMS  # commas and brackets: an item has at most six, and the envelope has the rest
_ITEM_BYTES = 24  # the longest number

_DTYPES = (
    *("bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"),
    *("float16", "float32", "float64", "complex64", "complex128"),
)
_BY_CODE = tuple(np.dtype(name) for name in _DTYPES)
_CODES = {(dtype.kind, dtype.itemsize): code for code, dtype in enumerate(_BY_CODE)}
_SCALARS = frozenset(dtype.type for dtype in _BY_CODE)
_BOOL = _CODES["b", 1]
_UNLIKE_JSON = {"nan": float("nan"), "inf": float("inf"), "-inf": float("-inf")}

_LENGTH = struct.Struct("<I")

# A string as the encoder writes it. Possessive quantifiers never go back, so that no input takes long.
_STRING = rb'"[^"\\\x00-\x1f]*+(?:\\(?:["\\bfnrt]|u00(?:0[0-7bef]|1[0-9a-f]))[^"\\\x00-\x1f]*+)*+"'
_STRINGS = re.compile(_STRING)
_HEADER = re.compile(rb"(?:[][{}:,0-9.e+truefalsn-]++|%s){0,%d}+" % (_STRING, _MAX_PARTS))
_NOT_BRACKETS = bytes(sorted(set(range(256)) - set(b"[]{}")))

# Captured before any submission runs, so that a patched NumPy or json has no effect here.
_ndarray = np.ndarray
_array = np.array
_generic = np.generic
_mro = type.__dict__["__mro__"].__get__
_type_name = type.__dict__["__name__"].__get__
_isfinite = isfinite
_float_text = float.__repr__
_quoted = encode_basestring


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


def _never(value: object) -> Never:
    raise Refused(type(value), "is not plain")  # pragma: no cover - the encoder gets plain values only


_to_json = c_make_encoder(None, _never, _quoted, None, ":", ",", False, False, False)


def encode(value: Value, *, refs: bool = False) -> bytes:
    """Return `value` as a payload; NumPy scalars of an allowed dtype become 0-d arrays.

    Args:
        value: the value.
        refs: whether it may hold references to kept objects.

    Raises:
        Refused: if it holds something that is not a `Value`, or is too large, too deep or has too many parts.
    """
    encoder = Encoder(refs=refs)
    return encoder.payload(encoder.add(value))


def frame(payload_: bytes) -> bytes:
    """Return a payload prefixed with its length."""
    return _LENGTH.pack(len(payload_)) + payload_


FRAME_HEADER_BYTES = _LENGTH.size


def frame_length(header: bytes, *, max_bytes: int) -> int:
    """Return the length given in a frame header.

    Raises:
        ProtocolError: if it exceeds `max_bytes`.
    """
    length: int = _LENGTH.unpack(header)[0]
    if length > max_bytes:
        raise ProtocolError(f"a frame of {length} bytes, where at most {max_bytes} are allowed")
    return length


def decode(data: bytes | bytearray) -> Value:
    """Return the value encoded in a payload; arrays are new, writeable and C-contiguous.

    Raises:
        ProtocolError: for anything that `encode` would not have written.
    """
    if len(data) < _LENGTH.size:
        raise ProtocolError(f"a payload of {len(data)} bytes")
    length = frame_length(bytes(data[: _LENGTH.size]), max_bytes=len(data) - _LENGTH.size)
    decoder = _Decoder(memoryview(data)[_LENGTH.size + length :], parse_int=_int, parse_float=_float)
    try:
        value = decoder.decode(_checked_text(bytes(data[_LENGTH.size : _LENGTH.size + length])))
    except UnicodeDecodeError as error:
        raise ProtocolError("a text that is not UTF-8") from error
    except json.JSONDecodeError as error:
        raise ProtocolError(f"not JSON: {error}") from error
    if decoder.at != len(decoder.buffer):
        raise ProtocolError(f"{len(decoder.buffer) - decoder.at} bytes after the arrays")
    return value


def decode_trusted(data: bytes) -> Value:
    """Return the value that the trusted side encoded, which may hold references; check nothing."""
    length = _LENGTH.unpack(data[: _LENGTH.size])[0] + _LENGTH.size
    return _TrustedDecoder(memoryview(data)[length:]).decode(data[_LENGTH.size : length].decode())


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


class Encoder:
    """Turn values into plain ones, which JSON has, and set the elements of their arrays aside.

    Args:
        max_bytes: the space for all values together.
        refs: whether values may hold references to kept objects. Then the elements of an array that occurs more than
            once are sent once.
    """

    def __init__(self, max_bytes: int = MAX_FRAME_BYTES, *, refs: bool = False) -> None:
        self._bytes_left = max_bytes
        self._items_left = MAX_ITEMS
        self._arrays: list[bytes] = []
        self._sent: dict[int, int] | None = {} if refs else None

    def add(self, value: Value, *, counted: bool = True) -> Any:
        """Return `value` as a plain value that shares no memory with it.

        Args:
            value: the value.
            counted: deduct it from the space that is left; leave this out for small values of our own only.

        Raises:
            Refused: if it holds something that is not a `Value`, or is too large, too deep or has too many parts; then
                nothing of it is kept.
        """
        before = self._bytes_left, self._items_left
        if not counted:
            self._bytes_left, self._items_left = MAX_FRAME_BYTES, MAX_ITEMS
        arrays = len(self._arrays)
        try:
            self._take(type(value), 0, 1)
            plain = self._plain(value, 0)
        except Refused:
            del self._arrays[arrays:]
            self._bytes_left, self._items_left = before
            raise
        if not counted:
            self._bytes_left, self._items_left = before
        return plain

    def payload(self, plain: Any) -> bytes:
        """Return the payload for a plain value that holds all that were added, in their order."""
        header = "".join(_to_json(plain, 0)).encode()
        return b"".join([_LENGTH.pack(len(header)), header, *self._arrays])

    def _plain(self, value: Value, depth: int) -> Any:
        kind = type(value)
        if kind is _ndarray:
            return self._array(value) if self._sent is None else self._array_once(value, self._sent)
        if value is None or kind is bool:
            return value
        if kind is str:
            return self._text(value)
        if kind is float:
            return value if _isfinite(value) else {"f": _float_text(value)}
        if kind is int:
            if not -(2**63) <= value < 2**63:
                raise Refused(kind, "does not fit in 64 bits")
            return value
        if kind is list:
            return self._items(kind, value, depth)
        if kind is tuple:
            return {"t": self._items(kind, value, depth)}
        if kind is dict:
            return {"m": self._pairs(value, depth)}
        if kind in _SCALARS:
            return self._array(_array(value))
        if kind is Ref and self._sent is not None:
            return {"r": self._text(value.handle)}
        raise Refused(kind, _unlike_a_value(kind))

    def _items(self, kind: type, values: Sequence[Value], depth: int) -> list[Any]:
        self._open(kind, len(values), depth)
        return [self._plain(item, depth + 1) for item in values]

    def _pairs(self, value: dict[Any, Value], depth: int) -> list[Any]:
        self._open(dict, len(value), depth)
        pairs: list[Any] = []
        for key, item in value.items():
            if type(key) is not str:
                raise Refused(dict, "has a key that is not a string")
            pairs += (self._text(key), self._plain(item, depth + 1))
        return pairs

    def _open(self, kind: type, count: int, depth: int) -> None:
        if depth >= MAX_DEPTH:
            raise Refused(kind, f"is nested more than {MAX_DEPTH} levels deep")
        self._take(kind, 0, count)

    def _take(self, kind: type, size: int, items: int) -> None:
        self._items_left -= items
        if self._items_left < 0:
            raise Refused(kind, f"has more than {MAX_ITEMS} items")
        self._bytes_left -= size + items * _ITEM_BYTES
        if self._bytes_left < 0:
            raise Refused(kind, "is larger than the limit for one answer")

    def _text(self, value: str) -> str:
        if len(value) > MAX_TEXT_BYTES or (4 * len(value) > MAX_TEXT_BYTES < len(value.encode("utf-8", "replace"))):
            raise Refused(str, f"is longer than {MAX_TEXT_BYTES} bytes")
        quoted: str = _quoted(value)  # escapes make it longer
        try:
            self._take(str, len(quoted) if quoted.isascii() else len(quoted.encode()), 0)
        except UnicodeEncodeError:
            raise Refused(str, "contains surrogates, which are not text") from None
        return value

    def _array_once(self, array: np.ndarray[Any, Any], sent: dict[int, int]) -> dict[str, Any]:
        index = sent.setdefault(id(array), len(self._arrays))
        return {"s": index} if index < len(self._arrays) else self._array(array)

    def _array(self, array: np.ndarray[Any, Any]) -> dict[str, Any]:
        dtype, shape = array.dtype, array.shape
        code = _CODES.get((dtype.kind, dtype.itemsize))
        if code is None:
            raise Refused(_ndarray, f"has dtype {str(dtype)[:80]}, not float64")
        # Check both bounds before copying: a broadcast view can claim more bytes than there is memory.
        self._take(_ndarray, array.nbytes, len(shape))
        if len(shape) > MAX_AXES or prod([n or 1 for n in shape]) > MAX_ELEMENTS:
            raise Refused(_ndarray, "has an unreasonably large shape")
        if not dtype.isnative:
            array = array.astype(_BY_CODE[code])
        self._arrays.append(array.tobytes())
        return {"a": [code, *shape]}


def _unlike_a_value(kind: type) -> str:
    """Return why an object of this type is not a `Value`."""
    bases = _mro(kind)
    if any(base is _ndarray for base in bases):  # not `in`, which would call a metaclass's __eq__
        return "is a subclass of ndarray, not a plain array; np.asarray returns a plain array"
    if any(base is _generic for base in bases):
        return "is not a float64; float() returns a plain number"
    return "is not an array, a number, a string or a list, tuple or dict of these"


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
        if code >= len(_BY_CODE) or prod([n or 1 for n in shape]) > MAX_ELEMENTS:
            raise ProtocolError(f"an array of dtype code {code} and shape {shape}")
        dtype = _BY_CODE[code]
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
