"""Highlight Python source as HTML, as a whole or in the rows of a listing, in bounded time.

Some rules of Pygments' lexer take time quadratic in the length of a line or of a run of blank lines, and students
choose what is highlighted. A source that is too large or takes too long is therefore shown without colors.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup, escape
from pygments import format as pygments_format
from pygments.formatters import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import PythonLexer, TextLexer

from exercises import source_lines

MAX_COLORED_CHARS = 32_000
MAX_COLORED_LINE_CHARS = 1_000  # no clock can interrupt a single match, which may be quadratic in its line
COLORING_TIME_S = 0.06  # CPU time of this thread; the longest colored source needs about half of it
MAX_ROWS = 2_000

_FORMATTER = HtmlFormatter(nowrap=True, classprefix="hl-")


@dataclass(frozen=True, slots=True)
class CodeRow:
    """One row of a listing: a line, or several lines of a long source.

    Attributes:
        first: number of its first line, from 1.
        last: number of its last line.
        text: its lines, highlighted.
    """

    first: int
    last: int
    text: Markup

    @property
    def numbers(self) -> str:
        """The numbers of its lines, one per line."""
        return "\n".join(map(str, range(self.first, self.last + 1)))


def highlight(source: str, language: str = "python") -> Markup:
    """Return `source` as spans with ``hl-…`` classes; everything in it is escaped, and it ends with a line end.

    A source with more than 32,000 characters, or 1,000 in a line, has no spans, nor has one that takes too long.
    """
    lexer: Lexer = PythonLexer(stripnl=False) if language in {"python", "py"} else TextLexer(stripnl=False)
    return _colored(source, lexer) if _is_colorable(source) else _plain(source)


def rows(source: str, alone: Iterable[int] = ()) -> list[CodeRow]:
    """Return the rows of a listing of `source`: one per line, or fewer if it has more than 2,000 lines.

    Args:
        source: any text.
        alone: the numbers of lines that always have a separate row.
    """
    html = highlight("".join(f"{line}\n" for line in source_lines(source))).removesuffix("\n")
    lines = str(html).split("\n")  # spans never cross a line
    end = len(lines) + 1
    starts: Iterable[int] = range(1, end)
    if len(lines) > MAX_ROWS:
        starts = sorted({1, *(start for line in alone for start in (line, line + 1) if 1 <= start < end)})
    return [
        CodeRow(first, after - 1, Markup("\n".join(lines[first - 1 : after - 1])))  # noqa: S704 - escaped above
        for first, after in pairwise([*starts, end])
    ]


def _is_colorable(source: str) -> bool:
    return len(source) <= MAX_COLORED_CHARS and all(len(line) <= MAX_COLORED_LINE_CHARS for line in source.split("\n"))


def _colored(source: str, lexer: Lexer) -> Markup:
    deadline = time.thread_time() + COLORING_TIME_S
    tokens = []
    for token in lexer.get_tokens(source):
        tokens.append(token)
        if time.thread_time() > deadline:
            return _plain(source)
    return Markup(pygments_format(tokens, _FORMATTER))  # noqa: S704 - Pygments escapes the text


def _plain(source: str) -> Markup:
    return escape(source if source.endswith("\n") else f"{source}\n")
