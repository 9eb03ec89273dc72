"""The form of an assignment: dates in the course's time zone, policies, and exercises picked from the catalog."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from wtforms import SelectMultipleField, StringField

import exercises
from server.core.fields import Choice, Line, Moment, PointsField, Whole
from server.core.page_forms import PageForm
from server.course_admin.snapshots import DATES, Values, moment
from server.courses.catalog import title_and_summary
from server.courses.models import AttemptPolicy, FeedbackTime, LatePolicy
from server.submissions.visibility import HELP_LABELS
from server.text import times
from server.text.points import as_number, show_points

MAX_POINTS = 1000
LATE_LABELS = {
    LatePolicy.NONE: "no penalty, but marked as late",
    LatePolicy.PERCENT: "a percentage off for each day",
    LatePolicy.GRACE: "grace days first, then a percentage off for each day",
}
ATTEMPT_LABELS = {AttemptPolicy.BEST: "the best", AttemptPolicy.LAST: "the last"}
FEEDBACK_LABELS = {
    FeedbackTime.NOW: "as soon as the attempt is graded",
    FeedbackTime.AFTER_DUE: "after the due date",
    FeedbackTime.NEVER: "never",
}
AS_COURSE = "course"


def _choices(labels: Mapping[Any, str]) -> list[tuple[str, str]]:
    return [(kind.value, text) for kind, text in labels.items()]


class AssignmentForm(PageForm):
    """The fields of an assignment, without its exercises."""

    version = StringField("Version")
    title = Line("Title", 200)
    opens_at = Moment("Opens")
    due_at = Moment("Due")
    closes_at = Moment("Closes")
    weight = Whole("Weight", 0, 10_000, optional=True)
    late_policy = Choice("Late work", choices=_choices(LATE_LABELS), default=LatePolicy.NONE.value)
    late_percent = Whole("Percent off per day", 0, 100, default="10")
    late_cap = Whole("Maximum percent off", 0, 100, default="100")
    attempt_policy = Choice("Attempt that counts", choices=_choices(ATTEMPT_LABELS), default=AttemptPolicy.BEST.value)
    attempt_limit = Whole("Attempts per exercise", 1, 1000, optional=True)
    cooldown = Whole("Minutes between attempts", 0, 10_080, optional=True)
    feedback = Choice("Students see the report", choices=_choices(FEEDBACK_LABELS), default=FeedbackTime.NOW.value)
    help_steps = Choice(
        "Help with mistakes",
        choices=[(AS_COURSE, "same as the course"), *((str(int(step)), text) for step, text in HELP_LABELS.items())],
        default=AS_COURSE,
    )

    def __init__(self, *args: Any, zone_name: str, before: Values | None = None, **more: Any) -> None:
        """Read the form.

        Args:
            args: the request's data; without it, that of this request.
            zone_name: the time zone of the course, in which dates are typed.
            before: the values of the assignment that is edited; None for a new one.
            more: further arguments of the form.
        """
        super().__init__(*args, **more)
        self.zone_name, self.before = zone_name, before

    def validate(self, *args: Any, **more: Any) -> bool:
        """Check the order of the dates too: opens < due ≤ closes."""
        good = bool(super().validate(*args, **more))
        opens, due, closes = (_to_the_minute(self._moment(name)) for name in DATES)
        if opens and due and not opens < due:
            good = self._refuse(
                self.due_at,
                f"The due date ({self._text(due)}) must be after the opening date ({self._text(opens)}).",
            )
        if due and closes and closes < due:
            good = self._refuse(
                self.closes_at,
                f"The closing date ({self._text(closes)}) must not be before the due date ({self._text(due)}).",
            )
        if opens and closes and not due and not opens < closes:
            good = self._refuse(
                self.closes_at,
                f"The closing date ({self._text(closes)}) must be after the opening date ({self._text(opens)}).",
            )
        return good

    def _moment(self, name: str) -> datetime | None:
        """Return a date as a moment; exactly the moment before if the field is unchanged."""
        field: Moment = getattr(self, name)
        return field.moment(self.zone_name, moment(self.before[name]) if self.before else None)

    def _text(self, at: datetime) -> str:
        there = times.to_local(at, self.zone_name)
        return f"{there.day} {there:%B %Y at %H:%M}"

    def _refuse(self, where: Moment, text: str) -> bool:
        where.errors = [*where.errors, text]
        return False

    def values(self) -> dict[str, Any]:
        """Return the values as a snapshot of an assignment, without its exercises."""
        found = {name: self._moment(name) for name in DATES}
        dates = {name: at.isoformat() if at else None for name, at in found.items()}
        return {
            "title": self.title.data,
            **dates,
            "weight": self.weight.number,
            "late_policy": self.late_policy.data,
            "late_percent": self.late_percent.number,
            "late_cap": self.late_cap.number,
            "attempt_policy": self.attempt_policy.data,
            "attempt_limit": self.attempt_limit.number,
            "cooldown_s": self._cooldown_s(),
            "feedback": self.feedback.data,
            "help_steps": None if self.help_steps.data == AS_COURSE else int(self.help_steps.data),
        }

    def _cooldown_s(self) -> int | None:
        before, minutes = self.before, self.cooldown.number
        if before and before["cooldown_s"] and minutes == _minutes(before["cooldown_s"]):
            return int(before["cooldown_s"])
        return 60 * minutes if minutes else None

    def notes(self) -> list[str]:
        """Return notes about local times that a clock change skips or repeats."""
        typed = [(getattr(self, name).local, self._moment(name)) for name in DATES]
        found = [times.clock_change_note(local, self.zone_name, at) for local, at in typed if local is not None]
        return [text for text in found if text]


def worthless_notes(chosen: Sequence[Sequence[Any]]) -> list[str]:
    """Return a note about exercises that are worth 0 points; `chosen` has their slugs and points."""
    titles = [title_and_summary(slug)[0] for slug, points in chosen if not points]
    if not titles:
        return []
    named = " and ".join(f"“{title}”" for title in titles) if len(titles) < 3 else f"{len(titles)} exercises"
    are, do = ("is", "does") if len(titles) == 1 else ("are", "do")
    return [f"{named} {are} worth 0 points and {do} not count toward the total."]


def _to_the_minute(at: datetime | None) -> datetime | None:
    """Return the moment as a form shows it, without seconds."""
    return at.replace(second=0, microsecond=0) if at else None


def _minutes(seconds: int) -> int:
    """Return the seconds as minutes, rounded up."""
    return -(-seconds // 60)


def filled(values: Values, zone_name: str) -> dict[str, str]:
    """Return what the fields show for these values."""
    shown = {name: "" if value is None else str(value) for name, value in values.items() if name != "exercises"}
    for name in DATES:
        at = moment(values[name])
        shown[name] = times.to_local(at, zone_name).strftime(times.INPUT_FORMAT) if at else ""
    shown["cooldown"] = str(_minutes(values["cooldown_s"])) if values["cooldown_s"] else ""
    shown["help_steps"] = AS_COURSE if values["help_steps"] is None else str(values["help_steps"])
    return shown


@dataclass(slots=True)
class Pick:
    """One exercise as the form offers it; the texts are as typed.

    Attributes:
        elsewhere: title of the other assignment in the course that has it.
        kept: why it cannot be removed, if it is in use.
    """

    slug: str
    title: str
    is_picked: bool
    order: str
    points: str
    elsewhere: str | None = None
    kept: str | None = None
    errors: list[str] = field(default_factory=list)


def picks(values: Values | None, elsewhere: Mapping[str, str]) -> dict[str, list[Pick]]:
    """Return all exercises by unit, with the assignment's own picked; exercises not installed here come last."""
    own = {slug: (place, points) for place, (slug, points) in enumerate(values["exercises"], 1)} if values else {}
    known = exercises.catalog()
    units = {unit.title: unit.slugs for unit in known.units}
    foreign = tuple(slug for slug in own if slug not in known.slugs)
    if foreign:
        units["Not installed on this server"] = foreign
    return {
        unit: [
            Pick(
                slug=slug,
                title=title_and_summary(slug)[0],
                is_picked=slug in own,
                order=str(own[slug][0]) if slug in own else "",
                points=show_points(own[slug][1]) if slug in own else "100",
                elsewhere=elsewhere.get(slug),
            )
            for slug in slugs
        ]
        for unit, slugs in units.items()
    }


