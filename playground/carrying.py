"""What an object has changed about itself since it was constructed, carried to one that was constructed anew.

A student's layer gets its parameters in its constructor and may keep them in a form of its own. After each step it is
therefore constructed with the new parameters. Everything else that it remembers must outlive this, so that mistakes
such as a gradient that accumulates still show.
"""

from __future__ import annotations

from typing import Any

import numpy as np

_MISSING = object()


def frozen(value: Any) -> Any:
    """Return a copy of a value with its arrays and containers; other objects are kept as they are."""
    if isinstance(value, np.ndarray):
        return value.copy()
    if isinstance(value, dict):
        return {key: frozen(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return tuple(frozen(item) for item in value)
    return value


def merged(before: Any, now: Any, fresh: Any) -> Any:
    """Return what has changed from `before` to `now`, and the value of `fresh` for the rest.

    Args:
        before: the value after construction, frozen.
        now: the value at present.
        fresh: the value after the next construction.
    """
    if isinstance(before, dict) and isinstance(now, dict) and isinstance(fresh, dict):
        return {
            key: merged(before.get(key, _MISSING), item, fresh[key]) if key in fresh else item
            for key, item in now.items()
        }
    return fresh if _is_same(before, now) else now


def carry(before: Any, old: Any, new: Any) -> None:
    """Give a new object the attributes that its predecessor has changed since its construction."""
    if isinstance(getattr(old, "__dict__", None), dict) and isinstance(getattr(new, "__dict__", None), dict):
        new.__dict__.update(merged(before, old.__dict__, new.__dict__))


def _is_same(before: Any, now: Any) -> bool:
    if isinstance(now, np.ndarray):
        is_array = isinstance(before, np.ndarray) and before.shape == now.shape and before.dtype == now.dtype
        return is_array and before.tobytes() == now.tobytes()
    if isinstance(now, dict):
        is_dict = isinstance(before, dict) and before.keys() == now.keys()
        return is_dict and all(_is_same(before[key], item) for key, item in now.items())
    if isinstance(now, list | tuple):
        is_tuple = isinstance(before, tuple) and len(before) == len(now)
        return is_tuple and all(map(_is_same, before, now))
    plain = (bool, int, float, complex, str, bytes, np.generic)
    return before is now or (isinstance(now, plain) and type(before) is type(now) and bool(before == now))
