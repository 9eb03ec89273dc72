"""The scenarios for each case: forward, backward, slopes and the properties.

They are the same for layers, losses and functions; the spec defines how forward and backward are called.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Any

import numpy as np

from exercises import properties
from exercises.evaluation import Evaluation
from exercises.expectations import Array
from exercises.pair import Pair
from exercises.scenario import Scenario
from reference import Tensor

if TYPE_CHECKING:
    from exercises.differentiable import Case, Differentiable


def case_scenarios(spec: Differentiable, rng: np.random.Generator) -> Iterator[Scenario]:
    """Yield all scenarios; random numbers for a property are drawn when its turn comes."""
    samples = [Sample.draw(spec, case, rng) for case in spec.cases(rng)]
    plain = [one for one in samples if one.case.group is None]
    valued = [*plain, Sample.draw(spec, _large(spec, plain, rng), rng)] if spec.rows else plain
    yield from map(_forward, valued)
    yield from map(_backward, valued)
    yield from (_slopes(one) for one in plain if one.case.gradcheck)
    yield from _properties(spec, samples, plain, rng)


@dataclass(frozen=True)
class Sample:
    """A case with an upstream gradient and the reference's results.

    Attributes:
        spec: the spec of the exercise.
        case: the inputs.
        upstream: the upstream gradient, with the shape of the output.
        evaluation: the reference evaluated at these inputs.
    """

    spec: Differentiable
    case: Case
    upstream: Array
    evaluation: Evaluation

    @classmethod
    def draw(cls, spec: Differentiable, case: Case, rng: np.random.Generator) -> Sample:
        """Evaluate the reference at `case` and draw an upstream gradient from N(0, 1); for a loss it is 1."""
        evaluation = _evaluate(spec, case)
        shape = evaluation.output.shape
        return cls(spec, case, rng.normal(size=shape) if spec.has_upstream else np.ones(shape), evaluation)

    @property
    def name(self) -> str:
        """The name of the case."""
        return self.case.name

    @property
    def x(self) -> Sample:
        """The argument of `CasePair.forward`: this sample, which already has its evaluation."""
        return self

    def build(self, scenario: Scenario, handle: str) -> CasePair:
        """Add the construction of an object for this case."""
        built = self.spec.build(scenario, handle, self.case.construct)
        return CasePair(scenario, built, self.spec.calls, sample=self)

    @cached_property
    def batch(self) -> tuple[int, ...]:
        """The shape of the array whose first axis counts the rows."""
        return self.spec.batch(self.case, self.evaluation.output)

    def moved(self, name: str, value: Array) -> Case:
        """Return the case with one input or constructor argument replaced."""
        if name in self.case.construct:
            return replace(self.case, construct={**self.case.construct, name: value})
        plain = float(value) if isinstance(self.case.inputs[name], float) else value
        return replace(self.case, inputs={**self.case.inputs, name: plain})


def _evaluate(spec: Differentiable, case: Case) -> Evaluation:
    """Evaluate the reference at `case`."""
    primals, constants = spec.divide(case)

    def function(*tensors: Any) -> Tensor:
        return spec.reference(*tensors, **constants)

    return Evaluation(function, primals, case.inputs)


@dataclass
class CasePair(Pair):
    """A submission's object and the reference, called with samples, which provide more context for their values."""

    sample: Sample = field(kw_only=True)

    def evaluate(self, x: Sample) -> Evaluation:
        """Return the evaluation of a sample."""
        self.sample = x
        return x.evaluation

    def check_of(self, name: str) -> str:
        """Return the check of the gradient that belongs to `name`, which is a separate one for each part."""
        check, part = super().check_of(name), self.sample.case.part
        return f"{check}_{part}" if part else check

    def about_output(self, evaluation: Evaluation) -> Mapping[str, Any]:
        """Return the context of the expected output."""
        return {**self._about(evaluation), "curve": evaluation.curve}

    def about_gradient(self, evaluation: Evaluation, name: str, upstream: Array) -> Mapping[str, Any]:
        """Return the context of an expected gradient, and the bounds of the accepted values."""
        return {
            **self._about(evaluation),
            "curve": evaluation.slope,
            **self.bounds(evaluation, name, upstream),
        }

    def bounds(self, evaluation: Evaluation, name: str, upstream: Array) -> Mapping[str, Any]:
        """Return the bounds of a gradient at a kink."""
        return self.sample.spec.bounds(self.sample.case, name, upstream)

    def _about(self, evaluation: Evaluation) -> Mapping[str, Any]:
        return {"case": self.sample.name, "inputs": evaluation.inputs, "batch": self.sample.batch}

    def stale(self, evaluation: Evaluation, upstream: Array) -> Mapping[str, Array]:
        """Return the gradients of a layer that ignores the second of two forwards."""
        if self._before is None or self._before is evaluation:
            return {}
        return self._before.gradients(upstream)


