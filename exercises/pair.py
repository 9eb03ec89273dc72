"""An object of the submission paired with the reference, with the same calls in the same order.

The results of the reference are expected of the submission, so a scenario only lists the calls: forward, backward,
forward again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from exercises.evaluation import Evaluation
from exercises.expectations import Array, Place
from exercises.scenario import Ref, Scenario

GRADIENT = "the gradient that backward returns"
ARRAY = "array"


@dataclass(frozen=True, slots=True)
class Calls:
    """How forward and backward are called; each kind of object defines where its gradients are.

    Attributes:
        output: the name of the result of forward in sentences.
    """

    output: str = "the output of forward"

    def forward(self, scenario: Scenario, handle: str, inputs: Mapping[str, Any], **options: Any) -> int:
        """Add a forward, and return its step; for `options`, see `Scenario.call`."""
        return scenario.call(handle or None, "forward", *inputs.values(), **options)

    def backward(self, scenario: Scenario, handle: str, sent: Mapping[str, Any], **options: Any) -> int:
        """Add a backward with the arguments `sent`, and return its step; for `options`, see `Scenario.call`."""
        return scenario.call(handle or None, "backward", *sent.values(), **options)

    def sent(self, upstream: Array, inputs: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the arguments of backward by name."""
        return {"grad_output": upstream}

    def gradients(self, scenario: Scenario, handle: str, step: int) -> Mapping[str, Place]:
        """Return the place of each gradient by name after the backward of `step`; may add steps that read them."""
        return {"x": Place(step, GRADIENT)}

    def label(self, name: str) -> str:
        """Return the label of the gradient that belongs to `name`."""
        return f"grad_{name}"


