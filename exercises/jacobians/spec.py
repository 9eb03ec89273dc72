"""The specification of ``jacobians``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from exercises.points import Points
from exercises.scenario import Array, Scenario, ScenarioSpec
from reference import Tensor, jacobian
from reference.nn import functional as F  # noqa: N812 - the name PyTorch gives it


def scenarios(rng: np.random.Generator) -> list[Scenario]:
    def vector(size: int) -> Array:
        return rng.normal(size=size)

    def matrix(rows: int, columns: int) -> Array:
        return rng.normal(size=(rows, columns))

    thousands = np.array([1000.0, -1000.0, 0.0, 0.7])
    tied = np.array([999.5, 1000.0, 1000.0])
    far = np.array([1000.0, -1000.0, 300.0, -40.0])  # nothing near 0, where the slope is so large that it hides errors
    return [
        *(_values("identity", x) for x in (vector(3), vector(5), np.zeros(2))),
        *(_values("linear", *pair) for pair in ((matrix(2, 3), vector(3)), (matrix(5, 2), vector(2)))),
        *(_values("linear", *pair) for pair in ((matrix(3, 3), vector(3)), (matrix(4, 2), np.zeros(2)))),
        *(_values("sigmoid", x) for x in (np.array([0.0, 2.0, -2.0]), vector(4), 3.0 * vector(2))),
        *(_values("softmax", x) for x in (np.log([1.0, 2.0, 5.0]), vector(4), 2.0 * vector(3), np.full(5, 0.3))),
        *_properties("repeatable", _twice, vector(3), vector(4), matrix(3, 4), vector(4)),
        *_properties("inputs", _inputs, vector(4), vector(3), matrix(3, 2), vector(2)),
        *_properties("extremes", _once, 1e8 * vector(3), far, 1e8 * matrix(2, 3), 1e8 * vector(3)),
        _once("extremes", "softmax", -thousands),
        _once("extremes", "softmax", tied + vector(1)),
        *_properties("one_number", _once, vector(1), vector(1), matrix(1, 4), vector(4)),
        _once("one_number", "linear", matrix(3, 1), vector(1)),
    ]


def _properties(check: str, ask: Any, x: Array, other: Array, weight: Array, right: Array) -> Iterator[Scenario]:
    """Yield the same kind of scenario for all four functions."""
    yield ask(check, "identity", x)
    yield ask(check, "linear", weight, right)
    yield ask(check, "sigmoid", other)
    yield ask(check, "softmax", other)


def _values(name: str, *args: Array) -> Scenario:
    scenario = Scenario(_title(name, args), "forward", name)
    _expect(scenario, scenario.call(None, f"jacobian_{name}", *args), name, args)
    return scenario


def _once(check: str, name: str, *args: Array) -> Scenario:
    scenario = Scenario(_title(name, args), "properties", check)
    _expect(scenario, scenario.call(None, f"jacobian_{name}", *args), name, args)
    return scenario


def _twice(check: str, name: str, *args: Array) -> Scenario:
    """Repeat a call after another one with different numbers of a different size."""
    scenario = Scenario(_title(name, args), "properties", check)
    others = tuple(np.tile(arg + 0.5, (2,) * arg.ndim) for arg in args)
    for asked in (args, others, args):
        _expect(scenario, scenario.call(None, f"jacobian_{name}", *asked), name, asked)
    return scenario


def _inputs(check: str, name: str, *args: Array) -> Scenario:
    """Check that arguments are not modified, then pass read-only ones in another memory layout."""
    scenario = Scenario(_title(name, args), "properties", check)
    scenario.unchanged(scenario.call(None, f"jacobian_{name}", *args, echo=True), *FUNCTIONS[f"jacobian_{name}"])
    _expect(scenario, scenario.call(None, f"jacobian_{name}", *args, strict=True), name, args)
    return scenario


def _title(name: str, args: tuple[Array, ...]) -> str:
    return f"{name}, {' and '.join('×'.join(map(str, arg.shape)) for arg in args)}"


def _expect(scenario: Scenario, step: int, name: str, args: tuple[Array, ...]) -> None:
    scenario.expect(step, ORACLES[name](*args), f"the result of jacobian_{name}")


def _linear(weight: Tensor, x: Tensor) -> Tensor:
    return weight @ x


# The engine computes the rows by walking its graph backward, once for each output.
ORACLES = {
    "identity": jacobian(lambda x: 1.0 * x),
    "linear": jacobian(_linear, argnums=1),
    "sigmoid": jacobian(F.sigmoid),
    "softmax": jacobian(F.softmax),
}
FUNCTIONS = {
    "jacobian_identity": ("x",),
    "jacobian_linear": ("weight", "x"),
    "jacobian_sigmoid": ("x",),
    "jacobian_softmax": ("x",),
}

SPEC = ScenarioSpec(
    title="Jacobians",
    summary="All partial derivatives in one matrix, for the identity, a linear map, the sigmoid and softmax.",
    version=3,
    scenarios=scenarios,
    functions=FUNCTIONS,
    points=Points(forward=80, backward=0, gradcheck=0, properties=20),
)
