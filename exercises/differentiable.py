"""Whatever has a forward and a backward and a reference to compare them with: layers, losses and functions.

All three are asked the same conversations (`exercises.samples`); each says in a module of its own how a forward and a
backward of it are called.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from exercises.expectations import Array
from exercises.pair import Calls
from exercises.samples import conversations
from exercises.scenario import Scenario, SpecBase
from reference import Tensor

Number = Array | float
Bounds = tuple[Array, Array]


@dataclass(frozen=True, slots=True)
class Case:
    """One set of inputs.

    Attributes:
        name: for the report, for example ``"4 rows, 3 inputs, 2 outputs"``.
        inputs: arguments of forward by name, in their order.
        construct: arguments of the constructor by name, in their order; empty for functions and bare layers.
        group: None for a case of the forward and backward stages; otherwise the property that it belongs to.
        gradcheck: whether slopes are measured here; keep these cases small, every element costs two forwards.
    """

    name: str
    inputs: Mapping[str, Number]
    construct: Mapping[str, Any] = field(default_factory=dict)
    group: str | None = None
    gradcheck: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Differentiable(SpecBase):
    """What has a forward and a backward.

    Attributes:
        reference: the right answer, on tensors.
        cases: builds the cases from a generator.
    """

    reference: Callable[..., Tensor]
    cases: Callable[[np.random.Generator], Sequence[Case]]

    @property
    @abstractmethod
    def calls(self) -> Calls:
        """How a forward and a backward are asked for."""

    @property
    def has_upstream(self) -> bool:
        """Whether backward is given a gradient; a loss, where the gradients begin, is not."""
        return True

    @property
    def has_objects(self) -> bool:
        """Whether there are objects that remember their forward; plain functions have none."""
        return True

    @abstractmethod
    def build(self, scenario: Scenario, handle: str, construct: Mapping[str, Any]) -> str:
        """Add the construction of an object, if there are objects; returns its handle, empty for functions."""

    def divide(self, case: Case) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
        """Return what has a gradient, in the order of the reference's arguments, and what has none."""
        return case.inputs, {}

    def batch(self, case: Case, output: Array) -> tuple[int, ...]:
        """Return the shape of what has the rows."""
        return output.shape

    def bounds(self, case: Case, name: str, upstream: Array) -> Mapping[str, Any]:
        """Return `low`, `high` and `total` for a gradient where more than one is right."""
        return {}

    def scenarios(self, rng: np.random.Generator) -> Iterator[Scenario]:
        """Yield all conversations."""
        return conversations(self, rng)
