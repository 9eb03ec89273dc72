"""Every kind of bad input has its verdict and a sentence that helps; none is our fault, none raises."""

from __future__ import annotations

import pytest

from exercises import load
from grader import MAX_SOURCE_BYTES, grade
from grader.messages import say
from grader.report import Outcome, Verdict

RIGHT = load("relu").accepted[0].source


def relu(forward="return np.maximum(0, x)", backward="return grad_output * (self.x > 0)", top=""):
    return f"""import numpy as np
{top}
class ReLU:
    def forward(self, x):
        self.x = x
        {forward}
    def backward(self, grad_output):
        {backward}
"""


NOT_GRADABLE = [
    ("empty", "", "empty"),
    ("only blanks", " \n\t\n", "empty"),
    ("10 MB", b"#" * 10_000_000, "10,000,000 bytes"),
    ("just too large", "#" * (MAX_SOURCE_BYTES + 1), "the limit is"),
    ("NUL bytes", RIGHT.encode() + b"\n\0", "NUL byte"),
    ("not UTF-8", RIGHT.encode() + b"# \xff", "not UTF-8"),
    ("surrogates in a text", RIGHT + "# \ud800", "not UTF-8"),
    ("UTF-16", RIGHT.encode("utf-16"), "not UTF-8"),
    ("foreign coding line", "# coding: cp037\n" + RIGHT, "UTF-8"),
    ("syntax error", "class ReLU\n    pass", "Line 1 is not valid Python"),
    ("unfinished", "def f(", "not valid Python"),
    ("too deeply nested", "x = " + "(" * 5000 + ")" * 5000, ""),
    ("missing class", "import numpy as np", "does not define a class named ReLU"),
    ("a function for a class", "def ReLU(): pass", "not a class"),
    ("wrong signature", relu().replace("class ReLU:", "class ReLU:\n    def __init__(self, size): pass"), "ReLU()"),
    ("wrong method signature", relu().replace("forward(self, x)", "forward(self)"), "ReLU.forward(x)"),
    ("forbidden import", relu(top="import os; os.getcwd()"), "os.getcwd is used on line 2"),
    ("import of the oracle", relu(top="from reference import nn; nn.relu"), "reference.nn.relu is used"),
    ("raises at import", relu(top="1 / 0"), "ZeroDivisionError on line 2"),
    ("exits at import", relu(top="raise SystemExit(0)"), "SystemExit"),
]


@pytest.mark.parametrize(("source", "said"), [row[1:] for row in NOT_GRADABLE], ids=[row[0] for row in NOT_GRADABLE])
def test_what_does_not_load_is_not_gradable(sandbox, source, said):
    report = grade("relu", source, seed=1, sandbox=sandbox)
    assert (report.verdict, report.outcome, report.points) == (Verdict.CE, Outcome.NOT_GRADABLE, 0)
    assert said in report.checks[0].message
    assert {check.verdict for check in report.checks[1:]} == {Verdict.SKIP}
    assert report.diagnoses == ()


WRONG = [
    ("endless loop at import", relu(top="while True: pass"), Verdict.TLE, "CPU time"),
    ("endless loop in forward", relu("while True: pass"), Verdict.TLE, "CPU time"),
    ("memory bomb", relu("return np.ones((1 << 40,))"), Verdict.MLE, "memory"),
    ("a growing list", relu("y = []\n        while True: y.append(np.ones(1 << 16))"), Verdict.MLE, "memory"),
    ("prints megabytes", relu("for _ in range(9): print('x' * 10_000_000)"), Verdict.OLE, "print"),
    (
        "ends its process",
        relu("contextlib.os._exit(0)", top="import contextlib"),
        Verdict.RTE,
        say("end.crashed"),
    ),
    ("forbidden system call", relu("contextlib.os.kill(1, 9)", top="import contextlib"), Verdict.SC, "not allowed"),
    ("a number for an array", relu("return 0.0"), Verdict.WA, "a single number"),
    ("recursion", relu("return self.forward(x)"), Verdict.RTE, "RecursionError"),
    ("returns None", relu("pass"), Verdict.WA, "is None"),
    ("returns a list", relu("return list(np.maximum(0, x))"), Verdict.WA, "list"),
    ("returns a foreign object", relu("return self"), Verdict.WA, "ReLU"),
    ("returns an object array", relu("return np.array([None])"), Verdict.WA, "compared"),
    ("returns a subclass", relu("return np.ma.array(np.maximum(0, x), mask=x < 0)"), Verdict.WA, "not a plain array"),
    ("misspells an attribute", relu("self.mask = x > 0\n        return self.maks"), Verdict.RTE, "AttributeError"),
    ("returns a long double", relu("return np.longdouble(1)"), Verdict.WA, "not a float64"),
    ("returns a wrong shape", relu("return np.maximum(0, x)[None]"), Verdict.WA, "shape"),
    ("returns a wrong dtype", relu("return np.maximum(0, x).astype(int)"), Verdict.WA, "dtype int64"),
    ("returns NaN", relu("return x * np.nan", "return grad_output * np.nan"), Verdict.WA, "is nan at [0]"),
    ("raises", relu("raise ValueError('no')"), Verdict.RTE, "ValueError on line 6"),
    ("raises what is not an Exception", relu("raise KeyboardInterrupt"), Verdict.RTE, "KeyboardInterrupt"),
    ("exits", relu("raise SystemExit(0)"), Verdict.RTE, "SystemExit"),
    ("not written yet", load("relu").starter, Verdict.RTE, "NotImplementedError"),
    ("no forward at all", relu().replace("forward", "fwd"), Verdict.WA, "The method forward is not defined"),
]


