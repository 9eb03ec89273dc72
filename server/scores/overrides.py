"""Overrides: staff set points, excuse, or undo either. Regrades and new attempts leave overrides in place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.accounts.audit import record
from server.accounts.models import User
from server.core.db import utcnow
from server.courses.models import AssignmentExercise, Course
from server.scores import scoring
from server.scores.errors import ScoreRefused, UnusablePoints, UnusableReason
from server.scores.locks import lock_students
from server.scores.models import Override, Score
from server.text.characters import BROKEN, is_broken
from server.text.points import parse_points, show_points

MAX_REASON_CHARS = 180


@dataclass(frozen=True, slots=True)
class NewOverride:
    """An override to make for one student at one exercise; `points` is None to excuse."""

    user_id: int
    item: AssignmentExercise
    points: Decimal | None


def require_reason(reason: str) -> str:
    """Return the reason with its spaces collapsed.

    Raises:
        UnusableReason: if it is empty or too long.
        ScoreRefused: if it has a character that cannot be stored.
    """
    reason = " ".join(reason.split())
    if not 0 < len(reason) <= MAX_REASON_CHARS:
        raise UnusableReason(len(reason), MAX_REASON_CHARS)
    if is_broken(reason):
        raise ScoreRefused(BROKEN)
    return reason


def require_points(text: str, item: AssignmentExercise) -> Decimal:
    """Parse points as typed.

    Raises:
        UnusablePoints: unless they are a number from 0 to the points of the exercise with at most two decimals.
    """
    text = text.strip()
    points = parse_points(text, 0, item.max_points)
    if points is None:
        raise UnusablePoints(text, item.max_points)
    return points


def current(session: Session, score: Score | None) -> Override | None:
    """Return the override that applies to a score, if there is one."""
    return scoring.current_overrides(session, [score.id]).get(score.id) if score else None


def override(session: Session, course: Course, actor: User, overrides: Collection[NewOverride], reason: str) -> None:
    """Override scores, all for one reason; an override that a request repeats is made only once.

    Raises:
        UnusableReason: if the reason is empty or too long.
        UnusablePoints: if an exercise is worth fewer points by now.
    """
    reason = require_reason(reason)
    keys = [(one.user_id, one.item.id) for one in overrides]
    lock_students(session, course.id, [user_id for user_id, _ in keys])
    _require_within_worth(session, overrides)
    scoring.ensure_scores(session, keys)
    rows = {(row.user_id, row.assignment_exercise_id): row.id for row in _scores(session, keys)}
    overrides = _without_repeated(session, actor, overrides, reason, rows)
    keys = [(one.user_id, one.item.id) for one in overrides]
    session.add_all(
        Override(score_id=rows[one.user_id, one.item.id], points=one.points, reason=reason, actor_id=actor.id)
        for one in overrides
    )
    session.flush()
    _recompute(session, course, actor, keys, f"override: {reason}")
    for one in overrides:
        what = "excused" if one.points is None else f"{show_points(one.points)} points"
        subject = f"user:{one.user_id} exercise:{one.item.slug}"
        record(session, actor, "score.decided", subject=subject, course_id=course.id, decision=what, reason=reason)


def _without_repeated(
    session: Session, actor: User, overrides: Collection[NewOverride], reason: str, rows: Mapping[scoring.Key, int]
) -> list[NewOverride]:
    """Return those that differ from the current override, as after a double click.

    A second, equal override would still apply after the first one is undone.
    """
    applying = scoring.current_overrides(session, list(rows.values()))

    def is_repeated(one: NewOverride) -> bool:
        found = applying.get(rows[one.user_id, one.item.id])
        return found is not None and (found.points, found.reason, found.actor_id) == (one.points, reason, actor.id)

    return [one for one in overrides if not is_repeated(one)]


def _require_within_worth(session: Session, overrides: Collection[NewOverride]) -> None:
    """Refuse points that an edit has made too many, which only shows once the students are locked."""
    item_ids = {one.item.id for one in overrides}
    query = select(AssignmentExercise.id, AssignmentExercise.max_points).where(AssignmentExercise.id.in_(item_ids))
    worth = {row.id: row.max_points for row in session.execute(query)}
    for one in overrides:
        if one.points is not None and one.points > worth[one.item.id]:
            raise UnusablePoints(show_points(one.points), worth[one.item.id])


def undo(
    session: Session,
    course: Course,
    actor: User,
    user_id: int,
    item: AssignmentExercise,
    override_id: int | None = None,
) -> bool:
    """Undo the current override, so that the previous override or the gradings apply.

    Args:
        session: the session to write to.
        course: the course.
        actor: who undoes it.
        user_id: the id of the student.
        item: the exercise.
        override_id: the override that the person was shown; None for the current one.

    Returns:
        False if there is none, or if another one than `override_id` is current.
    """

    def which(found: list[Override]) -> list[Override]:
        return [one for one in found[-1:] if override_id in (None, one.id)]

    return _undo(session, course, actor, [(user_id, item)], which) > 0


def restore_graded(
    session: Session, course: Course, actor: User, targets: Collection[tuple[int, AssignmentExercise]]
) -> int:
    """Undo every override of these students at these exercises, so that the gradings apply; return how many."""
    return _undo(session, course, actor, targets, lambda found: found)


def _undo(
    session: Session,
    course: Course,
    actor: User,
    targets: Collection[tuple[int, AssignmentExercise]],
    which: Callable[[list[Override]], list[Override]],
) -> int:
    """Undo those of the overrides of each score, oldest first, that `which` returns."""
    lock_students(session, course.id, [user_id for user_id, _ in targets])
    score_ids = {(row.user_id, row.assignment_exercise_id): row.id for row in _scores(session, _keys(targets))}
    query = select(Override).where(Override.score_id.in_(score_ids.values()), Override.undone_at.is_(None))
    found: dict[int, list[Override]] = defaultdict(list)
    for one in session.scalars(query.order_by(Override.id)):
        found[one.score_id].append(one)
    undone = []
    for user_id, item in targets:
        for one in which(found.get(score_ids.get((user_id, item.id), 0), [])):
            one.undone_at, one.undone_by = utcnow(), actor.id
            undone.append((user_id, item.id))
            subject = f"user:{user_id} exercise:{item.slug}"
            record(session, actor, "score.decision_undone", subject=subject, course_id=course.id, override=one.id)
    session.flush()
    _recompute(session, course, actor, undone, "override undone")
    return len(undone)


def _keys(targets: Collection[tuple[int, AssignmentExercise]]) -> list[scoring.Key]:
    return [(user_id, item.id) for user_id, item in targets]


def _scores(session: Session, keys: Collection[scoring.Key]) -> Sequence[Score]:
    user_ids, item_ids = {user_id for user_id, _ in keys}, {item_id for _, item_id in keys}
    wanted = set(keys)
    query = select(Score).where(Score.user_id.in_(user_ids), Score.assignment_exercise_id.in_(item_ids))
    return [row for row in session.scalars(query) if (row.user_id, row.assignment_exercise_id) in wanted]


def _recompute(session: Session, course: Course, actor: User, keys: Collection[scoring.Key], reason: str) -> None:
    if keys:
        cause = scoring.Cause(reason[:200], actor_id=actor.id)
        user_ids, item_ids = {user_id for user_id, _ in keys}, {item_id for _, item_id in keys}
        scoring.recompute(session, course.id, user_ids, cause, item_ids=item_ids)
