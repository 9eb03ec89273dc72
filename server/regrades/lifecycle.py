"""Apply a regrade as a whole or in part, undo it, or cancel it while it is being graded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import CursorResult, Select, func, select, update
from sqlalchemy.orm import Session, aliased

from grader.report import Verdict
from server.accounts.audit import record
from server.accounts.models import User
from server.core.db import utcnow
from server.courses.models import Assignment, AssignmentExercise
from server.insight import counts
from server.insight.counts import Replacement
from server.regrades.changes import Key, digest, is_applied, list_changes, progress
from server.regrades.errors import RegradeDiffers, RegradeOutdated, RegradeRefused
from server.regrades.models import RegradeItem, RegradeSet, SetState
from server.regrades.selection import Selection, select_scores
from server.scores import scoring
from server.scores.locks import lock_students
from server.scores.models import Score
from server.submissions.models import Grading, Job, JobState, Submission

BATCH_SIZE = 200


@dataclass(frozen=True, slots=True)
class Outcome:
    """What applying or undoing changed.

    Attributes:
        scores: number of scores whose points changed.
        submissions: number of submissions whose current grading changed.
        skipped: number of submissions left as they are, because they have been graded again since.
    """

    scores: int
    submissions: int
    skipped: int


@dataclass(frozen=True, slots=True)
class _Swap:
    item: RegradeItem
    submission: Submission
    old: int
    new: int


def apply(
    session: Session,
    regrade: RegradeSet,
    actor: User,
    *,
    keys: Collection[Key] | None,
    never_lower: bool,
    shown: str | None = None,
) -> Outcome:
    """Make the new gradings current.

    Args:
        session: the session to write to.
        regrade: a set whose grading is finished.
        actor: the person who applies it.
        keys: students and exercises; None for all, including those whose points stay the same.
        never_lower: whether to leave out what would lower a score.
        shown: digest of the changes that the person was shown; None to apply those of this moment.

    Raises:
        RegradeDiffers: if a part of the changes that were shown would change other scores; nothing was done then.
        RegradeOutdated: if the changes are no longer those that were shown; nothing was done then.
        RegradeRefused: if the set is still being graded, or canceled, or undone.
    """
    _lock(session, regrade)
    if regrade.state not in (SetState.GRADING, SetState.APPLIED):
        raise RegradeRefused(f"This regrade is {regrade.state.label}, so it cannot be applied.")
    left = progress(session, regrade).waiting
    if left:
        raise RegradeRefused(
            f"{left} submission{' is' if left == 1 else 's are'} still being graded. Wait until grading has finished, "
            "or cancel the regrade."
        )
    _lock_students(session, regrade)
    selection = select_scores(session, regrade, keys, never_lower=never_lower)
    _require_selection_shown(session, regrade, selection, shown)
    swaps, skipped = [], 0
    for item, submission in _items(session, regrade, applied=False):
        key = (submission.user_id, submission.assignment_exercise_id)
        if item.new_grading_id is None or key in selection.leaving_out or (keys is not None and key not in keys):
            continue
        if submission.grading_id != item.old_grading_id or item.old_grading_id is None:
            skipped += 1
            continue
        swaps.append(_Swap(item, submission, item.old_grading_id, item.new_grading_id))
    now = utcnow()
    for swap in swaps:
        swap.item.applied_at, swap.item.undone_at = now, None
    regrade.state, regrade.ended_at = SetState.APPLIED, now
    changed = _swap(session, regrade, actor, swaps, f"regrade: {regrade.title}")
    _record(session, actor, "regrade.applied", regrade, scores=changed, submissions=len(swaps), never_lower=never_lower)
    return Outcome(changed, len(swaps), skipped)


def undo(session: Session, regrade: RegradeSet, actor: User, *, shown: str | None = None) -> Outcome:
    """Make the replaced gradings current again, except where a newer grading has replaced that of the set.

    Args:
        session: the session to write to.
        regrade: a set that is applied.
        actor: the person who undoes it.
        shown: digest of the changes that the person was shown; None to undo those of this moment.

    Raises:
        RegradeOutdated: if the changes are no longer those that were shown; nothing was done then.
        RegradeRefused: unless the set is applied, or if a later one has to be undone first.
    """
    _lock(session, regrade)
    if regrade.state is not SetState.APPLIED:
        raise RegradeRefused(f"This regrade is {regrade.state.label}, and only an applied regrade can be undone.")
    _lock_students(session, regrade)
    _require_last(session, regrade)
    _require_shown(session, regrade, shown)
    swaps, skipped = [], 0
    for item, submission in _items(session, regrade, applied=True):
        if submission.grading_id != item.new_grading_id or item.new_grading_id is None or item.old_grading_id is None:
            skipped += 1
            continue
        swaps.append(_Swap(item, submission, item.new_grading_id, item.old_grading_id))
    now = utcnow()
    for swap in swaps:
        swap.item.undone_at = now
    regrade.state, regrade.ended_at = SetState.UNDONE, now
    changed = _swap(session, regrade, actor, swaps, f"regrade undone: {regrade.title}")
    _clear_signs(session, regrade, swaps)
    _record(session, actor, "regrade.undone", regrade, scores=changed, submissions=len(swaps))
    return Outcome(changed, len(swaps), skipped)


def cancel(session: Session, regrade: RegradeSet, actor: User) -> int:
    """Cancel a set that has not been applied; return the number of queued jobs that were removed.

    Raises:
        RegradeRefused: unless nothing of it is applied.
    """
    _lock(session, regrade)
    if regrade.state is not SetState.GRADING:
        raise RegradeRefused(f"This regrade is {regrade.state.label}, so it cannot be canceled.")
    of_set = select(RegradeItem.id).where(RegradeItem.set_id == regrade.id)
    ended = session.execute(
        update(Job)
        .where(Job.regrade_item_id.in_(of_set), Job.state == JobState.QUEUED)
        .values(state=JobState.SUPERSEDED, finished_at=utcnow())
        .execution_options(synchronize_session=False)
    )
    removed = ended.rowcount if isinstance(ended, CursorResult) else 0
    regrade.state, regrade.ended_at = SetState.CANCELED, utcnow()
    _record(session, actor, "regrade.cancelled", regrade, jobs=removed)
    return removed


def _lock(session: Session, regrade: RegradeSet) -> None:
    """Lock the set, and reload it, so that two actions run one after the other."""
    query = select(RegradeSet).where(RegradeSet.id == regrade.id).with_for_update()
    session.scalars(query.execution_options(populate_existing=True)).one()


def _lock_students(session: Session, regrade: RegradeSet) -> None:
    """Lock the students of the set, before their submissions; see `server.scores.locks`."""
    query = select(Submission.user_id).join(RegradeItem, RegradeItem.submission_id == Submission.id)
    lock_students(session, regrade.course_id, session.scalars(query.where(RegradeItem.set_id == regrade.id)).all())


def _require_last(session: Session, regrade: RegradeSet) -> None:
    """Refuse to undo a set if a later one has regraded its submissions, whose undoing would bring its gradings back."""
    own, other = aliased(RegradeItem), aliased(RegradeItem)
    query = (
        select(RegradeSet.title, func.count())
        .join(other, other.set_id == RegradeSet.id)
        .join(own, own.submission_id == other.submission_id)
        .join(Submission, Submission.id == own.submission_id)
        .where(RegradeSet.state == SetState.APPLIED, RegradeSet.id != regrade.id, own.set_id == regrade.id)
        .where(is_applied(own), is_applied(other), Submission.grading_id == other.new_grading_id)
        .where(own.new_grading_id != other.new_grading_id)
        .group_by(RegradeSet.id, RegradeSet.title)
        .order_by(RegradeSet.id.desc())
    )
    later = session.execute(query.limit(1)).one_or_none()
    if later is not None:
        title, count = later
        submissions = "1 submission" if count == 1 else f"{count} submissions"
        raise RegradeRefused(
            f"A later regrade, “{title}”, has replaced the results of {submissions}. Undo “{title}” first."
        )


def _require_shown(session: Session, regrade: RegradeSet, shown: str | None) -> None:
    if shown is not None and shown != digest(list_changes(session, regrade)):
        raise RegradeOutdated


def _require_selection_shown(session: Session, regrade: RegradeSet, selection: Selection, shown: str | None) -> None:
    """Require that the person saw these changes, or all those of the set with these among them."""
    if shown is None or shown == digest(selection.changes):
        return
    everything = list_changes(session, regrade)
    if shown != digest(everything):
        raise RegradeOutdated
    if not set(selection.changes) <= set(everything):
        raise RegradeDiffers(selection.changes)


def _items(session: Session, regrade: RegradeSet, *, applied: bool) -> Sequence[tuple[RegradeItem, Submission]]:
    query = (
        select(RegradeItem, Submission)
        .join(Submission, Submission.id == RegradeItem.submission_id)
        .where(RegradeItem.set_id == regrade.id, is_applied() if applied else ~is_applied())
        .order_by(Submission.id)
        .with_for_update(of=Submission, key_share=True)
        .execution_options(populate_existing=True)
    )
    return [(item, submission) for item, submission in session.execute(query)]


def _swap(session: Session, regrade: RegradeSet, actor: User, swaps: Sequence[_Swap], reason: str) -> int:
    """Make the gradings current and update scores and counts; return the number of scores whose points changed."""
    verdicts = dict(_verdicts(session, [swap.new for swap in swaps]))
    users: dict[int, set[int]] = defaultdict(set)
    for swap in swaps:
        swap.submission.grading_id = swap.new
        can_be_graded = verdicts[swap.new] != Verdict.CE.value
        swap.submission.state = JobState.GRADED if can_be_graded else JobState.NOT_GRADABLE
        users[swap.submission.assignment_exercise_id].add(swap.submission.user_id)
    session.flush()
    cause = scoring.Cause(reason[:200], actor_id=actor.id, is_regrade=True)
    everybody = {user_id for some in users.values() for user_id in some}
    changed = scoring.recompute(session, regrade.course_id, everybody, cause, item_ids=list(users)) if users else 0
    counts.replace_all(session, _replacements(session, swaps))  # last; see `counts`
    return changed


def _clear_signs(session: Session, regrade: RegradeSet, undone: Sequence[_Swap]) -> None:
    """Mark scores as no longer regraded, after an undo.

    A score stays marked if a regrade still holds there. So does one that was never regraded itself but shares grace
    days with such a score.
    """
    touched = {(swap.submission.user_id, swap.submission.assignment_exercise_id) for swap in undone}
    users = sorted({user_id for user_id, _ in touched})
    for start in range(0, len(users), BATCH_SIZE):
        some = users[start : start + BATCH_SIZE]
        query = select(Submission.user_id, Submission.assignment_exercise_id)
        query = query.join(RegradeItem, RegradeItem.submission_id == Submission.id)
        query = query.join(RegradeSet, RegradeSet.id == RegradeItem.set_id)
        query = query.where(RegradeSet.course_id == regrade.course_id, Submission.user_id.in_(some), is_applied())
        held = {(row.user_id, row.assignment_exercise_id) for row in session.execute(query)}
        held_users = {user_id for user_id, _ in held}
        marked = select(Score).where(Score.user_id.in_(some), Score.regraded_at.is_not(None))
        marked = marked.where(Score.assignment_exercise_id.in_(_items_of_course(regrade.course_id)))
        for score in session.scalars(marked):
            key = (score.user_id, score.assignment_exercise_id)
            if key not in held and (key in touched or score.user_id not in held_users):
                score.regraded_at = None


def _items_of_course(course_id: int) -> Select[int]:
    query = select(AssignmentExercise.id).join(Assignment, Assignment.id == AssignmentExercise.assignment_id)
    return query.where(Assignment.course_id == course_id)


def _verdicts(session: Session, grading_ids: Sequence[int]) -> Iterator[tuple[int, str]]:
    for start in range(0, len(grading_ids), 500):
        query = select(Grading.id, Grading.verdict).where(Grading.id.in_(grading_ids[start : start + 500]))
        yield from ((row.id, row.verdict) for row in session.execute(query))


def _replacements(session: Session, swaps: Sequence[_Swap]) -> Iterator[Replacement]:
    """Read the reports in batches, because they are large."""
    for start in range(0, len(swaps), BATCH_SIZE):
        some = swaps[start : start + BATCH_SIZE]
        ids = [number for swap in some for number in (swap.old, swap.new)]
        reports = {
            row.id: row.report for row in session.execute(select(Grading.id, Grading.report).where(Grading.id.in_(ids)))
        }
        for swap in some:
            yield swap.submission, reports[swap.old], reports[swap.new]


def _record(session: Session, actor: User, action: str, regrade: RegradeSet, **data: object) -> None:
    record(session, actor, action, subject=f"regrade:{regrade.id}", course_id=regrade.course_id, **data)
