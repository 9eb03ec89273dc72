"""Mistakes are named when the numbers prove them, once each, and not at all when they do not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from exercises import load
from exercises.expectations import Context
from grader.diagnosis import diagnose
from grader.diagnosis.known import same_value
from grader.diagnosis.signatures import Sample, recognize
from grader.report import Check, Fingerprint, Report, Stage, Verdict
from tests.grader.conftest import judged
from tests.grader.test_checks_catch import LINEAR

RNG = np.random.default_rng(20261123)


def named(slug, source, *, known=True, seed=0):
    exercise = load(slug)
    if not known:
        exercise = replace(exercise, wrong_answers=())
    return diagnose(exercise, judged(exercise, source, seed).runs)


def linear(*changes):
    source = LINEAR
    for old, new in changes:
        assert old in source
        source = source.replace(old, new)
    return source


UNSUMMED = ("grad_output.sum(axis=0)", "grad_output")
AVERAGED = ("grad_output.T @ self.x", "grad_output.T @ self.x / len(self.x)")


@pytest.mark.parametrize("slug", ["chain_rule", "sigmoid", "relu", "linear", "adam"])
def test_accepted_solutions_are_never_diagnosed(slug):
    for solution in load(slug).accepted:
        assert named(slug, solution.source) == ()


def test_a_known_mistake_in_another_style_is_named():
    (one,) = named("linear", linear(("grad_output.sum(axis=0)", "np.stack([row for row in grad_output])")))
    assert (one.id, one.check) == ("unsummed_bias", "backward.grad_bias")
    assert one.confidence > 0.95


@pytest.mark.parametrize(
    "returned",
    [
        "np.ma.masked_array(grad_output @ self.weight)",
        "(grad_output @ self.weight).astype(object)",
    ],
)
def test_gradients_beside_a_value_that_cannot_be_sent_are_not_blamed(returned):
    assert named("linear", linear(("return grad_output @ self.weight", f"return {returned}"))) == ()


def test_two_independent_mistakes_are_both_named():
    found = named("linear", linear(UNSUMMED, AVERAGED))
    assert [(one.id, one.check) for one in found] == [
        ("weight_averaged", "backward.grad_weight"),
        ("unsummed_bias", "backward.grad_bias"),
    ]
    assert all(one.confidence < 0.95 for one in found)


def test_one_mistake_with_two_symptoms_is_named_once():
    both = linear(AVERAGED, ("grad_output.sum(axis=0)", "grad_output.mean(axis=0)"))
    assert [one.id for one in named("linear", both)] == ["everything_averaged"]


def test_never_more_than_three():
    many = linear(
        ("+ self.bias", "- self.bias"),
        UNSUMMED,
        AVERAGED,
        ("return grad_output @ self.weight", "return -grad_output @ self.weight"),
    )
    assert len(named("linear", many)) == 3


def test_silent_when_nothing_fits():
    odd = linear(("return grad_output @ self.weight", "return np.cos(grad_output) @ self.weight"))
    assert named("linear", odd) == ()


def test_silent_about_code_that_raises_in_its_own_way():
    assert named("linear", linear(("        self.x = x\n", "        raise RuntimeError('mine')\n"))) == ()
    assert named("linear", load("linear").starter) == ()


@pytest.mark.parametrize("body", ["raise ValueError('x')", "raise SystemExit", "input()", "return self.absent"])
@pytest.mark.parametrize("slug", ["linear", "conv2d"])
def test_nothing_is_said_about_results_of_a_call_that_raises(slug, body):
    source = load(slug).accepted[0].source
    source = source.replace("def backward(self, grad_output):", f"def backward(self, grad_output):\n        {body}")
    assert named(slug, source) == ()


NOTHING_COMPUTED = """
import numpy as np


