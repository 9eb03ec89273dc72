"""Which students the gradebook shows and in which order, as the address says it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import TypeVar


class State(StrEnum):
    """What may be the matter with a student's score at an exercise."""

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
    State.MISSING: "missing: was due, nothing graded",
    State.STUCK: "stuck",
    State.LATE: "late",
    State.EXTENDED: "extended",
    State.OVERRIDDEN: "overridden",
    State.EXCUSED: "excused",
    State.PENDING: "being graded",
    State.REGRADED: "regraded",
    State.FAULT: "our fault",
}
Kind = TypeVar("Kind", bound=StrEnum)

SORTS = ("name", "section", "total")

LABELS_AND_DEFAULTS = {"section": ("section", None), "low": ("from", None), "high": ("to", None), "page": ("page", 1)}


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
        low: at least so many points at the exercise, or percent of the total.
        high: at most so many.
        sort: one of `SORTS` or the slug of an exercise.
        falling: largest first.
        page: from 1.
        by: the columns.
    """

    name: str = ""
    section: int | None = None
    state: State | None = None
    exercise: str = ""
    low: int | None = None
    high: int | None = None
    sort: str = "name"
    falling: bool = False
    page: int = 1
    by: By = By.EXERCISE

    @property
    def narrows(self) -> bool:
        """Whether some students are left out."""
        return any((self.name, self.section, self.state, self.low is not None, self.high is not None))

    def address(self, **changes: object) -> dict[str, str]:
        """The query of the address of this view with some changes; what is as usual is left out."""
        view = replace(self, **{"page": 1, **changes})  # type: ignore[arg-type]  # by name
        given = {field.name: getattr(view, field.name) for field in fields(view)}
        usual = {field.name: field.default for field in fields(view)}
        said = {name: value for name, value in given.items() if value != usual[name]}
        return {name: "1" if value is True else str(value) for name, value in said.items()}

    def sorted_by(self, key: str) -> dict[str, str]:
        """The address for a click on a column's head: points from the top first, and the other way round next."""
        falling = not self.falling if self.sort == key else key not in ("name", "section")
        return self.address(sort=key, falling=falling)


def parse(query: Mapping[str, str], slugs: Collection[str]) -> tuple[Filters, list[str]]:
    """Read a view from the address; what cannot be read is left out, with a sentence about each.

    Args:
        query: names and values as they came.
        slugs: of the course's exercises.
    """
    problems: list[str] = []
    numbers = {
        name: _whole(query.get(name, ""), label, problems, default)
        for name, (label, default) in LABELS_AND_DEFAULTS.items()
    }
    exercise = query.get("exercise", "").strip()
    if exercise and exercise not in slugs:
        problems.append(f"This course has no exercise “{exercise[:60]}”.")
        exercise = ""
    sort = query.get("sort", "name")
    if sort not in SORTS and sort not in slugs:
        problems.append(f"Nothing can be sorted by “{sort[:60]}”; it is one of {', '.join(SORTS)} or an exercise.")
        sort = "name"
    low, high = numbers["low"], numbers["high"]
    if low is not None and high is not None and low > high:
        problems.append(f"No number is at least {low} and at most {high}.")
    page = numbers["page"] or 1
    if page > 100_000:
        problems.append(f"There is no page {page}.")
        page = 1
    filters = Filters(
        name=query.get("name", "").strip()[:100],
        section=numbers["section"],
        state=_one_of(State, query.get("state", ""), "state", problems),
        exercise=exercise,
        low=low,
        high=high,
        sort=sort,
        falling=query.get("falling") == "1",
        page=page,
        by=_one_of(By, query.get("by", ""), "by", problems) or By.EXERCISE,
    )
    return filters, problems


def _whole(text: str, name: str, problems: list[str], default: int | None) -> int | None:
    text = text.strip()
    if not text:
        return default
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        problems.append(f"“{name}” is {text[:40]!r}, and must be a whole number from 0.")
        return default
    return int(text)


def _one_of(kind: type[Kind], text: str, name: str, problems: list[str]) -> Kind | None:
    if not text:
        return None
    if text in list(kind):
        return kind(text)
    problems.append(f"“{name}” is {text[:40]!r}, and must be one of {', '.join(kind)}.")
    return None
