"""Read and write CSV that is harmless in a spreadsheet, and send files in chunks."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from typing import IO

BOM = "\ufeff"  # tells spreadsheets that a file is UTF-8
SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab"}
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
CHUNK = 64 * 1024


class MalformedCsvError(ValueError):
    """The text is not CSV. The message says what the parser found, and `line` says where."""

    def __init__(self, message: str, line: int) -> None:
        self.line = line
        super().__init__(message)


def find_separator(header: str, is_column: Callable[[str], bool] = lambda _cell: True) -> str:
    """Return the separator that splits `header` into the most columns.

    Args:
        header: the first line.
        is_column: which cells count; if no separator or several give the most of them, all cells do.
    """

    def columns(separator: str) -> tuple[int, int]:
        cells = header.split(separator)
        return sum(is_column(cell) for cell in cells), len(cells)

    return max(SEPARATORS, key=columns)


def read_rows(lines: Iterable[str], separator: str = ",", *, strict: bool = True) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a CSV file, each with the number of its last line.

    Raises:
        MalformedCsvError: if a quotation mark is left open, or a line cannot be parsed for another reason.
    """
    reader = csv.reader(lines, delimiter=separator, strict=strict)
    try:
        for cells in reader:
            yield reader.line_num, cells
    except csv.Error as error:
        raise MalformedCsvError(str(error), reader.line_num) from None


def safe_cell(text: str) -> str:
    """Return `text` with an apostrophe in front if a spreadsheet could read it as a formula.

    Full-width forms and leading spaces count too, because some programs trim or fold them first.
    """
    start = text.lstrip(" \u00a0\ufeff")[:1].translate({0xFF1D: "=", 0xFF0B: "+", 0xFF0D: "-", 0xFF20: "@"})
    return f"'{text}" if start.startswith(FORMULA_STARTS) else text


def plain_cell(cell: str) -> str:
    """Return a cell without the apostrophe that `safe_cell` puts before a dangerous start."""
    text = cell.removeprefix("'")
    return text if safe_cell(text) == cell else cell


def reversible_cell(text: str) -> str:
    """Escape `text` like `safe_cell`, but so that `original_text` can restore it exactly."""
    return f"'{text}" if text.startswith("'") else safe_cell(text)


def original_text(cell: str) -> str:
    """Return the text that `reversible_cell` escaped."""
    return cell.removeprefix("'")


def write_row(cells: Iterable[str], *, escape: Callable[[str], str] = safe_cell, line_end: str = "\r\n") -> str:
    """Return one line of CSV, with every cell escaped."""
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator=line_end).writerow([escape(cell) for cell in cells])
    return buffer.getvalue()


def write_file(rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """Yield a CSV file for a spreadsheet line by line, so that only one row is in memory; every cell is escaped."""
    yield BOM
    for row in rows:
        yield write_row(row)


def chunks(file: IO[bytes]) -> Iterator[bytes]:
    """Read an open file in chunks, and close it."""
    with file:
        while chunk := file.read(CHUNK):
            yield chunk
