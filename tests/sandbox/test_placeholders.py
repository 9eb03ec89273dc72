"""Modules that a submission imports but may not use: `grader.sandbox.child.placeholders`."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from grader.sandbox.child.harness import Namespace
from grader.sandbox.types import Call, LoadFailed, Raised, Returned
from tests.sandbox.test_harness import loaded


def test_a_required_name_from_a_file_that_is_not_here_does_not_load() -> None:
    outcome = Namespace(b"from my_layers import Linear\n", "x.py").load(["Linear", "Linear.forward"])
    assert isinstance(outcome, LoadFailed)
    assert (outcome.kind, outcome.raised.type) == ("import", "ImportError")
    assert outcome.raised.message.startswith("'my_layers.Linear' is not available")


@pytest.mark.parametrize(
    "line",
    [
        *("import os", "import os.path", "import matplotlib.pyplot as plt", "from scipy import special, stats"),
        *("import ctypes, importlib", "from reference import nn", "__import__('subprocess')"),
        *("import sys\nprint(sys.maxsize, sys.float_info.epsilon, sys.version_info > (3,), file=sys.stderr)",),
    ],
)
def test_an_import_that_is_not_used_does_no_harm(line: str) -> None:
    assert loaded(f"{line}\nx = 1\n".encode()).module.x == 1


def test_no_placeholder_gives_away_the_module_it_stands_for() -> None:
    namespace = loaded(b"import sys, os.path, builtins, ctypes\nfrom os import system\n")
    found = [value for name, value in vars(namespace.module).items() if not name.startswith("__")]
    assert len(found) == 5
    assert not any(isinstance(value, type(sys)) for value in found)
    assert not any(isinstance(value, type(sys)) for item in found for value in vars(item).values())


def test_code_that_is_prepared_for_a_missing_module_gets_the_error_at_once() -> None:
    source = b"""
import contextlib, numpy
try:
    import cupy as xp
except ImportError:
    xp = numpy
with contextlib.suppress(ImportError):
    import torch
def f():
    try:
        from scipy.special import expit
    except ImportError:
        return 1
"""
    namespace = loaded(source)
    assert namespace.module.xp is np
    assert not hasattr(namespace.module, "torch")
    assert namespace.run([Call(None, "f")]) == [Returned(1)]


def test_a_module_that_is_not_available_is_named_where_it_is_used() -> None:
    namespace = loaded(b"import scipy.special\ndef f(x):\n    return scipy.special.expit(x)\n")
    (result,) = namespace.run([Call(None, "f", (1.0,))])
    assert isinstance(result, Raised)
    assert (result.type, result.frames[-1].line) == ("ImportError", 3)
    assert result.message.startswith("'scipy.special.expit' is not available")
