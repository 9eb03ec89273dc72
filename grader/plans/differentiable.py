"""The stages for whatever has a forward and a backward: functions and layers."""

from __future__ import annotations

import numpy as np

from exercises.spec import Differentiable
from grader.plans.plan import StagePlan, split
from grader.plans.probe import Probe
from grader.plans.properties import property_stage
from grader.plans.slopes import slopes_stage
from grader.questions import Question
from grader.report import Stage
from grader.script import Script
from grader.subject import Subject, subject_of


def differentiable_stages(spec: Differentiable, seed: int) -> tuple[StagePlan, ...]:
    """Return the four stages after loading."""
    rng = np.random.default_rng([seed, 1])
    subject = subject_of(spec)
    probes = [Probe.draw(spec, subject, case, rng) for case in spec.cases(rng)]
    plain = [probe for probe in probes if probe.case.group is None]
    return (
        _forward(spec, subject, plain),
        _backward(spec, subject, plain),
        slopes_stage(spec, subject, [probe for probe in plain if probe.case.gradcheck], rng),
        property_stage(spec, subject, probes, rng),
    )


def _forward(spec: Differentiable, subject: Subject, probes: list[Probe]) -> StagePlan:
    script = Script()
    questions = []
    for probe in probes:
        needs = subject.construct(script, probe.case, "layer")
        questions.append(probe.output(subject.forward(script, probe.case, "layer", needs)))
    return StagePlan(Stage.FORWARD, script, split(spec.points.forward, [("forward.output", questions)]))


def _backward(spec: Differentiable, subject: Subject, probes: list[Probe]) -> StagePlan:
    script = Script()
    questions: dict[str, list[Question]] = {label: [] for label in subject.labels}
    for probe in probes:
        needs = subject.construct(script, probe.case, "layer")
        if subject.stateful:
            needs = subject.forward(script, probe.case, "layer", needs).needs
        asked = subject.backward(script, probe.case, probe.upstream, "layer", needs)
        for label in subject.labels:
            questions[label].append(probe.gradient(asked, label))
    checks = [(f"backward.{label}", found) for label, found in questions.items()]
    return StagePlan(Stage.BACKWARD, script, split(spec.points.backward, checks))