@dataclass
class Pair:
    """An object of the submission, kept as `handle`, and the reference.

    Attributes:
        scenario: the scenario to which calls are added.
        handle: the handle of the submission's object, which has already been constructed.
        calls: how the object is called.
    """

    scenario: Scenario
    handle: str
    calls: Calls
    _latest: Evaluation | None = None
    _before: Evaluation | None = None
    _earlier: Mapping[str, Array] = field(default_factory=dict)

    def evaluate(self, x: Any) -> Evaluation:
        """Evaluate the reference at x."""
        raise NotImplementedError

    def about_output(self, evaluation: Evaluation) -> Mapping[str, Any]:
        """Return the context of the expected output; see `Scenario.expect`."""
        return {"inputs": evaluation.inputs}

    def about_gradient(self, evaluation: Evaluation, name: str, upstream: Array) -> Mapping[str, Any]:
        """Return additional context of an expected gradient."""
        return {}

    def check_of(self, name: str) -> str:
        """Return the check of the gradient that belongs to `name`, if each gradient is a separate check."""
        return self.calls.label(name)

    def bounds(self, evaluation: Evaluation, name: str, upstream: Array) -> Mapping[str, Any]:
        """Return the bounds of a gradient where more than one is right; see `Scenario.expect`."""
        return {}

    def at(self, x: Any) -> Evaluation:
        """Evaluate only the reference at x, for a backward without a forward."""
        self._before, self._latest = self._latest, self.evaluate(x)
        return self._latest

    def forward(
        self,
        x: Any,
        *,
        expect: bool = True,
        strict: bool = False,
        unchanged: bool = False,
        check: str = "",
        repeat: int = 1,
    ) -> int:
        """Run forward at x on both, and return the step.

        Args:
            x: the input.
            expect: whether the outputs must agree; if not, the step only prepares a backward.
            strict: whether arrays are read-only and non-contiguous.
            unchanged: whether the arguments must not be modified.
            check: the check that the output belongs to; the scenario's check if empty.
            repeat: the number of calls; see `Scenario.call`.
        """
        evaluation = self.at(x)
        inputs = evaluation.inputs
        step = self.calls.forward(self.scenario, self.handle, inputs, strict=strict, echo=unchanged, repeat=repeat)
        if expect:
            self.scenario.expect(
                step, evaluation.output, self.calls.output, check=check, **self.about_output(evaluation)
            )
        if unchanged:
            self.scenario.unchanged(step, *inputs)
        return step

    def forward_overwritten(self, x: Any, changed: Any) -> None:
        """Run forward at x, write `changed` into the same first array, and expect forward to return its output.

        Args:
            x: the input.
            changed: the input with other numbers in its first array.
        """
        inputs = self.at(x).inputs
        name = next(iter(inputs))
        passed = {**inputs, name: Ref(ARRAY)}
        self.scenario.operate("mul", inputs[name], 1.0, keep=ARRAY)
        self.calls.forward(self.scenario, self.handle, passed)
        evaluation = self.at(changed)
        self.scenario.overwrite(ARRAY, evaluation.inputs[name])
        step = self.calls.forward(self.scenario, self.handle, passed)
        self.scenario.expect(step, evaluation.output, self.calls.output, **self.about_output(evaluation))

    def backward(
        self,
        upstream: Array,
        *,
        expect: bool = True,
        apart: bool = False,
        strict: bool = False,
        unchanged: bool = False,
        reveals: str = "",
        repeat: int = 1,
    ) -> Mapping[str, Place]:
        """Run backward on both, and return the place of each gradient.

        Args:
            upstream: the upstream gradient, with the shape of the output.
            expect: whether the gradients must agree.
            apart: whether each gradient is a separate check with the name of the gradient.
            strict: whether arrays are read-only and non-contiguous.
            unchanged: whether the arguments must not be modified.
            reveals: the signature of the mistake that wrong gradients reveal; see `Context.reveals`.
            repeat: the number of calls; see `Scenario.call`.

        Raises:
            ValueError: if there was no forward.
        """
        if self._latest is None:
            raise ValueError("call forward before backward")
        sent = self.calls.sent(upstream, self._latest.inputs)
        step = self.calls.backward(self.scenario, self.handle, sent, strict=strict, echo=unchanged, repeat=repeat)
        places = self.calls.gradients(self.scenario, self.handle, step)
        if expect:
            self.expect_gradients(self._latest, places, upstream, apart=apart, reveals=reveals)
        if unchanged:
            self.scenario.unchanged(step, *sent)
        return places

    def kept(self, x: Any, upstream: Array, then: Callable[[], None]) -> None:
        """Run forward and backward, then other calls, and expect what was returned to be the same as before.

        Args:
            x: the input.
            upstream: the upstream gradient, with the shape of the output.
            then: adds the other calls.
        """
        evaluation = self.at(x)
        self.calls.forward(self.scenario, self.handle, evaluation.inputs, keep="output")
        sent = self.calls.sent(upstream, evaluation.inputs)
        step = self.calls.backward(self.scenario, self.handle, sent, keep="gradient")
        returned = {
            name: place
            for name, place in self.calls.gradients(self.scenario, self.handle, step).items()
            if place.step == step
        }
        bounds = {name: self.bounds(evaluation, name, upstream) for name in returned}
        then()
        output, gradient = (self.scenario.attribute(handle, "") for handle in ("output", "gradient"))
        about: dict[str, Any] = {"inputs": evaluation.inputs, "reveals": "sign.result_overwritten"}
        self.scenario.expect(output, evaluation.output, self.calls.output, **about)
        values = evaluation.gradients(upstream)
        for name, (_, what, path) in returned.items():
            self.scenario.expect(gradient, values[name], what, path=path, **about, **bounds[name])

    def expect_gradients(
        self, evaluation: Evaluation, places: Mapping[str, Place], upstream: Array, *, apart: bool, reveals: str = ""
    ) -> None:
        """Expect the gradients of the reference; `apart` makes each of them a separate check."""
        values, for_ones = evaluation.gradients(upstream), evaluation.for_ones
        earlier = self._earlier or self.stale(evaluation, upstream)
        for name, (step, what, path) in places.items():
            self.scenario.expect(
                step,
                values[name],
                what,
                path=path,
                check=self.check_of(name) if apart else "",
                upstream=upstream,
                ones=for_ones[name],
                earlier=earlier.get(name),
                reveals=reveals,
                **self.about_gradient(evaluation, name, upstream),
            )
        self._earlier = values

    def stale(self, evaluation: Evaluation, upstream: Array) -> Mapping[str, Array]:
        """Return the gradients of the forward before the latest one, if no backward followed it."""
        return {}