def _large(spec: Differentiable, plain: Sequence[Sample], rng: np.random.Generator) -> Case:
    """Return a case with many rows, each of them drawn from those of the plain case with the smallest rows."""
    cases = [one.case for one in plain if not one.case.part]
    small = min(cases, key=lambda case: (_first(case).ndim < 2, _first(case)[0].size))
    chosen = rng.integers(len(_first(small)), size=spec.rows)
    inputs = {name: np.asarray(value)[chosen] for name, value in small.inputs.items()}
    return replace(small, name=f"{spec.rows} rows", inputs=inputs)


def _first(case: Case) -> Array:
    return np.asarray(next(iter(case.inputs.values())))


def _forward(one: Sample) -> Scenario:
    scenario = Scenario(one.name, "forward", one.case.part or "output")
    one.build(scenario, "layer").forward(one)
    return scenario


def _backward(one: Sample) -> Scenario:
    scenario = Scenario(one.name, "backward", "")
    pair = one.build(scenario, "layer")
    if one.spec.has_objects:
        pair.forward(one, expect=False)
    else:
        pair.at(one)
    pair.backward(one.upstream, apart=True)
    return scenario


def _slopes(one: Sample) -> Scenario:
    scenario = Scenario(one.name, "gradcheck", "slopes")
    pair = one.build(scenario, "layer")
    output = pair.forward(one, expect=False)
    places = pair.backward(one.upstream, expect=False)
    calls, ready = one.spec.calls, dict[str, str]()

    def again(scenario: Scenario, name: str, value: Array) -> int:
        there = one.moved(name, value)
        if name in there.construct or name not in ready:
            ready[name] = one.spec.build(scenario, "moved", there.construct)
        return calls.forward(scenario, ready[name], there.inputs)

    scenario.slopes(output, places, one.evaluation.primals, again, one.upstream)
    return scenario


def _properties(
    spec: Differentiable, samples: Sequence[Sample], plain: Sequence[Sample], rng: np.random.Generator
) -> Iterator[Scenario]:
    one = plain[-1]
    calls = int(rng.integers(spec.many_calls, 3 * spec.many_calls // 2))
    yield properties.repeatable(one, second=_second(spec, one), calls=calls)
    if spec.has_upstream:
        yield from (properties.upstream(one, factor) for factor in (0.0, properties.LARGER))
    yield properties.inputs(one, expect=False)
    if spec.has_objects:
        yield properties.instances(one, plain[-2])
        again = _again(spec, one, rng)
        yield properties.latest(one, again, again.upstream, expect=False)
        yield properties.kept(one, again, again.upstream)
        yield properties.changed_in_place(one, _changed(one))
    edges = (sample for sample in samples if sample.case.group)
    for group, members in groupby(edges, key=lambda sample: str(sample.case.group)):
        yield from (_edge(sample, group) for sample in members)
    yield _float32(one)


def _second(spec: Differentiable, one: Sample) -> Array | None:
    """Return the upstream gradient of a second backward: another one, unless backward takes none."""
    if not spec.has_objects:
        return None
    return properties.SECOND_UPSTREAM * one.upstream if spec.has_upstream else one.upstream


def _again(spec: Differentiable, one: Sample, rng: np.random.Generator) -> Sample:
    """Draw new inputs for the last plain case, with the same constructor arguments."""
    fresh = [case for case in spec.cases(rng) if case.group is None][-1]
    return Sample.draw(spec, replace(fresh, construct=one.case.construct), rng)


def _changed(one: Sample) -> Sample:
    """Return the sample with its first input changed as in the property ``changed_in_place``."""
    name, value = next(iter(one.case.inputs.items()))
    case = one.moved(name, properties.CHANGE * np.asarray(value))
    return replace(one, case=case, evaluation=_evaluate(one.spec, case))


def _edge(one: Sample, group: str) -> Scenario:
    scenario = properties.property_of(one.name, group)
    pair = one.build(scenario, "layer")
    pair.forward(one)
    pair.backward(one.upstream)
    return scenario


def _float32(one: Sample) -> Scenario:
    scenario = properties.property_of(one.name, "float32")
    handle = one.spec.build(scenario, "float32", _as_float32(one.case.construct))
    step = one.spec.calls.forward(scenario, handle, _as_float32(one.case.inputs))
    scenario.treats_float32(step, one.evaluation.output, one.spec.calls.output)
    return scenario


def _as_float32(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value.astype(np.float32) if isinstance(value, np.ndarray) and value.dtype.kind == "f" else value
        for name, value in values.items()
    }
