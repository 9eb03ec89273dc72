"""Two sources side by side: lines with the numbers of the blocks that they share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from server.text.code import rows

TONES = 4  # colors that take turns; the number is what tells blocks apart


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One line of a source; in a long source, several lines between the ends of blocks.

    Attributes:
        number: the number of the first line, from 1.
        numbers: the numbers of all its lines, one per line.
        text: highlighted.
        block: number of the block it belongs to, from 1; None for a line that is not shared.
        begins: blocks that begin here, to be linked with their counterparts.
    """

    number: int
    numbers: str
    text: Markup
    block: int | None
    begins: tuple[int, ...]

    @property
    def tone(self) -> int | None:
        """Which of the colors it has, from 1."""
        return None if self.block is None else (self.block - 1) % TONES + 1


def source_lines(source: str, ranges: Sequence[tuple[int, int]]) -> list[SourceLine]:
    """Return the lines of `source`; `ranges` are first and last line of each block, in the order of their numbers."""
    begins: defaultdict[int, list[int]] = defaultdict(list)
    ends: defaultdict[int, list[int]] = defaultdict(list)
    for block, (first, last) in enumerate(ranges, 1):
        begins[first].append(block)
        ends[last].append(block)
    shown = []
    inside: set[int] = set()
    for row in rows(source, alone=[*begins, *ends]):
        here = tuple(begins.get(row.first, ()))
        inside.update(here)
        # Where one block ends and another begins on the same line, the one that begins is shown.
        shared = here[0] if here else min(inside, default=None)
        shown.append(SourceLine(row.first, row.numbers, row.text, shared, here))
        inside.difference_update(ends.get(row.last, ()))
    return shown
