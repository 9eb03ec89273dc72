"""Lines of JSON and of CSV. The CSV is harmless in a spreadsheet and is read back exactly."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, TypeVar

from server.archive.fields import Row
from server.text.csv import safe_cell

R = TypeVar("R", bound=Row)


def json_line(row: Row) -> bytes:
    """A row as a line of JSON; a value that it should not have goes out as it is."""
    return row.model_dump_json(warnings=False).encode() + b"\n"


def csv_header(kind: type[Row]) -> bytes:
    """The names of the columns."""
    return _line(list(kind.model_fields))


def csv_line(row: Row) -> bytes:
    """A row as a line of CSV; None is an empty cell."""
    return _line([_cell(getattr(row, name)) for name in type(row).model_fields])


def read_csv(kind: type[R], lines: Iterable[str]) -> Iterator[R]:
    """The rows of a table.

    Raises:
        ValueError: if a line is none of its; pydantic's errors are ValueErrors too.
    """
    reader = csv.reader(lines, strict=True)
    names = list(kind.model_fields)
    if (found := next(reader, None)) != names:
        raise ValueError(f"the columns should be {', '.join(names)}, and are {', '.join(found or [])[:400] or 'none'}")
    for cells in reader:
        if len(cells) != len(names):
            raise ValueError(f"the line has {len(cells)} cells in place of {len(names)}")
        values = {name: _text(cell) for name, cell in zip(names, cells, strict=True) if cell != ""}
        yield kind.model_validate_strings(values)


def _line(cells: list[str]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerow(cells)
    return buffer.getvalue().encode()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat()
    text = str(value)
    # An apostrophe goes before one that is there, so that taking one off gives back what was written.
    return f"'{text}" if text.startswith("'") else safe_cell(text)


def _text(cell: str) -> str:
    return cell.removeprefix("'")
