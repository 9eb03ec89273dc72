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
spelling, and the decoder accepts no other. The encoder runs next to hostile code: it considers exact types only, except
that a subclass of tuple counts as a tuple, and calls no method that the code could have defined.
"""

from __future__ import annotations

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

_ITEM_BYTES = 24  # the longest number

_DTYPES = (
    *("bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"),
    *("float16", "float32", "float64", "complex64", "complex128"),
)
BY_CODE = tuple(np.dtype(name) for name in _DTYPES)
CODES = {(dtype.kind, dtype.itemsize): code for code, dtype in enumerate(BY_CODE)}
_SCALARS = frozenset(dtype.type for dtype in BY_CODE)

LENGTH = struct.Struct("<I")

# Captured before any submission runs, so that a patched NumPy or json has no effect here.
_ndarray = np.ndarray
_array = np.array
_generic = np.generic
_mro = type.__dict__["__mro__"].__get__
_type_name = type.__dict__["__name__"].__get__
_isfinite = isfinite
_float_text = float.__repr__
_quoted = encode_basestring
_tuple_item = tuple.__getitem__
_WHOLE = slice(None)


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
    return LENGTH.pack(len(payload_)) + payload_


FRAME_HEADER_BYTES = LENGTH.size


def frame_length(header: bytes, *, max_bytes: int) -> int:
    """Return the length given in a frame header.

    Raises:
        ProtocolError: if it exceeds `max_bytes`.
    """
    length: int = LENGTH.unpack(header)[0]
    if length > max_bytes:
        raise ProtocolError(f"a frame of {length} bytes, where at most {max_bytes} are allowed")
    return length


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
        return b"".join([LENGTH.pack(len(header)), header, *self._arrays])

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
        if any(base is tuple for base in _mro(kind)):  # such as a named tuple, whose own methods are not called
            return {"t": self._items(kind, _tuple_item(value, _WHOLE), depth)}
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
            raise Refused(str, "contains surrogates, which cannot be encoded as UTF-8") from None
        return value

    def _array_once(self, array: np.ndarray[Any, Any], sent: dict[int, int]) -> dict[str, Any]:
        index = sent.setdefault(id(array), len(self._arrays))
        return {"s": index} if index < len(self._arrays) else self._array(array)

    def _array(self, array: np.ndarray[Any, Any]) -> dict[str, Any]:
        dtype, shape = array.dtype, array.shape
        code = CODES.get((dtype.kind, dtype.itemsize))
        if code is None:
            raise Refused(_ndarray, f"has dtype {str(dtype)[:80]}, not float64")
        # Check both bounds before copying: a broadcast view can claim more bytes than there is memory.
        self._take(_ndarray, array.nbytes, len(shape))
        if len(shape) > MAX_AXES or prod([n or 1 for n in shape]) > MAX_ELEMENTS:
            raise Refused(_ndarray, "has too many axes or elements")
        if not dtype.isnative:
            array = array.astype(BY_CODE[code])
        self._arrays.append(array.tobytes())
        return {"a": [code, *shape]}


def _unlike_a_value(kind: type) -> str:
    """Return why an object of this type is not a `Value`."""
    bases = _mro(kind)
    if any(base is _ndarray for base in bases):  # not `in`, which would call a metaclass's __eq__
        return "is not a plain array (convert it with np.asarray())"
    if any(base is _generic for base in bases):
        return "is not a float64 (convert it with float())"
    return "is not an array, a number, a string, or a list, tuple or dict of these"
