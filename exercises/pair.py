"""An object of the submission and the reference beside it, asked the same questions in the same order.

What the reference answers is expected of the submission. So a conversation is written down as what happens: forward,
backward, forward again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from exercises.evaluation import Evaluation
from exercises.expectations import Array, Place
from exercises.scenario import Scenario

GRADIENT = "the gradient that backward returns"


@dataclass(frozen=True, slots=True)
class Calls:
    """How a forward and a backward are asked for; each kind of object says where its gradients are.

    Attributes:
        output: how the result of forward is called in sentences.
    """

    output: str = "the output of forward"

    def forward(
        self, scenario: Scenario, handle: str, inputs: Mapping[str, Any], *, strict: bool = False, echo: bool = False
    ) -> int:
        """Add a forward; returns its step."""
        return scenario.call(handle or None, "forward", *inputs.values(), strict=strict, echo=echo)

    def backward(
        self, scenario: Scenario, handle: str, sent: Mapping[str, Any], *, strict: bool = False, echo: bool = False
    ) -> int:
        """Add a backward with the arguments `sent`; returns its step."""
        return scenario.call(handle or None, "backward", *sent.values(), strict=strict, echo=echo)

    def sent(self, upstream: Array, inputs: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the arguments of backward by name."""
        return {"grad_output": upstream}

    def gradients(self, scenario: Scenario, handle: str, step: int) -> Mapping[str, Place]:
        """Return where the gradient of each name is after the backward of `step`; adds steps that read them."""
        return {"x": Place(step, GRADIENT)}

    def label(self, name: str) -> str:
        """Return how the gradient that belongs to `name` is called."""
        return f"grad_{name}"


@dataclass
class Pair:
    """An object of the submission, kept as `handle`, and the reference.

    Attributes:
        scenario: the conversation they take part in.
        handle: of the submission's object, which is constructed already.
        calls: how it is asked.
    """

    scenario: Scenario
    handle: str
    calls: Calls
    _latest: Evaluation | None = None
    _before: Evaluation | None = None
    _earlier: Mapping[str, Array] = field(default_factory=dict)

    def evaluate(self, x: Any) -> Evaluation:
        """Return what the reference makes of x."""
        raise NotImplementedError

    def about_output(self, evaluation: Evaluation) -> Mapping[str, Any]:
        """Return the context of the expected output; see `Scenario.expect`."""
        return {"inputs": evaluation.inputs}

    def about_gradient(self, evaluation: Evaluation, name: str, upstream: Array) -> Mapping[str, Any]:
        """Return the context of an expected gradient beside what every gradient has."""
        return {}

    def at(self, x: Any) -> Evaluation:
        """Let the reference alone go to x, where a backward without a forward is asked."""
        self._before, self._latest = self._latest, self.evaluate(x)
        return self._latest

    def forward(self, x: Any, *, expect: bool = True, strict: bool = False, unchanged: bool = False) -> int:
        """Send x through both; returns the step.

        Args:
            x: the input.
            expect: whether the outputs must agree; else the step only prepares a backward.
            strict: whether arrays are read-only and not contiguous.
            unchanged: whether the arguments must be as they were afterward.
        """
        evaluation = self.at(x)
        inputs = evaluation.inputs
        step = self.calls.forward(self.scenario, self.handle, inputs, strict=strict, echo=unchanged)
        if expect:
            self.scenario.expect(step, evaluation.output, self.calls.output, **self.about_output(evaluation))
        if unchanged:
            self.scenario.unchanged(step, *inputs)
        return step

    def backward(
        self,
        upstream: Array,
        *,
        expect: bool = True,
        apart: bool = False,
        strict: bool = False,
        unchanged: bool = False,
    ) -> Mapping[str, Place]:
        """Send an upstream gradient back through both; returns where each gradient is.

        Args:
            upstream: of the shape of the output.
            expect: whether the gradients must agree.
            apart: whether each gradient is a check of its own, called like it.
            strict: whether arrays are read-only and not contiguous.
            unchanged: whether the arguments must be as they were afterward.

        Raises:
            ValueError: There was no forward.
        """
        if self._latest is None:
            raise ValueError("backward comes after forward")
        sent = self.calls.sent(upstream, self._latest.inputs)
        step = self.calls.backward(self.scenario, self.handle, sent, strict=strict, echo=unchanged)
        places = self.calls.gradients(self.scenario, self.handle, step)
        if expect:
            self.expect_gradients(self._latest, places, upstream, apart=apart)
        if unchanged:
            self.scenario.unchanged(step, *sent)
        return places

    def expect_gradients(
        self, evaluation: Evaluation, places: Mapping[str, Place], upstream: Array, *, apart: bool
    ) -> None:
        """Expect gradients to be those of the reference; `apart` makes each of them a check of its own."""
        values, for_ones = evaluation.gradients(upstream), evaluation.for_ones
        earlier = self._earlier or self.stale(evaluation, upstream)
        for name, (step, what, path) in places.items():
            self.scenario.expect(
                step,
                values[name],
                what,
                path=path,
                check=self.calls.label(name) if apart else "",
                upstream=upstream,
                ones=for_ones[name],
                earlier=earlier.get(name),
                **self.about_gradient(evaluation, name, upstream),
            )
        self._earlier = values

    def stale(self, evaluation: Evaluation, upstream: Array) -> Mapping[str, Array]:
        """Return the gradients of a forward before the latest one, which never had a backward."""
        return {}
