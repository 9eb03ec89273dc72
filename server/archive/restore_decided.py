"""Scores with all that was decided about them, comments and regrades, back from an archive."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import delete, insert, select, update

from server.archive import layout
from server.archive.incoming import Incoming
from server.archive.restore_work import job_row
from server.archive.rows import ChangeRow, CommentRow, ItemRow, OverrideRow, ScoreRow, SetRow
from server.core.db import utcnow
from server.courses.catalog import current_version
from server.regrades.models import RegradeItem, RegradeSet
from server.scores.models import LineComment, Override, Score, ScoreChange
from server.submissions.models import Grading, Job, JobState, Lane

ROWS_AT_A_TIME = 500


def prepare(found: Incoming) -> None:
    """Make the rows of the scores, with nothing in them yet, and the decisions about them.

    Raises:
        ValueError: if the archive is wrong.
    """
    now = utcnow()
    for some in found.archive.portions(layout.SCORES, found.archive.table(layout.SCORES, ScoreRow), ROWS_AT_A_TIME):
        rows, keys = [], []
        for one in some:
            key = (found.person.get(one.person), found.exercise.get(one.exercise))
            found.submission.of(one.submission)
            if key in found.scores:
                raise ValueError(f"person {one.person} has two scores at exercise {one.exercise}")
            found.scores[key] = 0
            keys.append(key)
            blank: dict[str, Any] = {"attempts": 0, "is_late": False, "updated_at": now, "regraded_at": one.regraded_at}
            rows.append({"user_id": key[0], "assignment_exercise_id": key[1], **blank})
        found.scores |= zip(keys, found.insert(Score.id, rows), strict=True)
    for decided in found.archive.portions(
        layout.OVERRIDES, found.archive.rows(layout.OVERRIDES, OverrideRow), ROWS_AT_A_TIME
    ):
        found.override.add(found.insert(Override.id, list(_overrides(found, decided))))


def _overrides(found: Incoming, some: list[OverrideRow]) -> Iterator[dict[str, Any]]:
    for offset, one in enumerate(some):
        found.override.require_next(one.override, offset)
        yield {
            "score_id": found.score(one.person, one.exercise),
            "points": one.points,
            "reason": one.reason,
            "actor_id": found.person.get(one.actor),
            "at": one.at,
            "undone_at": one.undone_at,
            "undone_by": found.person.of(one.undone_by),
        }


def replace_history(found: Incoming) -> None:
    """Put the history of the archive in the place of what the recomputation wrote.

    Raises:
        ValueError: if the archive is wrong.
    """
    session = found.session
    here = select(Score.id).where(Score.assignment_exercise_id.in_(found.exercise.portion(0, len(found.exercise))))
    written = delete(ScoreChange).where(ScoreChange.score_id.in_(here))
    session.execute(written.execution_options(synchronize_session=False))
    for some in found.archive.portions(layout.HISTORY, found.archive.rows(layout.HISTORY, ChangeRow), ROWS_AT_A_TIME):
        rows = [
            {
                "score_id": found.score(one.person, one.exercise),
                "actor_id": found.person.of(one.actor),
                "submission_id": found.submission.of(one.submission),
                "from_points": one.from_points,
                "to_points": one.to_points,
                "reason": one.reason,
                "at": one.at,
            }
            for one in some
        ]
        found.insert(ScoreChange.id, rows)  # which keeps their order


def comments(found: Incoming) -> None:
    """Restore what was written beside the code.

    Raises:
        ValueError: if the archive is wrong.
    """
    for some in found.archive.portions(
        layout.COMMENTS, found.archive.rows(layout.COMMENTS, CommentRow), ROWS_AT_A_TIME
    ):
        rows = [
            {
                "submission_id": found.submission.get(one.submission),
                "line": one.line,
                "body": one.text,
                "author_id": found.person.get(one.author),
                "at": one.at,
                "deleted_at": one.deleted_at,
            }
            for one in some
        ]
        found.insert(LineComment.id, rows)


def regrades(found: Incoming) -> None:
    """Restore the regrade sets; what was still to be graded in one is graded again.

    Raises:
        ValueError: if the archive is wrong.
    """
    items: list[ItemRow] = []
    seen: set[tuple[int, int]] = set()
    for one in found.archive.rows(layout.REGRADES, SetRow, ItemRow):
        if isinstance(one, ItemRow):
            if (one.set, one.submission) in seen:
                raise ValueError(f"submission {one.submission} is in the regrade set {one.set} twice")
            seen.add((one.set, one.submission))
            _check(found, one)
            items.append(one)
        if items and (len(items) == ROWS_AT_A_TIME or isinstance(one, SetRow)):
            _items(found, items)
            items = []
        if isinstance(one, SetRow):
            found.regrade.require_next(one.set)
            row = {
                "course_id": found.course.id,
                "title": one.title,
                "reason": one.reason,
                "which": one.which,
                "state": one.state,
                "created_by": found.person.get(one.created_by),
                "created_at": one.created_at,
                "ended_at": one.ended_at,
            }
            found.regrade.add(found.insert(RegradeSet.id, [row]))
    _items(found, items)


def _check(found: Incoming, one: ItemRow) -> None:
    found.regrade.get(one.set)
    found.submission.get(one.submission)
    found.grading.of(one.old_grading)
    found.grading.of(one.new_grading)


def _items(found: Incoming, items: list[ItemRow]) -> None:
    rows = [
        {
            "set_id": found.regrade.get(one.set),
            "submission_id": found.submission.get(one.submission),
            "old_grading_id": found.grading.of(one.old_grading),
            "new_grading_id": found.grading.of(one.new_grading),
            "applied_at": one.applied_at,
            "undone_at": one.undone_at,
        }
        for one in items
    ]
    ids = found.insert(RegradeItem.id, rows)
    pairs = list(zip(items, ids, strict=True))
    _mark_jobs(found, {one.new_grading: item_id for one, item_id in pairs if one.new_grading is not None})
    waiting = [
        (one, item_id) for one, item_id in pairs
        if one.new_grading is None and one.job not in {None, JobState.GRADED, JobState.NOT_GRADABLE}
    ]  # fmt: skip
    if waiting:
        found.session.execute(insert(Job), [_job(found, one, item_id) for one, item_id in waiting])


def _mark_jobs(found: Incoming, item_ids: dict[int, int]) -> None:
    """Say of the jobs whose results were put aside for which item that was."""
    if not item_ids:
        return
    by_grading = {found.grading.get(number): item_id for number, item_id in item_ids.items()}
    query = select(Grading.id, Grading.job_id).where(Grading.id.in_(by_grading))
    rows = [{"id": row.job_id, "regrade_item_id": by_grading[row.id]} for row in found.session.execute(query)]
    found.session.execute(update(Job), rows)


def _job(found: Incoming, one: ItemRow, item_id: int) -> dict[str, Any]:
    assert one.job is not None  # noqa: S101 - for the type checker: the caller chose those that have one
    found.runs[one.submission - 1] += 1
    found.waiting += one.job in {JobState.QUEUED, JobState.RUNNING}
    return job_row(
        one.job,
        lane=Lane.BATCH,
        submission_id=found.submission.get(one.submission),
        exercise_version=current_version(found.slug_of(one.submission)),
        run=found.runs[one.submission - 1],
        regrade_item_id=item_id,
        created_at=utcnow(),
    )
