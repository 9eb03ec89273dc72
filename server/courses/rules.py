"""The rules of an assignment, in sentences for its students."""

from __future__ import annotations

from server.courses.models import Assignment, AttemptPolicy, FeedbackTime, LatePolicy
from server.text.times import exact_span


def rules(assignment: Assignment, grace_days: int) -> tuple[str, ...]:
    """Describe the rules that differ from the defaults.

    By default late work costs nothing, the best of any number of attempts counts, and reports are shown at once.

    Args:
        assignment: the assignment.
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


def which_counts(assignment: Assignment) -> str:
    """Say how many graded attempts an exercise has and which of them counts; empty if there is only one attempt.

    Pages show a limit beside the number of attempts used, so the text says only that there is none.
    """
    if assignment.attempt_limit == 1:
        return ""
    counts = f"the {assignment.attempt_policy.value} one counts"
    return counts if assignment.attempt_limit else f"unlimited; {counts}"


def _late(assignment: Assignment, grace_days: int) -> str:
    if assignment.due_at is None or assignment.late_policy is LatePolicy.NONE:
        return ""
    cap = f", up to {assignment.late_cap}%" if assignment.late_cap < 100 else ""
    loses = f"loses {assignment.late_percent}% for each day or part of a day{cap}"
    if assignment.late_policy is LatePolicy.PERCENT or not grace_days:
        return f"Late work {loses}."
    used = "It is used where it raises" if grace_days == 1 else "They are used where they raise"
    days = "1 grace day" if grace_days == 1 else f"{grace_days} grace days"
    return f"You have {days} for the whole course. {used} your course total the most. Other late work {loses}."


def _attempts(assignment: Assignment) -> str:
    limit, pause = assignment.attempt_limit, assignment.cooldown_s
    count = "" if limit is None else "One graded attempt" if limit == 1 else f"{limit} graded attempts"
    if not pause:
        return f"{count} per exercise." if count else ""
    wait = f"Wait {exact_span(pause)} between graded attempts at an exercise."
    return f"{count} per exercise. {wait}" if count else wait


def _counts(assignment: Assignment) -> str:
    is_last = assignment.attempt_policy is AttemptPolicy.LAST and assignment.attempt_limit != 1
    return "Your last attempt counts, not your best." if is_last else ""


def _feedback(assignment: Assignment) -> str:
    if assignment.feedback is FeedbackTime.NOW:
        return ""
    when = " after the due date" if assignment.due_at is not None else ""
    if assignment.feedback is FeedbackTime.NEVER:
        return f"Points are shown{when}, but reports are not."
    return f"Points and reports are shown{when}." if when else ""
