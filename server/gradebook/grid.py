"""The grid of a course, students × exercises, in a number of queries that does not grow with either."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select, tuple_
from sqlalchemy.orm import Session

from server.accounts.models import User
from server.courses.models import Assignment, AssignmentExercise, Course, Enrollment, Role
from server.courses.policy import enrolled
from server.gradebook.models import Score

PAGE_SIZE = 100
STUCK_ATTEMPTS = 4  # as many graded attempts without full points and somebody should ask how it goes


@dataclass(frozen=True, slots=True)
class Filters:
    """Which students to show; as given in the address.

    Attributes:
        name: part of a name or e-mail address.
        stuck: only those who are stuck on something.
        after: id of the last student of the page before.
    """

    name: str = ""
    stuck: bool = False
    after: int | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """The standing of one student in one exercise; `points` is None when nothing is graded."""

    points: int | None
    max_points: int
    attempts: int
    is_late: bool

    @property
    def is_full(self) -> bool:
        """Whether it has full points."""
        return self.points is not None and self.points >= self.max_points

    @property
    def is_stuck(self) -> bool:
        """Whether many attempts have not led to full points."""
        return self.attempts >= STUCK_ATTEMPTS and not self.is_full

    @property
    def words(self) -> str:
        """The cell in words, for hover, focus and screen readers."""
        if self.points is None:
            return "nothing graded yet"
        tries = f"{self.attempts} attempt" if self.attempts == 1 else f"{self.attempts} attempts"
        parts = [f"{self.points} of {self.max_points}", tries]
        parts += ["solved"] if self.is_full else []
        parts += ["stuck"] if self.is_stuck else []
        parts += ["late"] if self.is_late else []
        return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class Column:
    """One exercise over the whole class, whatever the filters show.

    Attributes:
        unit: title of its assignment.
        median: of the students with a graded attempt; None when there is none.
        solved: how many have full points.
        stuck: how many tried often without.
    """

    item: AssignmentExercise
    unit: str
    median: float | None
    solved: int
    stuck: int


@dataclass(frozen=True, slots=True)
class Row:
    """One student."""

    user: User
    cells: tuple[Cell, ...]

    @property
    def total(self) -> int:
        """Points over all exercises."""
        return sum(cell.points or 0 for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Grid:
    """A page of the gradebook; `next_after` continues it."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    students: int
    next_after: int | None

    @property
    def max_points(self) -> int:
        """Points of all exercises."""
        return sum(column.item.max_points for column in self.columns)


def grid(session: Session, course: Course, filters: Filters) -> Grid:
    """The page of the gradebook that `filters` ask for."""
    items = _items(session, course)
    found = session.scalars(_students(session, course, filters, items).limit(PAGE_SIZE + 1)).all()
    users = found[:PAGE_SIZE]
    scores = _scores(session, items, [user.id for user in users])
    students = session.scalar(select(func.count()).select_from(_enrolled(course).subquery())) or 0
    return Grid(
        columns=_columns(session, course, items),
        rows=tuple(_row(user, items, scores) for user in users),
        students=students,
        next_after=users[-1].id if len(found) > PAGE_SIZE else None,
    )


def all_rows(session: Session, course: Course) -> tuple[list[AssignmentExercise], Iterator[Row]]:
    """The exercises of the course and every student's row, page by page, for the export."""
    items = _items(session, course)
    return [item for item, _unit in items], _all_rows(session, course, items)


def _all_rows(session: Session, course: Course, items: Sequence[tuple[AssignmentExercise, str]]) -> Iterator[Row]:
    after: int | None = None
    while True:
        users = session.scalars(_students(session, course, Filters(after=after), items).limit(PAGE_SIZE)).all()
        scores = _scores(session, items, [user.id for user in users])
        yield from (_row(user, items, scores) for user in users)
        if len(users) < PAGE_SIZE:
            return
        after = users[-1].id
        session.expunge_all()  # a class of ten thousand need not stay in memory


def _items(session: Session, course: Course) -> list[tuple[AssignmentExercise, str]]:
    query = (
        select(AssignmentExercise, Assignment.title)
        .join(AssignmentExercise.assignment)
        .where(Assignment.course_id == course.id)
        .order_by(Assignment.position, AssignmentExercise.position)
    )
    return list(session.execute(query))


