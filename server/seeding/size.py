"""The size of a seeded course, and the rare cases in it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from exercises import catalog
from server.scores.scoring import Key

EXERCISES_A_UNIT = 5
UNTOUCHED = 0.04  # share of the exercises that a student does not attempt


@dataclass(frozen=True, slots=True)
class Size:
    """The size of the course.

    Attributes:
        attempts: the mean number of attempts at an exercise; a student makes between 1 and twice as many.
        seed: seeds the random generator; the same seed makes the same class.
    """

    students: int
    exercises: int
    attempts: int
    sections: int = 20
    seed: int = 1

    @property
    def slugs(self) -> tuple[str, ...]:
        """Return the slugs of the catalog, followed by invented ones when more are needed."""
        known = catalog().slugs[: self.exercises]
        return (*known, *(f"practice_{n:02}" for n in range(len(known) + 1, self.exercises + 1)))


@dataclass(frozen=True, slots=True)
class Rare:
    """The rare cases, as pairs (student, exercise) that are both counted from 0."""

    overridden: frozenset[Key]
    excused: frozenset[Key]
    pending: frozenset[Key]
    faulty: frozenset[Key]


def draw(size: Size, rng: np.random.Generator) -> Rare:
    """Draw the rare cases, at least one of each kind.

    Only installed exercises get pending submissions, so that a running worker can grade them.
    """
    installed = min(size.exercises, len(catalog().slugs))
    return Rare(
        overridden=_draw_keys(size.students, size.exercises, 0.002, rng),
        excused=_draw_keys(size.students, size.exercises, 0.003, rng),
        pending=_draw_keys(size.students, installed, 0.0005, rng),
        faulty=_draw_keys(size.students, size.exercises, 0.0002, rng),
    )


def _draw_keys(students: int, exercises: int, share: float, rng: np.random.Generator) -> frozenset[Key]:
    count = max(1, round(share * students * exercises))
    found = rng.choice(students * exercises, size=count, replace=False)
    return frozenset((int(n) // exercises, int(n) % exercises) for n in found)
