"""Limits on a Markdown text that people write, so that it renders in a few dozen milliseconds whatever it contains.

The time to render some texts grows with the square of their length, such as many brackets that are never closed. What
costs the most is counted in the source, because the parser cannot be interrupted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

MAX_LINES = 1_500
MAX_BRACKETS = 800
MAX_MARKS = 3_000  # of emphasis
MAX_DOLLARS = 500
MAX_FORMULA_CHARS = 1_000
MAX_MATH_CHARS = 6_000  # of all formulas
MAX_COLUMNS = 30
MAX_TABLE_CELLS = 3_000
MAX_ANGLES = 1_000  # of quotes, and of links between < and >
MAX_FENCES = 20
_FORMULA = re.compile(r"\$[^$]+\$")
_FENCE = re.compile(r"^ *(?:`{3}|~{3})", re.MULTILINE)


def find_excess(markdown: str) -> str | None:
    """Return what a text has too much of, and how much is allowed, or None: ``"lines: 2,000 (at most 1,500)"``."""
    return next(
        (f"{what}: {found:,} (at most {most:,})" for what, found, most in _counts(markdown) if found > most), None
    )


def _counts(markdown: str) -> Iterator[tuple[str, int, int]]:
    lines = markdown.split("\n")
    yield "lines", len(lines), MAX_LINES
    yield "square brackets", markdown.count("["), MAX_BRACKETS
    yield "emphasis marks", sum(map(markdown.count, "*_~`")), MAX_MARKS
    yield "dollar signs", markdown.count("$"), MAX_DOLLARS
    formulas = [len(found) for found in _FORMULA.findall(markdown)]
    yield "characters in a formula", max(formulas, default=0), MAX_FORMULA_CHARS
    yield "characters in formulas", sum(formulas), MAX_MATH_CHARS
    columns = max(line.count("|") for line in lines)
    yield "columns in a table", columns, MAX_COLUMNS
    yield "table cells", _cells(lines), MAX_TABLE_CELLS
    yield "angle brackets", sum(map(markdown.count, "<>")), MAX_ANGLES
    yield "code blocks", len(_FENCE.findall(markdown)) // 2, MAX_FENCES


def _cells(lines: list[str]) -> int:
    """Return how many cells the tables may have: each goes on to the next blank line, and fills its rows up."""
    cells = columns = 0
    for line in lines:
        columns = max(columns, line.count("|") + 1) if line.strip() and (columns or "|" in line) else 0
        cells += columns
    return cells
