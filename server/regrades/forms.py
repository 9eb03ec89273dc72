"""The forms of the regrade pages."""

from __future__ import annotations

from dataclasses import dataclass

from flask_wtf import FlaskForm
from wtforms import StringField

from server.core.fields import Choice, Line, Whole
from server.core.filter_forms import FilterForm
from server.regrades.changes import Direction, ScoreDifference
from server.regrades.creation import MAX_TITLE_CHARS
from server.regrades.models import Which
from server.scores.overrides import MAX_REASON_CHARS

WHICH = {
    Which.COUNTING: "the attempt that counts",
    Which.BEST: "the best attempt",
    Which.LAST: "the last attempt",
    Which.ALL: "all attempts",
}
DIRECTIONS = [(Direction.ALL.value, "all"), (Direction.UP.value, "up"), (Direction.DOWN.value, "down")]


class RegradeForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """What to regrade: one submission, or attempts at an exercise or assignment."""

    submission = StringField("Submission")
    scope = StringField("What")
    which = Choice("Of each student", [(which.value, label) for which, label in WHICH.items()])
    title = Line("Title", MAX_TITLE_CHARS)
    reason = Line("Reason, for the record", MAX_REASON_CHARS)

    @property
    def problem(self) -> str:
        """The first error, with the label of its field."""
        return next((f"{self[name].label.text}: {errors[0]}" for name, errors in self.errors.items()), "")


class ChangesFilterForm(FilterForm):
    """Which changes of a regrade to show."""

    direction = Choice("Which", DIRECTIONS)
    exercise = Line("Exercise", 60, optional=True)
    name = Line("Student", 100, optional=True)
    page = Whole("Page", 1, 999_999, optional=True)

    def to_filter(self) -> ChangesFilter:
        """Return the filter; what is not accepted is left out."""
        return ChangesFilter(
            direction=Direction(self.readable("direction", Direction.ALL)),
            exercise=self.readable("exercise"),
            name=self.readable("name"),
            page=self.page.number or 1,
        )


@dataclass(frozen=True, slots=True)
class ChangesFilter:
    """The changes that a page shows."""

    direction: Direction = Direction.ALL
    exercise: str = ""
    name: str = ""
    page: int = 1

    def matches(self, change: ScoreDifference) -> bool:
        """Return whether the change is shown."""
        in_direction = {Direction.ALL: True, Direction.UP: change.delta > 0, Direction.DOWN: change.delta < 0}
        return (
            in_direction[self.direction]
            and self.exercise in ("", change.item.slug)
            and self.name.lower() in change.name.lower()
        )
