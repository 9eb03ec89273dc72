"""What a regrade would change: whose score, by how much, and because of which checks. Reads only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from grader.report import Verdict
from server.accounts.models import User
from server.core import confirm
from server.courses.models import AssignmentExercise
from server.regrades.models import RegradeItem, RegradeSet
from server.scores import scoring
from server.scores.models import Score
from server.submissions.models import Grading, Job, JobState, Submission
from server.text.points import round_points

BATCH_SIZE = 200

Key = tuple[int, int]  # user id, assignment exercise id


class Direction(StrEnum):
    """Which changes to show."""

    ALL = "all"
    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Progress:
    """The progress of grading the preview."""

    total: int
    done: int
    failed: int
    canceled: int

    @property
    def waiting(self) -> int:
        """How many submissions are still to be graded."""
        return self.total - self.done - self.failed - self.canceled

    @property
    def is_finished(self) -> bool:
        """Whether nothing is left to grade."""
        return self.waiting == 0


@dataclass(frozen=True, slots=True)
class ScoreDifference:
    """The score of one student at one exercise, before and after.

    Attributes:
        now: current points; None where nothing is graded.
        before: points without the regrade: the current ones, unless it is applied there.
        after: points once applied.
        raw_before: points of the attempt that counts now, before lateness and overrides.
        raw_after: the same for the attempt that would count.
        is_applied: whether the regrade is already applied there.
        is_held: whether an override keeps the points as they are.
        is_direct: whether its own submissions were regraded; otherwise it changes because of shared grace days.
    """

    user_id: int
    name: str
    item: AssignmentExercise
    now: Decimal | None
    before: Decimal | None
    after: Decimal | None
    raw_before: Decimal | None
    raw_after: Decimal | None
    is_applied: bool
    is_held: bool
    is_direct: bool

    @property
    def delta(self) -> Decimal:
        """The difference in points; negative for fewer."""
        return (self.after or Decimal()) - (self.before or Decimal())

    @property
    def falls(self) -> bool:
        """Whether the student would have fewer points than now."""
        return (self.after or Decimal()) < (self.now or Decimal())

    @property
    def is_worth_showing(self) -> bool:
        """Whether its points change, or those of the regraded attempt that counts."""
        return self.before != self.after or (self.is_direct and self.raw_before != self.raw_after)

    @property
    def key(self) -> str:
        """The value of its checkbox."""
        return f"{self.user_id}-{self.item.id}"


def digest(found: Sequence[ScoreDifference]) -> str:
    """Return a hash of the changes: a regrade that shows equal ones does the same."""
    return confirm.digest(
        [
            (
                one.user_id, one.item.id, one.before, one.after, one.raw_before, one.raw_after,
                one.is_applied, one.is_held, one.is_direct,
            )
            for one in found
        ]
    )  # fmt: skip


def progress(session: Session, regrade: RegradeSet) -> Progress:
    """Count the set's submissions by state."""
    query = (
        select(RegradeItem.new_grading_id.is_not(None), Job.state, func.count())
        .outerjoin(Job, Job.regrade_item_id == RegradeItem.id)
        .where(RegradeItem.set_id == regrade.id)
        .group_by(RegradeItem.new_grading_id.is_not(None), Job.state)
    )
    total = done = failed = canceled = 0
    for has_result, state, count in session.execute(query):
        total += count
        done += count if has_result else 0
        failed += count if not has_result and state is JobState.ERROR else 0
        canceled += count if not has_result and state is JobState.SUPERSEDED else 0
    return Progress(total, done, failed, canceled)


