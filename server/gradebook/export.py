"""The scores of a course for a spreadsheet: as CSV and as a workbook, row by row, harmless to open."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from itertools import chain
from typing import IO, Any

import xlsxwriter
from sqlalchemy import Row, func, tuple_
from sqlalchemy.orm import Session

from server.accounts.models import User
from server.core.db import utcnow
from server.courses.items import Item
from server.courses.models import Course, Enrollment
from server.gradebook.filters import By, Filters
from server.gradebook.grid import read_scores, worth
from server.gradebook.so_far import dates_of_items, totals_so_far
from server.gradebook.student_query import Student, select_students
from server.text.csv import write_file
from server.text.numbers import percent
from server.text.points import as_number, show_points

BATCH_SIZE = 200
EXCUSED = "excused"
EVERYBODY = Filters()
AS_EXPORTED = "as exported"  # the column with the values of a row, for `server.gradebook.upload` to see what changed


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """A student with points at each exercise: None where nothing is graded, `EXCUSED` where the student is excused.

    Attributes:
        so_far: the share of what was due or has points, in ten-thousandths; None while there is none.
    """

    student: Student
    points: tuple[Decimal | str | None, ...]
    so_far: int | None


def score_rows(
    session: Session, course: Course, items: Sequence[Item], filters: Filters = EVERYBODY
) -> Iterator[ScoreRow]:
    """Yield the students that match the filters, by name; the scores of only a few are in memory at a time."""
    now = utcnow()
    only = replace(filters, sort="name", falling=False, page=1)
    for found in _matching(session, course, items, only, now) if only.narrows else _everybody(session, course, now):
        user_ids = [student.user_id for student in found]
        scores = read_scores(session, items, user_ids)
        so_far = totals_so_far(items, scores, dates_of_items(session, items, user_ids), now)
        for student in found:
            points = tuple(_points(scores.get((student.user_id, one.item.id))) for one in items)
            yield ScoreRow(student, points, so_far(student.user_id).share)


def _everybody(session: Session, course: Course, now: datetime) -> Iterator[list[Student]]:
    """Yield all students in batches, each found after the last student of the one before."""
    query = select_students(course, EVERYBODY, (), now)
    key = (func.lower(User.name), Enrollment.user_id)
    found: list[Student] = []
    while not found or len(found) == BATCH_SIZE:
        page = query
        if found:
            page = page.where(tuple_(*key) > tuple_(func.lower(found[-1].name), found[-1].user_id))
        found = [Student(*row) for row in session.execute(page.limit(BATCH_SIZE))]
        if not found:
            return
        yield found


def _matching(
    session: Session, course: Course, items: Sequence[Item], filters: Filters, now: datetime
) -> Iterator[list[Student]]:
    """Yield the matching students in batches, from one query: a filter may be too costly for one for each batch."""
    found = [Student(*row) for row in session.execute(select_students(course, filters, items, now))]
    for start in range(0, len(found), BATCH_SIZE):
        yield found[start : start + BATCH_SIZE]


def _points(score: Row[*tuple[Any, ...]] | None) -> Decimal | str | None:
    if score is None:
        return None
    return EXCUSED if score.is_excused else score.points


def header(items: Sequence[Item], by: By = By.EXERCISE) -> list[str]:
    """Return the names of the columns; `server.gradebook.upload` reads those of exercises back."""
    if by is By.ASSIGNMENT:  # in other words than those of an exercise: an assignment may have the name of one
        points = [f"{one.title} (assignment, of {show_points(of)})" for one, of in worth(items)]
    else:
        points = [f"{one.item.slug} (of {show_points(one.item.max_points)})" for one in items]
    as_exported = [AS_EXPORTED] if by is By.EXERCISE else []
    return ["name", "email", "section", *points, "total", "total %", "so far %", *as_exported]


def csv_lines(items: Sequence[Item], rows: Iterable[ScoreRow], by: By = By.EXERCISE) -> Iterator[str]:
    """Yield the CSV line by line."""
    return write_file(chain([header(items, by)], (_cells(items, row, by) for row in rows)))


def _cells(items: Sequence[Item], row: ScoreRow, by: By) -> list[str]:
    one = row.student
    points = [_text(points) for points in _columns(items, row, by)]
    totals = [show_points(one.total_points), one.percent, "" if row.so_far is None else percent(row.so_far)]
    return [one.name, one.email, one.section or "", *points, *totals, *_exported_values(items, row, by)]


def _columns(items: Sequence[Item], row: ScoreRow, by: By) -> Sequence[Decimal | str | None]:
    """Return the points of each exercise or assignment; a student may be excused from all of an assignment."""
    if by is By.EXERCISE:
        return row.points
    groups: dict[int, list[Decimal | str | None]] = {}
    for one, points in zip(items, row.points, strict=True):
        groups.setdefault(one.assignment.id, []).append(points)
    return [_sum(group) for group in groups.values()]


def _sum(group: Sequence[Decimal | str | None]) -> Decimal | str | None:
    graded = [points for points in group if isinstance(points, Decimal)]
    if graded:
        return sum(graded, Decimal())
    return EXCUSED if all(points == EXCUSED for points in group) else None


def _exported_values(items: Sequence[Item], row: ScoreRow, by: By) -> list[str]:
    """Return a cell with all values of a row, such as ``linear=70 relu=excused sigmoid=``, in a file of exercises."""
    if by is By.ASSIGNMENT:
        return []
    return [" ".join(f"{one.item.slug}={_text(points)}" for one, points in zip(items, row.points, strict=True))]


def _text(points: Decimal | str | None) -> str:
    return show_points(points) if isinstance(points, Decimal) else points or ""


def workbook(items: Sequence[Item], rows: Iterable[ScoreRow], by: By = By.EXERCISE) -> IO[bytes]:
    """Write an Excel workbook to a temporary file, row by row, and return it open at its beginning.

    Text is written as text, never as a formula or a link. The column `AS_EXPORTED` is hidden.
    """
    file = tempfile.TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        bold = book.add_format({"bold": True})
        sheet = book.add_worksheet("Scores")
        sheet.freeze_panes(1, 2)
        sheet.set_column(0, 1, 28)
        names = header(items, by)
        if AS_EXPORTED in names:
            sheet.set_column(len(names) - 1, len(names) - 1, None, None, {"hidden": True})
        sheet.write_row(0, 0, names, bold)
        for number, row in enumerate(rows, start=1):
            one = row.student
            sheet.write_row(number, 0, [one.name, one.email, one.section or ""])
            columns = _columns(items, row, by)
            for column, points in enumerate(columns, start=3):
                if points is not None:
                    sheet.write(number, column, as_number(points) if isinstance(points, Decimal) else points)
            so_far = None if row.so_far is None else row.so_far / 100
            totals = [as_number(one.total_points), one.total_share / 100, so_far]
            sheet.write_row(number, 3 + len(columns), [*totals, *_exported_values(items, row, by)])
    file.seek(0)
    return file
