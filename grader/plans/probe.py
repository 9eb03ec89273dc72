"""One case ready to be asked about: inputs, an upstream gradient and what the reference makes of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from exercises.spec import Array, Case, Differentiable, LayerSpec, LossSpec
from grader.compare import Expected
from grader.oracle import Oracle
from grader.questions import IsExpected, Question
from grader.setting import Setting
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

    spec: Differentiable
    case: Case
    upstream: Array
    oracle: Oracle
    labels: Mapping[str, str]

    @classmethod
    def draw(cls, spec: Differentiable, subject: Subject, case: Case, rng: np.random.Generator) -> Probe:
        """Evaluate the reference at `case` and draw the upstream gradient from N(0, 1); that of a loss is 1."""
        oracle = Oracle(spec, case)
        upstream = rng.normal(size=oracle.output.shape) if subject.upstream else np.ones_like(oracle.output)
        return cls(spec, case, upstream, oracle, subject.labels)

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
        setting = Setting(
            self.case.name,
            inputs=self.case.inputs,
            batch=self._batch,
            curve=self.oracle.curve,
        )
        return IsExpected(asked.needs, pick, expected, setting, rule)

    def gradient(
        self, asked: Asked, label: str, rule: str = "", earlier: Mapping[str, Array] | None = None
    ) -> IsExpected:
        """Ask whether the gradient called `label` is right; `earlier` are the gradients of an earlier call."""
        name, pick = self.labels[label], asked.picks[label]
        low = high = total = None
        if isinstance(self.spec, LayerSpec) and name in self.case.inputs:
            if self.spec.subgradients:
                low, high = self.spec.subgradients(self.case, self.upstream)
            if self.spec.conserves_total:
                total = float(np.sum(self.upstream))
        expected = Expected(pick.label, self.gradients[name], self.spec.tolerance, low, high, total)
        setting = Setting(
            self.case.name,
            upstream=self.upstream,
            batch=self._batch,
            ones=self.for_ones[name],
            earlier=earlier[name] if earlier else None,
            inputs=self.case.inputs,
            curve=self.oracle.slope,
        )
        return IsExpected(asked.needs, pick, expected, setting, rule)

    @property
    def _batch(self) -> tuple[int, ...]:
        return np.shape(self.case.inputs["prediction"]) if isinstance(self.spec, LossSpec) else self.upstream.shape

    def everything(
        self, forward: Asked, backward: Asked, rule: str, earlier: Mapping[str, Array] | None = None
    ) -> Iterator[Question]:
        """Ask whether the output and all gradients are right."""
        yield self.output(forward, rule)
        for label in self.labels:
            yield self.gradient(backward, label, rule, earlier)
