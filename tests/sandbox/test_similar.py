"""Typing mistakes are recognized, and different names are not taken for them."""

from __future__ import annotations

import pytest

from grader.sandbox.child.harness import Namespace
from grader.sandbox.similar import most_similar
from grader.sandbox.types import Call, Construct, GetAttr, Raised
from tests.sandbox.test_harness import loaded


@pytest.mark.parametrize(
    ("name", "names", "found"),
    [
        ("weigth", ("bias", "weight"), "weight"),
        ("Linear", ("Liner", "Layer"), "Liner"),
        ("ReLU", ("Relu",), "Relu"),
        ("grad_weight", ("weight", "grad_bias"), ""),
        ("running_var", ("running_mean",), ""),
        ("w1", ("w2",), ""),
        ("x" * 1000, ("x" * 999,), ""),
        ("backward", ("backwards", "forward"), "backwards"),
        ("anything", (), ""),
    ],
)
def test_most_similar(name: str, names: tuple[str, ...], found: str) -> None:
    assert most_similar(name, names) == found


def outcomes(source: bytes) -> list[str]:
    namespace: Namespace = loaded(source)
    ops = [Construct("a", "A"), Call("a", "f"), GetAttr("a", "gamma")]
    return [result.near for result in namespace.run(ops) if isinstance(result, Raised)]


@pytest.mark.parametrize(
    ("source", "near"),
    [
        (b"class A:\n    def f(self): self.weight = 1; return self.weigth", ["weight", ""]),
        (b"class A:\n    def f(self): self.gama = 1", ["gama"]),
        (b"class A:\n    __slots__ = ('gama',)\n    def f(self): self.gama = 1", ["gama"]),
        (b"import numpy as np\nclass A:\n    def f(self): return np.maxium(1, 2)", ["maximum", ""]),
        (b"class A:\n    def f(self):\n        output = 1\n        return outptu", ["output", ""]),
        (b"class A:\n    def f(self): raise AttributeError('mine')", ["", ""]),
        (b"class E(AttributeError):\n    obj = property(print)\nclass A:\n    def f(self): raise E('x')", ["", ""]),
        (b"class A:\n    __dict__ = property(print)\n    def f(self): self.absent", ["", ""]),
    ],
)
def test_the_name_that_was_meant_is_found_where_there_is_one(source: bytes, near: list[str]) -> None:
    assert outcomes(source) == near
