"""Forms to create a course, and to change its settings and announcements."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, StringField

from server.core.fields import MAX_ID, Choice, Clamped, Day, Line, Search, Text, Whole, zones
from server.core.filter_forms import FilterForm
from server.core.page_forms import PageForm
from server.courses.announcements import rendered
from server.courses.creation import MAX_SLUG_CHARS
from server.courses.models import Course
from server.submissions.visibility import HELP_LABELS
from server.text.markdown_limits import find_excess

_LETTERS = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ı": "i"})
EMPTY, CATALOG, COPY = "empty", "catalogue", "copy:"


class CourseForm(PageForm):
    """A new course: empty, from the catalog, or a copy."""

    title = Line("Title", 200)
    slug = Line("Short name in the URL", 200, optional=True)
    term = Line("Term", 60, optional=True)
    timezone = Choice("Time zone", choices=[(name, name) for name in zones()], default="UTC")
    start = Choice("Start from", default=EMPTY)
    first_due = Day("First due date")
    announcements = BooleanField("Copy the announcements too")

    def offer(self, sources: Sequence[Course]) -> None:
        """Offer what a course may start from; call this before the form is validated."""
        self.start.choices = [
            (EMPTY, "an empty course"),
            (CATALOG, "the whole catalog, one unit per week starting at the first due date"),
            *((f"{COPY}{one.slug}", f"a copy of {one.title}{f', {one.term}' if one.term else ''}") for one in sources),
        ]

    def validate(self, *args: Any, **more: Any) -> bool:
        """Check what depends on more than one field too."""
        good = bool(super().validate(*args, **more))
        if self.start.data == CATALOG and not self.first_due.errors and self.first_due.day is None:
            self.first_due.errors = [
                *self.first_due.errors,
                "Enter the first due date. A course with the whole catalog needs one.",
            ]
            good = False
        return good

    @property
    def wanted_slug(self) -> str:
        """Return the slug that was entered, or one made from the title."""
        return self.slug.data or suggest(self.title.data)


class SettingsForm(PageForm):
    """The settings of a course."""

    version = StringField("Version")
    title = Line("Title", 200)
    term = Line("Term", 60, optional=True)
    timezone = Choice("Time zone")
    grace_days = Whole("Grace days per student", 0, 100)
    help_steps = Choice("Help with mistakes", choices=[(str(int(step)), text) for step, text in HELP_LABELS.items()])

    def offer(self, current: str) -> None:
        """Offer the time zones, and the one that the course has."""
        names = zones()
        self.timezone.choices = [(name, name) for name in (names if current in names else [current, *names])]

    def values(self) -> dict[str, Any]:
        """Return the values as a snapshot of a course."""
        return {
            "title": self.title.data,
            "term": self.term.data,
            "timezone": self.timezone.data,
            "grace_days": self.grace_days.number,
            "help_steps": int(self.help_steps.data),
        }


class CopyForm(FilterForm):
    """The course to copy, by its slug."""

    copy = StringField("Copy")


class ViewAsForm(PageForm):
    """The student to view a course as, by id."""

    student = Whole("Student", 1, MAX_ID)


class AuditFilterForm(FilterForm):
    """Which entries of the audit log to show."""

    who = Whole("Who", 1, MAX_ID, optional=True)
    action = Search("Event", 60)
    since = Day("From", name="from")
    until = Day("To", name="to")
    before = Whole("Before", 1, MAX_ID, optional=True)

    @property
    def kept(self) -> dict[str, str]:
        """Return what was typed, as the query of the address of another page."""
        return {field.name: field.data for field in self if field.data and field is not self.before}


class PageNumberForm(FilterForm):
    """Which page of a list to show."""

    page = Clamped("Page", 1, MAX_ID, default="1")


class StudentSearchForm(FilterForm):
    """Which students to list."""

    name = Search("Name or email", 100)


class AnnouncementForm(PageForm):
    """An announcement: a title and a text in Markdown."""

    title = Line("Title", 200)
    text = Text("Text", 20_000)
    step = StringField("Step")

    @property
    def wants_preview(self) -> bool:
        """Return whether the text is only to be shown as it would look."""
        return bool(self.step.data == "preview")

    def validate(self, *args: Any, **more: Any) -> bool:
        """Refuse a text that cannot be rendered, or that would take too long, too."""
        good = bool(super().validate(*args, **more))
        if good and (excess := find_excess(self.text.data)) is not None:
            self.text.errors = [*self.text.errors, f"The text has too many {excess}."]
            return False
        if good and rendered(self.text.data) is None:
            text = (
                "A formula cannot be rendered. Write formulas in TeX between dollar signs, such as $\\frac{1}{n} x_i$."
            )
            self.text.errors = [*self.text.errors, text]
            return False
        return good


def suggest(title: str) -> str:
    """Return a slug made from a title: ``Maße für alle`` becomes ``masse-fur-alle``."""
    plain = unicodedata.normalize("NFKD", title.casefold().translate(_LETTERS)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:MAX_SLUG_CHARS].strip("-")
