"""Float32 inside a right solution is named as lost precision, whatever the exercise."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from exercises import catalog, load
from exercises.expectations import Context
from grader.diagnosis import diagnose
from grader.diagnosis.signatures import Sample, recognize
from tests.grader.conftest import judged

ROUND = """

import numpy as _np


def _rounded(value):
    if isinstance(value, list | tuple):
        return type(value)(map(_rounded, value))
    if isinstance(value, float):
        return float(_np.float32(value))
    if isinstance(value, _np.ndarray) and value.dtype.kind == "f":
        return value.astype(_np.float32).astype(float)
    return value


def _results(inner):
    return lambda *args: _rounded(inner(*args))


def _operands(inner):
    return lambda *args: inner(*map(_rounded, args))


"""
OWN_SENTENCES = {("xor_mlp", "_results")}  # its first failed check states a condition, with a sentence of its own


def in_float32(slug, where):
    """An accepted solution whose results, or operands, are cast to float32 and back."""
    exercise = load(slug)
    names = [name for name in exercise.spec.names if name in exercise.spec.functions or "." in name]
    lines = [f"{name} = {where}({name})\n" for name in names]
    if slug == "scalar_autograd":  # its calls return objects
        lines.append("Value.__init__ = _operands(Value.__init__)\n")
    return "".join([exercise.accepted[0].source, ROUND, *lines])


@pytest.mark.slow
@pytest.mark.parametrize("where", ["_results", "_operands"])
@pytest.mark.parametrize("slug", catalog().slugs)
def test_float32_inside_a_right_solution_is_named(slug, where):
    exercise = load(slug)
    for seed in range(2):
        found = diagnose(exercise, judged(exercise, in_float32(slug, where), seed).runs)
        assert {one.id for one in found} == (set() if (slug, where) in OWN_SENTENCES else {"precision"})


def sampled(change, count=3):
    rng = np.random.default_rng(20261129)
    rights = [rng.normal(size=(4, 3)) for _ in range(count)]
    return [Sample("it", change(right), right, Context("case")) for right in rights]


@pytest.mark.parametrize(
    "change",
    [
        lambda right: right * (1.0 + 1e-8) + 1e-7,
        lambda right: right * (1.0 + 3e-7),
        lambda right: right + 3e-4 * np.sin(1e6 * right),
        lambda right: right * (1.0 + 1e-12 * np.sin(1e6 * right)),
        lambda right: right.copy(),
    ],
    ids=["a constant", "a factor", "large errors", "rounding of float64", "right"],
)
def test_other_small_errors_are_not_taken_for_float32(change):
    found = recognize(sampled(change))
    assert found is None or found.id != "sign.precision"


def test_one_value_that_is_truly_wrong_speaks_against_float32():
    samples = sampled(lambda right: right.astype(np.float32).astype(float))
    assert recognize(samples).id == "sign.precision"
    assert recognize([*samples, replace(samples[0], got=2.0 * samples[0].got)]) is None
