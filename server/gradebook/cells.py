"""How the grid shows a score: a number, signs for what is special about it, and the same in words."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

from markupsafe import Markup, escape

from server.text.points import show_points


class Is(enum.Flag):
    """What may be special about a score, in the order of the signs."""

    NOTHING = 0
    LATE = enum.auto()
    EXTENDED = enum.auto()
    STUCK = enum.auto()
    OVERRIDDEN = enum.auto()
    REGRADED = enum.auto()
    PENDING = enum.auto()
    FAULT = enum.auto()
    MISSING = enum.auto()
    EXCUSED = enum.auto()


@dataclass(frozen=True, slots=True)
class Sign:
    """A glyph, and the word that it stands for."""

    glyph: str
    word: str
    tone: str = "part"


SIGNS = {
    Is.LATE: Sign("L", "late"),
    Is.EXTENDED: Sign("E", "extended", "ours"),
    Is.STUCK: Sign("▲", "stuck"),
    Is.OVERRIDDEN: Sign("O", "overridden", "ours"),
    Is.REGRADED: Sign("R", "regraded", "ours"),
    Is.PENDING: Sign("…", "being graded", "quiet"),
    Is.FAULT: Sign("!", "error on our side, not graded yet", "bad"),
}


_SIGN = Markup('<span class="sign tone-{}" aria-hidden="true">{}</span>')
_INSIDE = Markup('{}<span aria-hidden="true">{}</span><span class="visually-hidden">{}</span>')


@dataclass(frozen=True, slots=True)
class Cell:
    """The cell of one student and one exercise.

    Attributes:
        text: points, a dot if nothing is graded, or a dash if it was due.
        signs: what is special about it.
        words: the whole content in words, for hover, focus and screen readers.
        kind: the style: full, stuck, missing, none, excused or empty.
        safe_words: the words as HTML.
        inside: what is shown and read out, as HTML; built once, because a grid has few different cells.
    """

    text: str
    signs: tuple[Sign, ...]
    words: str
    kind: str
    safe_words: Markup = field(init=False, repr=False, compare=False)
    inside: Markup = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "safe_words", escape(self.words))
        signs = Markup("").join(_SIGN.format(sign.tone, sign.glyph) for sign in self.signs)
        object.__setattr__(self, "inside", _INSIDE.format(signs, self.text, self.words))


@lru_cache(maxsize=20_000)
def cell(
    points: Decimal | None, max_points: Decimal, attempts: int, special: Is = Is.NOTHING, *, is_solved: bool = False
) -> Cell:
    """The cell of a score; `points` is None when nothing is graded."""
    signs = tuple(sign for flag, sign in SIGNS.items() if flag in special)
    tries = [f"{attempts} attempt" if attempts == 1 else f"{attempts} attempts"] if attempts else []
    if Is.EXCUSED in special:
        text, kind, words = "exc", "excused", ["excused", *tries]
    elif points is None:
        missing = Is.MISSING in special
        text, kind = ("–", "missing") if missing else ("·", "none")
        words = ["nothing graded, past due" if missing else "nothing graded yet"]
    else:
        text, kind = show_points(points), "full" if is_solved else "stuck" if Is.STUCK in special else ""
        words = [f"{text} of {show_points(max_points)}", *tries, *(["solved"] if is_solved else [])]
    return Cell(text, signs, ", ".join([*words, *(sign.word for sign in signs)]), kind)


@lru_cache(maxsize=20_000)
def share_cell(points: Decimal | None, max_points: Decimal, *, is_excused: bool = False) -> Cell:
    """The cell of an assignment: the points of all its exercises that count, unless all are excused."""
    if is_excused:
        return Cell("exc", (), "all exercises excused", "excused")
    if points is None:
        return Cell("·", (), "nothing graded yet", "none")
    text, kind = show_points(points), "full" if points >= max_points > 0 else ""
    share = f", {100 * points / max_points:.0f}%" if max_points else ""
    return Cell(text, (), f"{text} of {show_points(max_points)}{share}", kind)
