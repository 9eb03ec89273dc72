"""What a scenario expects of a submission's answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt

from exercises.points import Tolerance

if TYPE_CHECKING:
    from exercises.scenario import Scenario

Array = npt.NDArray[np.float64]
Path = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Context:
    """The values that an expected value was computed from, used by diagnoses and pictures.

    Attributes:
        case: the name of the inputs.
        upstream: the upstream gradient; None in a forward.
        ones: the expected value for an upstream gradient of ones; None in a forward.
        earlier: the expected value of an earlier call on the same object; None if there was none.
        origin: for an optimizer, the parameter before the step; its upstream is the gradient of the parameter.
        inputs: the inputs by name.
        batch: the shape of the array whose first axis counts the rows: the prediction of a loss, otherwise the
            upstream gradient.
        curve: for values computed element by element from a single input, the expected output or slope as a function
            of that input.
        route: the path of the reference's optimizer: the first two numbers of a parameter after each step.
        surface: the height of the surface that the optimizer descends, as a function of two such numbers.
        reveals: the id of the general signature of the mistake that a wrong value reveals, if all values before it in
            the check are right.
    """

    case: str
    upstream: Array | None = None
    ones: Array | None = None
    earlier: Array | None = None
    origin: Array | None = None
    inputs: Mapping[str, Any] = field(default_factory=dict)
    batch: tuple[int, ...] = ()
    curve: Callable[[Array], Array] | None = None
    route: Array | None = None
    surface: Callable[[Array], float] | None = None
    reveals: str = ""


class Place(NamedTuple):
    """The place of a value among the answers.

    Attributes:
        step: the number of the step that returns it.
        what: the name of the value in sentences.
        path: the path to it in an answer with several values; see `Scenario.expect`.
    """

    step: int
    what: str
    path: Path = ()


class Equals(NamedTuple):
    """The answer of a step is `value`; see `Scenario.expect`."""

    place: Place
    value: Array
    check: str
    context: Context
    sequence: bool = False
    tolerance: Tolerance | None = None
    low: Array | None = None
    high: Array | None = None
    total: float | None = None


class Unchanged(NamedTuple):
    """The arguments of a step, called with ``echo=True``, are not modified; `names` are their names."""

    step: int
    names: tuple[str, ...]
    check: str


class Holds(NamedTuple):
    """A condition holds for the answers of several steps; see `Scenario.holds`."""

    places: tuple[Place, ...]
    shapes: tuple[tuple[int, ...], ...]
    problem: Callable[[Sequence[Array]], str]
    check: str
    reveals: str = ""


class Slopes(NamedTuple):
    """The gradients are the slopes of the submission's own output; see `Scenario.slopes`."""

    output: int
    gradients: Mapping[str, Place]
    values: Mapping[str, Array]
    again: Callable[[Scenario, str, Array], int]
    upstream: Array
    check: str


class TreatsFloat32(NamedTuple):
    """The answer to float32 inputs is close to `value`; this only ever adds a note and is worth no points."""

    place: Place
    value: Array
    check: str


Expectation = Equals | Unchanged | Holds | Slopes | TreatsFloat32
