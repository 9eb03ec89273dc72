"""The forms of the gradebook; the rules about points, reasons and comments are those of `server.scores`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flask_wtf.file import FileField
from wtforms import BooleanField, SelectMultipleField, StringField

from server.core.fields import MAX_ID, Choice, Moment, PointsField, Search, Whole
from server.core.filter_forms import FilterForm
from server.core.page_forms import PageForm
from server.gradebook.filters import SORTS, By, Filters, State
from server.text.points import show_points

MAX_POINTS = 10_000_000  # that a range may name


def _names(values: Iterable[str]) -> list[tuple[str, str]]:
    return [(str(value), str(value)) for value in values]


def _list(values: Iterable[str]) -> str:
    return ", ".join(values)


class GradebookFilterForm(FilterForm):
    """Which students the gradebook shows and in which order; what is not accepted filters nothing."""

    name = Search("name", 100)
    section = Whole("section", 0, MAX_ID, optional=True)
    state = Choice("state", _names(["", *State]), default="", error=f"“{{}}” is not one of {_list(State)}.")
    exercise = Choice("exercise", default="", error="“{}” is not an exercise in this course.")
    low = PointsField("from", 0, MAX_POINTS, optional=True)
    high = PointsField("to", 0, MAX_POINTS, optional=True)
    sort = Choice(
        "sort", default="name", error=f"“{{}}” is neither one of {_list(SORTS)} nor an exercise in this course."
    )
    falling = BooleanField("falling", false_values=("", "0"))
    page = Whole("page", 0, 100_000, optional=True)
    by = Choice("by", _names(["", *By]), default="", error=f"“{{}}” is not one of {_list(By)}.")

    def __init__(self, formdata: Any = None, *, slugs: Sequence[str], **more: Any) -> None:
        """Offer the exercises of the course, which have these slugs."""
        super().__init__(formdata, **more)
        self.exercise.choices = _names(["", *slugs])
        self.sort.choices = _names([*SORTS, *slugs])

    def validate(self, *args: Any, **more: Any) -> bool:
        """Also refuse a range whose lower limit is greater than its upper limit."""
        good = bool(super().validate(*args, **more))
        low, high = self.low.points, self.high.points
        if low is not None and high is not None and low > high:
            text = f"The lower limit, {show_points(low)}, is greater than the upper limit, {show_points(high)}."
            self.form_errors = [*self.form_errors, text]
            return False
        return good

    def to_filters(self) -> Filters:
        """Return the view, with defaults for what is missing or not accepted."""
        state = self.readable("state")
        return Filters(
            name=self.readable("name"),
            section=self.section.number,
            state=State(state) if state else None,
            exercise=self.readable("exercise"),
            low=self.low.points,
            high=self.high.points,
            sort=self.readable("sort", "name"),
            falling=self.falling.data,
            page=self.page.number or 1,
            by=By(self.readable("by", By.EXERCISE)),
        )


class OverrideForm(PageForm):
    """Points for a student, or an excuse."""

    points = StringField("Points")
    reason = StringField("Reason")
    excuse = StringField("Excuse")


class UndoOverrideForm(PageForm):
    """The override that the page showed as the current one."""

    override = Whole("Override", 1, MAX_ID)


class CommentForm(PageForm):
    """A comment on an attempt, or on a line of it."""

    attempt = StringField("Attempt")
    line = StringField("Line")
    text = StringField("Comment")


class ExtensionForm(PageForm):
    """Later dates of an assignment, for a student or a section."""

    assignment = StringField("Assignment")
    email = StringField("Student's email address")
    section = StringField("Section")
    due_at = Moment("New due date", latest_year=2200)
    closes_at = Moment("Closes", latest_year=2200)
    reason = StringField("Reason")


class UploadForm(PageForm):
    """An edited file of scores, or a previewed file to apply."""

    file = FileField("CSV or Excel file")
    kept = StringField("The uploaded file")
    pick = SelectMultipleField("Scores", validate_choice=False)
    reason = StringField("Reason")

    def keys(self) -> list[str]:
        """Return the keys of the selected scores; those beyond the ones that are listed share a field."""
        return [key for text in self.pick.data or () for key in text.split()]
