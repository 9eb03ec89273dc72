"""The steps of a scenario: what a submission is asked to do.

The sandbox has the same four operations under the same names (`grader.sandbox.types`). It uses its own classes,
because the process that runs a submission must not import this package.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple


@dataclass(frozen=True, slots=True)
class Ref:
    """A reference to a kept object, used as an argument of a later step; it may also be inside a list."""

    handle: str


class Construct(NamedTuple):
    """Create an object of a class and keep it; see `Scenario.construct`."""

    handle: str
    name: str
    args: tuple[Any, ...]
    provided: bool


class Call(NamedTuple):
    """Call a method of a kept object, or a function if `handle` is None; see `Scenario.call`."""

    handle: str | None
    name: str
    args: tuple[Any, ...]
    keep: str
    provided: bool
    echo: bool
    strict: bool
    repeat: int


class GetAttr(NamedTuple):
    """Read an attribute, or the object itself if `name` is empty; see `Scenario.attribute`."""

    handle: str
    name: str


class Operate(NamedTuple):
    """Apply a Python operator and keep the result; see `Scenario.operate`."""

    name: str
    args: tuple[Any, ...]
    keep: str
    repeat: int


Step = Construct | Call | GetAttr | Operate
