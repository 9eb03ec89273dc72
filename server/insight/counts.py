"""Update the counts, in the transaction that makes a grading current, in a fixed number of statements.

The rows of an exercise are shared by all its students. They are therefore written last, in one
order of tables and keys: workers wait for each other as briefly as possible, and never deadlock. Commit right after.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import case, delete, select
from sqlalchemy.orm import Session

from grader.report import Verdict
from server.core.db import insert_into
from server.insight.models import CheckCount, DayCount, MistakeCount
from server.insight.tally import CountedAttempt, Mistakes, Report, Tally, mistake, new_mistakes
from server.submissions.models import Grading, Purpose, Submission

Replacement = tuple[Submission, Report | None, Report | None]  # of which, the old one, the new one

BATCH_SIZE = 500  # students in a query


def count(session: Session, submission: Submission, report: Report, sign: int = 1) -> None:
    """Count the report of a graded attempt, or remove it with sign −1. Commit at once afterward."""
    replace_all(session, [(submission, None, report) if sign > 0 else (submission, report, None)])


def replace(session: Session, submission: Submission, old: Report | None, new: Report | None) -> None:
    """Count `new` in place of `old`, as when a regrade changes the current grading. Commit at once afterward.

    Call it after `scores.recompute`, which admits only one change of a student's work at a time.
    """
    replace_all(session, [(submission, old, new)])


def replace_all(session: Session, replacements: Iterable[Replacement]) -> None:
    """Replace the reports of many submissions in a few statements."""
    tally = Tally()
    for submission, old, new in replacements:
        if submission.purpose is not Purpose.SUBMIT:
            continue
        attempt = CountedAttempt.of(submission)
        if old is not None:
            tally.add(attempt, old, -1)
        if new is not None:
            tally.add(attempt, new)
    write(session, tally)


def write(session: Session, tally: Tally) -> None:
    """Add a tally to the tables. Commit at once afterward."""
    session.flush()  # everything else is written first, before other transactions have to wait for this one
    _write_mistakes(session, tally)
    _write_days(session, tally)
    _write_checks(session, tally)


def _write_mistakes(session: Session, tally: Tally) -> None:
    added, recounted = new_mistakes(), new_mistakes()
    for attempt, (mistake_id, title) in tally.mistakes:
        target = recounted if (attempt.item_id, attempt.user_id) in tally.recount else added
        target[attempt.item_id, mistake_id, attempt.user_id].add(attempt.submission_id, title)
    users: dict[int, list[int]] = defaultdict(list)
    for item_id, user_id in sorted(tally.recount):
        users[item_id].append(user_id)
    for item_id, some in ((item_id, some) for item_id, ids in users.items() for some in _batches(ids)):
        _count_others(session, item_id, some, tally.submissions, recounted)
        session.execute(
            delete(MistakeCount)
            .where(MistakeCount.assignment_exercise_id == item_id, MistakeCount.user_id.in_(some))
            .execution_options(synchronize_session=False)
        )
    _raise_mistakes(session, added | recounted)


def _write_days(session: Session, tally: Tally) -> None:
    rows = [
        {"assignment_exercise_id": item_id, "day": day, "attempts": number}
        for (item_id, day), number in sorted(tally.days.items())
        if number
    ]
    if not rows:
        return
    statement = insert_into(session, DayCount)
    more = {"attempts": DayCount.attempts + statement.excluded.attempts}
    key = ["assignment_exercise_id", "day"]
    session.execute(statement.on_conflict_do_update(index_elements=key, set_=more), rows)
    if tally.has_removed:
        _delete_empty(session, DayCount, DayCount.attempts <= 0, {item_id for item_id, _ in tally.days})


def _write_checks(session: Session, tally: Tally) -> None:
    rows = [
        {
            "assignment_exercise_id": item_id,
            "check_id": check_id,
            "stage": check.stage,
            "ran": check.ran,
            "failed": check.failed,
        }
        for (item_id, check_id), check in sorted(tally.checks.items(), key=lambda pair: pair[0])
        if check.ran or check.failed
    ]
    if not rows:
        return
    statement = insert_into(session, CheckCount)
    new = statement.excluded
    failed = CheckCount.failed + new.failed
    more = {"stage": new.stage, "ran": CheckCount.ran + new.ran, "failed": case((failed < 0, 0), else_=failed)}
    key = ["assignment_exercise_id", "check_id"]
    session.execute(statement.on_conflict_do_update(index_elements=key, set_=more), rows)
    if tally.has_removed:
        _delete_empty(session, CheckCount, CheckCount.ran <= 0, {item_id for item_id, _ in tally.checks})


def _count_others(
    session: Session, item_id: int, user_ids: Collection[int], seen: Collection[int], into: Mistakes
) -> None:
    """Count the mistakes of these students' other attempts, reading only the first diagnosis of each."""
    first = ("diagnoses", 0)
    query = (
        select(
            Submission.id,
            Submission.user_id,
            Grading.report[(*first, "id")].as_string().label("mistake_id"),
            Grading.report[(*first, "title")].as_string().label("title"),
        )
        .join(Grading, Grading.id == Submission.grading_id)
        .where(Submission.user_id.in_(user_ids), Submission.assignment_exercise_id == item_id)
        .where(Submission.purpose == Purpose.SUBMIT, Grading.verdict != Verdict.CE.value)
    )
    for row in session.execute(query):
        found = mistake(row.mistake_id, row.title)
        if found is not None and row.id not in seen:
            into[item_id, found[0], row.user_id].add(row.id, found[1])


def _raise_mistakes(session: Session, mistakes: Mistakes) -> None:
    rows = [
        {
            "assignment_exercise_id": item_id,
            "mistake_id": mistake_id,
            "user_id": user_id,
            "title": found.title,
            "times": found.times,
            "submission_id": found.submission_id,
        }
        for (item_id, mistake_id, user_id), found in sorted(mistakes.items(), key=lambda pair: pair[0])
    ]
    if not rows:
        return
    statement = insert_into(session, MistakeCount)
    new = statement.excluded
    is_later = new.submission_id >= MistakeCount.submission_id
    more = {
        "times": MistakeCount.times + new.times,
        "submission_id": case((is_later, new.submission_id), else_=MistakeCount.submission_id),
        "title": case((is_later, new.title), else_=MistakeCount.title),
    }
    key = ["assignment_exercise_id", "mistake_id", "user_id"]
    session.execute(statement.on_conflict_do_update(index_elements=key, set_=more), rows)


def _delete_empty(
    session: Session, model: type[CheckCount | DayCount], is_nothing: Any, item_ids: Collection[int]
) -> None:
    """Delete rows that no longer count anything, as a recount would."""
    gone = delete(model).where(is_nothing, model.assignment_exercise_id.in_(item_ids))
    session.execute(gone.execution_options(synchronize_session=False))


def _batches(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), BATCH_SIZE):
        yield ids[start : start + BATCH_SIZE]
