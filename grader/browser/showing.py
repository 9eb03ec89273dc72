"""Describe values for a page: a short text and, for arrays, the shape and the dtype."""

from __future__ import annotations

from typing import Any

import numpy as np

MOST_CHARS = 4000
SHORT_CHARS = 120
_MORE = " …"

Json = dict[str, Any]


def shown(value: object, most_chars: int = MOST_CHARS) -> Json:
    """Return the type and the repr of a value, with the shape and the dtype of an array.

    Raises:
        Exception: whatever the value's own ``__repr__`` raises.
    """
    described: Json = {"type": type(value).__name__, "text": _clip(_text(value), most_chars)}
    if isinstance(value, np.ndarray):
        described |= {"shape": list(value.shape), "dtype": str(value.dtype)}
    return described


def shown_briefly(value: object) -> Json:
    """Return the same with a text of one short line; a ``__repr__`` that raises gives the type alone."""
    try:
        described = shown(value)
    except Exception as error:  # noqa: BLE001 - the boundary: __repr__ is student code
        described = {"type": type(value).__name__, "text": f"<its __repr__ raised {type(error).__name__}>"}
    return {**described, "text": _clip(" ".join(described["text"].split()), SHORT_CHARS)}


def _text(value: object) -> str:
    if isinstance(value, np.ndarray):
        # An array with many elements would be cut in the middle of a row; NumPy leaves out its middle instead.
        return np.array_repr(value, max_line_width=88)
    return repr(value)


def _clip(text: str, most_chars: int) -> str:
    return text if len(text) <= most_chars else text[:most_chars] + _MORE
