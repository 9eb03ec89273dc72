"""Read an edited export of scores: each cell that differs becomes an override.

A number overrides, "excused" excuses, "graded" undoes an override, and an empty cell changes nothing. An export also
contains the values at that time, so that a cell that nobody edited changes nothing even if the score has changed since,
and an edited cell whose score has changed since is a conflict.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import count

import openpyxl
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server.accounts.models import User
from server.core import confirm
from server.courses.items import Item, items_of
from server.courses.membership import class_of
from server.courses.models import AssignmentExercise, Course, Enrollment
from server.gradebook.export import AS_EXPORTED, EXCUSED
from server.gradebook.workbook_limits import Unreadable, check_workbook
from server.scores.models import Score
from server.text.csv import MalformedCsvError, find_separator, plain_cell, read_rows
from server.text.points import parse_points, show_points

GRADED = "graded"
MAX_BYTES = 5_000_000
MAX_LINES = 20_000
MAX_COLUMNS = 200
MAX_CELLS = 1_000_000
_ANY_POINTS = 10**9
_COLUMN = re.compile(r"(?P<slug>[a-z0-9_]+)(\s*\(of (?P<worth>[0-9.,]+)\))?")


@dataclass(frozen=True, slots=True)
class ProposedScore:
    """One cell of the file that differs from the gradebook.

    Attributes:
        line: the line of the file, from 1.
        before: current points; None where nothing is graded.
        was_excused: whether it is excused now.
        after: points to be set; None to excuse or to go back to the graded points (`is_undo`).
        exported: the value in the export if the score has changed since; None if there is no such conflict.
    """

    line: int
    user_id: int
    name: str
    item: AssignmentExercise
    before: Decimal | None
    was_excused: bool
    after: Decimal | None
    is_undo: bool
    exported: str | None = None

    @property
    def key(self) -> str:
        """The value of its checkbox."""
        return f"{self.user_id}-{self.item.id}"

    @property
    def effect(self) -> str:
        """What applying it would do."""
        if self.is_undo:
            return "back to the graded points"
        return "excused" if self.after is None else f"set to {show_points(self.after)}"


@dataclass(frozen=True, slots=True)
class LineProblem:
    """A line or cell that is not accepted, and why."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class UploadPreview:
    """What a file would change."""

    proposals: tuple[ProposedScore, ...]
    problems: tuple[LineProblem, ...]
    unchanged: int

    @property
    def digest(self) -> str:
        """Return a hash of every change: previews with equal hashes do the same."""
        return confirm.digest(
            [
                (one.user_id, one.item.id, one.before, one.was_excused, one.after, one.is_undo, one.exported)
                for one in self.proposals
            ]
        )

    @property
    def without_conflicts(self) -> frozenset[str]:
        """Return the keys of the proposals that are selected at first."""
        return frozenset(one.key for one in self.proposals if one.exported is None)


def read_table(data: bytes) -> list[list[str]]:
    """Read the cells of an uploaded CSV file or workbook, as text.

    Raises:
        Unreadable: if it is neither, or is too large.
    """
    if len(data) > MAX_BYTES:
        raise Unreadable(f"The file is {len(data):,} bytes, but the limit is {MAX_BYTES:,}.")
    is_workbook = data[:4] == b"PK\x03\x04"
    rows = _workbook_rows(data) if is_workbook else _csv_rows(data)
    table = []
    cells = 0
    for row in rows:
        table.append(row)
        cells += len(row)
        if len(table) > MAX_LINES:
            raise Unreadable(f"The file has more than {MAX_LINES:,} lines.")
        if cells > MAX_CELLS:
            raise Unreadable(f"The file has more than {MAX_CELLS:,} cells.")
    if len(table) < 2:
        raise Unreadable("The file has no rows below the header.")
    if is_workbook:  # where a cell beside the table moves no other, as a comma too many does in a CSV file
        table[0] += [""] * (max(map(len, table)) - len(table[0]))
    return table


