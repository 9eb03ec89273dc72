"""Scenarios: conversations with a submission for what no plain kind of exercise fits, and what is expected of them.

A scenario is data for one stage: steps in their order, and expectations of the answers. The grader sends the steps of
all scenarios of a stage in one frame and judges the answers outside; a step cannot depend on an answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from exercises.points import Allowance, Points, Tolerance

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Kept:
    """An object that lives beside the submission, as an argument of a later step; also inside lists."""

    handle: str


@dataclass(frozen=True, slots=True)
class Build:
    """Build an object of a class and keep it; see `Scenario.build`."""

    handle: str
    name: str
    args: tuple[Any, ...]
    provided: bool


@dataclass(frozen=True, slots=True)
class Ask:
    """Call a method of a kept object, or a function when `handle` is empty; see `Scenario.call`."""

    handle: str
    name: str
    args: tuple[Any, ...]
    keep: str
    provided: bool
    echo: bool
    strict: bool


@dataclass(frozen=True, slots=True)
class Read:
    """Read an attribute; see `Scenario.read`."""

    handle: str
    name: str


@dataclass(frozen=True, slots=True)
class Combine:
    """Apply an operator of Python and keep the result; see `Scenario.combine`."""

    operator: str
    args: tuple[Any, ...]
    keep: str
    repeat: int


Step = Build | Ask | Read | Combine


@dataclass(frozen=True, slots=True)
class Equals:
    """The answer of a step is `value`; see `Scenario.expect`."""

    step: int
    what: str
    value: Array
    check: str
    path: tuple[tuple[int, int], ...] = ()
    sequence: bool = False
    tolerance: Tolerance | None = None
    low: Array | None = None
    high: Array | None = None
    upstream: Array | None = None
    ones: Array | None = None
    earlier: Array | None = None
    origin: Array | None = None
    inputs: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The arguments of a step, made with ``echo=True``, are what they were; `names` are theirs."""

    step: int
    names: tuple[str, ...]
    check: str


@dataclass(frozen=True, slots=True)
class Holds:
    """Something is true of the answers of steps; see `Scenario.holds`."""

    steps: tuple[int, ...]
    what: tuple[str, ...]
    shapes: tuple[tuple[int, ...], ...]
    problem: Callable[[Sequence[Array]], str]
    check: str


@dataclass(frozen=True, slots=True)
class Slopes:
    """Gradients are the slopes of the submission's own output; see `Scenario.slopes`."""

    output: int
    gradients: Mapping[str, tuple[int, str]]
    values: Mapping[str, Array]
    again: Callable[[Scenario, str, Array], int]
    upstream: Array
    check: str


Expectation = Equals | Unchanged | Holds | Slopes


@dataclass(slots=True)
class Scenario:
    """One conversation; its methods add to it and return the number of the step.

    Attributes:
        name: for the report, for example ``"8 rows, training"``.
        stage: forward, backward, gradcheck or properties.
        check: the check that expectations belong to unless they say otherwise. In the properties, the catalogue of
            messages has a sentence ``property.<check>``.
        steps: what is asked.
        expectations: of the answers.
    """

    name: str
    stage: str
    check: str
    steps: list[Step] = field(default_factory=list)
    expectations: list[Expectation] = field(default_factory=list)

    def build(self, handle: str, name: str, *args: Any, provided: bool = False) -> int:
        """Build ``name(*args)`` and keep it as `handle`; `provided` takes the class from ``provided.py``."""
        return self._add(Build(handle, name, args, provided))

    def call(
        self,
        handle: str,
        name: str,
        *args: Any,
        keep: str = "",
        provided: bool = False,
        echo: bool = False,
        strict: bool = False,
    ) -> int:
        """Call the method `name` of `handle`, or a function of the module if `handle` is empty.

        Args:
            handle: the object, or "".
            name: of the method or function.
            args: positional; `Kept` stands for an object.
            keep: keep the result under this handle instead of answering with it.
            provided: call a function of the exercise's ``provided.py``.
            echo: also answer with the arguments as they are after the call, for `unchanged`.
            strict: pass arrays read-only and, from two axes on, not contiguous.
        """
        return self._add(Ask(handle, name, args, keep, provided, echo, strict))

    def read(self, handle: str, name: str) -> int:
        """Read the attribute `name` of `handle`."""
        return self._add(Read(handle, name))

    def combine(self, operator: str, *args: Any, keep: str, repeat: int = 1) -> int:
        """Keep ``args[0] <operator> args[1]``: add, sub, mul, truediv, pow, or neg of one; `repeat` chains it."""
        return self._add(Combine(operator, args, keep, repeat))

    def expect(self, step: int, value: Any, what: str, *, check: str = "", **more: Any) -> None:
        """Expect the answer of `step` to be `value`.

        Args:
            step: its number.
            value: a number or an array.
            what: how the value is called in sentences, for example ``"the output of forward"``.
            check: the check it belongs to.
            more: ``path=((1, 3),)`` for the value at place 1 of an answer of three, with a further pair for each level
                of nesting; ``sequence=True`` accepts a list of numbers for an array; ``tolerance``; ``low`` and
                ``high`` where more than one value is right; and what general signatures of mistakes look at:
                ``upstream``, ``ones`` (the value for an upstream of ones), ``earlier`` (the value of an earlier
                call), ``origin`` (where an optimizer's step began), ``inputs`` by name.
        """
        array = np.asarray(value, dtype=np.float64)
        self.expectations.append(Equals(step, what, array, check or self.check, **more))

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
        found = Holds(tuple(steps), tuple(what), tuple(shapes), problem, check or self.check)
        self.expectations.append(found)

    def slopes(
        self,
        output: int,
        gradients: Mapping[str, tuple[int, str]],
        values: Mapping[str, Array],
        again: Callable[[Scenario, str, Array], int],
        upstream: Array,
        *,
        check: str = "",
    ) -> None:
        """Expect gradients to be the slopes of ``sum(upstream * output)``, measured by asking again.

        Args:
            output: the step with the output at the point itself.
            gradients: for each input or parameter the step with its gradient, and how that is called in sentences.
            values: the inputs and parameters at the point itself, by the same names.
            again: adds the steps that compute the output with one of them moved, and returns the step of that output.
            upstream: of the shape of the output.
            check: the check it belongs to.
        """
        self.expectations.append(Slopes(output, gradients, values, again, upstream, check or self.check))

    def _add(self, step: Step) -> int:
        self.steps.append(step)
        return len(self.steps) - 1


@dataclass(frozen=True, slots=True)
class ScenarioSpec:
    """Whatever takes a conversation: functions, networks, layers with modes, graphs of values.

    Attributes:
        classes: classes the module must define, each with the arguments of its constructor; a method as
            ``Class.method``.
        functions: functions the module must define, each with its arguments.
        scenarios: builds the conversations from a generator.
    """

    kind: ClassVar[str] = "scenario"

    title: str
    summary: str
    version: int
    scenarios: Callable[[np.random.Generator], Sequence[Scenario]]
    points: Points
    classes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    functions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    tolerance: Tolerance = Tolerance()
    limits: Allowance = Allowance()

    @property
    def names(self) -> Mapping[str, tuple[str, ...]]:
        """Names the module must define, each with the arguments it is called with."""
        return {**self.classes, **self.functions}
