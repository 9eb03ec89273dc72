"""An exercise may set its own limits: they apply, and its sentences and its fingerprint state them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from exercises import Exercise, load
from exercises.points import Allowance
from grader import grade
from grader.exercise_texts import text_failures
from grader.limits import limits_of, longest_s
from grader.report import Verdict
from grader.sandbox import Sandbox
from grader.sandbox.types import Limits

USUAL = Limits(cpu_time_s=2.0, wall_time_s=8.0, memory_bytes=100 << 20)
RIGHT = load("relu").accepted[0].source
BUSY = """
import warnings
time = warnings.sys.modules["time"]
end = time.process_time() + 0.7
while time.process_time() < end:
    pass
"""


def relu(**limits: float) -> Exercise:
    exercise = load("relu")
    return replace(exercise, spec=replace(exercise.spec, limits=Allowance(**limits)))


@pytest.mark.parametrize(
    ("limits", "expected"),
    [
        ({}, USUAL),
        ({"cpu_time_s": 4.0}, replace(USUAL, cpu_time_s=4.0, wall_time_s=16.0)),
        ({"cpu_time_s": 0.5}, replace(USUAL, cpu_time_s=0.5)),
        ({"memory_bytes": 1 << 28}, replace(USUAL, memory_bytes=1 << 28)),
    ],
)
def test_what_a_spec_says_is_changed_and_nothing_else(limits: dict[str, float], expected: Limits) -> None:
    assert limits_of(relu(**limits).spec, USUAL) == expected


def test_no_session_of_any_exercise_takes_longer_than_the_longest() -> None:
    assert limits_of(relu(cpu_time_s=10.0).spec, Limits()).longest_s == longest_s()
    assert limits_of(relu(cpu_time_s=0.5).spec, Limits()).longest_s < longest_s()


@pytest.mark.parametrize(
    ("limits", "name"),
    [
        *(({"cpu_time_s": value}, "cpu_time_s") for value in (0, -1, 0.1, 60.0, float("nan"))),
        *(({"memory_bytes": value}, "memory_bytes") for value in (0, 1 << 20, 1 << 40)),
    ],
)
def test_limits_that_no_worker_can_keep_break_a_rule(limits: dict[str, float], name: str) -> None:
    (failure,) = text_failures(relu(**limits))
    assert (failure.rule, failure.what) == ("limits", name)
    assert "must be between" in failure.problem


@pytest.mark.serial
def test_processor_time_is_limited_as_the_exercise_says(sandbox: Sandbox) -> None:
    assert grade(relu(), RIGHT + BUSY, seed=1, sandbox=sandbox).verdict is Verdict.AC
    report = grade(relu(cpu_time_s=0.5), RIGHT + BUSY, seed=1, sandbox=sandbox)
    assert report.verdict is Verdict.TLE
    assert "0.5 s" in report.checks[0].message
    assert report.fingerprint.limits["cpu_time_s"] == 0.5
    assert grade(relu(), RIGHT + BUSY, seed=1, sandbox=sandbox).verdict is Verdict.AC


@pytest.mark.serial
def test_memory_is_limited_as_the_exercise_says(sandbox: Sandbox) -> None:
    source = RIGHT + "\nimport numpy\nlarge = numpy.ones(20 << 20)\n"
    assert "MemoryError" in grade(relu(), source, seed=1, sandbox=sandbox).checks[0].message
    report = grade(relu(memory_bytes=256 << 20), source, seed=1, sandbox=sandbox)
    assert report.verdict is Verdict.AC
    assert report.fingerprint.limits["memory_bytes"] == 256 << 20
