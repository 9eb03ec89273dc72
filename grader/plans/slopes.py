"""The numeric gradient check: the submission's backward against the slopes of its own forward."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from exercises.spec import Array, Case, Differentiable
from grader.compare import show_index
from grader.plans.plan import StagePlan, split
from grader.plans.probe import Probe
from grader.report import Stage
from grader.script import Script
from grader.slopes import Direction, IsSlope
from grader.subject import Subject

STEP = 1e-5
EVERY_ELEMENT_UP_TO = 32
RANDOM_DIRECTIONS = 8


def slopes_stage(
    spec: Differentiable, subject: Subject, probes: Sequence[Probe], rng: np.random.Generator
) -> StagePlan:
    """Return the stage: one question a case, all elements of small arrays, random directions of large ones."""
    script = Script()
    questions = []
    for probe in probes:
        needs = subject.construct(script, probe.case, "layer")
        forward = subject.forward(script, probe.case, "layer", needs)
        backward = subject.backward(script, probe.case, probe.upstream, "layer", forward.needs)
        directions = [
            direction
            for label, name in probe.labels.items()
            for direction in _directions(script, subject, probe.case, label, name, rng)
        ]
        questions.append(
            IsSlope(
                (*forward.needs, *backward.needs),
                forward.picks["output"],
                backward.picks,
                directions,
                probe.upstream,
                probe.case.name,
            )
        )
    return StagePlan(Stage.GRADCHECK, script, split(spec.points.gradcheck, [("gradcheck.slopes", questions)]))


def _directions(
    script: Script, subject: Subject, case: Case, label: str, name: str, rng: np.random.Generator
) -> Iterator[Direction]:
    value = np.asarray(case.inputs[name] if name in case.inputs else case.construct[name], dtype=np.float64)
    needs = () if name in case.construct else subject.construct(script, case, "moved")
    for where, vector, h in vectors(value, rng):
        ends = []
        for moved in (value - h * vector, value + h * vector):
            there = _moved(case, name, moved)
            ready = subject.construct(script, there, "moved") if name in case.construct else needs
            ends.append(subject.forward(script, there, "moved", ready).picks["output"])
        yield Direction(label, f"{name}{where}", vector, h, *ends)


def vectors(value: Array, rng: np.random.Generator) -> Iterator[tuple[str, Array, float]]:
    """Yield name, unit vector and step size of each direction to measure at `value`, with h = 1e-5 · max(1, |x|)."""
    if value.size <= EVERY_ELEMENT_UP_TO:
        for index in np.ndindex(value.shape):
            vector = np.zeros_like(value)
            vector[index] = 1.0
            yield show_index(index) if index else "", vector, STEP * max(1.0, abs(float(value[index])))
        return
    for _ in range(RANDOM_DIRECTIONS):
        vector = rng.normal(size=value.shape)
        yield " at random", vector / np.linalg.norm(vector), STEP * max(1.0, float(np.max(np.abs(value))))


def _moved(case: Case, name: str, value: Array) -> Case:
    if name in case.construct:
        return replace(case, construct={**case.construct, name: value})
    plain = float(value) if isinstance(case.inputs[name], float) else value
    return replace(case, inputs={**case.inputs, name: plain})
