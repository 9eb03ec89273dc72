"""One case ready to be asked about: inputs, an upstream gradient and what the reference makes of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from exercises.spec import Array, Case, FunctionsSpec, LayerSpec
from grader.compare import Expected
from grader.oracle import Oracle
from grader.questions import IsExpected, Question, Setting
from grader.subject import Asked, Subject


@dataclass(frozen=True)
class Probe:
    """One case with its oracle.

    Attributes:
        spec: of the exercise.
        case: the inputs.
        upstream: of the shape of the output.
        oracle: the reference at these inputs.
        labels: for each gradient what it belongs to.
    """

    spec: FunctionsSpec | LayerSpec
    case: Case
    upstream: Array
    oracle: Oracle
    labels: Mapping[str, str]

    @classmethod
    def draw(cls, spec: FunctionsSpec | LayerSpec, subject: Subject, case: Case, rng: np.random.Generator) -> Probe:
        """Evaluate the reference at `case` and draw the upstream gradient from N(0, 1)."""
        oracle = Oracle(spec, case)
        return cls(spec, case, rng.normal(size=oracle.output.shape), oracle, subject.labels)

    @cached_property
    def gradients(self) -> Mapping[str, Array]:
        """The expected gradients by the name of what they belong to."""
        return self.oracle.gradients(self.upstream)

    @cached_property
    def for_ones(self) -> Mapping[str, Array]:
        """The same for an upstream gradient of ones."""
        return self.oracle.gradients(np.ones_like(self.upstream))

    def scaled(self, factor: float) -> Probe:
        """Return the same case with a larger or smaller upstream gradient."""
        return replace(self, upstream=factor * self.upstream)

    def output(self, asked: Asked, rule: str = "") -> IsExpected:
        """Ask whether forward's output is right."""
        pick = asked.picks["output"]
        expected = Expected(pick.label, self.oracle.output, self.spec.tolerance)
        return IsExpected(asked.needs, pick, expected, Setting(self.case.name, inputs=self.case.inputs), rule)

    def gradient(
        self, asked: Asked, label: str, rule: str = "", earlier: Mapping[str, Array] | None = None
    ) -> IsExpected:
        """Ask whether the gradient called `label` is right; `earlier` are the gradients of an earlier call."""
        name, pick = self.labels[label], asked.picks[label]
        low = high = None
        if isinstance(self.spec, LayerSpec) and self.spec.subgradients and name in self.case.inputs:
            low, high = self.spec.subgradients(self.case.inputs, self.upstream)
        expected = Expected(pick.label, self.gradients[name], self.spec.tolerance, low, high)
        setting = Setting(
            self.case.name,
            upstream=self.upstream,
            ones=self.for_ones[name],
            earlier=earlier[name] if earlier else None,
            inputs=self.case.inputs,
        )
        return IsExpected(asked.needs, pick, expected, setting, rule)

    def everything(
        self, forward: Asked, backward: Asked, rule: str, earlier: Mapping[str, Array] | None = None
    ) -> Iterator[Question]:
        """Ask whether the output and all gradients are right."""
        yield self.output(forward, rule)
        for label in self.labels:
            yield self.gradient(backward, label, rule, earlier)
