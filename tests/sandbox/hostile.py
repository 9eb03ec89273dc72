"""Gradings of the hostile child: how one is made, run and judged."""

from __future__ import annotations

import inspect
import random
import time
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from exercises import load
from grader import grade
from grader.loading import required_names
from grader.report import Report
from grader.sandbox import Sandbox
from grader.sandbox.types import Limits, Loaded, Tier
from grader.unsandboxed import LocalSession
from tests.sandbox import hostile_child

SLUG = "linear"
LIMITS = Limits(cpu_time_s=0.25, wall_time_s=1.0, memory_bytes=128 << 20, reply_bytes=3 << 20)
SURE_TO_BE_ASKED = 1
"""How many lies are sure to be asked for: after a load comes the forward, and later stages may not make sense."""


@dataclass(frozen=True)
class Play:
    """One performance of the hostile child.

    Attributes:
        move: name of what it does in the end.
        lies: how many requests it answers with lies before.
        seed: of the details.
    """

    move: str
    lies: int
    seed: int

    @property
    def source(self) -> str:
        """What is handed in."""
        return f"{_player()}\nplay({self.seed}, {signatures()}, {self.move!r}, {self.lies})\n"

    @property
    def verdicts(self) -> set[str]:
        """What it may end as."""
        verdicts, _ = hostile_child.MOVES[self.move]
        return {*verdicts, *(hostile_child.LIES if self.lies > SURE_TO_BE_ASKED else ())}


@dataclass(frozen=True)
class Outcome:
    """A graded performance.

    Attributes:
        play: what was done.
        report: what came of it.
        wall_time_s: how long the grading took.
    """

    play: Play
    report: Report
    wall_time_s: float

    @property
    def fault(self) -> str:
        """What must not have happened; empty if all is well."""
        verdict = self.report.verdict
        if verdict not in self.play.verdicts:
            return f"{self.play} ends as {verdict}, not as one of {sorted(self.play.verdicts)}"
        if self.report.points:
            return f"{self.play} earns {self.report.points} points"
        return ""


def perform(play: Play, sandbox: Sandbox) -> Outcome:
    """Grade a performance."""
    started = time.monotonic()
    report = grade(SLUG, play.source, seed=play.seed, sandbox=sandbox)
    return Outcome(play, report, time.monotonic() - started)


def moves(tier: Tier) -> list[str]:
    """Names of the moves that mean something in a tier: nothing is forbidden in T4."""
    return [name for name in hostile_child.MOVES if tier is not Tier.T4 or name != "a_forbidden_call"]


def any_play(rng: random.Random, tier: Tier) -> Play:
    """Return any performance."""
    return Play(rng.choice(moves(tier)), rng.choice([0, 0, 1, 1, 2, 3]), rng.randrange(2**31))


@lru_cache
def _player() -> str:
    return inspect.getsource(hostile_child)


@lru_cache
def signatures() -> dict[str, list[Any]]:
    """What an accepted solution defines, in the words of the wire."""
    exercise = load(SLUG)
    names = [name.name for name in required_names(exercise.spec)]
    loaded = LocalSession().load(exercise.accepted[0].source.encode(), exercise.filename, names)
    assert isinstance(loaded, Loaded)
    return {name: [one.kind, list(one.parameters), one.required] for name, one in loaded.signatures.items()}