@pytest.mark.parametrize(("source", "verdict", "said"), [row[1:] for row in WRONG], ids=[row[0] for row in WRONG])
def test_what_goes_wrong_is_graded_with_no_points(sandbox, source, verdict, said):
    report = grade("relu", source, seed=1, sandbox=sandbox)
    assert (report.verdict, report.outcome, report.points) == (verdict, Outcome.GRADED, 0)
    first = next(check for check in report.checks if check.verdict not in (Verdict.AC, Verdict.SKIP))
    assert said in first.message
    assert grade("relu", RIGHT, seed=1, sandbox=sandbox).verdict is Verdict.AC


def test_raised_exception_comes_with_the_students_own_lines(sandbox):
    source = relu("return helper(x)", top="def helper(x):\n    return x['no']")
    report = grade("relu", source, seed=1, sandbox=sandbox)
    raised = report.checks[1].details["exception"]
    assert raised["type"] == "IndexError"
    assert [frame["function"] for frame in raised["frames"]] == ["forward", "helper"]
    assert raised["frames"][-1] == {"line": 3, "function": "helper", "code": "return x['no']"}


def test_points_judged_before_the_process_died_are_kept(sandbox):
    report = grade("relu", relu(backward="while True: pass"), seed=1, sandbox=sandbox)
    verdicts = {check.id: check.verdict for check in report.checks}
    assert (report.verdict, report.points) == (Verdict.PAC, 40)
    assert verdicts["forward.output"] is Verdict.AC
    assert verdicts["backward.grad_x"] is Verdict.TLE
    assert {v for name, v in verdicts.items() if name.startswith(("gradcheck", "properties"))} == {Verdict.SKIP}


def test_a_failed_stage_skips_what_needs_it_with_a_sentence(sandbox):
    report = grade("relu", relu("raise ValueError"), seed=1, sandbox=sandbox)
    skipped = {check.id: check.message for check in report.checks if check.verdict is Verdict.SKIP}
    assert skipped["backward.grad_x"] == say("skip.forward_form")
    assert skipped["properties.repeatable"] == say("skip.forward")


def test_prints_are_kept_for_the_student(sandbox):
    wrong = grade("relu", relu("print('x is', x.shape); return x"), seed=1, sandbox=sandbox)
    assert wrong.checks[1].details["output"].startswith("x is (6,)\n")
    right = grade("relu", RIGHT + "\nprint('hello')\n", seed=1, sandbox=sandbox)
    assert right.checks[0].details["output"] == "hello\n"


def test_hostile_texts_are_made_printable(sandbox):
    name = "\x1b[31m<script>\u202e"
    source = relu(f"raise type({name!r}, (Exception,), {{}})({name!r} + '\\ud800' + '\\x00')", top=f"print({name!r})")
    report = grade("relu", source, seed=1, sandbox=sandbox)
    check = report.checks[1]
    for text in (check.message, check.details["exception"]["type"], check.details["output"]):
        assert "\x1b" not in text
        assert "\u202e" not in text
        assert "\\x1b[31m<script>" in text
    assert "\x00" not in check.details["exception"]["message"]
