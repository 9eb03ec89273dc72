"""What is expected of the answers to a scenario."""

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
    """What a value was computed from: what diagnoses and pictures look at beside the numbers.

    Attributes:
        case: name of the inputs.
        upstream: the upstream gradient; None in a forward.
        ones: the expected value for an upstream of ones; None in a forward.
        earlier: the expected value of an earlier call on the same object; None when there was none.
        origin: the parameter before the step, for an optimizer, whose upstream is the parameter's gradient.
        inputs: the inputs by name.
        batch: shape of what has the rows: of the upstream gradient, for a loss of the prediction.
        curve: where each element of the value depends on the same element of the only input: the expected output, or
            the expected slope, at any inputs.
        route: the reference's way of an optimizer: the first two numbers of a parameter after each step.
        surface: the height of what the optimizer descends over two such numbers.
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


class Place(NamedTuple):
    """Where a value is among the answers.

    Attributes:
        step: number of the step that answers with it.
        what: how the value is called in sentences.
        path: the way to it inside of an answer of several values; see `Scenario.expect`.
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
    """The arguments of a step, made with ``echo=True``, are what they were; `names` are theirs."""

    step: int
    names: tuple[str, ...]
    check: str


class Holds(NamedTuple):
    """Something is true of the answers of steps; see `Scenario.holds`."""

    places: tuple[Place, ...]
    shapes: tuple[tuple[int, ...], ...]
    problem: Callable[[Sequence[Array]], str]
    check: str


class Slopes(NamedTuple):
    """Gradients are the slopes of the submission's own output; see `Scenario.slopes`."""

    output: int
    gradients: Mapping[str, Place]
    values: Mapping[str, Array]
    again: Callable[[Scenario, str, Array], int]
    upstream: Array
    check: str


class TreatsFloat32(NamedTuple):
    """The answer to float32 inputs is about `value`. Only ever a note, and worth no points."""

    place: Place
    value: Array
    check: str


Expectation = Equals | Unchanged | Holds | Slopes | TreatsFloat32
