"""The imports that a submission may use: the guard in its ``__import__``, and loading all of them before the lockdown.

The guard exists for clear messages: a module that is not on the list becomes a placeholder that raises an error when
it is used, or is refused at once where the code is prepared for that. Safety comes from the fact that no file can be
opened.
"""

from __future__ import annotations

import builtins
import importlib
import pkgutil
import sys
from collections.abc import Mapping, Sequence
from types import ModuleType
from typing import Any, NoReturn

from grader.sandbox.child.placeholders import Placeholder, is_caught, placeholder, refusal
from grader.sandbox.policy import ALLOWED_IMPORTS

_NUMPY_PARTS = ("exceptions", "lib.format", "lib.stride_tricks", "testing", "typing")
_LAZY = (
    *("mmap", "tempfile"),  # imported by NumPy to open a file, which then fails with a clear message
    "_strptime",  # imported by datetime and time on first use
    "unicodedata",  # needed by the compiler for names such as σ and for "\\N{...}"
)
_ENCODINGS = ("ascii", "cp1252", "idna", "latin_1", "punycode", "utf_16", "utf_8", "utf_8_sig")


def guarded_builtins() -> dict[str, Any]:
    """Return a copy of the builtins whose ``__import__`` enforces the list, and without the pager of ``help``."""
    return {**vars(builtins), "__import__": _guarded_import, "help": _no_help}


def _no_help(*_: object) -> NoReturn:
    raise refusal("help")


_import = builtins.__import__
_allowed = frozenset(ALLOWED_IMPORTS)


def _guarded_import(
    name: str,
    globals: Mapping[str, object] | None = None,  # noqa: A002 - the signature of __import__
    locals: Mapping[str, object] | None = None,  # noqa: A002
    fromlist: Sequence[str] | None = (),
    level: int = 0,
) -> ModuleType | Placeholder:
    if type(fromlist) is list:
        # Not an import statement: NumPy's C code imports what it needs, in whichever frame called it.
        return _import(name, globals, locals, fromlist, level)
    if level or name.partition(".")[0] not in _allowed:
        if level or "*" in (fromlist or ()) or is_caught(sys._getframe(1)):
            raise refusal("." * level + name)
        return placeholder(name, fromlist or ())
    return _import(name, globals, locals, fromlist or (), level)


def warm() -> None:
    """Import everything on the list, and call what NumPy loads or allocates on first use."""
    for name in (*ALLOWED_IMPORTS, *_LAZY):
        importlib.import_module(name)
    for package in ("collections", "re"):
        for part in pkgutil.iter_modules(importlib.import_module(package).__path__, f"{package}."):
            importlib.import_module(part.name)
    for name in _NUMPY_PARTS:
        importlib.import_module(f"numpy.{name}")
    for name in _ENCODINGS:
        importlib.import_module(f"encodings.{name}")
    numpy = importlib.import_module("numpy")
    for name in numpy.__all__:
        getattr(numpy, name)  # some are imported on access, and `from numpy import *` accesses all of them
    _use_numpy()


def _use_numpy() -> None:
    import random

    import numpy as np

    random.seed(0)
    rng = np.random.default_rng(0)
    square = rng.standard_normal((4, 4)) + 4 * np.eye(4)
    for function in (np.linalg.svd, np.linalg.inv, np.linalg.eigh, np.linalg.qr, np.linalg.det, np.fft.rfft):
        function(square)
    np.linalg.solve(square, square)
    np.einsum("ij,jk->ik", square, square, optimize=True)
    np.random.seed(0)
    np.random.rand(2)
    for bits in (np.random.MT19937, np.random.PCG64DXSM, np.random.Philox, np.random.SFC64):
        np.random.Generator(bits(0)).random()
    np.lib.stride_tricks.sliding_window_view(square, (2, 2)).sum()
    np.testing.assert_allclose(square @ square, np.matmul(square, square))
    np.random.default_rng().permutation(4)
    str(square), repr(np.float32(1)), np.array2string(square)
    np.exp(np.float32(1)), np.exp(1j), np.sort(square, axis=0), np.median(square), np.unique(square)
    np.ma.array([1]), np.polynomial.Polynomial([1, 2])(3), np.save