def _csv_rows(data: bytes) -> Iterator[list[str]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(
            f"The file is not UTF-8: byte {error.start} cannot be read. Save the file as “CSV UTF-8”."
        ) from None
    separator = find_separator(text.partition("\n")[0])
    try:
        for _line, cells in read_rows(io.StringIO(text), separator, strict=False):
            yield cells
    except MalformedCsvError as error:
        raise Unreadable(f"The file is not valid CSV: {error}.") from None


def _workbook_rows(data: bytes) -> Iterator[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            check_workbook(packed)
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except Unreadable:
        raise
    except Exception as error:  # openpyxl fails in many ways on a damaged file, none of which is ours
        raise Unreadable("The file looks like a workbook but cannot be read as one.") from error
    if not book.worksheets:
        return
    sheet = book.worksheets[0]
    sheet.reset_dimensions()  # the size that the file states may be far larger than its contents
    rows = sheet.iter_rows(max_col=MAX_COLUMNS + 1, values_only=True)
    for number in count(1):
        try:
            row = next(rows, None)
        except Exception as error:  # openpyxl fails in many ways on a bad cell, none of which is ours
            raise Unreadable(f"Line {number} of the workbook, or a cell in it, cannot be read.") from error
        if row is None:
            return
        cells = ["" if value is None else _text(value) for value in row]
        if cells and cells[-1]:
            raise Unreadable(f"The workbook has more than {MAX_COLUMNS} columns.")
        while cells and not cells[-1]:
            cells.pop()
        yield cells


def _text(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.15g}"  # the digits that a spreadsheet shows: the sum of 0.1 and 0.2 is 0.3
    return str(value)


def compare(session: Session, course: Course, table: Sequence[Sequence[str]]) -> UploadPreview:
    """Compare the table with the course, in a fixed number of queries; write nothing.

    Raises:
        Unreadable: if its header names no email column or no exercise of the course.
    """
    columns, email_at, problems = _columns(items_of(session, course), table[0])
    exported_at = _exported_column(table[0])
    students = _students(session, course)
    now = _now(session, [item.id for _, item in columns])
    proposals: list[ProposedScore] = []
    seen: dict[int, int] = {}
    unchanged = 0
    for number, row in enumerate(table[1:], start=2):
        if not any(cell.strip() for cell in row):
            continue
        if any(cell.strip() for cell in row[len(table[0]) :]):
            text = f"The line has {len(row)} cells, but the first line has {len(table[0])}. This line is skipped."
            problems.append(LineProblem(number, f"{text} Put a number that contains a comma in quotation marks."))
            continue
        email = plain_cell(row[email_at].strip()) if email_at < len(row) else ""
        student = students.get(email.lower())
        if student is None:
            problems.append(LineProblem(number, f"No student in this course has the address “{email[:100]}”."))
            continue
        user_id, name = student
        if user_id in seen:
            problems.append(LineProblem(number, f"{email} is already on line {seen[user_id]}. This line is skipped."))
            continue
        seen[user_id] = number
        exported = _exported(row, exported_at)
        for column, item in columns:
            text = row[column].strip() if column < len(row) else ""
            score = now.get((user_id, item.id))
            try:
                found = _proposed(number, user_id, name, item, text, score, exported.get(item.slug))
            except ValueError as error:
                problems.append(LineProblem(number, f"{name}, {item.slug}: {error}"))
                continue
            if found is None:
                unchanged += 1
            else:
                proposals.append(found)
    return UploadPreview(tuple(proposals), tuple(problems), unchanged)


def _exported_column(names: Sequence[str]) -> int | None:
    """Return the column with the exported values; None if the file has none."""
    return next((column for column, name in enumerate(names) if name.strip().lower() == AS_EXPORTED), None)


def _exported(row: Sequence[str], column: int | None) -> dict[str, str]:
    """Return the values of the row when it was exported, by slug; nothing if the row does not contain them."""
    if column is None or column >= len(row):
        return {}
    return {slug: value for slug, equals, value in (one.partition("=") for one in row[column].split()) if equals}


def _columns(
    items: Sequence[Item], names: Sequence[str]
) -> tuple[list[tuple[int, AssignmentExercise]], int, list[LineProblem]]:
    """Return the columns with exercises, the column of addresses, and a problem for each column that is skipped.

    A column is skipped if its exercise has one already, or was worth other points when the file was made.
    """
    by_slug = {one.item.slug: one.item for one in items}
    lowered = [plain_cell(name.strip()).lower() for name in names]
    if "email" not in lowered:
        raise Unreadable(f"The first line must name the columns, including “email”. Found: {', '.join(names)[:200]}.")
    found: dict[str, int] = {}
    outdated: set[str] = set()
    problems = []
    for column, name in enumerate(lowered):
        match = _COLUMN.fullmatch(name.strip())
        slug = match["slug"] if match else ""
        if slug in found:
            text = f"{slug} is already in column {found[slug] + 1}. Column {column + 1} is skipped."
            problems.append(LineProblem(1, text))
        elif slug in by_slug:
            found[slug] = column
            worth = parse_points((match and match["worth"]) or "", 0, _ANY_POINTS)
            if worth not in (None, by_slug[slug].max_points):
                text = f"{slug} is worth {show_points(by_slug[slug].max_points)} points now, not {show_points(worth)}"
                problems.append(LineProblem(1, f"{text}. Column {column + 1} is skipped. Download the file again."))
                outdated.add(slug)
    if not found:
        raise Unreadable(
            "The file has no column for an exercise in this course. Such a column has a name like “linear (of 100)”."
        )
    columns = [(column, by_slug[slug]) for slug, column in found.items() if slug not in outdated]
    return columns, lowered.index("email"), problems


def _students(session: Session, course: Course) -> dict[str, tuple[int, str]]:
    query = select(func.lower(User.email), User.id, User.name).join(Enrollment, Enrollment.user_id == User.id)
    return {email: (user_id, name) for email, user_id, name in session.execute(query.where(class_of(course)))}


def _now(session: Session, item_ids: Sequence[int]) -> dict[tuple[int, int], tuple[Decimal | None, bool, bool]]:
    columns = (Score.user_id, Score.assignment_exercise_id, Score.points, Score.is_excused, Score.override_points)
    query = select(*columns).where(Score.assignment_exercise_id.in_(item_ids))
    return {
        (user_id, item_id): (points, excused, excused or override is not None)
        for user_id, item_id, points, excused, override in session.execute(query)
    }


def _proposed(
    line: int,
    user_id: int,
    name: str,
    item: AssignmentExercise,
    text: str,
    score: tuple[Decimal | None, bool, bool] | None,
    exported: str | None,
) -> ProposedScore | None:
    before, was_excused, is_overridden = score or (None, False, False)
    if exported is not None and _plain(text) == exported:
        return None  # nobody edited it
    after: Decimal | None = None
    is_undo = text.lower() == GRADED
    if not text or (is_undo and not is_overridden):
        return None
    if text.lower() == EXCUSED:
        if was_excused:
            return None
    elif not is_undo:
        after = parse_points(text, 0, item.max_points)
        if after is None:
            most = show_points(item.max_points)
            allowed = f"a number from 0 to {most} with at most two decimal places, “{EXCUSED}” or “{GRADED}”"
            raise ValueError(f"“{text[:40]}” is not {allowed}.")
        if after == before and not was_excused:
            return None
    now = EXCUSED if was_excused else "" if before is None else show_points(before)
    changed_since = exported if exported is not None and exported != now else None
    return ProposedScore(line, user_id, name, item, before, was_excused, after, is_undo, changed_since)


def _plain(text: str) -> str:
    """Return what a cell says, as an export writes it: spreadsheets may change 4.5 to 4,5 or 4.50."""
    points = parse_points(text, 0, _ANY_POINTS)
    return text.lower() if points is None else show_points(points)
