"""Compare two sources line by line."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import Literal

Kind = Literal["same", "added", "removed", "gap"]
CONTEXT_LINES = 3


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a difference.

    Attributes:
        kind: whether the line is in both sources, only in the new one, only in the old one, or replaces omitted lines.
        old: the line number in the old source, from 1; None if the line is not in it.
        new: the line number in the new source.
        text: the line; for a gap, the number of omitted lines.
    """

    kind: Kind
    old: int | None
    new: int | None
    text: str


def compare(old: str, new: str) -> list[Row]:
    """Return the changed lines with three lines of context; empty if nothing changed."""
    before, after = old.splitlines(), new.splitlines()
    rows: list[Row] = []
    shown = 0
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for group in matcher.get_grouped_opcodes(CONTEXT_LINES):
        if group[0][0] == "equal" and before == after:
            continue
        start = group[0][1]
        if start > shown:
            rows.append(Row("gap", None, None, f"{start - shown} unchanged lines"))
        for tag, old_from, old_to, new_from, new_to in group:
            rows.extend(_rows(tag, before, after, (old_from, old_to), (new_from, new_to)))
        shown = group[-1][2]
    if rows and shown < len(before):
        rows.append(Row("gap", None, None, f"{len(before) - shown} unchanged lines"))
    return rows


def _rows(tag: str, before: list[str], after: list[str], old: tuple[int, int], new: tuple[int, int]) -> list[Row]:
    if tag == "equal":
        pairs = zip(range(*old), range(*new), strict=True)
        return [Row("same", i + 1, j + 1, before[i]) for i, j in pairs]
    removed = [Row("removed", i + 1, None, before[i]) for i in range(*old)]
    added = [Row("added", None, j + 1, after[j]) for j in range(*new)]
    return removed + added