def differing(session: Session, regrade: RegradeSet, *, applied: bool | None = False) -> dict[Key, list[RegradeItem]]:
    """Return the items whose new grading differs in points, or in whether it can be graded; by score.

    Args:
        session: the session to read from.
        regrade: the set.
        applied: only applied items, or only others; None for all.
    """
    old, new = aliased(Grading), aliased(Grading)
    not_gradable = Verdict.CE.value
    other = or_(
        old.points * new.max_points != new.points * old.max_points,
        and_(old.verdict == not_gradable, new.verdict != not_gradable),
        and_(old.verdict != not_gradable, new.verdict == not_gradable),
    )
    query = (
        select(RegradeItem, Submission.user_id, Submission.assignment_exercise_id)
        .join(Submission, Submission.id == RegradeItem.submission_id)
        .join(old, old.id == RegradeItem.old_grading_id)
        .join(new, new.id == RegradeItem.new_grading_id)
        .where(RegradeItem.set_id == regrade.id, other)
        .order_by(RegradeItem.id)
    )
    if applied is not None:
        query = query.where(is_applied() if applied else ~is_applied())
    found: dict[Key, list[RegradeItem]] = defaultdict(list)
    for item, user_id, exercise_id in session.execute(query):
        found[user_id, exercise_id].append(item)
    return found


def is_applied(item: type[RegradeItem] = RegradeItem) -> ColumnElement[bool]:
    """Return the condition of an item that is applied and not undone; `item` may be an alias."""
    return and_(item.applied_at.is_not(None), item.undone_at.is_(None))


def count_skipped(session: Session, regrade: RegradeSet) -> int:
    """Count the set's submissions that have been graded again since it began; applying skips these."""
    query = (
        select(func.count())
        .select_from(RegradeItem)
        .join(Submission, Submission.id == RegradeItem.submission_id)
        .where(RegradeItem.set_id == regrade.id, ~is_applied(), RegradeItem.undone_at.is_(None))
        .where(Submission.grading_id != RegradeItem.old_grading_id)
    )
    return session.scalar(query) or 0


def list_changes(session: Session, regrade: RegradeSet, *, leaving_out: Collection[Key] = ()) -> list[ScoreDifference]:
    """List every score that applying the rest of the set would change, and those that it has changed; by name.

    Args:
        session: the session to read from.
        regrade: the set.
        leaving_out: scores whose submissions are not to be changed.
    """
    found = [one for one in Comparison(session, regrade).differences(leaving_out) if one.is_worth_showing]
    return sorted(found, key=lambda change: (change.name.lower(), change.user_id, change.item.id))


class Comparison:
    """Compares scores with and without the gradings of a set."""

    def __init__(self, session: Session, regrade: RegradeSet) -> None:
        self._session = session
        self.course = scoring.load_course(session, regrade.course_id)
        self.waiting = _still_current(session, differing(session, regrade, applied=False))
        self._applied = differing(session, regrade, applied=True)

    def differences(
        self, leaving_out: Collection[Key], user_ids: Collection[int] | None = None
    ) -> Iterator[ScoreDifference]:
        """Compare every score that the set could change, once the rest of it is applied except for `leaving_out`.

        Args:
            leaving_out: scores whose submissions are not to be changed.
            user_ids: the students; None for all.
        """
        waiting = {key: some for key, some in self.waiting.items() if key not in leaving_out}
        users = sorted({user_id for user_id, _ in (*waiting, *self._applied)})
        users = [one for one in users if user_ids is None or one in user_ids]
        for start in range(0, len(users), BATCH_SIZE):
            some = users[start : start + BATCH_SIZE]
            yield from _compare_scores(self._session, self.course, some, waiting, self._applied)


def _still_current(session: Session, items: Mapping[Key, list[RegradeItem]]) -> dict[Key, list[RegradeItem]]:
    ids = [item.submission_id for some in items.values() for item in some]
    now: dict[int, int | None] = {}
    for start in range(0, len(ids), 500):
        query = select(Submission.id, Submission.grading_id).where(Submission.id.in_(ids[start : start + 500]))
        now.update({row.id: row.grading_id for row in session.execute(query)})
    current = {key: [i for i in some if now[i.submission_id] == i.old_grading_id] for key, some in items.items()}
    return {key: some for key, some in current.items() if some}


