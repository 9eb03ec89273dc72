"""The query for the students that a view of the gradebook shows, in its order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, false, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from server.accounts.models import User
from server.courses.items import Item
from server.courses.membership import class_of
from server.courses.models import AssignmentExercise, Course, Enrollment, Extension, Section
from server.gradebook.filters import Filters, State
from server.scores.models import RareScore, Score
from server.submissions.models import JobState, Purpose, Submission, is_unfinished
from server.text.numbers import percent

StudentQuery = Select[int, str, str, str, Decimal, int]
SortValue = ColumnElement[Any] | InstrumentedAttribute[Any]
CountedQuery = Select[int, str, str, str, Decimal, int, int]


@dataclass(frozen=True, slots=True)
class Student:
    """A student of the class with their totals; `total_share` is in ten thousandths."""

    user_id: int
    name: str
    email: str
    section: str | None
    total_points: Decimal
    total_share: int

    @property
    def percent(self) -> str:
        """The weighted total as ``83.42``."""
        return percent(self.total_share)


@dataclass(frozen=True, slots=True)
class SortKey:
    """Something that students are sorted by."""

    value: SortValue
    falling: bool = False
    may_be_null: bool = False

    def of(self, value: SortValue) -> ColumnElement[Any]:
        """`value` in the direction of this key; students without a value come last in both."""
        directed = value.desc() if self.falling else value.asc()
        return directed.nulls_last() if self.may_be_null else directed


def class_size(session: Session, course: Course) -> int:
    """Return how many students the class has."""
    return session.scalar(select(func.count()).select_from(Enrollment).where(class_of(course))) or 0


def select_students(course: Course, filters: Filters, items: Sequence[Item], now: datetime) -> StudentQuery:
    """Return the query for the students of a view, in its order; its rows are the fields of `Student`."""
    return _chosen(course, filters, items, now).order_by(*(key.of(key.value) for key in _order(filters, items)))


def counted_students(course: Course, filters: Filters, items: Sequence[Item], now: datetime) -> CountedQuery:
    """Return `select_students` with the total at the end of each row: a filter may be too costly for two queries.

    They are counted inside and sorted outside. In one query, PostgreSQL expects to stop after a page, scans
    everybody by name, and tests each with the filter, which may take seconds.
    """
    order = _order(filters, items)
    keys = [key.value.label(f"key_{number}") for number, key in enumerate(order)]
    inner = _chosen(course, filters, items, now).add_columns(func.count().over(), *keys).subquery()
    columns = list(inner.c)
    shown, sorting = columns[: -len(keys)], columns[-len(keys) :]
    return select(*shown).order_by(*(key.of(value) for key, value in zip(order, sorting, strict=True)))


def _chosen(course: Course, filters: Filters, items: Sequence[Item], now: datetime) -> StudentQuery:
    query = (
        select(Enrollment.user_id, User.name, User.email, Section.name, Enrollment.total_points, Enrollment.total_share)
        .join(User, User.id == Enrollment.user_id)
        .outerjoin(Section, Section.id == Enrollment.section_id)
        .where(class_of(course))
    )
    if filters.name:
        like = f"%{_escape_like(filters.name.lower())}%"
        named = func.lower(User.name).like(like, escape="\\") | func.lower(User.email).like(like, escape="\\")
        query = query.where(named)
    if filters.section is not None:
        query = query.where(Enrollment.section_id == filters.section)
    if filters.state is not None:
        asked = [one for one in items if filters.exercise in ("", one.item.slug)]
        query = query.where(_has(filters.state, asked, now))
    if filters.low is not None or filters.high is not None:
        query = query.where(_between(filters, items))
    item = _sorting_item(filters, items)
    if item is not None:
        same = and_(Score.user_id == Enrollment.user_id, Score.assignment_exercise_id == item.id)
        query = query.outerjoin(Score, same)
    return query


def _has(state: State, items: Sequence[Item], now: datetime) -> ColumnElement[bool]:
    if state is State.MISSING:
        return _missing(items, now)
    ids = [one.item.id for one in items]
    if state is State.EXTENDED:
        granted = select(Extension).where(Extension.revoked_at.is_(None))
        granted = granted.where(Extension.assignment_id.in_({one.assignment.id for one in items}))
        return or_(
            Enrollment.user_id.in_(granted.where(Extension.user_id.is_not(None)).with_only_columns(Extension.user_id)),
            Enrollment.section_id.in_(
                granted.where(Extension.section_id.is_not(None)).with_only_columns(Extension.section_id)
            ),
        )
    if state in (State.PENDING, State.FAULT):
        states = [JobState.ERROR] if state is State.FAULT else [JobState.QUEUED, JobState.RUNNING]
        waiting = select(Submission.user_id).where(
            is_unfinished(),
            Submission.assignment_exercise_id.in_(ids),
            Submission.state.in_(states),
            Submission.purpose == Purpose.SUBMIT,
        )
        return Enrollment.user_id.in_(waiting)
    few = {State.STUCK: RareScore.STUCK, State.LATE: RareScore.LATE, State.REGRADED: RareScore.REGRADED}.get(
        state, RareScore.OVERRIDDEN
    )
    marked = select(Score.user_id).where(few.condition, Score.assignment_exercise_id.in_(ids))
    if state is State.OVERRIDDEN:
        marked = marked.where(Score.override_points.is_not(None))
    elif state is State.EXCUSED:
        marked = marked.where(Score.is_excused)
    return Enrollment.user_id.in_(marked)  # read from the index alone if no further condition is set


def _missing(items: Sequence[Item], now: datetime) -> ColumnElement[bool]:
    """Return the condition that scores are missing in an assignment that is past due, unless an extension is running.

    Each assignment is considered separately only for the few students with an extension; for the others, one count is
    enough.
    """
    asked: dict[int, list[int]] = defaultdict(list)
    for one in items:
        if one.assignment.due_at and one.assignment.due_at <= now:
            asked[one.assignment.id].append(one.item.id)
    if not asked:
        return false()
    extended = _goes_on(asked, now)
    each = [and_(_scored(ids) < len(ids), ~_goes_on([key], now)) for key, ids in asked.items()]
    return or_(
        and_(~extended, ~_has_all([item_id for ids in asked.values() for item_id in ids])),
        and_(extended, or_(*each)),
    )


def _is_scored(item_ids: Sequence[int]) -> ColumnElement[bool]:
    return and_(Score.assignment_exercise_id.in_(item_ids), or_(Score.points.is_not(None), Score.is_excused))


def _scored(item_ids: Sequence[int]) -> ScalarSelect[int]:
    """Return how many of these exercises a student has a score at or is excused from; fast for a few students only."""
    own = select(func.count()).select_from(Score).where(Score.user_id == Enrollment.user_id, _is_scored(item_ids))
    return own.scalar_subquery()


def _has_all(item_ids: Sequence[int]) -> ColumnElement[bool]:
    """Return the condition that a student has a score at each of these exercises; fast for a whole class."""
    all_of_them = select(Score.user_id).where(_is_scored(item_ids)).group_by(Score.user_id)
    return Enrollment.user_id.in_(all_of_them.having(func.count() >= len(item_ids)))


def _goes_on(assignment_ids: Collection[int], now: datetime) -> ColumnElement[bool]:
    """Return the condition that a student or their section has a running extension in one of these assignments."""
    going = select(Extension).where(
        Extension.assignment_id.in_(assignment_ids), Extension.revoked_at.is_(None), Extension.due_at > now
    )
    own = going.where(Extension.user_id.is_not(None)).with_only_columns(Extension.user_id)
    of_section = going.where(Extension.section_id.is_not(None)).with_only_columns(Extension.section_id)
    in_section = and_(Enrollment.section_id.is_not(None), Enrollment.section_id.in_(of_section))
    return or_(Enrollment.user_id.in_(own), in_section)


def _between(filters: Filters, items: Sequence[Item]) -> ColumnElement[bool]:
    if not filters.exercise:
        low, high = filters.low or 0, 100 if filters.high is None else filters.high
        return Enrollment.total_share.between(int(100 * low), int(100 * high))
    found = next(one.item for one in items if one.item.slug == filters.exercise)
    scores = select(Score.user_id).where(Score.assignment_exercise_id == found.id, Score.points.is_not(None))
    if filters.low is not None:
        scores = scores.where(Score.points >= filters.low)
    if filters.high is not None:
        scores = scores.where(Score.points <= filters.high)
    return Enrollment.user_id.in_(scores)


def _sorting_item(filters: Filters, items: Sequence[Item]) -> AssignmentExercise | None:
    """Return the exercise whose points the view is sorted by; None if it is sorted by something else."""
    return next((one.item for one in items if one.item.slug == filters.sort), None)


def _order(filters: Filters, items: Sequence[Item]) -> list[SortKey]:
    """Return what the view is sorted by; ties are sorted by name."""
    named: dict[str, SortValue] = {"section": func.lower(Section.name), "total": Enrollment.total_share}
    first: SortValue | None = Score.points if _sorting_item(filters, items) else named.get(filters.sort)
    if first is None:
        return [SortKey(func.lower(User.name), filters.falling), SortKey(Enrollment.user_id)]
    return [
        SortKey(first, filters.falling, may_be_null=True),
        SortKey(func.lower(User.name)),
        SortKey(Enrollment.user_id),
    ]


def _escape_like(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
