"""The forms of the regrade pages."""

from __future__ import annotations

from dataclasses import dataclass

from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, SelectMultipleField, StringField

from server.core.fields import MAX_ID, Choice, Line, Search, Whole
from server.core.filter_forms import FilterForm
from server.core.page_forms import PageForm
from server.regrades.changes import Direction, Key, ScoreDifference
from server.regrades.creation import MAX_TITLE_CHARS
from server.regrades.models import Which
from server.scores.overrides import MAX_REASON_CHARS
from server.text.numbers import whole

WHICH = {
    Which.COUNTING: "the attempt that counts",
    Which.BEST: "the best attempt",
    Which.LAST: "the last attempt",
    Which.ALL: "all attempts",
}
DIRECTIONS = [(Direction.ALL.value, "all"), (Direction.UP.value, "up"), (Direction.DOWN.value, "down")]


class RegradeForm(PageForm):
    """What to regrade: one submission, or attempts at an exercise or assignment."""

    submission = StringField("Submission")
    scope = StringField("Scope")
    which = Choice("For each student", [(which.value, label) for which, label in WHICH.items()])
    title = Line("Title", MAX_TITLE_CHARS)
    reason = Line("Reason, for the record", MAX_REASON_CHARS)


class ChangesFilterForm(FilterForm):
    """Which changes of a regrade to show."""

    direction = Choice("Changes", DIRECTIONS)
    exercise = Search("Exercise", 60)
    name = Search("Student", 100)
    page = Whole("Page", 1, 999_999, optional=True)

    def to_filter(self) -> ChangesFilter:
        """Return the filter; what is not accepted is left out."""
        return ChangesFilter(
            direction=Direction(self.readable("direction", Direction.ALL)),
            exercise=self.readable("exercise"),
            name=self.readable("name"),
            page=self.page.number or 1,
        )


class ApplyForm(PageForm):
    """Which changes of a regrade to apply: all, those that a filter shows, or some that are selected."""

    what = Choice(
        "Scores to apply", [("all", "all"), ("shown", "those shown"), ("some", "those selected")], default="all"
    )
    key = SelectMultipleField("Scores", validate_choice=False)
    never_lower = BooleanField("Never lower a score")
    direction = StringField("Changes")
    exercise = StringField("Exercise")
    name = StringField("Student")

    def keys(self) -> set[Key]:
        """Return the selected students and exercises; what is not a key is left out."""
        pairs = [[whole(part, 1, MAX_ID) for part in text.partition("-")[::2]] for text in self.key.data or ()]
        return {(user_id, item_id) for user_id, item_id in pairs if user_id is not None and item_id is not None}

    def to_filter(self) -> ChangesFilter:
        """Return the filter of the page that the form was on."""
        form = ChangesFilterForm(MultiDict({name: self[name].data or "" for name in ("direction", "exercise", "name")}))
        form.validate()
        return form.to_filter()


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
