"""Points that were pasted as CSV: two columns of numbers, and a third with a class or a height."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from exercises import source_lines
from playground.datasets import BOX, to_row
from playground.settings import FEWEST_ROWS, MOST_ROWS

LONGEST_TEXT = 300_000
MOST_CLASSES = 3
_SHOWN_CHARS = 40
_SHOWN_FAULTS = 5
_COLUMNS = 3
_LARGEST = 1e9


@dataclass(frozen=True, slots=True)
class Fault:
    """One place of a table that cannot be used; line and column count from 1, and 0 stands for the whole table."""

    line: int
    column: int
    found: str
    message: str


class TableRefused(ValueError):  # noqa: N818 - it is about what was pasted
    """The table cannot be used.

    Attributes:
        faults: the first of its faults.
    """

    def __init__(self, *faults: Fault) -> None:
        super().__init__(" ".join(fault.message for fault in faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Table:
    """Own points from a table.

    Attributes:
        rows: the rows for the settings.
        task: "binary", "classes" or "regression".
        classes: the names of the classes in order; empty for heights.
        scaled: the columns whose numbers were scaled to fit into the plane, counted from 1.
    """

    rows: tuple[tuple[int, int, int], ...]
    task: str
    classes: tuple[str, ...]
    scaled: tuple[int, ...]


def read_table(text: str) -> Table:
    """Return the points of a pasted table. A first line without any number is a heading.

    The third column holds classes if it has at most three different whole numbers or names, and otherwise heights.

    Raises:
        TableRefused: if the table is too short, too long, or has something other than numbers where they belong.
    """
    if len(text) > LONGEST_TEXT:
        raise _refused(f"The table has {len(text)} characters. At most {LONGEST_TEXT} are allowed.")
    lines = [(i, line.strip()) for i, line in enumerate(source_lines(text.removeprefix("\ufeff")), 1) if line.strip()]
    if lines and _is_heading(_cells(lines[0][1])):
        lines = lines[1:]
    if not FEWEST_ROWS <= len(lines) <= MOST_ROWS:
        raise _refused(f"The table has {len(lines)} rows of points. From {FEWEST_ROWS} to {MOST_ROWS} are allowed.")
    cells = [(i, _cells(line)) for i, line in lines]
    faults = [fault for i, row in cells for fault in _faults(i, row)]
    if faults:
        raise TableRefused(*islice(faults, _SHOWN_FAULTS))
    third = [row[2] for _, row in cells]
    names = _class_names(third)
    if names is None:
        faults = [_not_a_number(i, 3, row[2]) for i, row in cells if _number(row[2]) is None]
        if faults:
            raise TableRefused(*islice(faults, _SHOWN_FAULTS))
    task = "regression" if names is None else "binary" if len(names) <= 2 else "classes"
    x1, x1_scaled = _fitted([float(row[0]) for _, row in cells], BOX)
    x2, x2_scaled = _fitted([float(row[1]) for _, row in cells], BOX)
    if names is None:
        last, last_scaled = _fitted([float(cell) for cell in third], 1.0)
    else:
        last, last_scaled = [float(names.index(_class_name(cell))) for cell in third], False
    scaled = tuple(i for i, is_scaled in enumerate((x1_scaled, x2_scaled, last_scaled), 1) if is_scaled)
    rows = tuple(to_row(a, b, c, task) for a, b, c in zip(x1, x2, last, strict=True))
    return Table(rows, task, tuple(names or ()), scaled)


def _refused(message: str) -> TableRefused:
    return TableRefused(Fault(0, 0, "", message))


def _cells(line: str) -> list[str]:
    separator = next((one for one in ("\t", ";", ",") if one in line), None)
    return [cell.strip().strip('"').strip() for cell in line.split(separator)]


def _is_heading(cells: Sequence[str]) -> bool:
    return all(_number(cell) is None for cell in cells)


def _faults(line: int, row: Sequence[str]) -> list[Fault]:
    if len(row) != _COLUMNS:
        found = _shown(" ".join(row))
        return [
            Fault(
                line,
                0,
                found,
                f"Line {line} has {len(row)} columns, but must have {_COLUMNS}: x1, x2 and a class or height.",
            )
        ]
    faults = [_not_a_number(line, j, row[j - 1]) for j in (1, 2) if _number(row[j - 1]) is None]
    if not row[2]:
        faults.append(Fault(line, 3, "", f"Line {line}, column 3 is empty, but must be a class or a number."))
    return faults


def _not_a_number(line: int, column: int, cell: str) -> Fault:
    found = _shown(cell)
    what = f"“{found}”" if found else "empty"
    return Fault(line, column, found, f"Line {line}, column {column} is {what}, but must be a number.")


def _number(cell: str) -> float | None:
    """Return the number in a cell; None if there is none, or if it is too large."""
    try:
        number = float(cell) if cell.isascii() and "_" not in cell else math.nan
    except ValueError:
        return None
    return number if abs(number) <= _LARGEST else None


def _class_name(cell: str) -> str:
    number = _number(cell)
    return str(int(number)) if number is not None and number == int(number) else cell


def _class_names(cells: Sequence[str]) -> list[str] | None:
    """Return the classes in order; None if the cells hold heights."""
    numbers = [_number(cell) for cell in cells]
    whole = [number for number in numbers if number is not None and number == int(number)]
    names = {_class_name(cell) for cell in cells}
    if len(names) > MOST_CLASSES or 0 < len(whole) < len(cells) or (not whole and any(n is not None for n in numbers)):
        return None
    return sorted(names, key=(lambda name: float(name)) if whole else str)


def _fitted(numbers: Sequence[float], reach: float) -> tuple[list[float], bool]:
    """Return numbers scaled to nine tenths of `reach`, unless they fit as they are, and whether they were scaled."""
    low, high = min(numbers), max(numbers)
    if -reach <= low and high <= reach:
        return list(numbers), False
    middle, half = (low + high) / 2.0, (high - low) / 2.0 or 1.0
    return [0.9 * reach * (number - middle) / half for number in numbers], True


def _shown(text: str) -> str:
    return text if len(text) <= _SHOWN_CHARS else f"{text[: _SHOWN_CHARS - 1]}…"
