"""Results of comparisons, loaded in a number of queries that does not grow with the class."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import ColumnElement, func, select, union
from sqlalchemy.orm import Session, aliased, joinedload

from server.accounts.models import User
from server.courses.models import Assignment, AssignmentExercise, Course, Enrollment
from server.similarity.models import RunState, SimilarityPair, SimilarityRun
from server.submissions.models import Submission

PAGE_SIZE = 50
Member = TypeVar("Member", bound=Hashable)
USUAL_PERCENT = 50  # the limit unless another is chosen


@dataclass(frozen=True, slots=True)
class ExerciseEntry:
    """An exercise of the course, its last finished comparison, its newest one, and the number of pairs."""

    assignment_title: str
    item: AssignmentExercise
    done: SimilarityRun | None
    newest: SimilarityRun | None
    pairs: int


@dataclass(frozen=True, slots=True)
class ShownPair:
    """A pair with its submissions."""

    pair: SimilarityPair
    left: Submission
    right: Submission


@dataclass(frozen=True, slots=True)
class PairsPage:
    """A page of pairs, and the groups they form."""

    pairs: tuple[ShownPair, ...]
    total: int
    number: int
    groups: tuple[tuple[User, ...], ...]

    @property
    def last(self) -> int:
        """The number of the last page, from 1."""
        return max(1, -(-self.total // PAGE_SIZE))


def overview(session: Session, course: Course) -> list[ExerciseEntry]:
    """List every exercise of the course, in order."""
    query = (
        select(AssignmentExercise, Assignment.title)
        .join(AssignmentExercise.assignment)
        .where(Assignment.course_id == course.id)
        .order_by(Assignment.position, AssignmentExercise.position)
    )
    items = session.execute(query).all()
    ids = [item.id for item, _title in items]
    done, newest = _runs(session, ids, only_done=True), _runs(session, ids, only_done=False)
    counts = _counts(session, [run.id for run in done.values()])
    return [
        ExerciseEntry(
            title,
            item,
            done.get(item.id),
            newest.get(item.id),
            counts.get(done[item.id].id, 0) if item.id in done else 0,
        )
        for item, title in items
    ]


def runs_of(session: Session, item: AssignmentExercise) -> tuple[SimilarityRun | None, SimilarityRun | None]:
    """Return the last finished comparison of an exercise, and the newest one."""
    done, newest = _runs(session, [item.id], only_done=True), _runs(session, [item.id], only_done=False)
    return done.get(item.id), newest.get(item.id)


def load_page(session: Session, run: SimilarityRun, least_percent: int, number: int) -> PairsPage:
    """Load a page of the pairs with at least this share, the strongest first."""
    chosen = (SimilarityPair.run_id == run.id) & (SimilarityPair.share >= least_percent * 100)
    left, right = aliased(Submission), aliased(Submission)
    query = (
        select(left.user_id, right.user_id)
        .select_from(SimilarityPair)
        .join(left, left.id == SimilarityPair.left_id)
        .join(right, right.id == SimilarityPair.right_id)
        .where(chosen)
        .order_by(SimilarityPair.share.desc(), SimilarityPair.tokens.desc(), SimilarityPair.id)
    )
    edges = [(row[0], row[1]) for row in session.execute(query)]
    total = len(edges)
    number = min(max(1, number), max(1, -(-total // PAGE_SIZE)))
    return PairsPage(
        pairs=tuple(_shown(session, chosen, offset=(number - 1) * PAGE_SIZE)),
        total=total,
        number=number,
        groups=_groups(session, run, edges),
    )


def pair_of(session: Session, item: AssignmentExercise, pair_id: int) -> tuple[ShownPair, SimilarityRun] | None:
    """Return one pair of a comparison of this exercise, with its run."""
    query = select(SimilarityRun).join(SimilarityPair, SimilarityPair.run_id == SimilarityRun.id)
    run = session.scalar(
        query.where(SimilarityPair.id == pair_id, SimilarityRun.assignment_exercise_id == item.id)
    )  # fmt: skip
    found = _shown(session, SimilarityPair.id == pair_id) if run else []
    return (found[0], run) if run and found else None


def left_course(session: Session, course: Course, user_ids: Collection[int]) -> frozenset[int]:
    """Return which of these users have left the course."""
    query = select(Enrollment.user_id).where(Enrollment.course_id == course.id, Enrollment.dropped_at.is_not(None))
    return frozenset(session.scalars(query)) & frozenset(user_ids)


def name_of(session: Session, user_id: int) -> str:
    """Return the name of a user."""
    return session.get_one(User, user_id).name


def _shown(session: Session, where: ColumnElement[bool], offset: int = 0) -> list[ShownPair]:
    left, right = aliased(Submission), aliased(Submission)
    query = (
        select(SimilarityPair, left, right)
        .join(left, left.id == SimilarityPair.left_id)
        .join(right, right.id == SimilarityPair.right_id)
        .options(joinedload(left.user), joinedload(right.user))
        .where(where)
        .order_by(SimilarityPair.share.desc(), SimilarityPair.tokens.desc(), SimilarityPair.id)
        .offset(offset)
        .limit(PAGE_SIZE)
    )
    return [ShownPair(*row) for row in session.execute(query)]


def _runs(session: Session, item_ids: Collection[int], *, only_done: bool) -> Mapping[int, SimilarityRun]:
    last = select(func.max(SimilarityRun.id)).where(SimilarityRun.assignment_exercise_id.in_(item_ids))
    if only_done:
        last = last.where(SimilarityRun.state == RunState.DONE)
    ids = last.group_by(SimilarityRun.assignment_exercise_id)
    return {
        run.assignment_exercise_id: run
        for run in session.scalars(select(SimilarityRun).where(SimilarityRun.id.in_(ids)))
    }


def _counts(session: Session, run_ids: Collection[int]) -> Mapping[int, int]:
    query = (
        select(SimilarityPair.run_id, func.count())
        .where(SimilarityPair.run_id.in_(run_ids), SimilarityPair.share >= USUAL_PERCENT * 100)
        .group_by(SimilarityPair.run_id)
    )
    return dict(session.execute(query).all())


def _groups(session: Session, run: SimilarityRun, edges: list[tuple[int, int]]) -> tuple[tuple[User, ...], ...]:
    groups = connected(edges)
    if not groups:
        return ()
    # By the submissions of the comparison, not by ids: a query holds only so many of them.
    sides = (SimilarityPair.left_id, SimilarityPair.right_id)
    submissions = union(*(select(side).where(SimilarityPair.run_id == run.id) for side in sides))
    users = select(Submission.user_id).where(Submission.id.in_(submissions))
    by_id = {user.id: user for user in session.scalars(select(User).where(User.id.in_(users)))}
    return tuple(tuple(by_id[member] for member in group) for group in groups)


def connected(pairs: Iterable[tuple[Member, Member]]) -> list[list[Member]]:
    """Return groups of three and more whose members are connected by pairs, the largest first.

    Each member resembles another of the group, not necessarily every other.
    """
    parents: dict[Member, Member] = {}

    def root(member: Member) -> Member:
        parents.setdefault(member, member)
        while parents[member] != member:
            parents[member] = parents[parents[member]]
            member = parents[member]
        return member

    for one, other in pairs:
        first, second = root(one), root(other)
        parents[second] = first
    groups: dict[Member, list[Member]] = defaultdict(list)
    for member in parents:
        groups[root(member)].append(member)
    return sorted((group for group in groups.values() if len(group) > 2), key=len, reverse=True)