def _picks_form(units: Mapping[str, Sequence[Pick]]) -> PageForm:
    """Read the form of the exercises: which are picked, and two numbers for each."""
    fields: dict[str, Any] = {"pick": SelectMultipleField("Exercises", validate_choice=False)}
    for pick in _flat(units):
        fields[f"order-{pick.slug}"] = Whole("Order", 0, MAX_POINTS, optional=True)
        fields[f"points-{pick.slug}"] = PointsField("Points", 0, MAX_POINTS, default=pick.points)
    form: PageForm = type("PicksForm", (PageForm,), fields)()
    form.validate()
    return form


def _flat(units: Mapping[str, Sequence[Pick]]) -> list[Pick]:
    return [pick for unit in units.values() for pick in unit]


def read_picks(units: Mapping[str, Sequence[Pick]]) -> list[list[Any]] | None:
    """Return the exercises from the request, or None after adding errors to the picks.

    They are in the order of their numbers; exercises without a number come last, in the order of the catalog.
    """
    form = _picks_form(units)
    chosen = set(form.pick.data or ())
    found: list[tuple[int, int, str, int | float]] = []
    good = True
    for place, pick in enumerate(_flat(units)):
        points, order = form[f"points-{pick.slug}"], form[f"order-{pick.slug}"]
        pick.is_picked = pick.slug in chosen
        pick.points, pick.order = (points.data or "").strip(), (order.data or "").strip()
        if not pick.is_picked:
            continue
        pick.errors += [f"{field.label.text}: {error}" for field in (points, order) for error in field.errors]
        if pick.elsewhere:
            pick.errors.append(
                f"This exercise is already in {pick.elsewhere}. A course can use each exercise only once."
            )
        good = good and not pick.errors
        last = MAX_POINTS + 1
        worth = as_number(points.points or 0)
        found.append((last if order.number is None else order.number, place, pick.slug, worth))
    return [[slug, points] for _order, _place, slug, points in sorted(found)] if good else None


class MoveForm(PageForm):
    """Which way to move an assignment."""

    direction = Choice("Direction", [("up", "up"), ("down", "down")], error="The direction must be up or down.")