def _compare_scores(
    session: Session,
    course: scoring.ScoredCourse,
    user_ids: Sequence[int],
    waiting: Mapping[Key, list[RegradeItem]],
    applied: Mapping[Key, list[RegradeItem]],
) -> Iterator[ScoreDifference]:
    own = set(user_ids)
    touched = {key for key in (*waiting, *applied) if key[0] in own}
    scope = course.scope({item_id for _, item_id in touched})
    rows = _scores(session, user_ids, scope)
    names = {user.id: user.name for user in session.scalars(select(User).where(User.id.in_(user_ids)))}
    replacing = _gradings(session, [i for key in touched for i in waiting.get(key, ())], new=True)
    reverting = _gradings(session, [i for key in touched for i in applied.get(key, ())], new=False)
    then = scoring.score_attempts(
        session, course, user_ids, scope, scoring.read_attempts(session, user_ids, scope, replacing)
    )
    first = scoring.score_attempts(
        session, course, user_ids, scope, scoring.read_attempts(session, user_ids, scope, reverting)
    )
    for user_id in user_ids:
        for item_id in scope:
            key = (user_id, item_id)
            score = rows.get(key)
            held = score is not None and (score.is_excused or score.override_points is not None)
            is_applied = key in applied and key not in waiting
            before, after = (first[key], then[key])
            raw_before = round_points(before.attempt.points) if before else None
            raw_after = round_points(after.attempt.points) if after else None
            now = score.points if score else None
            was = now if held or not is_applied else before.points if before else None
            will = now if held else after.points if after else None
            yield ScoreDifference(
                user_id=user_id,
                name=names[user_id],
                item=course.items[item_id],
                now=now,
                before=was,
                after=will,
                raw_before=raw_before,
                raw_after=raw_after,
                is_applied=is_applied,
                is_held=held,
                is_direct=key in touched,
            )


def _scores(session: Session, user_ids: Collection[int], item_ids: Collection[int]) -> dict[Key, Score]:
    query = select(Score).where(Score.user_id.in_(user_ids), Score.assignment_exercise_id.in_(item_ids))
    return {(score.user_id, score.assignment_exercise_id): score for score in session.scalars(query)}


def _gradings(session: Session, items: Collection[RegradeItem], *, new: bool) -> dict[int, Grading]:
    ids = {(item.new_grading_id if new else item.old_grading_id): item.submission_id for item in items}
    found: dict[int, Grading] = {}
    wanted = [one for one in ids if one is not None]
    for start in range(0, len(wanted), 500):
        for grading in session.scalars(select(Grading).where(Grading.id.in_(wanted[start : start + 500]))):
            found[ids[grading.id]] = grading
    return found


def reasons(session: Session, regrade: RegradeSet, shown: Sequence[ScoreDifference]) -> dict[str, tuple[str, ...]]:
    """Return which checks have a different result, for the changes of a page; by their keys."""
    by_key: dict[Key, list[RegradeItem]] = defaultdict(list)
    for applied in (False, True):
        for key, items in differing(session, regrade, applied=applied).items():
            by_key[key] += items
    items = [item for change in shown for item in by_key.get((change.user_id, change.item.id), ())]
    before, after = _gradings(session, items, new=False), _gradings(session, items, new=True)
    found = {}
    for change in shown:
        lines: list[str] = []
        for item in by_key.get((change.user_id, change.item.id), ()):
            old, new = before.get(item.submission_id), after.get(item.submission_id)
            if old is not None and new is not None:
                lines += [line for line in _compare(old, new) if line not in lines]
        found[change.key] = tuple(lines)
    return found


def _compare(old: Grading, new: Grading) -> list[str]:
    before = {check["id"]: check for check in old.report.get("checks", ())}
    after = {check["id"]: check for check in new.report.get("checks", ())}
    lines = []
    for name in [*before, *(name for name in after if name not in before)]:
        was, now = before.get(name), after.get(name)
        if was is None or now is None:
            lines.append(f"{name}: {'new, ' + _result(now) if now else 'no longer checked'}")
        elif (was["verdict"], was["points"], was["max_points"]) != (now["verdict"], now["points"], now["max_points"]):
            lines.append(f"{name}: {_result(was)} → {_result(now)}")
    return lines


def _result(check: Mapping[str, object] | None) -> str:
    return f"{check['verdict']} {check['points']}/{check['max_points']}" if check else ""
