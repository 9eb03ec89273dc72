"""Compare two sources line by line, in bounded time: students choose the sources, and the worst take cubic time."""

from __future__ import annotations

import difflib
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

from exercises import source_lines

Kind = Literal["same", "added", "removed", "gap"]
CONTEXT_LINES = 3
MAX_LINES = 2_000  # of each source, without its common head and tail
MAX_STEPS = 1_000_000  # pairs of equal lines and lines visited, in all
MAX_SEARCH_STEPS = 250_000  # in one search, which cannot be interrupted: at most about 50 ms
COMPARING_TIME_S = 0.08  # of the thread; no search begins after it


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


class _TooMuchWorkError(Exception):
    """The comparison would exceed its budget."""


class _Budget:
    """The work that all searches of a comparison share."""

    def __init__(self, max_steps: int) -> None:
        self._steps_left = max_steps
        self._ends_s = time.thread_time() + COMPARING_TIME_S

    def spend(self, steps: int) -> None:
        """Begin a search of at most `steps`.

        Raises:
            _TooMuchWorkError: if too little is left.
        """
        self._steps_left -= steps
        if self._steps_left < 0 or steps > MAX_SEARCH_STEPS or time.thread_time() > self._ends_s:
            raise _TooMuchWorkError


class _BoundedMatcher(difflib.SequenceMatcher[str]):
    """A matcher that gives up before a search that would exceed its budget."""

    def __init__(self, before: Sequence[str], after: Sequence[str], budget: _Budget) -> None:
        super().__init__(None, before, after, autojunk=False)
        self._budget = budget
        # A search visits every line of its range and, for each, every equal line of the new source.
        equal = Counter(after)
        self._steps_before = [0, *accumulate(1 + equal[line] for line in before)]

    def find_longest_match(
        self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None
    ) -> difflib.Match:
        """Search like the base class.

        Raises:
            _TooMuchWorkError: if too little of the budget is left.
        """
        end = -1 if ahi is None else ahi
        self._budget.spend(1 + self._steps_before[end] - self._steps_before[alo])
        return super().find_longest_match(alo, ahi, blo, bhi)


def compare(old: str, new: str, *, max_lines: int = MAX_LINES, max_steps: int = MAX_STEPS) -> list[Row] | None:
    """Return the changed lines with three lines of context; empty if nothing changed, None if it would take too long.

    Sources that are too large to be compared as a whole are compared without their common head and tail.
    """
    before, after = source_lines(old), source_lines(new)
    if before == after:
        return []
    head, tail = _common_ends(before, after)
    budget = _Budget(max_steps)
    for skipped, dropped in ((0, 0), (max(head - CONTEXT_LINES, 0), max(tail - CONTEXT_LINES, 0))):
        middle = before[skipped : len(before) - dropped], after[skipped : len(after) - dropped]
        if max(map(len, middle)) > max_lines:
            continue
        try:
            groups = list(_BoundedMatcher(*middle, budget).get_grouped_opcodes(CONTEXT_LINES))
        except _TooMuchWorkError:
            continue
        return _with_gaps(before, after, [[_moved(code, skipped) for code in group] for group in groups])
    return None


_Opcode = tuple[str, int, int, int, int]


def _common_ends(before: Sequence[str], after: Sequence[str]) -> tuple[int, int]:
    """Return how many lines the sources share at their beginning, and how many of the others at their end."""
    most = min(len(before), len(after))
    head = next((i for i in range(most) if before[i] != after[i]), most)
    most -= head
    return head, next((i for i in range(most) if before[-1 - i] != after[-1 - i]), most)


def _moved(code: _Opcode, lines: int) -> _Opcode:
    tag, old_from, old_to, new_from, new_to = code
    return tag, old_from + lines, old_to + lines, new_from + lines, new_to + lines


def _with_gaps(before: list[str], after: list[str], groups: Sequence[Sequence[_Opcode]]) -> list[Row]:
    rows: list[Row] = []
    shown = 0
    for group in groups:
        start = group[0][1]
        if start > shown:
            rows.append(Row("gap", None, None, _unchanged(start - shown)))
        for tag, old_from, old_to, new_from, new_to in group:
            rows.extend(_rows(tag, before, after, (old_from, old_to), (new_from, new_to)))
        shown = group[-1][2]
    if rows and shown < len(before):
        rows.append(Row("gap", None, None, _unchanged(len(before) - shown)))
    return rows


def _rows(tag: str, before: list[str], after: list[str], old: tuple[int, int], new: tuple[int, int]) -> list[Row]:
    if tag == "equal":
        pairs = zip(range(*old), range(*new), strict=True)
        return [Row("same", i + 1, j + 1, before[i]) for i, j in pairs]
    removed = [Row("removed", i + 1, None, before[i]) for i in range(*old)]
    added = [Row("added", None, j + 1, after[j]) for j in range(*new)]
    return removed + added


def _unchanged(count: int) -> str:
    return "1 unchanged line" if count == 1 else f"{count} unchanged lines"
