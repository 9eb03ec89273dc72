"""The steps of a scenario: what a submission is asked to do.

The sandbox speaks of the same four operations under the same names (`grader.sandbox.types`). It has classes of its own,
because the process that runs a submission must not import this package.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple


@dataclass(frozen=True, slots=True)
class Ref:
    """An object that is kept beside the submission, as an argument of a later step; also inside lists."""

    handle: str


class Construct(NamedTuple):
    """Build an object of a class and keep it; see `Scenario.construct`."""

    handle: str
    name: str
    args: tuple[Any, ...]
    provided: bool


class Call(NamedTuple):
    """Call a method of a kept object, or a function when `handle` is None; see `Scenario.call`."""

    handle: str | None
    name: str
    args: tuple[Any, ...]
    keep: str
    provided: bool
    echo: bool
    strict: bool


class GetAttr(NamedTuple):
    """Read an attribute; see `Scenario.attribute`."""

    handle: str
    name: str


class Operate(NamedTuple):
    """Apply an operator of Python and keep the result; see `Scenario.operate`."""

    name: str
    args: tuple[Any, ...]
    keep: str
    repeat: int


Step = Construct | Call | GetAttr | Operate
