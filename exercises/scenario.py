"""Scenarios: sequences of calls to a submission, and what is expected of its answers.

A scenario is data for one stage: steps in order, and expectations about their answers. The grader sends the steps of
all scenarios of a stage in one frame and judges the answers outside the sandbox; a step cannot depend on an answer.
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
    """A sequence of calls to a submission; methods that add a step return its number.

    Attributes:
        name: the name for the report, for example ``"8 rows, training"``.
        stage: forward, backward, gradcheck or properties.
        check: the default check of expectations. In the properties stage, the catalog of messages has a sentence
            ``property.<check>``.
        steps: the steps in order.
        expectations: the expectations about the answers.
        asked: how to write the call of a step in sentences, where its name and arguments are not enough.
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
        repeat: int = 1,
    ) -> int:
        """Call the method `name` of `handle`, or a function of the module if `handle` is None.

        Args:
            handle: the handle of the object, or None.
            name: the name of the method or function.
            args: the positional arguments; a `Ref` stands for an object.
            keep: keep the result under this handle instead of returning it.
            provided: call a function of the exercise's ``provided.py``.
            echo: also return the arguments as they are after the call, for `unchanged`.
            strict: pass read-only arrays; those with two or more axes are also non-contiguous.
            repeat: the number of calls in a row, of which only the last one is answered. Each gets new copies of the
                arrays, and a `Ref` to the handle in `keep` stands for the result of the call before.
        """
        return self._add(Call(handle, name, args, keep, provided, echo, strict, repeat))

    def attribute(self, handle: str, name: str) -> int:
        """Read the attribute `name` of `handle`, or what is kept under `handle` itself if `name` is empty."""
        return self._add(GetAttr(handle, name))

    def operate(self, operator: str, *args: Any, keep: str, repeat: int = 1) -> int:
        """Keep ``args[0] <operator> args[1]`` for add, sub, mul, truediv or pow, or neg of one; `repeat` chains it.

        The operators iadd and imul change a kept array in place; see `overwrite`.
        """
        return self._add(Operate(operator, args, keep, repeat))

    def overwrite(self, handle: str, value: Array) -> None:
        """Write other numbers into a kept array of the same shape, whatever finite numbers it contains now."""
        self.operate("imul", Ref(handle), 0.0, keep=handle)
        self.operate("iadd", Ref(handle), value, keep=handle)

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
            step: the number of the step.
            value: a number or an array.
            what: the name of the value in sentences, for example ``"the output of forward"``.
            path: the path to the value in an answer with several: ``((1, 3),)`` for index 1 of 3, with one more pair
                for each level of nesting.
            check: the check that it belongs to; the scenario's check if empty.
            sequence: whether a list of numbers is accepted as an array.
            tolerance: the tolerance; that of the exercise if None.
            low: the lowest accepted values, where more than one is right.
            high: the highest accepted values.
            total: the required sum of all numbers, where the bounds alone accept too much.
            context: data for general signatures of mistakes and for pictures, see `Context`; by default, its case is
                the name of the scenario and its batch the shape of the upstream gradient.
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
        """Expect the arguments of `step`, which must have ``echo=True``, to be unmodified."""
        self.expectations.append(Unchanged(step, names, check or self.check))

    def holds(
        self,
        steps: Sequence[int],
        what: Sequence[str],
        shapes: Sequence[tuple[int, ...]],
        problem: Callable[[Sequence[Array]], str],
        *,
        check: str = "",
        reveals: str = "",
    ) -> None:
        """Expect that `problem` finds nothing wrong with the answers of `steps`.

        Args:
            steps: the numbers of the steps.
            what: the name of each answer in sentences.
            shapes: the shape of each answer, -1 for any length; lists of numbers are accepted as arrays. Other forms
                and non-finite numbers are reported before `problem` is called.
            problem: called with the arrays, returns a sentence for the student about what is wrong, or an empty
                string. It must not raise.
            check: the check that it belongs to; the scenario's check if empty.
            reveals: the signature of the mistake that a wrong answer reveals; see `Context.reveals`.
        """
        places = tuple(Place(*pair) for pair in zip(steps, what, strict=True))
        self.expectations.append(Holds(places, tuple(shapes), problem, check or self.check, reveals))

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
        """Expect gradients to be the slopes of ``sum(upstream * output)``, measured with further calls.

        Args:
            output: the step with the output at the original point.
            gradients: the place of the gradient of each input or parameter, by name.
            values: the inputs and parameters at the original point, by the same names.
            again: adds steps that compute the output with one of them replaced, and returns the step of that output.
            upstream: the upstream gradient, with the shape of the output.
            check: the check that it belongs to; the scenario's check if empty.
        """
        places = {name: Place(*found) for name, found in gradients.items()}
        self.expectations.append(Slopes(output, places, values, again, upstream, check or self.check))

    def treats_float32(self, step: int, value: Array, what: str) -> None:
        """Add a note if the answer of `step`, called with float32 inputs, differs from `value`."""
        self.expectations.append(TreatsFloat32(Place(step, what), value, self.check))

    def _add(self, step: Step) -> int:
        self.steps.append(step)
        return len(self.steps) - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecBase:
    """The base of all kinds of exercises; each kind defines its scenarios.

    Attributes:
        kind: the name of the kind.
        stage_names: the names of stages for people, where they differ from the ids.
        title: the title for headings.
        summary: one sentence.
        version: increased when a mark could change.
        points: the points of each stage.
        tolerance: the default tolerance of expected numbers.
        limits: resource limits that differ from the default ones.
        weights: the weight of each check within its stage, by id such as ``properties.extremes``; 1 if missing.
        property_messages: a sentence for students for each property that the grader does not know, by its check.
    """

    kind: ClassVar[str]
    stage_names: ClassVar[Mapping[str, str]] = {}

    title: str
    summary: str
    version: int
    points: Points
    tolerance: Tolerance = Tolerance()
    limits: Allowance = Allowance()
    weights: Mapping[str, int] = field(default_factory=dict)
    property_messages: Mapping[str, str] = field(default_factory=dict)

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
    """An exercise that fits no other kind: networks, layers with modes, graphs of values, schedules.

    Attributes:
        classes: classes the module must define, each with the arguments of its constructor; a method as
            ``Class.method``.
        functions: functions the module must define, each with its arguments.
        scenarios: builds the scenarios from a generator.
    """

    kind: ClassVar[str] = "scenario"

    scenarios: Callable[[np.random.Generator], Iterable[Scenario]]
    classes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    functions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
