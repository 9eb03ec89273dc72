"""How the points of a score were computed, in sentences for the student and for staff."""

from __future__ import annotations

from collections.abc import Mapping

from server.accounts.models import User
from server.courses.dates import Dates
from server.courses.items import Item
from server.courses.models import Assignment, AttemptPolicy
from server.scores.late_policy import GradedAttempt, after_penalty
from server.scores.late_words import cost_words, days_late_words
from server.scores.models import Override, Score
from server.text.points import show_points
from server.text.times import local


def explain(
    one: Item,
    score: Score | None,
    dates: Dates,
    attempt: GradedAttempt | None,
    override: Override | None,
    staff: Mapping[int, User],
    zone: str,
) -> tuple[str, ...]:
    """Explain step by step how the points were computed, in sentences.

    Args:
        one: the exercise with its assignment.
        score: the student's score at the exercise.
        dates: the dates of this student.
        attempt: the attempt that counts; None if nothing is graded.
        override: the current override.
        staff: staff by id, for the names of those who made overrides.
        zone: the time zone of the times in the sentences.
    """
    if score is None:
        return ()
    steps = _graded(one, score, dates, attempt, zone) if attempt is not None else []
    if override is not None:
        who = staff[override.actor_id].name if override.actor_id in staff else "staff"
        what = "Excused" if override.points is None else f"Set to {show_points(override.points)}"
        end = " The exercise does not count toward the total." if override.points is None else ""
        steps.append(f"{what} by {who}: {override.reason}{'' if override.reason[-1] in '.!?' else '.'}{end}")
    return tuple(steps)


def _graded(one: Item, score: Score, dates: Dates, attempt: GradedAttempt, zone: str) -> list[str]:
    which = "last" if one.assignment.attempt_policy is AttemptPolicy.LAST else "best"
    tries = "the only attempt" if score.attempts == 1 else f"the {which} of {score.attempts} attempts"
    when = local(attempt.received_at, zone)
    steps = [f"{_raw(attempt)} of {show_points(one.item.max_points)} points: {tries}, received {when}."]
    if score.late_days and dates.due_at is not None:
        extended = ", extended" if dates.is_extended else ""
        late = f"{days_late_words(score)} (due {local(dates.due_at, zone)}{extended})"
        steps.append(f"{late}: {_cost(one.assignment, score, attempt)}.")
    elif dates.is_extended and dates.due_at is not None:
        steps.append(f"On time: the due date was extended to {local(dates.due_at, zone)}.")
    return steps


def _raw(attempt: GradedAttempt) -> str:
    """Return the points before the penalty; rounding comes after it, so they may have further decimals."""
    shown = after_penalty(attempt.points, 0)
    return f"{'' if shown == attempt.points else 'about '}{show_points(shown)}"


def _cost(assignment: Assignment, score: Score, attempt: GradedAttempt) -> str:
    if not score.penalty_percent:
        return cost_words(score)
    left = show_points(after_penalty(attempt.points, score.penalty_percent))
    days = score.late_days - score.grace_days
    return f"{cost_words(score, is_capped=days * assignment.late_percent > score.penalty_percent)}, leaving {left}"
