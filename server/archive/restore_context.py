"""An import in progress: where it goes, and the database id of each thing in the archive."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import insert
from sqlalchemy.orm import InstrumentedAttribute, Session

from server.archive.reader import Reader
from server.courses.models import Course


class Ids:
    """The database ids of the things in an archive, in the order of their numbers."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._ids = array("q")

    def __len__(self) -> int:
        return len(self._ids)

    def add(self, ids: Iterable[int]) -> None:
        """Add the ids of the next things."""
        self._ids.extend(ids)

    def of(self, number: int | None) -> int | None:
        """Return the id for a number; None for None.

        Raises:
            ValueError: if the archive has nothing with this number.
        """
        return None if number is None else self.get(number)

    def get(self, number: int) -> int:
        """Return the id for a number.

        Raises:
            ValueError: if the archive has nothing with this number.
        """
        if not 1 <= number <= len(self._ids):
            raise ValueError(f"there is no {self._what} {number} in the archive")
        return self._ids[number - 1]

    def find(self, number: int) -> int | None:
        """Return the id for a number; None if the archive has nothing with this number."""
        return self._ids[number - 1] if 1 <= number <= len(self._ids) else None

    def portion(self, start: int, size: int) -> Sequence[int]:
        """Return `size` ids from index `start` on."""
        return self._ids[start : start + size].tolist()

    def require_next(self, number: int, offset: int = 0) -> None:
        """Require this number for the thing that comes `offset` after the next.

        Raises:
            ValueError: if it is another.
        """
        wanted = len(self._ids) + offset + 1
        if number != wanted:
            raise ValueError(f"{self._what} {wanted} is expected here, not {number}")


T = TypeVar("T")


@dataclass(slots=True)
class RestoreContext:
    """The course being restored, and the ids assigned so far.

    Attributes:
        course: the new course.
        slugs: the slugs of the exercises, at their number minus one.
        exercise_of: the number of each submission's exercise.
        runs: how often each submission was graded.
        scores: ids by user and exercise.
        renewed: new public ids for those that were taken, by the old ones.
        made: how many accounts were created.
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
    override: Ids = field(default_factory=lambda: Ids("override"))
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
        """Insert rows into the table of `key`, and return their ids in ascending order, which is that of the rows."""
        if not rows:
            return []
        adding = insert(key.class_).returning(key, sort_by_parameter_order=True)
        return list(self.session.scalars(adding, list(rows)))

    def slug_of(self, submission: int) -> str:
        """Return the exercise of the submission with this number."""
        return self.slugs[self.exercise_of[submission - 1] - 1]

    def score(self, person: int, exercise: int) -> int:
        """Return the id of a score.

        Raises:
            ValueError: if the archive has no such score.
        """
        found = self.scores.get((self.person.get(person), self.exercise.get(exercise)))
        if found is None:
            raise ValueError(f"the archive has no score for person {person} on exercise {exercise}")
        return found


def require_unique(values: Collection[object], what: str) -> None:
    """Refuse duplicates.

    Raises:
        ValueError: if two are.
    """
    seen = set()
    for value in values:
        if value in seen:
            raise ValueError(f"{what} {value!r:.80} appears twice")
        seen.add(value)
