"""The name that a submission may have meant where it asked for one that does not exist."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from grader.sandbox.similar import most_similar

_mro = type.__dict__["__mro__"].__get__
_class_dict = type.__dict__["__dict__"].__get__
_instance_dict = object.__getattribute__


def near(error: BaseException) -> str:
    """Return an existing name that is similar to the one that a NameError or an AttributeError is about."""
    if not isinstance(error, NameError | AttributeError):
        return ""
    try:
        names = _of_scope(error) if isinstance(error, NameError) else _of_object(error.obj)
        return most_similar(error.name, tuple(sorted({name for name in names if type(name) is str})))
    except Exception:  # noqa: BLE001 - everything about the error is submission code, and a suggestion is only a comfort
        return ""


def _of_object(found: Any) -> Iterator[str]:
    for base in _mro(type(found)):
        yield from _class_dict(base)
    try:
        yield from _instance_dict(found, "__dict__")
    except AttributeError:  # it has slots only
        return


def _of_scope(error: NameError) -> Iterator[str]:
    traceback = error.__traceback__
    while traceback is not None and traceback.tb_next is not None:
        traceback = traceback.tb_next
    if traceback is not None:
        frame = traceback.tb_frame
        for names in (frame.f_locals, frame.f_globals, frame.f_builtins):
            yield from names
