"""What a compared value was computed from: what diagnoses and pictures look at beside the numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from exercises.spec import Array


@dataclass(frozen=True, slots=True)
class Setting:
    """What a value was computed from.

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
