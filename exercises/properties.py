"""The standard properties: what must hold for anything with a forward and a backward, whatever its numbers are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from exercises.expectations import Array
from exercises.pair import Pair
from exercises.scenario import Scenario

LARGER = 1000.0


class Subject(Protocol):
    """What a property is asked of.

    Attributes:
        name: for the report.
        x: what a forward gets.
        upstream: what a backward gets.
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
    """Return an empty conversation about a property."""
    return Scenario(f"{name}, {detail}" if detail else name, "properties", check)


def repeatable(one: Subject, *, rounds: int = 2, backwards: int = 1) -> Scenario:
    """Ask the same object the same again; several backwards in a row belong to the same forward."""
    scenario = property_of(one.name, "repeatable")
    pair = one.build(scenario, "layer")
    for _ in range(rounds):
        pair.forward(one.x)
        for _ in range(backwards):
            pair.backward(one.upstream)
    return scenario


def upstream(one: Subject, factor: float, detail: str = "") -> Scenario:
    """Scale the upstream gradient: a gradient is linear in it."""
    scenario = property_of(one.name, "upstream", detail)
    pair = one.build(scenario, "layer")
    pair.forward(one.x, expect=False)
    pair.backward(factor * one.upstream)
    return scenario


def inputs(
    one: Subject, detail: str = "", *, expect: bool = True, prepare: Callable[[Any], None] | None = None
) -> Scenario:
    """Ask that arguments stay as they are, then pass read-only ones in another memory layout.

    Args:
        one: what is asked.
        detail: for the report.
        expect: whether values must be right in the first round as well.
        prepare: brings the object into the state in which it is asked.
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
    """Let two objects take turns: neither may change what the other remembers."""
    scenario = property_of(name or one.name, "instances")
    pairs = [(one.build(scenario, "one"), one), (other.build(scenario, "other"), other)]
    take_turns(pairs)
    return scenario


def take_turns(pairs: Sequence[tuple[Pair, Subject]]) -> None:
    """Ask all objects for a forward, then all of them for a backward."""
    for pair, subject in pairs:
        pair.forward(subject.x)
    for pair, subject in pairs:
        pair.backward(subject.upstream)


def latest(one: Subject, x: Any, upstream: Array, *, expect: bool = True) -> Scenario:
    """Ask for two forwards and then for the backward of the second one; `expect` says whether the first is judged."""
    scenario = property_of(one.name, "latest")
    pair = one.build(scenario, "layer")
    pair.forward(one.x, expect=expect)
    pair.forward(x)
    pair.backward(upstream)
    return scenario
