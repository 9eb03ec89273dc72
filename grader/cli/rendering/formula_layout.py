"""The pieces of a formula, the spacing between them, and superscripts and subscripts.

A script uses raised or lowered Unicode characters if all of its characters have them, else ``^(…)`` and ``_(…)``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import zip_longest

RELATIONS = frozenset("=<>≤≥≠≈∈∉→←↦⇒⇐⇔↔∼≡∝≪≫⊂⊆:")
BINARY = frozenset("+−±·×⊙∗∘∪∩")
BRACKETS = {"(": ")", "[": "]", "⟨": "⟩", "⌊": "⌋", "⌈": "⌉", "{": "}"}
SUPERSCRIPTS = str.maketrans(
    "0123456789+−-=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWβγδθφχ⊤𝖳",
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵝᵞᵟᶿᵠᵡᵀᵀ",
)
SUBSCRIPTS = str.maketrans(
    "0123456789+−-=()aehijklmnoprstuvxβγρφχ",
    "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ",
)


class Kind(Enum):
    """The kind of a piece, which decides the space around it."""

    SYMBOL = auto()
    WORD = auto()  # a name of several letters: log, lr, relu
    LARGE = auto()  # a sum or product sign
    BINARY = auto()
    RELATION = auto()
    OPEN = auto()
    CLOSE = auto()
    COMMA = auto()
    FRACTION = auto()
    SPACE = auto()


FACTORS = frozenset({Kind.SYMBOL, Kind.WORD, Kind.LARGE, Kind.FRACTION})
OPERATORS = frozenset({Kind.BINARY, Kind.RELATION})
BEFORE_A_SIGN = frozenset({Kind.BINARY, Kind.RELATION, Kind.OPEN, Kind.COMMA, Kind.SPACE})


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a formula in Unicode."""

    text: str
    kind: Kind = Kind.SYMBOL


def classify(text: str) -> Piece:
    """Classify a symbol or a name."""
    if text in RELATIONS:
        return Piece(text, Kind.RELATION)
    if text in BINARY:
        return Piece(text, Kind.BINARY)
    if text in {"Σ", "Π"}:
        return Piece(text, Kind.LARGE)
    if text in BRACKETS:
        return Piece(text, Kind.OPEN)
    if text in BRACKETS.values():
        return Piece(text, Kind.CLOSE)
    if text in {",", ";"}:
        return Piece(text, Kind.COMMA)
    return Piece(text, Kind.WORD if len(text) > 1 and text.replace(" ", "").isalpha() else Kind.SYMBOL)


def join(pieces: Sequence[Piece]) -> str:
    """Join pieces with the space between them."""
    text = ""
    before: Piece | None = None
    for here, after in zip_longest(pieces, pieces[1:]):
        shown = f"({here.text})" if here.kind is Kind.FRACTION and _binds(after) else here.text
        text += _gap(before, here) + shown
        signed = here.kind is Kind.BINARY and (before is None or before.kind in BEFORE_A_SIGN)
        before = Piece(here.text, Kind.OPEN) if signed else here  # no space between a sign and its number
    return text.strip()


def _gap(before: Piece | None, here: Piece) -> str:
    if before is None or before.kind is Kind.OPEN or Kind.SPACE in {before.kind, here.kind} or here.kind is Kind.COMMA:
        return ""
    if before.kind is Kind.COMMA or before.kind in OPERATORS or here.kind in OPERATORS:
        return " "
    if before.kind is Kind.LARGE and here.kind is Kind.OPEN:
        return " "
    needs_space = {Kind.WORD, Kind.LARGE, Kind.FRACTION} & {before.kind, here.kind}
    return " " if needs_space and here.kind in FACTORS else ""


def _binds(after: Piece | None) -> bool:
    """Return whether the text after a fraction would seem to belong to its denominator."""
    return after is not None and (after.kind in FACTORS or after.kind is Kind.OPEN)


def fraction(above: Sequence[Piece], below: Sequence[Piece]) -> Piece:
    """Return a fraction on one line, with brackets where the fraction line made them unnecessary."""
    over = f"({join(above)})" if _is_sum(above) else join(above)
    under = f"({join(below)})" if _is_sum(below) or _is_product(below) else join(below)
    return Piece(f"{over} / {under}" if " " in over + under else f"{over}/{under}", Kind.FRACTION)


def _is_sum(pieces: Sequence[Piece]) -> bool:
    """Return whether an operator or another fraction is outside all brackets."""
    depth = 0
    for here in pieces:
        depth += (here.kind is Kind.OPEN) - (here.kind is Kind.CLOSE)
        if depth == 0 and (here.kind in OPERATORS or here.kind is Kind.FRACTION):
            return True
    return False


def _is_product(pieces: Sequence[Piece]) -> bool:
    """Return whether there are several factors; a differential such as ``∂x`` or a call ``f(x)`` counts as one."""
    factors = [here for here in pieces if here.kind in FACTORS]
    if factors and factors[0].text.startswith(("∂", "d")):
        return False
    depth, outside = 0, 0
    for here in pieces:
        outside += depth == 0 and here.kind in FACTORS
        depth += (here.kind is Kind.OPEN) - (here.kind is Kind.CLOSE)
    return outside > 1


def superscript(text: str) -> str:
    """Return a superscript: ``2`` gives ``²``, ``-x`` gives ``⁻ˣ``; characters that Unicode lacks keep their caret."""
    return text if text.strip("′") == "" else _script(text, SUPERSCRIPTS, "^")


def subscript(text: str) -> str:
    """Return a subscript: ``t-1`` gives ``ₜ₋₁``; characters that Unicode lacks keep their underscore."""
    return _script(text, SUBSCRIPTS, "_")


def _script(text: str, table: dict[int, int], mark: str) -> str:
    tight = text.replace(" ", "")
    if all(ord(character) in table for character in tight):
        return tight.translate(table)
    return f"{mark}{tight}" if len(tight) == 1 or (tight.isascii() and tight.isalnum()) else f"{mark}({tight})"
