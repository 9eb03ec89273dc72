"""Read a roster file: bytes to text, and text to lines with named cells. `import_plan` interprets the cells."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass

from server.roster.errors import UnreadableRoster
from server.text.csv import BOM, SEPARATORS, MalformedCsvError, find_separator, read_rows

MAX_BYTES = 1_000_000
MAX_LINES = 5_000
COLUMNS = ("email", "name", "section", "role")
REQUIRED = ("email", "name")
_ALIASES = {"e-mail": "email", "mail": "email"}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a roster.

    Attributes:
        number: the line number, from 1 for the header; if a cell has line breaks, that of its last line.
        cells: the cells by column, without surrounding spaces.
        problem: why it cannot be used; None if its form is right.
    """

    number: int
    cells: dict[str, str]
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A roster as it was read.

    Attributes:
        columns: those that are used.
        ignored: names of columns that are not.
        separator: its name.
    """

    lines: tuple[Line, ...]
    columns: tuple[str, ...]
    ignored: tuple[str, ...]
    separator: str


def decode(data: bytes) -> str:
    """Return the text of a file.

    Raises:
        UnreadableRoster: if it is too large or not UTF-8; the message names the line.
    """
    if len(data) > MAX_BYTES:
        raise UnreadableRoster(
            f"The file is {len(data):,} bytes, but the limit is {MAX_BYTES:,}. Split it into several files."
        )
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableRoster("The file is in UTF-16. Save it as “CSV UTF-8”.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UnreadableRoster(
            f"Line {line} contains a byte (0x{data[error.start]:02x}) that is not valid UTF-8. The file is probably "
            "in Latin-1. Save it as “CSV UTF-8” and upload it again."
        ) from None


def normalize(text: str) -> str:
    """Return the text as it is hashed and kept in forms: without a byte order mark and with one kind of line ending."""
    return text.removeprefix(BOM).replace("\r\n", "\n").replace("\r", "\n")


def read(text: str) -> Table:
    """Return the lines of a roster.

    Raises:
        UnreadableRoster: if it is empty or too long, or has no usable header.
    """
    text = normalize(text)
    if len(text.encode(errors="surrogatepass")) > MAX_BYTES:
        raise UnreadableRoster(f"The text has more than {MAX_BYTES:,} bytes. Split it into several files.")
    rows = _rows(text)
    first = next(rows, None)
    if first is None:
        raise UnreadableRoster("The file is empty. Its first line must name the columns: email,name,section,role.")
    separator, names = first[1]
    columns = _header(names)
    lines = tuple(_line(number, cells, columns) for number, (_separator, cells) in rows)
    if not lines:
        raise UnreadableRoster("The file has a header but no rows below it.")
    used = tuple(name for name in columns if name in COLUMNS)
    ignored = tuple(name for name in columns if name not in COLUMNS)
    return Table(lines, used, ignored, SEPARATORS[separator])


def _rows(text: str) -> Iterator[tuple[int, tuple[str, list[str]]]]:
    """Yield the line number, separator and cells of each line that is not blank."""
    header = next((line for line in text.split("\n") if line.strip()), "")
    separator = find_separator(header, lambda cell: _column(cell) in COLUMNS)
    count = 0
    try:
        for number, cells in read_rows(io.StringIO(text), separator):
            cells = [cell.strip() for cell in cells]
            if not any(cells):
                continue
            count += 1
            if count > MAX_LINES + 1:
                raise UnreadableRoster(f"The file has more than {MAX_LINES:,} lines. Split it into several files.")
            yield number, (separator, cells)
    except MalformedCsvError as error:
        raise UnreadableRoster(
            f"Line {error.line} cannot be read ({error}). A quotation mark inside a cell must be doubled, "
            "and one that opens a cell must be closed."
        ) from None


def _header(names: list[str]) -> list[str]:
    columns = [_column(name) if _column(name) in COLUMNS else name for name in names]
    missing = [name for name in REQUIRED if name not in columns]
    if missing:
        found = ", ".join(f"“{name}”" for name in names)[:300]
        raise UnreadableRoster(
            f"The first line must name the columns, including {' and '.join(missing)}. The columns section and role "
            f"are optional. Found: {found}."
        )
    twice = next((name for name in COLUMNS if columns.count(name) > 1), None)
    if twice:
        raise UnreadableRoster(f"The column “{twice}” appears twice in the first line.")
    return columns


def _column(name: str) -> str:
    column = name.strip().strip('"').strip().lower()
    return _ALIASES.get(column, column)


def _line(number: int, cells: list[str], columns: list[str]) -> Line:
    named = {name: cell for name, cell in zip(columns, cells, strict=False) if name in COLUMNS}
    if len(cells) != len(columns):
        return Line(
            number,
            named,
            f"has {len(cells)} cell{'' if len(cells) == 1 else 's'}, but the first line has {len(columns)}",
        )
    return Line(number, named)
