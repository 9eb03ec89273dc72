"""What is right earns its points, and what an exercise is about is worth more than the rest."""

from __future__ import annotations

import pytest

from exercises import load
from grader.grading import grade
from grader.report import Report, Stage, Verdict
from grader.sandbox import Sandbox


def mistake(slug: str, id_: str) -> str:
    (found,) = (wrong for wrong in load(slug).wrong_answers if wrong.id == id_)
    return found.source


def base(slug: str) -> str:
    (found,) = (one for one in load(slug).accepted if one.id == "textbook")
    return found.source


def failed(report: Report) -> set[str]:
    return {check.id for check in report.checks if check.verdict not in (Verdict.AC, Verdict.SKIP)}


def earned(report: Report, stage: Stage) -> int:
    return sum(check.points for check in report.checks if check.stage is stage)


def test_running_statistics_of_another_shape_lose_what_they_are_worth(sandbox: Sandbox):
    source = base("batch_norm").replace("x.mean(axis=0), x.var", "x.mean(axis=0, keepdims=True), x.var")
    report = grade("batch_norm", source, seed=0, sandbox=sandbox)
    assert failed(report) == {"forward.running"}
    assert report.points == 87


def test_a_pool_for_single_numbers_earns_the_half_that_is_about_them(sandbox: Sandbox):
    report = grade("max_pool2d", mistake("max_pool2d", "one_stride_for_both_and_ties"), seed=0, sandbox=sandbox)
    assert failed(report) == {"forward.pairs", "backward.grad_x_pairs"}
    assert report.points >= 38


def test_a_convolution_for_square_shapes_earns_the_half_that_is_about_them(sandbox: Sandbox):
    report = grade("conv2d", mistake("conv2d", "output_sizes_exchanged"), seed=0, sandbox=sandbox)
    assert {check.id: check.points for check in report.checks}["forward.output"] == 20
    assert earned(report, Stage.BACKWARD) == 21


def test_a_network_that_never_learns_loses_half_of_the_properties(sandbox: Sandbox):
    report = grade("xor_mlp", mistake("xor_mlp", "starts_at_zero"), seed=0, sandbox=sandbox)
    assert "properties.learns" in failed(report)
    assert report.points <= 79


@pytest.mark.parametrize(
    ("slug", "id_"),
    [
        ("sigmoid", "derivative_overflows"),
        ("softmax", "maximum_not_subtracted"),
        ("softplus", "both_overflow"),
        ("cross_entropy", "maximum_not_subtracted"),
        ("bce_with_logits", "overflowing_softplus"),
    ],
)
def test_wrong_values_at_1000_cost_half_of_the_properties(sandbox: Sandbox, slug: str, id_: str):
    report = grade(slug, mistake(slug, id_), seed=0, sandbox=sandbox)
    assert failed(report) == {"properties.extremes"}
    assert report.points <= 90


def test_a_right_gradient_of_a_wrong_forward_earns_the_gradient_check(sandbox: Sandbox):
    source = base("linear").replace("+ self.bias", "+ self.bias + 1.0")
    report = grade("linear", source, seed=0, sandbox=sandbox)
    assert (earned(report, Stage.FORWARD), earned(report, Stage.BACKWARD)) == (0, 40)
    assert earned(report, Stage.GRADCHECK) == 10


def test_a_property_that_fails_beside_a_wrong_gradient_waits_without_a_sentence_of_its_own(sandbox: Sandbox):
    report = grade("linear", mistake("linear", "unsummed_bias"), seed=0, sandbox=sandbox)
    properties = [check for check in report.checks if check.stage is Stage.PROPERTIES and check.max_points]
    assert {check.verdict for check in properties} == {Verdict.AC, Verdict.SKIP}
    assert len({check.message for check in properties if check.verdict is Verdict.SKIP}) == 1
