"""The numeric gradient check measures what it says: slopes, kinks, every element of small arrays."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from exercises import load
from exercises.spec import Case
from grader.messages import say
from grader.plans import stages
from grader.report import Stage, Verdict
from grader.slopes import EVERY_ELEMENT_UP_TO, RANDOM_DIRECTIONS
from tests.grader.conftest import check, judged

KINK_AT_ZERO = """
import numpy as np
class ReLU:
    def forward(self, x):
        self.x = x
        return np.maximum(x, 0.0)
    def backward(self, grad_output):
        return grad_output * (self.x > 0)
"""

TEXTBOOK = next(one.source for one in load("sigmoid").accepted if one.id == "textbook")


def with_cases(slug, *cases):
    exercise = load(slug)
    return replace(exercise, spec=replace(exercise.spec, cases=lambda rng: list(cases)))


def relu_at(*numbers):
    plain = [Case("away", {"x": np.array([1.0, -2.0])}), Case("here", {"x": np.array(numbers)}, gradcheck=True)]
    return with_cases("relu", *plain)


def slopes(exercise, source):
    return check(judged(exercise, source), "gradcheck.slopes")


def test_a_point_on_the_kink_is_left_out_and_the_rest_still_counts():
    result = slopes(relu_at(0.0, 1.0, -1.0), KINK_AT_ZERO)
    assert result.verdict is Verdict.AC
    assert result.details["notes"] == [say("note.kinks", count=1)]
    assert "2 directions" in result.message


def test_only_kinks_measured_nothing_earns_nothing_and_says_so():
    result = slopes(relu_at(0.0, 0.0), KINK_AT_ZERO)
    assert (result.verdict, result.points) == (Verdict.SKIP, 0)
    assert "kink" in result.message


def test_a_wrong_slope_next_to_a_kink_is_still_found():
    wrong = KINK_AT_ZERO.replace("grad_output * (self.x > 0)", "grad_output * (self.x > 1)")
    result = slopes(relu_at(0.0, 0.5), wrong)
    assert result.verdict is Verdict.WA
    assert "x[1]" in result.message


def test_small_arrays_are_measured_element_by_element():
    plan = next(plan for plan in stages(load("linear").spec, 0) if plan.stage is Stage.GRADCHECK)
    (question,) = plan.checks[0].questions
    assert len(question.directions) == 2 * 3 + 4 * 3 + 4
    assert {direction.label for direction in question.directions} == {"x", "weight", "bias"}
    assert all(np.count_nonzero(direction.vector) == 1 for direction in question.directions)


def test_large_arrays_are_measured_in_several_random_directions():
    size = EVERY_ELEMENT_UP_TO + 1
    rng = np.random.default_rng(0)
    cases = [Case("small", {"x": rng.normal(size=2)}), Case("large", {"x": rng.normal(size=size)}, gradcheck=True)]
    exercise = with_cases("sigmoid", *cases)
    (question,) = stages(exercise.spec, 0)[2].checks[0].questions
    assert len(question.directions) == RANDOM_DIRECTIONS
    assert all(np.isclose(np.linalg.norm(direction.vector), 1.0) for direction in question.directions)
    assert slopes(exercise, TEXTBOOK).verdict is Verdict.AC
    one_wrong = TEXTBOOK.replace("- self.s)", "- self.s) * np.where(np.arange(self.s.size) == 30, 0.5, 1.0)")
    assert one_wrong != TEXTBOOK
    assert slopes(exercise, one_wrong).verdict is Verdict.WA


@pytest.mark.slow
@pytest.mark.parametrize("slug", ["chain_rule", "sigmoid", "relu", "linear"])
def test_correct_solutions_stay_far_below_the_tolerance(slug):
    for seed in range(20):
        for solution in load(slug).accepted:
            details = check(judged(slug, solution.source, seed), "gradcheck.slopes").details
            assert details["error"] * 100 < details["tolerance"]


def test_a_relative_error_of_a_thousandth_is_found():
    wrong = TEXTBOOK.replace("(1.0 - self.s)", "(1.001 - self.s)")
    assert wrong != TEXTBOOK
    assert slopes(load("sigmoid"), wrong).verdict is Verdict.WA