def _enrolled(course: Course) -> Select[int]:
    return select(Enrollment.user_id).where(
        Enrollment.course_id == course.id, Enrollment.role == Role.STUDENT, enrolled()
    )


def _students(
    session: Session, course: Course, filters: Filters, items: Sequence[tuple[AssignmentExercise, str]]
) -> Select[User]:
    key = func.lower(User.name)
    query = select(User).where(User.id.in_(_enrolled(course))).order_by(key, User.id)
    if filters.name:
        like = f"%{_escape_like(filters.name.lower())}%"
        query = query.where(key.like(like, escape="\\") | func.lower(User.email).like(like, escape="\\"))
    if filters.stuck:
        ids = [item.id for item, _unit in items]
        stuck = (
            select(Score.user_id)
            .join(AssignmentExercise, AssignmentExercise.id == Score.assignment_exercise_id)
            .where(
                Score.assignment_exercise_id.in_(ids),
                Score.attempts >= STUCK_ATTEMPTS,
                func.coalesce(Score.points, 0) < AssignmentExercise.max_points,
            )
        )
        query = query.where(User.id.in_(stuck))
    last = session.get(User, filters.after) if filters.after else None
    if last is not None:
        query = query.where(tuple_(key, User.id) > tuple_(func.lower(last.name), last.id))
    return query


def _escape_like(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _scores(
    session: Session, items: Sequence[tuple[AssignmentExercise, str]], user_ids: Sequence[int]
) -> Mapping[tuple[int, int], Score]:
    query = select(Score).where(
        Score.user_id.in_(user_ids), Score.assignment_exercise_id.in_([item.id for item, _unit in items])
    )
    return {(score.user_id, score.assignment_exercise_id): score for score in session.scalars(query)}


def _row(user: User, items: Sequence[tuple[AssignmentExercise, str]], scores: Mapping[tuple[int, int], Score]) -> Row:
    return Row(user, tuple(_cell(item, scores.get((user.id, item.id))) for item, _unit in items))


def _cell(item: AssignmentExercise, score: Score | None) -> Cell:
    if score is None:
        return Cell(None, item.max_points, 0, False)
    return Cell(score.points, item.max_points, score.attempts, score.is_late)


def _columns(session: Session, course: Course, items: Sequence[tuple[AssignmentExercise, str]]) -> tuple[Column, ...]:
    """Summaries from a histogram: at most one row for each exercise, mark and stuck or not, however large the class."""
    stuck = (Score.attempts >= STUCK_ATTEMPTS).label("stuck")
    query = (
        select(Score.assignment_exercise_id, Score.points, stuck, func.count())
        .where(
            Score.user_id.in_(_enrolled(course)),
            Score.assignment_exercise_id.in_([item.id for item, _unit in items]),
            Score.points.is_not(None),
        )
        .group_by(Score.assignment_exercise_id, Score.points, stuck)
    )
    histogram: dict[int, list[tuple[int, bool, int]]] = defaultdict(list)
    for item_id, points, is_stuck, count in session.execute(query):
        histogram[item_id].append((points or 0, bool(is_stuck), count))
    return tuple(_column(item, unit, histogram[item.id]) for item, unit in items)


def _column(item: AssignmentExercise, unit: str, histogram: list[tuple[int, bool, int]]) -> Column:
    return Column(
        item=item,
        unit=unit,
        median=_median([(points, count) for points, _stuck, count in histogram]),
        solved=sum(count for points, _stuck, count in histogram if points >= item.max_points),
        stuck=sum(count for points, stuck, count in histogram if stuck and points < item.max_points),
    )


def _median(histogram: list[tuple[int, int]]) -> float | None:
    total = sum(count for _points, count in histogram)
    if total == 0:
        return None
    return (_nth(histogram, (total - 1) // 2) + _nth(histogram, total // 2)) / 2


def _nth(histogram: list[tuple[int, int]], n: int) -> int:
    """The n-th smallest mark, from 0."""
    seen = 0
    for points, count in sorted(histogram):
        seen += count
        if seen > n:
            return points
    raise IndexError(n)
