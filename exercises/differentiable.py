"""The base of exercises with a forward and a backward: layers, losses and functions.

All three go through the same scenarios (`exercises.case_scenarios`); each one defines in its own module how its forward
and backward are called.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from exercises.case_scenarios import case_scenarios
from exercises.expectations import Array
from exercises.pair import Calls
from exercises.scenario import Scenario, SpecBase
from reference import Tensor

Number = Array | float
Bounds = tuple[Array, Array]


@dataclass(frozen=True, slots=True)
class Case:
    """One set of inputs.

    Attributes:
        name: the name for the report, for example ``"4 rows, 3 inputs, 2 outputs"``.
        inputs: the arguments of forward by name, in order.
        construct: the arguments of the constructor by name, in order; empty for functions and layers without any.
        group: None for a case of the forward and backward stages; otherwise the property that it belongs to.
        gradcheck: whether to measure slopes; keep such cases small, since every element costs two forwards.
        part: the name of a part of the exercise whose forward and backward are separate checks; empty for the main
            part.
    """

    name: str
    inputs: Mapping[str, Number]
    construct: Mapping[str, Any] = field(default_factory=dict)
    group: str | None = None
    gradcheck: bool = False
    part: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Differentiable(SpecBase):
    """An exercise with a forward and a backward.

    Attributes:
        reference: computes the right output from tensors.
        cases: builds the cases from a generator.
        rows: the number of rows of a large case, which is made from the rows of a plain one; 0 for none. Where each
            row is slow, keep it small.
        many_calls: the least number of further calls of forward and of backward on one object; see
            `exercises.properties.repeatable`.
    """

    reference: Callable[..., Tensor]
    cases: Callable[[np.random.Generator], Sequence[Case]]
    rows: int = 500
    many_calls: int = 50

    @property
    @abstractmethod
    def calls(self) -> Calls:
        """How forward and backward are called."""

    @property
    def has_upstream(self) -> bool:
        """Whether backward takes an upstream gradient; that of a loss does not."""
        return True

    @property
    def has_objects(self) -> bool:
        """Whether there are objects that remember their latest forward; functions have none."""
        return True

    @abstractmethod
    def build(self, scenario: Scenario, handle: str, construct: Mapping[str, Any]) -> str:
        """Add the construction of an object, if there are objects; returns its handle, or an empty one."""

    def divide(self, case: Case) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
        """Return the values that have a gradient, in the order of the reference's arguments, and those that do not."""
        return case.inputs, {}

    def batch(self, case: Case, output: Array) -> tuple[int, ...]:
        """Return the shape of the array whose first axis counts the rows."""
        return output.shape

    def bounds(self, case: Case, name: str, upstream: Array) -> Mapping[str, Any]:
        """Return `low`, `high` and `total` where more than one gradient is right."""
        return {}

    def scenarios(self, rng: np.random.Generator) -> Iterator[Scenario]:
        """Yield all scenarios."""
        return case_scenarios(self, rng)
