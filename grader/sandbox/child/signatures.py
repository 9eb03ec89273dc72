"""Describe what a module defines under a name, by inspection and without calling anything."""

from __future__ import annotations

from collections.abc import Mapping
from types import CodeType, FunctionType
from typing import Any

from grader.sandbox.policy import BOUNDS
from grader.sandbox.types import Signature

MAX_PARAMETERS = BOUNDS["parameters"][0]
_MAX_WRAPPERS = 10
_VARARGS, _VARKEYWORDS = 0x04, 0x08
_mro = type.__dict__["__mro__"].__get__
_class_dict = type.__dict__["__dict__"].__get__
_UNKNOWN = ("*args", "**kwargs")


def describe(namespace: Mapping[str, Any], name: str) -> Signature:
    """Return the signature of ``function``, ``Class`` (of its constructor) or ``Class.method`` in `namespace`."""
    owner, _, method = name.partition(".")
    if owner not in namespace:
        return Signature("missing")
    found = namespace[owner]
    is_class = issubclass(type(found), type)
    if not method:
        return _constructor(found) if is_class else _callable(found)
    inherited = _lookup(found, method) if is_class else None
    return Signature("missing") if inherited is None else _callable(inherited, bound=True)


def _constructor(cls: type) -> Signature:
    init, new = _lookup(cls, "__init__"), _lookup(cls, "__new__")
    if type(init) is FunctionType:
        return Signature("class", *_parameters(init, bound=True))
    if init is object.__init__ and new is object.__new__:
        return Signature("class")
    return Signature("class", _UNKNOWN)


def _lookup(cls: type, name: str) -> Any:
    for base in _mro(cls):
        if name in _class_dict(base):
            return _class_dict(base)[name]
    return None


def _callable(found: Any, *, bound: bool = False) -> Signature:
    if type(found) is staticmethod:
        found, bound = found.__func__, False
    elif type(found) is classmethod:
        found = found.__func__
    if type(found) is FunctionType:
        return Signature("function", *_parameters(found, bound=bound))
    return Signature("function", _UNKNOWN) if callable(found) else Signature("other")


def _parameters(function: FunctionType, *, bound: bool) -> tuple[tuple[str, ...], int]:
    """Return the names of a function's parameters, and how many have no default; `bound` leaves out the first one."""
    for _ in range(_MAX_WRAPPERS):
        wrapped = function.__dict__.get("__wrapped__")
        if type(wrapped) is not FunctionType:
            break
        function = wrapped
    code: CodeType = function.__code__
    plain, only = code.co_argcount, code.co_kwonlyargcount
    names = list(code.co_varnames[:plain])
    required = plain - len(function.__defaults__ or ())
    stars = list(code.co_varnames[plain + only :])
    if code.co_flags & _VARARGS:
        names.append("*" + stars.pop(0))
    names += code.co_varnames[plain : plain + only]
    required += only - len(function.__kwdefaults__ or {})
    if code.co_flags & _VARKEYWORDS:
        names.append("**" + stars.pop(0))
    if bound and plain:
        names, required = names[1:], max(required - 1, 0)
    return tuple(names[:MAX_PARAMETERS]), min(max(required, 0), len(names), MAX_PARAMETERS)
