"""A view of the gradebook: its students and their order. `server.gradebook.forms` reads a view from the URL."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from decimal import Decimal
from enum import StrEnum


class State(StrEnum):
    """The states of a score that the gradebook can be filtered by."""

    MISSING = "missing"
    STUCK = "stuck"
    LATE = "late"
    EXTENDED = "extended"
    OVERRIDDEN = "overridden"
    EXCUSED = "excused"
    PENDING = "pending"
    REGRADED = "regraded"
    FAULT = "fault"


STATES = {
    State.MISSING: "missing: past due, nothing graded",
    State.STUCK: "stuck",
    State.LATE: "late",
    State.EXTENDED: "extended",
    State.OVERRIDDEN: "overridden",
    State.EXCUSED: "excused",
    State.PENDING: "being graded",
    State.REGRADED: "regraded",
    State.FAULT: "error on our side",
}
SORTS = ("name", "section", "total")


class By(StrEnum):
    """What the columns of the grid are."""

    EXERCISE = "exercise"
    ASSIGNMENT = "assignment"


@dataclass(frozen=True, slots=True)
class Filters:
    """One view of the gradebook.

    Attributes:
        name: part of a name or email address.
        section: id of a section.
        state: only students with such a score, at `exercise` or else at any.
        exercise: slug of the exercise that `state`, `low` and `high` are about; empty for any, and the total.
        low: the least points at the exercise, or percent of the total.
        high: the most points or percent.
        sort: one of `SORTS` or the slug of an exercise.
        falling: largest first.
        page: the number of the page, from 1.
        by: the columns.
    """

    name: str = ""
    section: int | None = None
    state: State | None = None
    exercise: str = ""
    low: Decimal | None = None
    high: Decimal | None = None
    sort: str = "name"
    falling: bool = False
    page: int = 1
    by: By = By.EXERCISE

    @property
    def narrows(self) -> bool:
        """Whether some students are left out."""
        return any((self.name, self.section, self.state, self.low is not None, self.high is not None))

    def address(self, **changes: object) -> dict[str, str]:
        """The query string of this view with some changes; defaults are left out."""
        view = replace(self, **{"page": 1, **changes})  # type: ignore[arg-type]  # by name
        given = {field.name: getattr(view, field.name) for field in fields(view)}
        usual = {field.name: field.default for field in fields(view)}
        said = {name: value for name, value in given.items() if value != usual[name]}
        return {name: "1" if value is True else str(value) for name, value in said.items()}

    @property
    def narrowing(self) -> dict[str, str]:
        """The query string of a file with the students and columns of this view."""
        return self.address(sort="name", falling=False)

    @property
    def columns(self) -> dict[str, str]:
        """The query string of a file with all students and the columns of this view."""
        return Filters(by=self.by).address()

    def sorted_by(self, key: str) -> dict[str, str]:
        """The address for a click on a column heading: the highest points first; the next click reverses the order."""
        falling = not self.falling if self.sort == key else key not in ("name", "section")
        return self.address(sort=key, falling=falling)
