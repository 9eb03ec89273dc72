"""The gradebook as CSV that is safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from server.courses.models import AssignmentExercise
from server.gradebook.grid import Row

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def safe_cell(text: str) -> str:
    """Return `text` so that no spreadsheet takes it for a formula: an apostrophe goes before a dangerous start.

    Full-width forms and leading spaces count too: some programs trim or fold them before they look.
    """
    start = text.lstrip(" \u00a0\ufeff")[:1].translate({0xFF1D: "=", 0xFF0B: "+", 0xFF0D: "-", 0xFF20: "@"})
    return f"'{text}" if start.startswith(_FORMULA_STARTS) else text


def csv_lines(items: Iterable[AssignmentExercise], rows: Iterable[Row]) -> Iterator[str]:
    """Yield the export line by line: name, e-mail, points for each exercise (empty where nothing is graded), total."""
    items = list(items)
    header = ["name", "email", *(f"{item.slug} (of {item.max_points})" for item in items), "total"]
    yield "\ufeff" + _line(header)  # the mark tells spreadsheets that this is UTF-8
    for row in rows:
        points = ["" if cell.points is None else str(cell.points) for cell in row.cells]
        yield _line([row.user.name, row.user.email, *points, str(row.total)])


def _line(cells: list[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerow([safe_cell(cell) for cell in cells])
    return buffer.getvalue()
