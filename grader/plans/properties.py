"""What must hold for a forward and a backward whatever their numbers are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

import numpy as np

from exercises.spec import Differentiable
from grader.compare import Expected
from grader.plans.plan import PlannedCheck, StagePlan, split
from grader.plans.probe import Probe
from grader.questions import IsUnchanged, Question, TreatsFloat32
from grader.report import Stage
from grader.script import Script
from grader.subject import PLAIN, Asked, Manner, Subject

LARGER = 1000.0


def property_stage(
    spec: Differentiable, subject: Subject, probes: Sequence[Probe], rng: np.random.Generator
) -> StagePlan:
    """Return the stage: each property is a check of its own."""
    script = Script()
    plain = [probe for probe in probes if probe.case.group is None]
    one, other = plain[-1], plain[-2]
    checks: list[tuple[str, list[Question]]] = [
        ("repeatable", list(_repeatable(script, subject, one))),
        ("inputs", list(_inputs(script, subject, one))),
    ]
    if subject.upstream:
        checks.insert(1, ("upstream", list(_upstream(script, subject, one))))
    if subject.stateful:
        checks.append(("instances", list(_instances(script, subject, one, other))))
        checks.append(("latest", list(_latest(script, subject, one, _again(spec, subject, plain, rng)))))
    edges = [probe for probe in probes if probe.case.group]
    for group, members in groupby(edges, key=lambda probe: str(probe.case.group)):
        checks.append((group, [question for edge in members for question in _edge(script, subject, edge, group)]))
    counted = split(spec.points.properties, [(f"properties.{id_}", questions) for id_, questions in checks])
    noted = PlannedCheck("properties.float32", 0, (_float32(script, subject, one),))
    return StagePlan(Stage.PROPERTIES, script, (*counted, noted))


def _run(
    script: Script, subject: Subject, probe: Probe, handle: str, needs: tuple[int, ...], manner: Manner = PLAIN
) -> tuple[Asked, Asked]:
    forward = subject.forward(script, probe.case, handle, needs, manner)
    return forward, subject.backward(script, probe.case, probe.upstream, handle, forward.needs, manner)


def _upstream(script: Script, subject: Subject, probe: Probe) -> Iterator[Question]:
    for scaled in (probe.scaled(0.0), probe.scaled(LARGER)):
        needs = subject.construct(script, probe.case, "layer")
        _, backward = _run(script, subject, scaled, "layer", needs)
        yield from (scaled.gradient(backward, label, "property.upstream") for label in probe.labels)


def _repeatable(script: Script, subject: Subject, probe: Probe) -> Iterator[Question]:
    needs = subject.construct(script, probe.case, "layer")
    yield from probe.everything(*_run(script, subject, probe, "layer", needs), "property.repeatable")
    again = _run(script, subject, probe, "layer", needs)
    yield from probe.everything(*again, "property.repeatable", earlier=probe.gradients)


def _inputs(script: Script, subject: Subject, probe: Probe) -> Iterator[Question]:
    needs = subject.construct(script, probe.case, "layer")
    for asked in _run(script, subject, probe, "layer", needs, Manner(echo_args=True)):
        yield IsUnchanged(asked.needs, asked.sent, probe.case.name)
    strict = Manner(readonly=True, noncontiguous=True)
    yield from probe.everything(*_run(script, subject, probe, "layer", needs, strict), "property.inputs")


def _instances(script: Script, subject: Subject, one: Probe, other: Probe) -> Iterator[Question]:
    pairs = ((one, "one"), (other, "other"))
    needs = {handle: subject.construct(script, probe.case, handle) for probe, handle in pairs}
    forwards = {handle: subject.forward(script, probe.case, handle, needs[handle]) for probe, handle in pairs}
    for probe, handle in pairs:
        backward = subject.backward(script, probe.case, probe.upstream, handle, forwards[handle].needs)
        yield from probe.everything(forwards[handle], backward, "property.instances")


def _latest(script: Script, subject: Subject, first: Probe, second: Probe) -> Iterator[Question]:
    needs = subject.construct(script, first.case, "layer")
    needs = subject.forward(script, first.case, "layer", needs).needs
    stale: Mapping[str, Any] = first.oracle.gradients(second.upstream)
    yield from second.everything(*_run(script, subject, second, "layer", needs), "property.latest", earlier=stale)


def _again(spec: Differentiable, subject: Subject, plain: Sequence[Probe], rng: np.random.Generator) -> Probe:
    """Draw the inputs of the last plain case anew, for an object that is constructed the same way."""
    fresh = [case for case in spec.cases(rng) if case.group is None][-1]
    return Probe.draw(spec, subject, replace(fresh, construct=plain[-1].case.construct), rng)


def _edge(script: Script, subject: Subject, probe: Probe, group: str) -> Iterator[Question]:
    needs = subject.construct(script, probe.case, "layer")
    yield from probe.everything(*_run(script, subject, probe, "layer", needs), f"property.{group}")


def _float32(script: Script, subject: Subject, probe: Probe) -> Question:
    case = replace(probe.case, inputs=_as_float32(probe.case.inputs), construct=_as_float32(probe.case.construct))
    asked = subject.forward(script, case, "float32", subject.construct(script, case, "float32"))
    pick = asked.picks["output"]
    expected = Expected(pick.label, probe.oracle.output, probe.spec.tolerance)
    return TreatsFloat32(asked.needs, pick, expected, pick.label)


def _as_float32(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value.astype(np.float32) if isinstance(value, np.ndarray) and value.dtype.kind == "f" else value
        for name, value in values.items()
    }
