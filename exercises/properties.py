"""Scenarios for the standard properties of anything with a forward and a backward."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from exercises.expectations import Array
from exercises.pair import Pair
from exercises.scenario import Scenario

LARGER = 1000.0
CHANGE = -0.5  # the factor between the old and the new numbers of an array that changes
SECOND_UPSTREAM = -30.0  # the factor of a second upstream gradient, so large that clipped gradients show


class Subject(Protocol):
    """An object with its inputs, for which a property is checked.

    Attributes:
        name: the name for the report.
        x: the argument of forward.
        upstream: the argument of backward.
    """

    @property
    def name(self) -> str: ...  # noqa: D102 - see above
    @property
    def x(self) -> Any: ...  # noqa: D102
    @property
    def upstream(self) -> Any: ...  # noqa: D102

    def build(self, scenario: Scenario, handle: str) -> Pair:
        """Add the construction of an object."""
        ...


def property_of(name: str, check: str, detail: str = "") -> Scenario:
    """Return an empty scenario for a property."""
    return Scenario(f"{name}, {detail}" if detail else name, "properties", check)


def repeatable(one: Subject, *, rounds: int = 2, second: Array | None = None, calls: int = 0) -> Scenario:
    """Repeat the same calls on the same object.

    Args:
        one: the object and its inputs.
        rounds: the number of forwards.
        second: the upstream gradient of a second backward after each forward; None for no second backward.
        calls: the number of further forwards, and of further backwards, before the last round. Draw it, so that a
            submission cannot know when the calls end that it must survive.
    """
    scenario = property_of(one.name, "repeatable")
    pair = one.build(scenario, "layer")
    for number in range(1, rounds + 1):
        if number == rounds and calls:
            pair.forward(one.x, repeat=calls)
            pair.backward(one.upstream, repeat=calls)
        pair.forward(one.x)
        pair.backward(one.upstream)
        if second is not None:
            pair.backward(second, reveals="sign.second_backward")
    return scenario


def kept(one: Subject, x: Any, upstream: Array) -> Scenario:
    """Expect that the arrays returned by forward and backward do not change in later calls with `x` and `upstream`."""
    scenario = property_of(one.name, "kept")
    pair = one.build(scenario, "layer")

    def then() -> None:
        pair.forward(x, expect=False)
        pair.backward(upstream, expect=False)

    pair.kept(one.x, one.upstream, then)
    return scenario


def upstream(one: Subject, factor: float, detail: str = "") -> Scenario:
    """Scale the upstream gradient: the result must be linear in it."""
    scenario = property_of(one.name, "upstream", detail)
    pair = one.build(scenario, "layer")
    pair.forward(one.x, expect=False)
    pair.backward(factor * one.upstream)
    return scenario


def inputs(
    one: Subject, detail: str = "", *, expect: bool = True, prepare: Callable[[Any], None] | None = None
) -> Scenario:
    """Expect unmodified arguments, then pass read-only ones in another memory layout.

    Args:
        one: the object and its inputs.
        detail: a detail for the report.
        expect: whether the values must be right in the first round as well.
        prepare: brings the object into the required state.
    """
    scenario = property_of(one.name, "inputs", detail)
    pair = one.build(scenario, "layer")
    if prepare is not None:
        prepare(pair)
    pair.forward(one.x, expect=expect, unchanged=True)
    pair.backward(one.upstream, expect=expect, unchanged=True)
    pair.forward(one.x, strict=True)
    pair.backward(one.upstream, strict=True)
    return scenario


def instances(one: Subject, other: Subject, name: str = "") -> Scenario:
    """Use two objects in turns: neither may change the state of the other."""
    scenario = property_of(name or one.name, "instances")
    pairs = [(one.build(scenario, "one"), one), (other.build(scenario, "other"), other)]
    take_turns(pairs)
    return scenario


def take_turns(pairs: Sequence[tuple[Pair, Subject]]) -> None:
    """Call forward on all objects, then backward on all of them."""
    for pair, subject in pairs:
        pair.forward(subject.x)
    for pair, subject in pairs:
        pair.backward(subject.upstream)


def latest(one: Subject, x: Any, upstream: Array, *, expect: bool = True) -> Scenario:
    """Call forward twice, then backward for the second call; `expect` tells whether the first output is checked."""
    scenario = property_of(one.name, "latest")
    pair = one.build(scenario, "layer")
    pair.forward(one.x, expect=expect)
    pair.forward(x)
    pair.backward(upstream)
    return scenario


def changed_in_place(one: Subject, x: Any) -> Scenario:
    """Change the input in place between two forwards: its current values count, not which array it is.

    Args:
        one: the object and its first inputs.
        x: the same inputs with other numbers in the first array, such as `CHANGE` times the old ones.
    """
    scenario = property_of(one.name, "latest", "an array that changes between two calls")
    pair = one.build(scenario, "layer")
    pair.forward_overwritten(one.x, x)
    pair.backward(one.upstream)
    return scenario
