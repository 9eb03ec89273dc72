"""A point at which a network is tested: parameters, rows and an upstream gradient."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from exercises.scenario import Array, Ref, Scenario

CORNERS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
XOR = np.array([0.0, 1.0, 1.0, 0.0])
PARAMETERS = ("w1", "b1", "w2", "b2")
HIDDEN, LEARNING_RATE, STEPS = 24, 1.0, 200
NETWORKS, ENOUGH = 10, 9


@dataclass(frozen=True, slots=True)
class Point:
    """Parameters, rows and an upstream gradient for them."""

    w1: Array
    b1: Array
    w2: Array
    b2: Array
    x: Array
    upstream: Array

    @classmethod
    def draw(cls, rng: np.random.Generator, rows: int, hidden: int) -> Point:
        """Draw everything from N(0, 1)."""
        shapes = ((hidden, 2), (hidden,), (1, hidden), (1,), (rows, 2), (rows,))
        return cls(*(rng.normal(size=shape) for shape in shapes))

    def near_zero(self) -> Point:
        """Return the point with a bias for each unit that brings its z in one row close to 0, from either side.

        A wrong slope of an activation with a kink then shows near the kink, with every seed.
        """
        units = np.arange(self.hidden)
        distance = np.where(units % 2, -0.2, 0.2)
        return replace(self, b1=self.b1 + distance - self.z[units % len(self.x), units])

    @property
    def hidden(self) -> int:
        """The number of hidden units."""
        return len(self.b1)

    @property
    def z(self) -> Array:
        """The input of the activation, of shape (N, hidden)."""
        return self.x @ self.w1.T + self.b1

    @property
    def name(self) -> str:
        """The name for the report."""
        rows = len(self.x)
        return f"{rows} row{'s' * (rows > 1)}, {self.hidden} hidden unit{'s' * (self.hidden > 1)}"

    def build(self, scenario: Scenario, net: str = "net") -> None:
        """Add the construction of a network with these parameters."""
        scenario.call(None, "make_rng", 1, keep="rng", provided=True)
        scenario.construct(net, "XORNet", self.hidden, Ref("rng"))
        scenario.call(None, "set_parameters", Ref(net), self.w1, self.b1, self.w2, self.b2, provided=True)

    def logits(self, scenario: Scenario, net: str = "net") -> int:
        """Add a forward with these parameters; returns its step."""
        return scenario.call(None, "forward_with", Ref(net), self.w1, self.b1, self.w2, self.b2, self.x, provided=True)

    def backward(self, scenario: Scenario, net: str = "net", *, strict: bool = False) -> list[int]:
        """Add a backward; returns the steps of its five gradients, that of x first."""
        grad_x = scenario.call(net, "backward", self.upstream, strict=strict)
        return [grad_x, *(scenario.attribute(net, f"grad_{name}") for name in PARAMETERS)]

    @property
    def gradient_shapes(self) -> list[tuple[int, ...]]:
        """The shapes of the five gradients."""
        return [one.shape for one in (self.x, self.w1, self.b1, self.w2, self.b2)]


GRADIENTS = ("the gradient that backward returns", *(f"self.grad_{name}" for name in PARAMETERS))


def differs(one: Array, other: Array) -> bool:
    """Return whether two arrays of the same shape differ by more than rounding errors."""
    return not np.max(np.abs(one - other)) <= 1e-9 * np.max(np.abs(other)) + 1e-11


def log_loss(logits: Array, y: Array) -> float:
    """Return the mean log-loss."""
    return float(np.mean(np.logaddexp(0.0, logits) - y * logits))
