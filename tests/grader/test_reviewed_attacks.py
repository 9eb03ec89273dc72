"""Sources that once cost the trusted side its memory, its report, or points it should not have given."""

from __future__ import annotations

import numpy as np
import pytest

from grader import grade
from grader.messages import say
from grader.questions import same
from grader.report import Report, Verdict
from grader.sandbox import Sandbox

SIGMOID = """\
import numpy as np


class Sigmoid:
    calls = 0

    def forward(self, x):
        Sigmoid.calls += 1
        self.s = 1 / (1 + np.exp(-np.clip(x, -700, 700)))
        return {forward}

    def backward(self, g):
        d = self.s * (1 - self.s)
        return {backward}
"""


def judge(sandbox: Sandbox, forward: str, backward: str) -> Report:
    return grade("sigmoid", SIGMOID.format(forward=forward, backward=backward), seed=7, sandbox=sandbox)


@pytest.mark.parametrize(
    ("forward", "backward", "points"),
    [
        ("np.empty((0, 2**25))", "g * d", 0),
        ("np.stack([self.s, 1 - self.s])", "g * d", 0),
        ("self.s", "np.array([g * self.s])", 35),
        ("self.s", "g[..., None] * d[..., None, :]", 35),
    ],
)
def test_an_axis_too_many_is_a_wrong_answer_and_never_our_fault(
    sandbox: Sandbox, forward: str, backward: str, points: int
) -> None:
    report = judge(sandbox, forward, backward)
    assert (report.verdict, report.points) == (Verdict.PAC if points else Verdict.WA, points)


@pytest.mark.parametrize("later", ["np.zeros_like(x)", "np.random.rand(*x.shape)"])
def test_a_forward_that_changes_for_the_gradient_check_earns_nothing_there(sandbox: Sandbox, later: str) -> None:
    report = judge(sandbox, f"self.s if Sigmoid.calls <= 6 else {later}", "np.zeros_like(g)")
    assert [check.points for check in report.checks if check.stage == "gradcheck"] == [0]


def test_noise_is_not_called_consistent(sandbox: Sandbox) -> None:
    report = judge(sandbox, "self.s + 1e-3 * np.random.randn(*x.shape)", "g * 42")
    assert report.points == 0
    assert say("slopes.consistent") not in [check.message for check in report.checks]


def test_a_gradient_that_is_not_a_number_fails_the_gradient_check(sandbox: Sandbox) -> None:
    report = judge(sandbox, "self.s", "g * d * np.nan")
    assert [check.points for check in report.checks if check.stage == "gradcheck"] == [0]


@pytest.mark.parametrize("returned", [None, [1.0, 2.0], "x", {}])
def test_an_argument_replaced_by_something_else_is_a_changed_argument(returned: object) -> None:
    assert not same(np.ones(2), returned)
    assert same(np.ones(2), np.ones(2))
