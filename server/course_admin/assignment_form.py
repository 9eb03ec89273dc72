"""The form of an assignment: dates on the course's wall, policies, and exercises picked from the catalogue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import request
from flask_wtf import FlaskForm

import exercises
from server.core.fields import Choice, Line, Moment, Whole, not_whole, whole
from server.course_admin.snapshots import DATES, Values, moment
from server.courses.catalog import title_and_summary
from server.courses.models import AttemptPolicy, FeedbackTime, LatePolicy
from server.submissions.visibility import HELP_LABELS
from server.text import times

MAX_POINTS = 1000
LATE_WORDS = {
    LatePolicy.NONE: "costs nothing; it is only marked",
    LatePolicy.PERCENT: "costs percent of the points for each day",
    LatePolicy.GRACE: "uses up grace days first, then costs percent",
}
ATTEMPT_WORDS = {AttemptPolicy.BEST: "the best", AttemptPolicy.LAST: "the last"}
FEEDBACK_WORDS = {
    FeedbackTime.NOW: "as soon as it is graded",
    FeedbackTime.AFTER_DUE: "after the due date",
    FeedbackTime.NEVER: "never",
}
AS_COURSE = "course"


def _choices(words: Mapping[Any, str]) -> list[tuple[str, str]]:
    return [(kind.value, text) for kind, text in words.items()]


class AssignmentForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Everything about an assignment but its exercises."""

    title = Line("Title", 200)
    opens_at = Moment("Opens")
    due_at = Moment("Due")
    closes_at = Moment("Closes")
    weight = Whole("Weight", 0, 10_000, optional=True)
    late_policy = Choice("Late work", choices=_choices(LATE_WORDS), default=LatePolicy.NONE.value)
    late_percent = Whole("Percent off for each day", 0, 100, default="10")
    late_cap = Whole("Percent off at most", 0, 100, default="100")
    attempt_policy = Choice("Attempt that counts", choices=_choices(ATTEMPT_WORDS), default=AttemptPolicy.BEST.value)
    attempt_limit = Whole("Attempts at each exercise", 1, 1000, optional=True)
    cooldown = Whole("Minutes between attempts", 0, 10_080, optional=True)
    feedback = Choice("Students see the report", choices=_choices(FEEDBACK_WORDS), default=FeedbackTime.NOW.value)
    help_steps = Choice(
        "Help with mistakes",
        choices=[(AS_COURSE, "as the course"), *((str(int(step)), text) for step, text in HELP_LABELS.items())],
        default=AS_COURSE,
    )

    def validate(self, *args: Any, **more: Any) -> bool:
        """Check the order of the dates, too: opens < due ≤ closes."""
        good = bool(super().validate(*args, **more))
        opens, due, closes = (getattr(self, name).wall for name in DATES)
        if opens and due and not opens < due:
            good = self._refuse(self.due_at, f"It is due {_text(due)}, but opens only {_text(opens)}.")
        if due and closes and closes < due:
            good = self._refuse(self.closes_at, f"It closes {_text(closes)}, before it is due {_text(due)}.")
        if opens and closes and not due and not opens < closes:
            good = self._refuse(self.closes_at, f"It closes {_text(closes)}, but opens only {_text(opens)}.")
        return good

    def _refuse(self, where: Moment, text: str) -> bool:
        where.errors = [*where.errors, text]
        return False

    def values(self, zone_name: str, before: Values | None) -> dict[str, Any]:
        """As a snapshot of an assignment, without its exercises."""
        dates = {}
        for name in DATES:
            found = getattr(self, name).moment(zone_name, moment(before[name]) if before else None)
            dates[name] = found.isoformat() if found else None
        return {
            "title": self.title.data,
            **dates,
            "weight": self.weight.number,
            "late_policy": self.late_policy.data,
            "late_percent": self.late_percent.number,
            "late_cap": self.late_cap.number,
            "attempt_policy": self.attempt_policy.data,
            "attempt_limit": self.attempt_limit.number,
            "cooldown_s": self._cooldown_s(before),
            "feedback": self.feedback.data,
            "help_steps": None if self.help_steps.data == AS_COURSE else int(self.help_steps.data),
        }

    def _cooldown_s(self, before: Values | None) -> int | None:
        minutes = self.cooldown.number
        if before and before["cooldown_s"] and minutes == _minutes(before["cooldown_s"]):
            return int(before["cooldown_s"])
        return 60 * minutes if minutes else None

    def notes(self, zone_name: str) -> list[str]:
        """What is to be said about times that the zone does not have, or has twice."""
        typed = [getattr(self, name).wall for name in DATES]
        return [text for one in typed if one is not None and (text := times.clock_change_note(one, zone_name))]


def _text(moment: Any) -> str:
    return f"{moment.day} {moment:%B %Y at %H:%M}"


def _minutes(seconds: int) -> int:
    """A pause that was set to seconds elsewhere is shown as the next whole minute."""
    return -(-seconds // 60)


def filled(values: Values, zone_name: str) -> dict[str, str]:
    """What the fields show for these values."""
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
        elsewhere: title of the other assignment of the course that has it.
        kept: why it must stay, if something hangs on it.
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
    """All exercises by unit, filled with an assignment's own; those that are not installed come last."""
    own = {slug: (place, points) for place, (slug, points) in enumerate(values["exercises"], 1)} if values else {}
    known = exercises.catalog()
    units = {unit.title: unit.slugs for unit in known.units}
    foreign = tuple(slug for slug in own if slug not in known.slugs)
    if foreign:
        units["Not installed here"] = foreign
    return {
        unit: [
            Pick(
                slug=slug,
                title=title_and_summary(slug)[0],
                is_picked=slug in own,
                order=str(own[slug][0]) if slug in own else "",
                points=str(own[slug][1]) if slug in own else "100",
                elsewhere=elsewhere.get(slug),
            )
            for slug in slugs
        ]
        for unit, slugs in units.items()
    }


def read_picks(units: Mapping[str, Sequence[Pick]]) -> list[list[Any]] | None:
    """Take the exercises from the request; None when something is wrong, which the picks then say.

    The order is that of the numbers; what has none comes after, as in the catalogue.
    """
    chosen = set(request.form.getlist("pick"))
    found: list[tuple[int, int, str, int]] = []
    good = True
    for place, pick in enumerate(pick for unit in units.values() for pick in unit):
        pick.is_picked = pick.slug in chosen
        pick.order = request.form.get(f"order-{pick.slug}", "").strip()
        pick.points = request.form.get(f"points-{pick.slug}", pick.points).strip()
        if not pick.is_picked:
            continue
        points, order = whole(pick.points, 0, MAX_POINTS), whole(pick.order, 0, MAX_POINTS)
        if points is None:
            pick.errors.append(f"Points: {not_whole(pick.points, 0, MAX_POINTS)}")
        if pick.order and order is None:
            pick.errors.append(f"Order: {not_whole(pick.order, 0, MAX_POINTS)}")
        if pick.elsewhere:
            pick.errors.append(f"It is in {pick.elsewhere} already; an exercise stands in a course once.")
        good = good and not pick.errors
        found.append((MAX_POINTS + 1 if order is None else order, place, pick.slug, points or 0))
    return [[slug, points] for _order, _place, slug, points in sorted(found)] if good else None
