"""Two sources side by side: lines with the numbers of the blocks that they share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from server.text.code import lines

TONES = 4  # colors that take turns; the number is what tells blocks apart


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One line of a source.

    Attributes:
        text: highlighted.
        block: number of the block it belongs to, from 1; None for a line that is not shared.
        begins: blocks that begin here, to be linked with their counterparts.
    """

    number: int
    text: Markup
    block: int | None
    begins: tuple[int, ...]

    @property
    def tone(self) -> int | None:
        """Which of the colors it has, from 1."""
        return None if self.block is None else (self.block - 1) % TONES + 1


def source_lines(source: str, ranges: Sequence[tuple[int, int]]) -> list[SourceLine]:
    """Return the lines of `source`; `ranges` are first and last line of each block, in the order of their numbers."""
    shown = []
    for number, text in enumerate(lines(source), 1):
        inside = [block for block, (first, last) in enumerate(ranges, 1) if first <= number <= last]
        begins = tuple(block for block in inside if ranges[block - 1][0] == number)
        # Where one block ends and another begins on the same line, the one that begins is shown.
        block = begins[0] if begins else inside[0] if inside else None
        shown.append(SourceLine(number, text, block, begins))
    return shown
