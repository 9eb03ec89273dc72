"""Files that no editor would save: each gets a verdict and a sentence, against every target, and none is our fault."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from exercises import load
from grader.report import Outcome, Report, Verdict
from grader.sandbox.types import Call, LoadFailed, Returned
from tests.grader.test_bad_input import NOT_GRADABLE
from tests.sandbox.target import Target

RIGHT = load("relu").accepted[0].source
CE, AC, WA, RTE, TLE = Verdict.CE, Verdict.AC, Verdict.WA, Verdict.RTE, Verdict.TLE


def with_top(top: str) -> str:
    """The right solution, after something else."""
    return f"{top}\n{RIGHT}"


@dataclass(frozen=True)
class Input:
    """A file that is handed in to the exercise relu.

    Attributes:
        name: of the test.
        source: the file.
        verdicts: one of these is right; more than one where the machine decides.
        says: part of the first sentence, when it is not graded.
    """

    name: str
    source: str | bytes
    verdicts: tuple[Verdict, ...]
    says: str = ""


def not_gradable(name: str, source: str | bytes, says: str = "") -> Input:
    return Input(name, source, (CE,), says)


def right(name: str, source: str | bytes) -> Input:
    """What is odd and still a right solution must get its points."""
    return Input(name, source, (AC,))


INPUTS = (
    *(not_gradable(*row) for row in NOT_GRADABLE),
    not_gradable("one NUL byte", b"\0", "NUL byte"),
    not_gradable("NUL in a comment", RIGHT.encode() + b"# \0", "NUL byte"),
    not_gradable("surrogate bytes", RIGHT.encode() + b"# \xed\xa0\x80", "not UTF-8"),
    not_gradable("overlong UTF-8", RIGHT.encode() + b"# \xc0\xaf", "not UTF-8"),
    not_gradable("UTF-32", RIGHT.encode("utf-32"), "not UTF-8"),
    not_gradable("coding line utf-7", "# coding: utf-7\n" + RIGHT, "UTF-8"),
    not_gradable("coding line unicode_escape", "# coding: unicode_escape\n" + RIGHT, "UTF-8"),
    not_gradable("coding line rot13", "# coding: rot13\n" + RIGHT, "UTF-8"),
    not_gradable("coding line of a module", "# coding: os.system\n" + RIGHT),
    not_gradable("coding line in line 2", "#!/bin/python\n# -*- coding: cp1252 -*-\n" + RIGHT, "UTF-8"),
    not_gradable("BOM and another coding", b"\xef\xbb\xbf# coding: latin-1\n" + RIGHT.encode()),
    not_gradable("a zip", b"PK\x03\x04" + bytes(200)),
    not_gradable("a compiled file", b"\xa7\r\r\n" + bytes(12)),
    not_gradable("an image", b"\x89PNG\r\n\x1a\n" + bytes(9)),
    not_gradable("a notebook", '{"cells": [], "nbformat": 4}', "does not define a class named ReLU"),
    not_gradable("HTML", "<!doctype html><script>alert(1)</script>", "Line 1 is not valid Python"),
    not_gradable("shell", "#!/bin/sh\nrm -rf /", "Line 2 is not valid Python"),
    not_gradable("an editor's merge marks", "<<<<<<< HEAD\n" + RIGHT, "Line 1 is not valid Python"),
    not_gradable("tabs and blanks", "if 1:\n\tx = 1\n        y = 2\n" + RIGHT, "not valid Python"),
    not_gradable("invisible blank", "x =\u200b 1\n" + RIGHT, "not valid Python"),
    not_gradable("smart quotes", "x = \u201cabc\u201d\n" + RIGHT, "not valid Python"),
    not_gradable("await at the top", "await x\n" + RIGHT),
    not_gradable("relative import", with_top("from . import nn"), "not"),
    not_gradable("star import of nothing", with_top("from reference import *"), "reference is used"),
    not_gradable("use of the loader", with_top("import importlib; importlib.reload"), "line 1"),
    not_gradable("use of ctypes", with_top("import ctypes; ctypes.CDLL(None)"), "line 1"),
    not_gradable("import through builtins", with_top("__import__('subprocess').run"), "line 1"),
    not_gradable("use of a private module", with_top("from _io import open; open('x')"), "line 1"),
    right(
        "what notebooks import", with_top("import sys, os, time, logging, traceback, matplotlib.pyplot as plt, scipy")
    ),
    right("a domain name", with_top("x = 'a.b'.encode('idna')")),
    not_gradable("syntax error of its own", "raise SyntaxError('not mine', ('x.py', 10**9, 1, 'x'))"),
    not_gradable("an HTML-named exception", "raise type('<img src=x onerror=alert(1)>', (Exception,), {})"),
    not_gradable("an exception without words", "class E(Exception):\n    __str__ = None\nraise E"),
    not_gradable("a group of exceptions", "raise ExceptionGroup('g' * 10**6, [ValueError()] * 9)"),
    not_gradable("an exception that is no exception", "raise 1", "TypeError"),
    not_gradable("a module that replaces itself", "import warnings\nwarnings.sys.modules['submission'] = 1\nx = 1"),
    not_gradable("an instance for a class", "class A: pass\nReLU = A()", "not a class"),
    Input("a metaclass for a class", "class M(type):\n    def __call__(self): return 1\nReLU = M", (RTE,)),
    not_gradable("one parameter too many", RIGHT.replace("def forward(self, x", "def forward(self, y, x", 1)),
    not_gradable(
        "ten thousand parameters",
        "class ReLU:\n    def forward(self, "
        + ", ".join(f"a{i}" for i in range(10_000))
        + "): pass\n    backward = forward",
    ),
    Input("a megabyte of digits", "x = " + "9" * 100_000, (CE,)),
    Input("deep blocks", "".join(" " * i + "if 1:\n" for i in range(101)) + " " * 101 + "x = 1", (CE,)),
    Input("deep operators", "x = " + "-" * 20_000 + "1\n", (CE, RTE, TLE)),
    Input("lambdas in lambdas", "x = " + "lambda: " * 8_000 + "1\n", (CE, RTE, TLE)),
    right("BOM", b"\xef\xbb\xbf" + RIGHT.encode()),
    right("coding line utf-8", "# -*- coding: utf-8 -*-\n" + RIGHT),
    not_gradable("coding line latin-1 and such a byte", b"# coding: latin-1\n# \xe9\n" + RIGHT.encode(), "not UTF-8"),
    right("lines of Windows", RIGHT.replace("\n", "\r\n")),
    right("lines of an old Macintosh", RIGHT.replace("\n", "\r")),
    right("no line end at the end", RIGHT.rstrip("\n")),
    right("form feeds", RIGHT + "\f\n\f"),
    right("a comment in every script", RIGHT + "# \u202e\u0430\u4e2d\U0001f600\n"),
    right("names in Greek", RIGHT + "\nσ, ﬁ = 1, 2\n"),
    right("characters by name", RIGHT + '\nσ = "\\N{GREEK SMALL LETTER SIGMA}"\n'),
    right("a future import", "from __future__ import annotations\n" + RIGHT),
    right("a long line", RIGHT + "\nx = '" + "y" * 50_000 + "'\n"),
    right("many lines", RIGHT + "\n" * 50_000),
    right("its own __name__", RIGHT + "\n__name__ = '__main__'\n"),
    right("without its own __file__", RIGHT + "\ndel __file__\n"),
    right("a __getattr__ of the module", RIGHT + "\ndef __getattr__(name): raise RuntimeError\n"),
    right("a class with slots", RIGHT.replace("class ReLU:", "class ReLU:\n    __slots__ = ('__dict__',)\n")),
)


@pytest.mark.parametrize("handed_in", INPUTS, ids=lambda handed_in: handed_in.name)
def test_an_odd_file_gets_a_verdict_and_the_next_one_too(target: Target, handed_in: Input) -> None:
    assert target.works()
    before = target.state()
    report: Report = target.grade("relu", handed_in.source, 3)
    assert report.verdict in handed_in.verdicts, report.checks[0]
    if report.verdict is Verdict.AC:
        assert report.points == report.max_points
    if report.verdict is Verdict.CE:
        assert (report.outcome, report.points) == (Outcome.NOT_GRADABLE, 0)
        assert handed_in.says in report.checks[0].message
        assert report.checks[0].message.isprintable() or "\n" in report.checks[0].message
    assert target.works()
    assert target.state() == before


@pytest.mark.parametrize(
    "filename", ["numpy.py", "submission.py", "os.py", "grader.py", "<string>", "a\x1b[31m.py", "../x.py", "é" * 100]
)
def test_a_file_may_be_called_anything(target: Target, filename: str) -> None:
    source = b"import numpy as np\ndef f(x): return np.exp(x)\ndef g(): raise ValueError"
    played = target.play(source, ["f", "g"], [Call(None, "f", (np.zeros(2),)), Call(None, "g")], filename=filename)
    assert not isinstance(played.loaded, LoadFailed)
    value, raised = played.results
    assert isinstance(value, Returned)
    np.testing.assert_array_equal(value.value, np.ones(2))
    assert [frame.line for frame in raised.frames] == [3]
