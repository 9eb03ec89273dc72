"""The entry point of the worker: call a function by name, with JSON in and JSON and arrays out.

An array in a result travels beside the JSON as a buffer, which is much faster than text. In the JSON, its place is
taken by ``{"$array": number, "shape": [...]}``. Numbers that JSON cannot hold become ``{"$number": "nan"}``.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Generator, Mapping
from importlib import import_module
from inspect import signature
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
Send = Callable[[str, list[Array]], object]
"""Takes the JSON of a message and its arrays."""


def invoke(module: str, function: str, arguments: str, send: Send) -> tuple[str, list[Array]]:
    """Call ``module.function(*arguments)`` and return its result, as JSON and arrays.

    A generator function is run to its end: each value that it yields is sent as a message, and the value that it
    returns is the result. A function with a parameter ``emit`` receives a function that sends a message.

    Args:
        module: the name of the module.
        function: the name of a public function in it.
        arguments: a JSON list.
        send: sends a message.
    """
    if function.startswith("_"):
        raise ValueError(f"{function} is not a public function")
    called = getattr(import_module(module), function)
    given: dict[str, Any] = {}
    if _takes_emit(called):
        given["emit"] = lambda message: send(*encode(message))
    result = called(*json.loads(arguments), **given)
    if isinstance(result, Generator):
        result = _exhaust(result, send)
    return encode(result)


def _takes_emit(called: Callable[..., object]) -> bool:
    try:
        return "emit" in signature(called).parameters
    except ValueError:  # some functions of NumPy have no signature
        return False


def encode(value: object) -> tuple[str, list[Array]]:
    """Return a value as JSON and the arrays in it."""
    arrays: list[Array] = []
    return json.dumps(_plain(value, arrays), allow_nan=False), arrays


def _exhaust(generator: Generator[object, None, object], send: Send) -> object:
    while True:
        try:
            send(*encode(next(generator)))
        except StopIteration as ended:
            return ended.value


def _plain(value: Any, arrays: list[Array]) -> Any:
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else {"$number": str(float(value))}
    if isinstance(value, Mapping):
        return {str(key): _plain(item, arrays) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item, arrays) for item in value]
    if isinstance(value, np.generic):
        return _plain(value.item(), arrays)
    if isinstance(value, np.ndarray):
        arrays.append(_sendable(value))
        return {"$array": len(arrays) - 1, "shape": list(value.shape)}
    raise TypeError(f"a {type(value).__name__} cannot be sent to the page")


def _sendable(array: Array) -> Array:
    """Return an array in one of the formats that a browser has typed arrays for."""
    kind, size = array.dtype.kind, array.dtype.itemsize
    if kind not in "fiub":
        raise TypeError(f"an array of {array.dtype} cannot be sent to the page")
    if kind == "b" or (kind == "u" and size == 1):
        target: type[np.generic] = np.uint8
    elif kind == "f":
        target = np.float32 if size == 4 else np.float64
    else:
        target = np.int32 if np.can_cast(array.dtype, np.int32) or _fits(array) else np.float64
    return np.ascontiguousarray(array, dtype=target)


def _fits(array: Array) -> bool:
    limits = np.iinfo(np.int32)
    return array.size == 0 or bool(array.min() >= limits.min and array.max() <= limits.max)