class Conv2d:
    def __init__(self, weight, bias, stride=1, padding=0):
        self.weight, self.bias, self.stride, self.padding = weight, bias, stride, padding

    def forward(self, x):
        (sh, sw), (ph, pw) = (np.broadcast_to(pair, 2) for pair in (self.stride, self.padding))
        (n, _, h, w), (f, _, kh, kw) = x.shape, self.weight.shape
        return np.zeros((n, f, (h + 2 * ph - kh) // sh + 1, (w + 2 * pw - kw) // sw + 1))

    def backward(self, grad_output):
        return grad_output
"""


def test_a_gradient_that_does_not_exist_is_not_said_to_be_computed():
    report = graded("conv2d", source=NOTHING_COMPUTED, known=True)
    assert report.main_diagnosis.check == "forward.output"
    assert not [one.id for one in report.diagnoses if "not_kept" in one.id]


def test_two_gradients_that_do_not_exist_beside_a_right_one_name_no_mistake():
    source = linear(("self.grad_weight", "weight"), ("self.grad_bias", "bias"))
    report = graded("linear", source=source, known=True)
    assert report.diagnoses == ()
    assert "self.grad_weight does not exist" in report.first_failure.message


def test_a_gradient_that_does_not_exist_where_all_others_are_right_was_not_stored():
    assert [one.id for one in named("linear", linear(("self.grad_bias", "bias")))] == ["bias_gradient_not_kept"]


def test_twins_are_merged_into_the_first():
    exercise = load("linear")
    unsummed = next(wrong for wrong in exercise.wrong_answers if wrong.id == "unsummed_bias")
    twin = replace(unsummed, id="zz_twin", title="The same again.")
    exercise = replace(exercise, wrong_answers=(*exercise.wrong_answers, twin))
    assert [one.id for one in diagnose(exercise, judged(exercise, unsummed.source).runs)] == ["unsummed_bias"]


def test_a_whole_match_goes_before_one_that_fits_a_single_check():
    exercise = load("linear")
    known = exercise.wrong_answers
    one_more = replace(known[0], id="aa_more", stage="backward", named="aa_more", source=linear(UNSUMMED, AVERAGED))
    exercise = replace(exercise, wrong_answers=(one_more, *known))
    only_bias = judged(exercise, linear(UNSUMMED))
    assert [one.id for one in diagnose(exercise, only_bias.runs)] == ["unsummed_bias"]


@pytest.mark.parametrize("epsilon", ["1e-7", "1e-9", "1e-12", "1e-16"])
def test_a_mistake_is_named_for_other_values_of_its_number(epsilon):
    exercise = load("cross_entropy")
    wrong = next(one for one in exercise.wrong_answers if one.id == "epsilon_inside_the_logarithm")
    assert "1e-15" in wrong.source
    found = named("cross_entropy", wrong.source.replace("1e-15", epsilon))
    assert [one.id for one in found] == ["epsilon_inside_the_logarithm"]


def test_the_first_of_two_mistakes_in_one_check_is_named_with_less_confidence():
    base = next(one.source for one in load("conv2d").accepted if one.id == "textbook")
    both = base.replace("+= (g @ flat)", "= (g @ flat)").replace("p : p + h, p : p + w]", "p:-p, p:-p]")
    assert [(one.id, one.confidence) for one in named("conv2d", both)] == [("frame_removed_with_minus", 0.6)]


def test_a_single_number_that_agrees_by_coincidence_names_nothing():
    """In the worked example, x·g equals half of z·g, as if the gradient had been split."""
    start = "def forward(x, y, z):\n    return (x + y) * z\n\n\ndef backward(g, x, y, z):\n"
    assert named("chain_rule", f"{start}    return x * g, y * g, (x + y) * g\n") == ()
    (all_three,) = named("chain_rule", f"{start}    return x * g, y * g, z * g\n")
    assert all_three.id == "own_input_instead_of_the_other_factor"


GENERAL = [
    ("unsummed", UNSUMMED, "backward.grad_bias"),
    ("rows_inverse", ("sum(axis=0)", "mean(axis=0)"), "backward.grad_bias"),
    ("rows", ("sum(axis=0)", "sum(axis=0) * len(self.x)"), "backward.grad_bias"),
    ("size_inverse", ("grad_output.T @ self.x", "grad_output.T @ self.x / grad_output.size"), "backward.grad_weight"),
    ("negative", ("return grad_output", "return -grad_output"), "backward.grad_x"),
    ("factor", ("return grad_output", "return 2 * grad_output"), "backward.grad_x"),
    ("transposed", ("grad_output.T @ self.x", "self.x.T @ grad_output"), "backward.grad_weight"),
    ("keepdims", ("sum(axis=0)", "sum(axis=0, keepdims=True)"), "backward.grad_bias"),
    ("zero", ("grad_output.T @ self.x", "0.0 * self.weight"), "backward.grad_weight"),
    ("upstream_ignored", ("return grad_output", "return np.ones_like(grad_output)"), "backward.grad_x"),
    ("accumulated", ("self.grad_bias =", "self.grad_bias = getattr(self, 'grad_bias', 0) +"), "properties.repeatable"),
    ("stale", ("self.x = x", "self.x = getattr(self, 'x', x)"), "properties.latest"),
]


@pytest.mark.parametrize(("id_", "change", "check"), GENERAL, ids=[row[0] for row in GENERAL])
def test_general_signature_is_recognized_without_the_catalog(id_, change, check):
    for seed in range(5):
        (one,) = named("linear", linear(change), known=False, seed=seed)
        assert (one.id, one.check) == (id_, check)
        assert 0.0 < one.confidence < 0.9


@pytest.mark.parametrize(
    ("slug", "old", "new", "id_"),
    [
        ("relu", "grad_output * self.mask", "grad_output * (self.mask + 0.1 * ~self.mask)", "negative_side"),
        ("relu", "grad_output * self.mask", "grad_output * self.mask * 3", "factor"),
        ("relu", "return x * self.mask", "return np.where(x < 0, 0.1 * x, x)", "negative_side"),
        ("adam", "append(p - self.lr", "append(p + self.lr", "step_sign"),
        ("adam", "append(p - self.lr", "append(p - 10 * self.lr", "step_factor"),
        ("adam", "append(p - self.lr", "append(p - 0 * self.lr", "not_moving"),
        ("sigmoid", "return grad_output * self.s * (1.0 - self.s)", "return grad_output", "upstream_returned"),
    ],
)
def test_general_signature_of_other_kinds(slug, old, new, id_):
    source = next(one.source for one in load(slug).accepted if one.id in ("mask", "textbook"))
    assert old in source
    assert named(slug, source.replace(old, new), known=False)[0].id == id_


def samples(shows, count=3, **settings):
    """Samples of one check: `shows` makes the wrong value from the right one."""
    for n in range(2, 2 + count):
        right, upstream = RNG.normal(size=(n, 3)), RNG.normal(size=(n, 3))
        yield Sample("it", shows(right), right, Context("case", upstream=upstream, **settings))


def test_a_factor_that_differs_from_case_to_case_is_not_named():
    factors = iter([2.0, 3.0, 5.0])
    assert recognize(list(samples(lambda right: right * next(factors)))) is None


def test_a_factor_with_something_left_over_is_not_named():
    assert recognize(list(samples(lambda right: 2 * right + 1e-3))) is None


def test_right_numbers_show_no_signature():
    assert recognize(list(samples(lambda right: right.copy()))) is None


def test_random_numbers_show_no_signature():
    for _ in range(50):
        assert recognize(list(samples(lambda right: RNG.normal(size=right.shape)))) is None


def test_a_column_of_zeros_is_no_evidence():
    nothing = [Sample("it", np.ones(3), np.zeros(3), Context("case"))]
    assert recognize(nothing) is None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (np.ones(3), np.ones(3) + 1e-12, True),
        (np.ones(3), np.ones(3) + 1e-6, False),
        (np.array([np.nan, 1.0]), np.array([np.nan, 1.0]), True),
        (np.array([np.nan, 1.0]), np.array([1.0, np.nan]), False),
        (np.array([np.inf]), np.array([-np.inf]), False),
        (np.array([np.inf]), np.array([1e300]), False),
        (np.ones((2, 1)), np.ones((1, 2)), False),
        (np.ones(2), np.ones(2, dtype=np.float32), False),
        (np.array([True]), np.array([True]), True),
        (1.0, np.array(1.0), True),
        (None, None, True),
        (None, 0.0, False),
        ([np.ones(2)], (np.ones(2),), True),
        ([np.ones(2)], [np.ones(2), np.ones(2)], False),
        ("a", "a", True),
        (np.ones(0), np.ones(0), True),
    ],
)
def test_same_value(one, other, same):
    assert same_value(one, other, load("linear").spec.tolerance) is same


FINGERPRINT = Fingerprint("0" * 64, "0", "2", "3", "1" * 64, "T1", {})


def graded(slug, change=("", ""), *, source="", known=False):
    """The report of a source, or of an accepted solution with one replacement, as (old, new)."""
    exercise = load(slug)
    source = source or next(one.source for one in exercise.accepted if change[0] in one.source).replace(*change)
    found = judged(exercise, source)
    shown = diagnose(exercise if known else replace(exercise, wrong_answers=()), found.runs)
    return Report(slug, 1, Verdict.WA, 0, 100, 0, FINGERPRINT, found.checks, shown, 1.0)


def test_a_dtype_that_cuts_the_numbers_off_is_named_rather_than_their_zeros():
    report = graded("tanh", ("return self.t", "return self.t.astype(int)"))
    assert report.main_diagnosis is None
    assert "dtype_got" in report.first_failure.details


def test_a_check_that_says_what_is_wrong_goes_before_a_vague_signature():
    report = graded("minibatch_sgd", ("range(0, n, batch_size)", "range(0, n - batch_size, batch_size)"))
    assert report.main_diagnosis is None
    assert report.first_failure.id == "forward.batches"


def test_a_diagnosis_of_a_later_stage_does_not_head_the_report_of_a_wrong_forward():
    right = graded("linear", UNSUMMED, known=True)
    assert right.main_diagnosis.id == "unsummed_bias"
    wrong_forward = Check("forward.output", Stage.FORWARD, Verdict.WA, 0, 30, "Off.", {"error": 1.0})
    report = replace(right, checks=(wrong_forward, *right.checks))
    assert report.main_diagnosis is None
    assert [one.id for one in report.other_diagnoses] == ["unsummed_bias"]


def test_zeros_that_remain_after_an_exception_are_not_named():
    source = load("scalar_autograd").accepted[-1].source
    raising = source.replace("order = topological_order(self)", "raise RuntimeError('deep')")
    assert raising != source
    assert named("scalar_autograd", raising) == ()


@pytest.mark.parametrize(
    ("slug", "base", "old", "new"),
    [
        ("sgd", "loop", "zip(params, grads)", "zip(params, reversed(grads))"),
        ("momentum", "textbook", "[np.zeros_like(p) for p in params]", "np.array([np.zeros_like(p) for p in params])"),
        ("linear", "textbook", "grad_output.T @ self.x", "grad_output @ self.x"),
        ("conv2d", "textbook", "window.reshape(n, -1) @ flat.T", "flat @ window.reshape(n, -1)"),
        ("max_pool2d", "textbook", "self.kernel_size = pair(kernel_size)", "self.kernel_size = kernel_size"),
    ],
)
def test_another_exception_of_the_same_type_is_no_evidence(slug, base, old, new):
    (source,) = (one.source for one in load(slug).accepted if one.id == base)
    assert source.count(old) == 1
    assert named(slug, source.replace(old, new)) == ()
