"""The forms of a course: making it, its settings, its announcements."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField

from server.core.fields import Choice, Day, Line, Text, Whole, zones
from server.courses.announcements import rendered
from server.courses.creation import MAX_SLUG_CHARS
from server.courses.models import Course
from server.submissions.visibility import HELP_LABELS

EMPTY, CATALOGUE, COPY = "empty", "catalogue", "copy:"


class CourseForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A new course: empty, from the catalogue, or a copy."""

    title = Line("Title", 200)
    slug = Line("Address", 200, optional=True)
    term = Line("Term", 60, optional=True)
    timezone = Choice("Time zone", choices=[(name, name) for name in zones()], default="UTC")
    start = Choice("Start from", default=EMPTY)
    first_due = Day("First due date")
    announcements = BooleanField("Copy the announcements too")

    def offer(self, sources: Sequence[Course]) -> None:
        """Offer what a course may start from; before the form is validated."""
        self.start.choices = [
            (EMPTY, "nothing: an empty course"),
            (CATALOGUE, "the whole catalogue, a unit a week from the first due date"),
            *((f"{COPY}{one.slug}", f"a copy of {one.title}{f', {one.term}' if one.term else ''}") for one in sources),
        ]

    def validate(self, *args: Any, **more: Any) -> bool:
        """Check what depends on more than one field, too."""
        good = bool(super().validate(*args, **more))
        if self.start.data == CATALOGUE and not self.first_due.errors and self.first_due.day is None:
            self.first_due.errors = [*self.first_due.errors, "The units of the catalogue need a first due date."]
            good = False
        return good

    @property
    def wanted_slug(self) -> str:
        """The slug that was typed, or one made of the title."""
        return self.slug.data or suggest(self.title.data)


class SettingsForm(FlaskForm):  # type: ignore[misc]
    """What holds for a whole course."""

    title = Line("Title", 200)
    term = Line("Term", 60, optional=True)
    timezone = Choice("Time zone")
    grace_days = Whole("Grace days of each student", 0, 100)
    help_steps = Choice("Help with mistakes", choices=[(str(int(step)), text) for step, text in HELP_LABELS.items()])

    def offer(self, current: str) -> None:
        """Offer the time zones, and the one that the course has."""
        names = zones()
        self.timezone.choices = [(name, name) for name in (names if current in names else [current, *names])]

    def values(self) -> dict[str, Any]:
        """As a snapshot of a course."""
        return {
            "title": self.title.data,
            "term": self.term.data,
            "timezone": self.timezone.data,
            "grace_days": self.grace_days.number,
            "help_steps": int(self.help_steps.data),
        }


class AnnouncementForm(FlaskForm):  # type: ignore[misc]
    """A title and Markdown."""

    title = Line("Title", 200)
    text = Text("Text", 20_000)

    def validate(self, *args: Any, **more: Any) -> bool:
        """Refuse a text that cannot be shown, too."""
        good = bool(super().validate(*args, **more))
        if good and rendered(self.text.data) is None:
            text = "A formula in it cannot be read; between dollars stands TeX such as $\\frac{1}{n} x_i$."
            self.text.errors = [*self.text.errors, text]
            return False
        return good


def suggest(title: str) -> str:
    """A slug made of a title: ``Deep Learning für alle`` becomes ``deep-learning-fur-alle``."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:MAX_SLUG_CHARS].strip("-")
