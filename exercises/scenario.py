"""Scenarios: conversations with a submission, and what is expected of its answers. Everything is asked as a scenario.

A scenario is data for one stage: steps in their order, and expectations of the answers. The grader sends the steps of
all scenarios of a stage in one frame and judges the answers outside; a step cannot depend on an answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np

from exercises.expectations import (
    Array,
    Context,
    Equals,
    Expectation,
    Holds,
    Path,
    Place,
    Slopes,
    TreatsFloat32,
    Unchanged,
)
from exercises.points import Allowance, Points, Tolerance
from exercises.steps import Call, Construct, GetAttr, Operate, Ref, Step

__all__ = ["Array", "Place", "Ref", "Scenario", "ScenarioSpec", "SpecBase"]


@dataclass(slots=True)
class Scenario:
    """One conversation; its methods add to it and return the number of the step.

    Attributes:
        name: for the report, for example ``"8 rows, training"``.
        stage: forward, backward, gradcheck or properties.
        check: the check that expectations belong to unless they say otherwise. In the properties, the catalog of
            messages has a sentence ``property.<check>``.
        steps: what is asked.
        expectations: of the answers.
        asked: how a step is called in sentences, where its name and the names of its arguments do not say enough.
    """

    name: str
    stage: str
    check: str
    steps: list[Step] = field(default_factory=list)
    expectations: list[Expectation] = field(default_factory=list)
    asked: dict[int, str] = field(default_factory=dict)

    def construct(self, handle: str, name: str, *args: Any, provided: bool = False, asked: str = "") -> int:
        """Build ``name(*args)`` and keep it as `handle`; `provided` takes the class from ``provided.py``."""
        if asked:
            self.asked[len(self.steps)] = asked
        return self._add(Construct(handle, name, args, provided))

    def call(
        self,
        handle: str | None,
        name: str,
        *args: Any,
        keep: str = "",
        provided: bool = False,
        echo: bool = False,
        strict: bool = False,
    ) -> int:
        """Call the method `name` of `handle`, or a function of the module if `handle` is None.

        Args:
            handle: the object, or None.
            name: of the method or function.
            args: positional; `Ref` stands for an object.
            keep: keep the result under this handle instead of answering with it.
            provided: call a function of the exercise's ``provided.py``.
            echo: also answer with the arguments as they are after the call, for `unchanged`.
            strict: pass arrays read-only and, from two axes on, not contiguous.
        """
        return self._add(Call(handle, name, args, keep, provided, echo, strict))

    def attribute(self, handle: str, name: str) -> int:
        """Read the attribute `name` of `handle`."""
        return self._add(GetAttr(handle, name))

    def operate(self, operator: str, *args: Any, keep: str, repeat: int = 1) -> int:
        """Keep ``args[0] <operator> args[1]``: add, sub, mul, truediv, pow, or neg of one; `repeat` chains it."""
        return self._add(Operate(operator, args, keep, repeat))

    def expect(
        self,
        step: int,
        value: Any,
        what: str,
        *,
        path: Path = (),
        check: str = "",
        sequence: bool = False,
        tolerance: Tolerance | None = None,
        low: Array | None = None,
        high: Array | None = None,
        total: float | None = None,
        **context: Any,
    ) -> None:
        """Expect the answer of `step` to be `value`.

        Args:
            step: its number.
            value: a number or an array.
            what: how the value is called in sentences, for example ``"the output of forward"``.
            path: ``((1, 3),)`` for the value at place 1 of an answer of three, with a further pair for each level of
                nesting.
            check: the check it belongs to.
            sequence: whether a list of numbers counts as an array.
            tolerance: how far off it may be; that of the exercise if None.
            low: where more than one value is right, the lowest of them.
            high: and the highest.
            total: what all numbers must add up to, where these bounds leave too much.
            context: what general signatures of mistakes and pictures look at, see `Context`; its case is the name of
                the scenario and its batch the shape of the upstream gradient, unless they are given.
        """
        context.setdefault("case", self.name)
        if context.get("upstream") is not None:
            context.setdefault("batch", np.shape(context["upstream"]))
        array, found = np.asarray(value, dtype=np.float64), Context(**context)
        place = Place(step, what, path)
        self.expectations.append(
            Equals(place, array, check or self.check, found, sequence, tolerance, low, high, total)
        )

    def unchanged(self, step: int, *names: str, check: str = "") -> None:
        """Expect the arguments of `step`, which has ``echo=True``, to be as they were sent."""
        self.expectations.append(Unchanged(step, names, check or self.check))

    def holds(
        self,
        steps: Sequence[int],
        what: Sequence[str],
        shapes: Sequence[tuple[int, ...]],
        problem: Callable[[Sequence[Array]], str],
        *,
        check: str = "",
    ) -> None:
        """Expect that `problem` finds nothing in the answers of `steps`.

        Args:
            steps: their numbers.
            what: how each answer is called in sentences.
            shapes: of each answer, -1 for any length; lists of numbers count as arrays. Other forms and numbers that
                are not finite are told before `problem` is asked.
            problem: given the arrays, returns a sentence for the student about what is wrong, or "". Never raises.
            check: the check it belongs to.
        """
        places = tuple(Place(*pair) for pair in zip(steps, what, strict=True))
        self.expectations.append(Holds(places, tuple(shapes), problem, check or self.check))

    def slopes(
        self,
        output: int,
        gradients: Mapping[str, Place | tuple[int, str]],
        values: Mapping[str, Array],
        again: Callable[[Scenario, str, Array], int],
        upstream: Array,
        *,
        check: str = "",
    ) -> None:
        """Expect gradients to be the slopes of ``sum(upstream * output)``, measured by asking again.

        Args:
            output: the step with the output at the point itself.
            gradients: for each input or parameter where its gradient is.
            values: the inputs and parameters at the point itself, by the same names.
            again: adds the steps that compute the output with one of them moved, and returns the step of that output.
            upstream: of the shape of the output.
            check: the check it belongs to.
        """
        places = {name: Place(*found) for name, found in gradients.items()}
        self.expectations.append(Slopes(output, places, values, again, upstream, check or self.check))

    def treats_float32(self, step: int, value: Array, what: str) -> None:
        """Note how the answer of `step`, asked with float32 inputs, differs from `value`."""
        self.expectations.append(TreatsFloat32(Place(step, what), value, self.check))

    def _add(self, step: Step) -> int:
        self.steps.append(step)
        return len(self.steps) - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecBase:
    """What every kind of exercise has; each kind says how it becomes scenarios.

    Attributes:
        title: for headings.
        summary: one sentence.
        version: raised when a mark could move.
        points: by stage.
        tolerance: how far off a number may be.
        limits: what a submission may use, where it is not the usual.
    """

    kind: ClassVar[str]

    title: str
    summary: str
    version: int
    points: Points
    tolerance: Tolerance = Tolerance()
    limits: Allowance = Allowance()

    @property
    def classes(self) -> Mapping[str, tuple[str, ...]]:
        """Classes the module must define, each with the arguments of its constructor; a method as ``Class.method``."""
        return {}

    @property
    def functions(self) -> Mapping[str, tuple[str, ...]]:
        """Functions the module must define, each with its arguments."""
        return {}

    @property
    def names(self) -> Mapping[str, tuple[str, ...]]:
        """Names the module must define, each with the arguments it is called with."""
        return {**self.classes, **self.functions}


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioSpec(SpecBase):
    """Whatever no other kind fits: networks, layers with modes, graphs of values, schedules.

    Attributes:
        classes: classes the module must define, each with the arguments of its constructor; a method as
            ``Class.method``.
        functions: functions the module must define, each with its arguments.
        scenarios: builds the conversations from a generator.
    """

    kind: ClassVar[str] = "scenario"

    scenarios: Callable[[np.random.Generator], Iterable[Scenario]]
    classes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    functions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
