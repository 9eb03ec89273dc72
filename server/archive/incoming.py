"""An import in hand: where it goes, and which id each thing of the archive got here."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import insert
from sqlalchemy.orm import InstrumentedAttribute, Session

from server.archive.numbers import Ids
from server.archive.reader import Reader
from server.courses.models import Course

T = TypeVar("T")


@dataclass(slots=True)
class Incoming:
    """What is known so far.

    Attributes:
        course: the new one.
        slugs: of the exercises, by number less one.
        exercise_of: the number of each submission's exercise.
        runs: how often each submission was graded.
        scores: ids by user and exercise.
        renewed: new public ids for those that were taken, by the old ones.
        made: how many accounts were made.
        waiting: how many submissions wait to be graded.
    """

    session: Session
    archive: Reader
    course: Course
    person: Ids = field(default_factory=lambda: Ids("person"))
    section: Ids = field(default_factory=lambda: Ids("section"))
    assignment: Ids = field(default_factory=lambda: Ids("assignment"))
    exercise: Ids = field(default_factory=lambda: Ids("exercise"))
    extension: Ids = field(default_factory=lambda: Ids("extension"))
    announcement: Ids = field(default_factory=lambda: Ids("announcement"))
    submission: Ids = field(default_factory=lambda: Ids("submission"))
    grading: Ids = field(default_factory=lambda: Ids("grading"))
    override: Ids = field(default_factory=lambda: Ids("decision"))
    regrade: Ids = field(default_factory=lambda: Ids("regrade set"))
    event: Ids = field(default_factory=lambda: Ids("event"))
    slugs: list[str] = field(default_factory=list)
    exercise_of: array[int] = field(default_factory=lambda: array("l"))
    runs: array[int] = field(default_factory=lambda: array("l"))
    scores: dict[tuple[int, int], int] = field(default_factory=dict)
    renewed: dict[str, str] = field(default_factory=dict)
    made: int = 0
    waiting: int = 0

    def insert(self, key: InstrumentedAttribute[int], rows: Sequence[Mapping[str, Any]]) -> list[int]:
        """Insert rows into the table of `key`; their ids in the order of the rows, each larger than the one before."""
        if not rows:
            return []
        adding = insert(key.class_).returning(key, sort_by_parameter_order=True)
        return list(self.session.scalars(adding, list(rows)))

    def slug_of(self, submission: int) -> str:
        """The exercise of a submission of the archive, by their numbers."""
        return self.slugs[self.exercise_of[submission - 1] - 1]

    def score(self, person: int, exercise: int) -> int:
        """The id of a score of the archive.

        Raises:
            ValueError: if the archive has no such score.
        """
        found = self.scores.get((self.person.get(person), self.exercise.get(exercise)))
        if found is None:
            raise ValueError(f"the archive has no score of person {person} at exercise {exercise}")
        return found


def require_unique(values: Collection[object], what: str) -> None:
    """Let no two of these be the same.

    Raises:
        ValueError: if two are.
    """
    seen = set()
    for value in values:
        if value in seen:
            raise ValueError(f"{what} {value!r:.80} is there twice")
        seen.add(value)
