"""How the points of a score were computed, in sentences for the student and for staff."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from server.accounts.models import User
from server.courses.dates import Dates
from server.courses.items import Item
from server.courses.models import Assignment, AttemptPolicy
from server.scores.late_policy import scale
from server.scores.late_words import cost_words, days_late_words
from server.scores.models import Override, Score
from server.text.times import local


def explain(
    one: Item,
    score: Score | None,
    dates: Dates,
    received_at: datetime | None,
    override: Override | None,
    staff: Mapping[int, User],
    zone: str,
) -> tuple[str, ...]:
    """Explain step by step how the points were computed, in sentences.

    Args:
        one: the exercise with its assignment.
        score: the student's score at the exercise.
        dates: the dates of this student.
        received_at: when the attempt that counts was received.
        override: the current override.
        staff: staff by id, for the names of those who made overrides.
        zone: the time zone of the times in the sentences.
    """
    if score is None:
        return ()
    steps = list(_graded(one, score, dates, received_at, zone)) if score.raw_points is not None else []
    if override is not None:
        who = staff[override.actor_id].name if override.actor_id in staff else "staff"
        what = "Excused" if override.points is None else f"Set to {override.points}"
        end = " The exercise does not count." if override.points is None else ""
        steps.append(f"{what} by {who}: {override.reason}{'' if override.reason[-1] in '.!?' else '.'}{end}")
    return tuple(steps)


def _graded(one: Item, score: Score, dates: Dates, received_at: datetime | None, zone: str) -> list[str]:
    raw = score.raw_points or 0
    which = "last" if one.assignment.attempt_policy is AttemptPolicy.LAST else "best"
    tries = "the only attempt" if score.attempts == 1 else f"the {which} of {score.attempts} attempts counts"
    when = f", received {local(received_at, zone)}" if received_at else ""
    steps = [f"{raw} of {one.item.max_points} points: {tries}{when}."]
    if score.late_days and dates.due_at is not None:
        extended = ", extended" if dates.is_extended else ""
        late = f"{days_late_words(score)} (due {local(dates.due_at, zone)}{extended})"
        steps.append(f"{late}: {_cost(one.assignment, score)}.")
    elif dates.is_extended and dates.due_at is not None:
        steps.append(f"On time: extended to {local(dates.due_at, zone)}.")
    return steps


def _cost(assignment: Assignment, score: Score) -> str:
    if not score.penalty_percent:
        return cost_words(score)
    left = scale(score.raw_points or 0, 100 - score.penalty_percent, 100)
    days = score.late_days - score.grace_days
    return f"{cost_words(score, is_capped=days * assignment.late_percent > score.penalty_percent)}, leaving {left}"
