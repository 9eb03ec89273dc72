"""A submission is loaded, called, printed and measured, in every tier."""

from __future__ import annotations

import numpy as np
import pytest

from grader.sandbox import Sandbox
from grader.sandbox.types import Call, Construct, GetAttr, Limits, Loaded, LoadFailed, Raised, Returned, Signature

LINEAR = b"""
import numpy as np

class Linear:
    def __init__(self, weight, bias):
        self.weight = weight
        self.bias = bias

    def forward(self, x):
        print("forward", x.shape)
        return x @ self.weight.T + self.bias

    def backward(self, grad_output):
        raise NotImplementedError("Write the backward pass")
"""


def test_a_class_is_built_called_and_read(sandbox: Sandbox) -> None:
    weight, bias, x = np.arange(6.0).reshape(3, 2), np.ones(3), np.full((4, 2), 2.0)
    with sandbox.session() as session:
        loaded = session.load(LINEAR, "linear.py", ["Linear", "Linear.forward", "Softmax"])
        assert loaded == Loaded(
            {
                "Linear": Signature("class", ("weight", "bias"), 2),
                "Linear.forward": Signature("function", ("x",), 1),
                "Softmax": Signature("missing"),
            }
        )
        built, forward, read, backward = session.run(
            [
                Construct("layer", "Linear", (weight, bias)),
                Call("layer", "forward", (x,)),
                GetAttr("layer", "weight"),
                Call("layer", "backward", (x,)),
            ]
        )
        assert built == Returned(None)
        assert isinstance(forward, Returned)
        np.testing.assert_array_equal(forward.value, x @ weight.T + bias)
        assert isinstance(read, Returned)
        np.testing.assert_array_equal(read.value, weight)
        assert isinstance(backward, Raised)
        assert (backward.type, backward.message) == ("NotImplementedError", "Write the backward pass")
        assert [(frame.line, frame.function, frame.code) for frame in backward.frames] == [
            (14, "backward", 'raise NotImplementedError("Write the backward pass")')
        ]
        assert session.output == "forward (4, 2)\n"
        assert 0 < session.usage.cpu_time_s < 2
    assert session.usage.max_rss_bytes > 1 << 20


def test_each_session_starts_from_nothing(sandbox: Sandbox) -> None:
    with sandbox.session() as session:
        session.load(b"import numpy as np\nnp.secret = 1", "a.py", [])
    with sandbox.session() as session:
        session.load(b"import numpy as np\ndef look():\n    return hasattr(np, 'secret')", "b.py", [])
        assert session.run([Call(None, "look")]) == [Returned(False)]


@pytest.mark.parametrize(
    ("source", "kind", "type_", "line"),
    [
        (b"def f(:\n", "syntax", "SyntaxError", 1),
        (b"x = 1\n  y = 2\n", "syntax", "IndentationError", 2),
        (b"x = 1\nimport os; os.fork\n", "import", "ImportError", 2),
        (b"x = 1\n\nx / 0\n", "raised", "ZeroDivisionError", 3),
        (b"from sys import *\n", "import", "ImportError", 1),
        (b"raise SystemExit(0)\n", "raised", "SystemExit", 1),
    ],
)
def test_a_source_that_does_not_load_says_where(
    sandbox: Sandbox, source: bytes, kind: str, type_: str, line: int
) -> None:
    with sandbox.session() as session:
        failed = session.load(source, "a.py", ["f"])
    assert isinstance(failed, LoadFailed)
    assert (failed.kind, failed.raised.type, failed.raised.frames[-1].line) == (kind, type_, line)


def test_other_limits_get_another_child(t2: Sandbox) -> None:
    for megabytes in (64, 192, 64):
        with t2.session(Limits(memory_bytes=megabytes << 20)) as session:
            session.load(b"import numpy as np\ndef take(n): return np.ones(n).size", "a.py", [])
            small, large = session.run([Call(None, "take", (4 << 20,)), Call(None, "take", (16 << 20,))])
        assert small == Returned(4 << 20)
        assert (large == Returned(16 << 20)) == (megabytes == 192)


def test_a_second_session_at_once_is_refused(t2: Sandbox) -> None:
    with t2.session(), pytest.raises(RuntimeError, match="one session at a time"):
        t2.session()


def test_other_work_is_done_once_while_a_request_runs(sandbox: Sandbox) -> None:
    done: list[str] = []
    ops = [Call(None, "twice", (3,))]
    with sandbox.session() as session:

        def prepare() -> None:
            done.append("prepared")
            session.prepare(ops)

        session.load(b"def twice(x):\n    return 2 * x", "twice.py", ["twice"], meanwhile=prepare)
        assert session.run(ops, meanwhile=lambda: done.append("ran")) == [Returned(6)]
    assert done == ["prepared", "ran"]


def test_a_request_prepared_in_vain_is_not_sent(sandbox: Sandbox) -> None:
    with sandbox.session() as session:
        session.load(b"def twice(x):\n    return 2 * x", "twice.py", ["twice"])
        session.prepare([Call(None, "twice", (3,))])
        assert session.run([Call(None, "twice", (4,))]) == [Returned(8)]
        assert session.run([Call(None, "twice", (5,))]) == [Returned(10)]


def test_an_error_in_the_other_work_ends_nothing_but_the_session(sandbox: Sandbox) -> None:
    def fail() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), sandbox.session() as session:
        session.load(b"x = 1", "x.py", [], meanwhile=fail)
    with sandbox.session() as session:
        assert isinstance(session.load(b"x = 1", "x.py", []), Loaded)
