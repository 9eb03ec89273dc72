"""How large a made-up course is, and what is rare in it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from exercises import catalog
from server.scores.scoring import Key

EXERCISES_A_UNIT = 5
UNTOUCHED = 0.04  # of the exercises, by each student


@dataclass(frozen=True, slots=True)
class Size:
    """What is asked for.

    Attributes:
        attempts: at an exercise, on average; a student who tries it makes from 1 to twice as many.
        seed: the same seed makes the same class.
    """

    students: int
    exercises: int
    attempts: int
    sections: int = 20
    seed: int = 1

    @property
    def slugs(self) -> tuple[str, ...]:
        """Those of the catalog first, then made-up ones, which pages show by themselves."""
        known = catalog().slugs[: self.exercises]
        return (*known, *(f"practice_{n:02}" for n in range(len(known) + 1, self.exercises + 1)))


@dataclass(frozen=True, slots=True)
class Rare:
    """Where something uncommon happens, as (student, exercise), both counted from 0."""

    overridden: frozenset[Key]
    excused: frozenset[Key]
    pending: frozenset[Key]
    faulty: frozenset[Key]


def draw(size: Size, chance: np.random.Generator) -> Rare:
    """Choose these places; there is at least one of each kind.

    What waits is at installed exercises only, so that a worker that runs beside it can grade it.
    """
    installed = min(size.exercises, len(catalog().slugs))
    return Rare(
        overridden=_places(size.students, size.exercises, 0.002, chance),
        excused=_places(size.students, size.exercises, 0.003, chance),
        pending=_places(size.students, installed, 0.0005, chance),
        faulty=_places(size.students, size.exercises, 0.0002, chance),
    )


def _places(students: int, exercises: int, share: float, chance: np.random.Generator) -> frozenset[Key]:
    count = max(1, round(share * students * exercises))
    found = chance.choice(students * exercises, size=count, replace=False)
    return frozenset((int(n) // exercises, int(n) % exercises) for n in found)
