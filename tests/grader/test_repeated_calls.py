"""Every exercise with a forward and a backward: a second backward, results that last, changing arrays, modes."""

from __future__ import annotations

import pytest

from exercises import catalog, load
from grader.diagnosis import diagnose
from grader.grading import grade
from grader.report import Report, Verdict
from grader.sandbox import Sandbox
from tests.grader.conftest import judged

SUBJECTS = [
    slug
    for slug in catalog().slugs
    if any(name.endswith(".backward") for name in load(slug).spec.names) and slug != "scalar_autograd"
]
WITH_MODES = ["batch_norm", "dropout"]
HALVES_THE_SECOND = """

class Second({name}):
    def forward(self, *args):
        self.is_fresh = True
        return super().forward(*args)

    def backward(self, *args):
        gradient = super().backward(*args)
        if not self.is_fresh:
            gradient = gradient * 0.5
        self.is_fresh = False
        return gradient


{name} = Second
"""
ONE_ARRAY_FOR_ALL = """

import numpy


class Buffered({name}):
    def forward(self, *args):
        output = super().forward(*args)
        return self.written("output", output) if numpy.ndim(output) else output

    def backward(self, *args):
        return self.written("gradient", super().backward(*args))

    def written(self, key, values):
        arrays = self.__dict__.setdefault("arrays", {{}})
        key = key, values.shape
        arrays.setdefault(key, numpy.empty(values.shape))[...] = values
        return arrays[key]


{name} = Buffered
"""
REMEMBERS_ARRAYS = """


class Remembers({name}):
    def forward(self, *args):
        output = super().forward(*args)
        seen = self.__dict__.setdefault("seen", {{}})
        return seen.setdefault(id(args[0]), (args[0], output * 1.0))[1] * 1.0


{name} = Remembers
"""


def extended(slug: str, code: str) -> str:
    """Return an accepted solution whose class is replaced by a subclass of it."""
    (name,) = (name.removesuffix(".backward") for name in load(slug).spec.names if name.endswith(".backward"))
    return load(slug).accepted[0].source + code.format(name=name)


def failed(report: Report) -> set[str]:
    return {check.id for check in report.checks if check.verdict not in (Verdict.AC, Verdict.SKIP)}


def named(slug: str, source: str) -> set[str]:
    exercise = load(slug)
    return {one.id for one in diagnose(exercise, judged(exercise, source, 0).runs)}


def test_every_layer_loss_and_network_is_among_them():
    assert len(SUBJECTS) == 17


@pytest.mark.parametrize("slug", SUBJECTS)
def test_a_second_backward_that_differs_loses_points_and_is_named(sandbox: Sandbox, slug: str):
    report = grade(slug, extended(slug, HALVES_THE_SECOND), seed=0, sandbox=sandbox)
    assert failed(report) == {"properties.repeatable"}
    assert report.points < report.max_points
    assert [one.id for one in report.diagnoses] == ["second_backward"]


@pytest.mark.parametrize("slug", SUBJECTS)
def test_one_array_for_all_results_loses_points_and_is_named(sandbox: Sandbox, slug: str):
    report = grade(slug, extended(slug, ONE_ARRAY_FOR_ALL), seed=0, sandbox=sandbox)
    assert failed(report) == {"properties.kept"}
    assert report.points < report.max_points
    assert [one.id for one in report.diagnoses] == ["output_array_reused" if slug == "relu" else "result_overwritten"]


@pytest.mark.parametrize("slug", SUBJECTS)
def test_an_output_remembered_by_its_array_loses_points(sandbox: Sandbox, slug: str):
    report = grade(slug, extended(slug, REMEMBERS_ARRAYS), seed=0, sandbox=sandbox)
    trains = {"properties.fit", "properties.learns"} if slug == "xor_mlp" else set()  # on one array all the time
    assert failed(report) == {"properties.latest"} | trains
    assert report.points < report.max_points


@pytest.mark.parametrize("slug", WITH_MODES)
def test_a_backward_in_the_mode_of_now_fails_one_check(sandbox: Sandbox, slug: str):
    (wrong,) = (one for one in load(slug).wrong_answers if one.id == "mode_of_backward")
    report = grade(slug, wrong.source, seed=0, sandbox=sandbox)
    assert failed(report) == {"properties.mode_of_forward"}


def test_gradients_that_accumulate_are_named_as_such_and_not_as_a_second_backward():
    code = """

class Adding({name}):
    def backward(self, grad_output):
        self.total = super().backward(grad_output) + getattr(self, "total", 0.0)
        return self.total


{name} = Adding
"""
    assert "accumulated" in named("tanh", extended("tanh", code))


@pytest.mark.parametrize(
    ("slug", "old", "new"),
    [
        ("batch_norm", "        through_mean =", "        raise ValueError('mine')\n        through_mean ="),
        ("linear", "        self.grad_weight =", "        raise ValueError('mine')\n        self.grad_weight ="),
        ("conv2d", "        return grad_padded[", "        raise ValueError('mine')\n        return grad_padded["),
    ],
)
def test_a_backward_that_raises_is_not_taken_for_a_mistake_in_its_numbers(slug: str, old: str, new: str):
    (base,) = {wrong.base.source for wrong in load(slug).wrong_answers if wrong.base.id == "textbook"}
    assert base.count(old) == 1
    assert named(slug, base.replace(old, new)) == set()


@pytest.mark.parametrize("limit", [5, 10])
@pytest.mark.parametrize("slug", ["linear", "conv2d", "relu", "softmax", "batch_norm", "dropout", "max_pool2d"])
def test_clipped_gradients_are_not_named_a_second_backward(slug: str, limit: int):
    code = """

import numpy


class Clips({name}):
    def backward(self, grad_output):
        return super().backward(numpy.clip(grad_output, -LIMIT, LIMIT))


{name} = Clips
""".replace("LIMIT", str(limit))
    source = extended(slug, code)
    assert {"properties.repeatable", "properties.upstream"} <= set(failed(judged(load(slug), source, 0)))
    assert "second_backward" not in named(slug, source)
