"""Restore scores, overrides, comments and regrades, and compare the scores with those exported."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from server.accounts.models import User
from server.archive import files
from server.archive.errors import ScoreMismatch
from server.archive.export_work import DERIVED
from server.archive.restore_context import RestoreContext
from server.archive.restore_work import job_row
from server.archive.rows import ChangeRow, CommentRow, ItemRow, OverrideRow, ScoreRow, SetRow
from server.core.db import utcnow
from server.courses.catalog import current_version
from server.courses.models import AssignmentExercise
from server.regrades.models import RegradeItem, RegradeSet
from server.scores.models import LineComment, Override, Score, ScoreChange
from server.submissions.models import Grading, Job, JobState, Lane

ROWS_AT_A_TIME = 500


def create_scores(context: RestoreContext) -> None:
    """Create blank rows for the scores, and restore the overrides of them.

    Raises:
        ValueError: if the archive is wrong.
    """
    now = utcnow()
    for some in context.archive.batches(files.SCORES, context.archive.table(files.SCORES, ScoreRow), ROWS_AT_A_TIME):
        rows, keys = [], []
        for one in some:
            key = (context.person.get(one.person), context.exercise.get(one.exercise))
            context.submission.of(one.submission)
            if key in context.scores:
                raise ValueError(f"person {one.person} has two scores on exercise {one.exercise}")
            context.scores[key] = 0
            keys.append(key)
            blank: dict[str, Any] = {"attempts": 0, "is_late": False, "updated_at": now, "regraded_at": one.regraded_at}
            rows.append({"user_id": key[0], "assignment_exercise_id": key[1], **blank})
        context.scores |= zip(keys, context.insert(Score.id, rows), strict=True)
    for decided in context.archive.batches(
        files.OVERRIDES, context.archive.rows(files.OVERRIDES, OverrideRow), ROWS_AT_A_TIME
    ):
        context.override.add(context.insert(Override.id, list(_overrides(context, decided))))


def _overrides(context: RestoreContext, some: list[OverrideRow]) -> Iterator[dict[str, Any]]:
    for offset, one in enumerate(some):
        context.override.require_next(one.override, offset)
        yield {
            "score_id": context.score(one.person, one.exercise),
            "points": one.points,
            "reason": one.reason,
            "actor_id": context.person.get(one.actor),
            "at": one.at,
            "undone_at": one.undone_at,
            "undone_by": context.person.of(one.undone_by),
        }


def replace_history(context: RestoreContext) -> None:
    """Replace the history that the recomputation wrote with the history in the archive.

    Raises:
        ValueError: if the archive is wrong.
    """
    session = context.session
    here = select(Score.id).where(Score.assignment_exercise_id.in_(context.exercise.portion(0, len(context.exercise))))
    written = delete(ScoreChange).where(ScoreChange.score_id.in_(here))
    session.execute(written.execution_options(synchronize_session=False))
    for some in context.archive.batches(files.HISTORY, context.archive.rows(files.HISTORY, ChangeRow), ROWS_AT_A_TIME):
        rows = [
            {
                "score_id": context.score(one.person, one.exercise),
                "actor_id": context.person.of(one.actor),
                "submission_id": context.submission.of(one.submission),
                "from_points": one.from_points,
                "to_points": one.to_points,
                "reason": one.reason,
                "at": one.at,
            }
            for one in some
        ]
        context.insert(ScoreChange.id, rows)  # which keeps their order


def record_differences(context: RestoreContext) -> None:
    """Record in the history which points differ from those in the archive, which had whole points."""
    now = utcnow()
    for some in context.archive.batches(files.SCORES, context.archive.table(files.SCORES, ScoreRow), ROWS_AT_A_TIME):
        before = {context.score(one.person, one.exercise): one.points for one in some}
        query = select(Score.id, Score.points).where(Score.id.in_(before)).order_by(Score.id)
        changes = [
            {
                "score_id": row.id,
                "from_points": before[row.id],
                "to_points": row.points,
                "reason": ROUNDED_ONCE,
                "at": now,
            }
            for row in context.session.execute(query)
            if row.points != before[row.id]
        ]
        if changes:
            context.session.execute(insert(ScoreChange), changes)


def comments(context: RestoreContext) -> None:
    """Restore the comments on code.

    Raises:
        ValueError: if the archive is wrong.
    """
    for some in context.archive.batches(
        files.COMMENTS, context.archive.rows(files.COMMENTS, CommentRow), ROWS_AT_A_TIME
    ):
        rows = [
            {
                "submission_id": context.submission.get(one.submission),
                "line": one.line,
                "body": one.text,
                "author_id": context.person.get(one.author),
                "at": one.at,
                "deleted_at": one.deleted_at,
            }
            for one in some
        ]
        context.insert(LineComment.id, rows)


def regrades(context: RestoreContext) -> None:
    """Restore the regrade sets; items that were not graded yet are graded now.

    Raises:
        ValueError: if the archive is wrong.
    """
    items: list[ItemRow] = []
    seen: set[tuple[int, int]] = set()
    for one in context.archive.rows(files.REGRADES, SetRow, ItemRow):
        if isinstance(one, ItemRow):
            if (one.set, one.submission) in seen:
                raise ValueError(f"submission {one.submission} is in the regrade set {one.set} twice")
            seen.add((one.set, one.submission))
            _check(context, one)
            items.append(one)
        if items and (len(items) == ROWS_AT_A_TIME or isinstance(one, SetRow)):
            _items(context, items)
            items = []
        if isinstance(one, SetRow):
            context.regrade.require_next(one.set)
            row = {
                "course_id": context.course.id,
                "title": one.title,
                "reason": one.reason,
                "which": one.which,
                "state": one.state,
                "created_by": context.person.get(one.created_by),
                "created_at": one.created_at,
                "ended_at": one.ended_at,
            }
            context.regrade.add(context.insert(RegradeSet.id, [row]))
    _items(context, items)


def _check(context: RestoreContext, one: ItemRow) -> None:
    context.regrade.get(one.set)
    context.submission.get(one.submission)
    context.grading.of(one.old_grading)
    context.grading.of(one.new_grading)


def _items(context: RestoreContext, items: list[ItemRow]) -> None:
    rows = [
        {
            "set_id": context.regrade.get(one.set),
            "submission_id": context.submission.get(one.submission),
            "old_grading_id": context.grading.of(one.old_grading),
            "new_grading_id": context.grading.of(one.new_grading),
            "applied_at": one.applied_at,
            "undone_at": one.undone_at,
        }
        for one in items
    ]
    ids = context.insert(RegradeItem.id, rows)
    pairs = list(zip(items, ids, strict=True))
    _mark_jobs(context, {one.new_grading: item_id for one, item_id in pairs if one.new_grading is not None})
    waiting = [
        (one, item_id) for one, item_id in pairs
        if one.new_grading is None and one.job not in {None, JobState.GRADED, JobState.NOT_GRADABLE}
    ]  # fmt: skip
    if waiting:
        context.session.execute(insert(Job), [_job(context, one, item_id) for one, item_id in waiting])


def _mark_jobs(context: RestoreContext, item_ids: dict[int, int]) -> None:
    """Link the jobs that graded a regrade item to that item."""
    if not item_ids:
        return
    by_grading = {context.grading.get(number): item_id for number, item_id in item_ids.items()}
    query = select(Grading.id, Grading.job_id).where(Grading.id.in_(by_grading))
    rows = [{"id": row.job_id, "regrade_item_id": by_grading[row.id]} for row in context.session.execute(query)]
    context.session.execute(update(Job), rows)


def _job(context: RestoreContext, one: ItemRow, item_id: int) -> dict[str, Any]:
    assert one.job is not None  # noqa: S101 - for the type checker: the caller chose those that have one
    context.runs[one.submission - 1] += 1
    context.waiting += one.job in {JobState.QUEUED, JobState.RUNNING}
    return job_row(
        one.job,
        lane=Lane.BATCH,
        submission_id=context.submission.get(one.submission),
        exercise_version=current_version(context.slug_of(one.submission)),
        run=context.runs[one.submission - 1],
        regrade_item_id=item_id,
        created_at=utcnow(),
    )


SHOWN = 20
UNROUNDED = ("override_points", "is_excused", "attempts", "first_at")
ROUNDED_ONCE = "imported: points are now rounded once, to two decimals"
ROWS_AT_A_TIME = 500


def require_equal_scores(context: RestoreContext) -> int:
    """Compare every score with the archive, and return how many there are.

    A score of an archive with whole points may differ by what its two roundings can explain; see `_is_rounded`.

    Raises:
        ScoreMismatch: says which differ.
        ValueError: if the archive is wrong.
    """
    lines: list[str] = []
    count = total = 0
    columns = [getattr(Score, name) for name in DERIVED]
    for some in context.archive.batches(files.SCORES, context.archive.table(files.SCORES, ScoreRow), ROWS_AT_A_TIME):
        total += len(some)
        ids = [context.score(one.person, one.exercise) for one in some]
        query = select(Score.id, Score.submission_id, *columns).where(Score.id.in_(ids))
        here = {row.id: row for row in context.session.execute(query)}
        for one, score_id in zip(some, ids, strict=True):
            differences = _differences(context, one, here[score_id])
            if differences and not _is_rounded(context, one, here[score_id]):
                count += 1
                lines.append(f"{one.name} <{one.email}>, {one.slug}: {'; '.join(differences)}")
        del lines[SHOWN:]
    for line in _more(context):
        count += 1
        lines.append(line)
    if count:
        raise ScoreMismatch(lines[:SHOWN], count)
    return total


def _differences(context: RestoreContext, one: ScoreRow, here: Row[*tuple[Any, ...]]) -> list[str]:
    pairs = [(name, getattr(one, name), getattr(here, name)) for name in DERIVED]
    pairs.append(("submission", context.submission.of(one.submission), here.submission_id))
    return [
        "another submission counts"
        if name == "submission"
        else f"{name} {_shown(before)} in the archive, {_shown(after)} here"
        for name, before, after in pairs
        if before != after
    ]


def _is_rounded(context: RestoreContext, one: ScoreRow, here: Row[*tuple[Any, ...]]) -> bool:
    """Return whether a score of an archive with whole points was computed from what the archive contains.

    Each of its two roundings moved it by at most half a point. Rounding may also have decided which attempt counts and
    which exercise gets grace days, but not how often somebody tried, nor what staff decided.
    """
    if context.archive.version != files.WHOLE_POINTS:
        return False
    same = all(getattr(one, name) == getattr(here, name) for name in UNROUNDED)
    if not same or one.points is None or here.points is None:
        return same and one.points == here.points
    return bool(abs(one.points - here.points) <= 1 or one.grace_days != here.grace_days)


def _shown(value: Any) -> str:
    return "none" if value is None else str(value)


def _more(context: RestoreContext) -> list[str]:
    """Return lines for scores that were computed here and are not in the archive."""
    last = max(context.scores.values(), default=0)
    query = (
        select(User.name, User.email, AssignmentExercise.slug, Score.points)
        .join(User, User.id == Score.user_id)
        .join(AssignmentExercise, AssignmentExercise.id == Score.assignment_exercise_id)
        .where(Score.assignment_exercise_id.in_(context.exercise.portion(0, len(context.exercise))), Score.id > last)
        .order_by(Score.id)
    )
    return [
        f"{row.name} <{row.email}>, {row.slug}: no score in the archive, {_shown(row.points)} here"
        for row in context.session.execute(query)
    ]
