"""The rules of an assignment in sentences, for the students that they bind."""

from __future__ import annotations

from server.courses.models import Assignment, AttemptPolicy, FeedbackTime, LatePolicy
from server.text.times import span


def rules(assignment: Assignment, grace_days: int) -> tuple[str, ...]:
    """What differs from the usual: late work costs nothing, the best of any number of attempts counts, reports at once.

    Args:
        assignment: whose rules.
        grace_days: the budget of each student in the course.
    """
    return tuple(
        sentence
        for sentence in (
            _late(assignment, grace_days),
            _attempts(assignment),
            _counts(assignment),
            _feedback(assignment),
        )
        if sentence
    )


def _late(assignment: Assignment, grace_days: int) -> str:
    if assignment.due_at is None or assignment.late_policy is LatePolicy.NONE:
        return ""
    cap = f", {assignment.late_cap} % at most" if assignment.late_cap < 100 else ""
    loses = f"loses {assignment.late_percent} % for each day that has begun{cap}"
    if assignment.late_policy is LatePolicy.PERCENT or not grace_days:
        return f"Late work {loses}."
    days = "day" if grace_days == 1 else "days"
    return f"Late work first uses your {grace_days} {days} of grace for the course, then {loses}."


def _attempts(assignment: Assignment) -> str:
    limit, pause = assignment.attempt_limit, assignment.cooldown_s
    count = "" if limit is None else "One graded attempt" if limit == 1 else f"{limit} graded attempts"
    if not pause:
        return f"{count} at each exercise." if count else ""
    return f"{count or 'Graded attempts'} at each exercise, at least {span(pause)} apart."


def _counts(assignment: Assignment) -> str:
    is_last = assignment.attempt_policy is AttemptPolicy.LAST and assignment.attempt_limit != 1
    return "The last attempt counts, not the best." if is_last else ""


def _feedback(assignment: Assignment) -> str:
    if assignment.feedback is FeedbackTime.NOW:
        return ""
    when = " after it is due" if assignment.due_at is not None else ""
    if assignment.feedback is FeedbackTime.NEVER:
        return f"Points are shown{when}, reports are not."
    return f"Points and reports are shown{when}." if when else ""
