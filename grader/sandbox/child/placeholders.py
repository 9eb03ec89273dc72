"""Stand-ins for modules that a submission imports but may not use: nothing happens until one of them is used.

Notebooks and editors leave imports behind that the code does not need. A stand-in lets such a file load. Like the list
of imports, it exists for comfort: safety comes from the operating system.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from types import CodeType, FrameType
from typing import Any, NoReturn

from grader.sandbox.policy import ALLOWED_IMPORTS

_PLAIN_OF_SYS = ("byteorder", "float_info", "maxsize", "stderr", "stdout", "version", "version_info")
"""What harmless code reads from `sys`: numbers, names, and the streams that print uses."""

_USES = (
    *("call", "getitem", "setitem", "delitem", "iter", "len", "contains", "enter", "exit", "mro_entries"),
    *("add", "radd", "sub", "rsub", "mul", "rmul", "truediv", "rtruediv", "matmul", "rmatmul", "pow", "neg"),
    *("lt", "le", "gt", "ge", "float", "int", "index", "array"),
)


class ImportRefused(ImportError):  # noqa: N818 - students read ImportError
    """Something that is not on the list was imported or used; shown to students as ImportError."""


ImportRefused.__name__ = ImportRefused.__qualname__ = "ImportError"


def refusal(name: str) -> ImportRefused:
    """Return the error that names what is not available."""
    allowed = ", ".join(module for module in ALLOWED_IMPORTS if module != "__future__")
    return ImportRefused(f"'{name}' is not available in an exercise; you can import {allowed}", name=name)


class Placeholder:
    """A module, or a name from a module, that raises an error as soon as it is used.

    Args:
        name: its full name, for the error.
        known: attributes that can be used.
    """

    def __init__(self, name: str, **known: object) -> None:
        vars(self).update(known)
        vars(self)["_Placeholder__name"] = name

    def __repr__(self) -> str:
        return f"<{self.__name}, which is not available>"

    def __getattr__(self, attribute: str) -> NoReturn:
        raise refusal(f"{self.__name}.{attribute}")

    def __setattr__(self, attribute: str, value: object) -> NoReturn:
        raise refusal(f"{self.__name}.{attribute}")


def _refuse(self: Placeholder, *_: object, **__: object) -> NoReturn:
    raise full_refusal(self)


for _use in _USES:
    setattr(Placeholder, f"__{_use}__", _refuse)

_modules: dict[str, Placeholder] = {}


def full_refusal(found: Placeholder) -> ImportRefused:
    """Return the error for the use of `found` itself."""
    return refusal(vars(found)["_Placeholder__name"])


def placeholder(name: str, fromlist: Sequence[str]) -> Placeholder:
    """Return what ``import name`` (its top-level package) or ``from name import fromlist`` takes its names from."""
    top, *parts = name.split(".")
    if top not in _modules:
        known = {plain: getattr(sys, plain) for plain in _PLAIN_OF_SYS} if top == "sys" else {}
        _modules[top] = Placeholder(top, **known)
    module = _modules[top]
    for part in parts:
        module = _part(module, part)
    for wanted in fromlist:
        _part(module, wanted)
    return module if fromlist else _modules[top]


def _part(module: Placeholder, name: str) -> Any:
    attributes = vars(module)
    return attributes.setdefault(name, Placeholder(f"{attributes['_Placeholder__name']}.{name}"))


def is_caught(frame: FrameType) -> bool:
    """Return whether `frame` is inside a try or with statement, which may be prepared for a missing module."""
    return any(start <= frame.f_lasti < end for start, end in _protected(frame.f_code))


def _protected(code: CodeType) -> list[tuple[int, int]]:
    """Return the ranges of instructions, in bytes, that have an exception handler.

    The format of the table is described in InternalDocs/exception_handling.md of CPython.
    """
    numbers = _numbers(code.co_exceptiontable)
    starts, lengths = numbers[0::4], numbers[1::4]
    return [(2 * start, 2 * (start + length)) for start, length in zip(starts, lengths, strict=True)]


def _numbers(table: bytes) -> list[int]:
    numbers, number = [], 0
    for byte in table:
        number = number << 6 | byte & 63
        if not byte & 64:
            numbers.append(number)
            number = 0
    return numbers
