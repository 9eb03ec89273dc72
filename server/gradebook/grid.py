"""The grid of a course, students × exercises, in a number of queries that does not grow with either."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from markupsafe import Markup, escape
from sqlalchemy import Row as SqlRow
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server.courses.dates import Dates
from server.courses.items import Item
from server.courses.models import Assignment, AssignmentExercise, Course
from server.gradebook.cells import Cell, Is, cell, share_cell
from server.gradebook.filters import By, Filters
from server.gradebook.so_far import dates_of_items, totals_so_far
from server.gradebook.student_query import CountedQuery, Student, class_size, counted_students, select_students
from server.scores.course_total import TotalSoFar
from server.scores.models import Score, ScoreCount
from server.submissions.models import JobState, Purpose, Submission, is_unfinished

PAGE_SIZE = 50

Key = tuple[int, int]  # user id, assignment exercise id
Scores = Mapping[Key, SqlRow[*tuple[Any, ...]]]
_NO_SCORE = (0, 0, None, 0, False, False, False, False, False, False)  # as a row of `read_scores`


@dataclass(frozen=True, slots=True)
class Column:
    """One exercise over the whole class, regardless of the filters.

    Attributes:
        median: the median points of the students who have points; None if nobody has.
        solved: how many have solved it.
        stuck: how many made many attempts and have not solved it.
    """

    item: AssignmentExercise
    assignment: Assignment
    median: Decimal | None
    solved: int
    stuck: int


@dataclass(frozen=True, slots=True)
class Row:
    """One student, with a cell for each column, and the total of what was due or has points."""

    student: Student
    cells: tuple[Cell, ...]
    so_far: TotalSoFar


@dataclass(frozen=True, slots=True)
class Grid:
    """A page of the gradebook.

    Attributes:
        students: the number of students in the class.
        found: the number of students that match the filters.
        assignments: the assignments in order, each with its points.
    """

    columns: tuple[Column, ...]
    assignments: tuple[tuple[Assignment, Decimal], ...]
    rows: tuple[Row, ...]
    students: int
    found: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.found // PAGE_SIZE))

    @property
    def max_points(self) -> Decimal:
        """Points of all exercises."""
        return sum((points for _, points in self.assignments), Decimal())


def load_grid(session: Session, course: Course, items: Sequence[Item], filters: Filters, now: datetime) -> Grid:
    """Load the page of the gradebook that `filters` ask for; `items` are all exercises of the course."""
    students = class_size(session, course)
    if filters.narrows:
        shown, found = _page(session, counted_students(course, filters, items, now), filters.page)
    else:
        page = select_students(course, filters, items, now).offset((filters.page - 1) * PAGE_SIZE).limit(PAGE_SIZE)
        shown, found = [Student(*row) for row in session.execute(page)], students
    user_ids = [student.user_id for student in shown]
    scores, dates = read_scores(session, items, user_ids), dates_of_items(session, items, user_ids)
    if filters.by is By.ASSIGNMENT:
        cells = by_assignment(items, user_ids, scores)
    else:
        cells = cells_of(items, user_ids, scores, dates, _waiting(session, items, user_ids), now)
    so_far = totals_so_far(items, scores, dates, now)
    return Grid(
        columns=columns(session, items),
        assignments=worth(items),
        rows=tuple(Row(student, cells[student.user_id], so_far(student.user_id)) for student in shown),
        students=students,
        found=found,
    )


def cell_renderer(grid: Grid, by: By, titles: Mapping[str, str], address: str) -> Callable[[Row], Markup]:
    """Return a function that renders the cells of a row; a page has thousands, too many for the template.

    Args:
        grid: the page.
        by: the kind of columns.
        titles: the titles of the exercises.
        address: the URL of the gradebook, with which the links of cells start.
    """
    base = escape(address)
    if by is By.EXERCISE:
        slugs = [column.item.slug for column in grid.columns]
        heads = [(escape(f"/{slug}"), escape(f"{titles[slug]}: ")) for slug in slugs]
    else:
        heads = [(escape(f"#assignment-{assignment.id}"), Markup("")) for assignment, _ in grid.assignments]

    def render(row: Row) -> Markup:
        whose = f"{base}/{row.student.user_id}"
        cells = [
            f'<td class="cell {cell.kind}">'
            f'<a href="{whose}{where}" title="{title}{cell.safe_words}">{cell.inside}</a></td>'
            for (where, title), cell in zip(heads, row.cells, strict=True)
        ]
        return Markup("\n".join(cells))  # noqa: S704 - every part of it is escaped, once for many cells

    return render


def _page(session: Session, query: CountedQuery, page: int) -> tuple[list[Student], int]:
    """Return the students of a page, and the number of all that match."""
    rows = session.execute(query.offset((page - 1) * PAGE_SIZE).limit(PAGE_SIZE)).all()
    if not rows and page > 1:  # past the end, where no row tells the number
        return [], session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    return [Student(*row[:-1]) for row in rows], rows[0][-1] if rows else 0


def worth(items: Sequence[Item]) -> tuple[tuple[Assignment, Decimal], ...]:
    """Return the assignments with exercises, and the points of each."""
    points: dict[int, Decimal] = defaultdict(Decimal)
    for one in items:
        points[one.assignment.id] += one.item.max_points
    assignments = {one.assignment.id: one.assignment for one in items}
    return tuple((assignment, points[key]) for key, assignment in assignments.items())


def read_scores(session: Session, items: Sequence[Item], user_ids: Sequence[int]) -> Scores:
    """Read the columns of scores that cells show."""
    score = Score.__table__.c  # of the table rather than the model: a page has thousands, and the ORM touches each
    query = select(
        score.user_id, score.assignment_exercise_id, score.points, score.attempts, score.is_late, score.is_stuck,
        score.is_excused, score.override_points.is_not(None).label("is_overridden"),
        score.regraded_at.is_not(None).label("is_regraded"), score.is_solved,
    ).where(score.user_id.in_(user_ids), score.assignment_exercise_id.in_([one.item.id for one in items]))  # fmt: skip
    return {(row[0], row[1]): row for row in session.execute(query)}  # by position: names take twice as long


def cells_of(
    items: Sequence[Item],
    user_ids: Sequence[int],
    scores: Scores,
    dates: Mapping[Key, Dates],
    waiting: Mapping[Key, frozenset[JobState]],
    now: datetime,
) -> dict[int, tuple[Cell, ...]]:
    """Return the cells of these students, in the order of `items`; the keys of `dates` have assignment ids."""
    columns = [(one.item.id, one.item.max_points, one.assignment.id) for one in items]
    assignment_ids = {assignment_id for _, _, assignment_id in columns}
    found = {}
    for user_id in user_ids:
        own = {one: dates[user_id, one] for one in assignment_ids}
        due = {one: (at.is_due(now), at.is_extended) for one, at in own.items()}
        found[user_id] = tuple(
            _cell(
                max_points,
                *due[assignment_id],
                waiting.get((user_id, item_id), frozenset()),
                *scores.get((user_id, item_id), _NO_SCORE)[2:],
            )
            for item_id, max_points, assignment_id in columns
        )
    return found


def _waiting(session: Session, items: Sequence[Item], user_ids: Sequence[int]) -> Mapping[Key, frozenset[JobState]]:
    query = (
        select(Submission.user_id, Submission.assignment_exercise_id, Submission.state)
        .where(is_unfinished())
        .where(Submission.assignment_exercise_id.in_([one.item.id for one in items]))
        .where(Submission.user_id.in_(user_ids), Submission.purpose == Purpose.SUBMIT)
    )
    found: dict[Key, frozenset[JobState]] = {}
    for user_id, item_id, state in session.execute(query):
        found[user_id, item_id] = found.get((user_id, item_id), frozenset()) | {state}
    return found


@lru_cache(maxsize=20_000)
def _cell(
    max_points: Decimal,
    is_due: bool,
    is_extended: bool,
    states: frozenset[JobState],
    points: Decimal | None,
    attempts: int,
    is_late: bool,
    is_stuck: bool,
    is_excused: bool,
    is_overridden: bool,
    is_regraded: bool,
    is_solved: bool,
) -> Cell:
    """Return the cell of a score; cached, because a page has thousands of cells and few different ones.

    A score that an override lowers is not shown as solved.
    """
    waits = bool(states - {JobState.ERROR})
    flags = [(Is.FAULT, JobState.ERROR in states), (Is.PENDING, waits), (Is.EXTENDED, is_extended)]
    if points is None and not is_excused:
        flags.append((Is.MISSING, is_due))
    else:
        flags += [
            (Is.LATE, is_late),
            (Is.STUCK, is_stuck),
            (Is.EXCUSED, is_excused),
            (Is.OVERRIDDEN, is_overridden),
            (Is.REGRADED, is_regraded),
        ]
    special = Is.NOTHING
    for flag, holds in flags:
        if holds:
            special |= flag
    is_lowered = is_overridden and points is not None and points < max_points
    return cell(points, max_points, attempts, special, is_solved=is_solved and not is_lowered)


def by_assignment(items: Sequence[Item], user_ids: Sequence[int], scores: Scores) -> dict[int, tuple[Cell, ...]]:
    """Return a cell for each assignment: the points earned out of those available."""
    groups: dict[int, list[AssignmentExercise]] = defaultdict(list)
    for one in items:
        groups[one.assignment.id].append(one.item)
    found = {}
    for user_id in user_ids:
        row = []
        for group in groups.values():
            counted = [(item, scores.get((user_id, item.id))) for item in group]
            counted = [(item, score) for item, score in counted if score is None or not score.is_excused]
            points = [score.points for _, score in counted if score is not None and score.points is not None]
            whole = sum((item.max_points for item, _ in counted), Decimal())
            row.append(share_cell(sum(points, Decimal()) if points else None, whole, is_excused=not counted))
        found[user_id] = tuple(row)
    return found


def columns(session: Session, items: Sequence[Item]) -> tuple[Column, ...]:
    """Summarize each exercise from the counts of scores: a few rows each, however large the class."""
    some = ScoreCount.__table__.c
    key = (some.assignment_exercise_id, some.points, some.is_stuck, some.is_solved)
    query = select(*key, func.sum(some.students)).group_by(*key)
    query = query.where(some.assignment_exercise_id.in_([one.item.id for one in items]), some.students > 0)
    counts: dict[int, list[_Count]] = defaultdict(list)
    for item_id, *row in session.execute(query):
        counts[item_id].append(_Count(*row))
    return tuple(_column(one, counts[one.item.id]) for one in items)


class _Count(NamedTuple):
    points: Decimal
    is_stuck: bool
    is_solved: bool
    students: int


def _column(column: Item, counts: list[_Count]) -> Column:
    return Column(
        item=column.item,
        assignment=column.assignment,
        median=median([(one.points, one.students) for one in counts]),
        solved=sum(one.students for one in counts if one.is_solved),
        stuck=sum(one.students for one in counts if one.is_stuck),
    )


def median(histogram: list[tuple[Decimal, int]]) -> Decimal | None:
    """Return the median of points from (points, count) pairs; None where there are none."""
    total = sum(count for _points, count in histogram)
    if total == 0:
        return None
    rising = sorted(histogram)
    return (_nth(rising, (total - 1) // 2) + _nth(rising, total // 2)) / 2


def _nth(rising: list[tuple[Decimal, int]], n: int) -> Decimal:
    """Return the n-th smallest points, from 0."""
    seen = 0
    for points, count in rising:
        seen += count
        if seen > n:
            return points
    raise IndexError(n)
