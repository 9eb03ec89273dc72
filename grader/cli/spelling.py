"""Spell the characters that an output cannot encode, such as σ in a pipe on Windows, in ASCII."""

from __future__ import annotations

import codecs
import unicodedata

ERRORS = "spelled"
"""The name to give to ``open`` or a stream as `errors`."""

_WORDS = {
    "−": "-", "–": "-", "—": "-", "─": "-", "·": "*", "×": "x", "⊙": "*", "√": "sqrt ", "∞": "inf", "∂": "d",
    "∇": "grad ", "≠": "!=", "≤": "<=", "≥": ">=", "≈": "~", "←": "<-", "→": "->", "⇒": "=>", "∈": "in", "±": "+-",
    "⌊": "floor(", "⌋": ")", "…": "...", "“": '"', "”": '"', "‘": "'", "’": "'", "′": "'", "✓": "+", "✗": "x",
    "∑": "sum",
    "\N{COMBINING CIRCUMFLEX ACCENT}": "_hat", "\N{COMBINING TILDE}": "_tilde", "\N{COMBINING MACRON}": "_bar",
}  # fmt: skip
_RAISED = ("SUPERSCRIPT", "MODIFIER LETTER")


def spell(text: str) -> str:
    """Return `text` in ASCII: ``∂yᵢⱼ`` is ``dy_ij``, ``σ`` is ``sigma``; a question mark for what has no spelling."""
    spelled, before = "", ""
    for character in text:
        mark = _mark(character)
        spelled += ("" if mark == before else mark) + _one(character)
        before = mark
    return spelled


def _mark(character: str) -> str:
    """Return ``_`` for a subscript, ``^`` for a superscript, otherwise an empty text."""
    name = unicodedata.name(character, "")
    return "_" if "SUBSCRIPT" in name else "^" if any(word in name for word in _RAISED) else ""


def _one(character: str) -> str:
    if character.isascii() or character in _WORDS:
        return _WORDS.get(character, character)
    simpler = unicodedata.normalize("NFKD", character)
    if simpler != character:
        return "".join(_one(part) for part in simpler if not unicodedata.combining(part))
    script, _, letter = unicodedata.name(character, "").partition(" LETTER ")
    if script.startswith("GREEK") and " " not in letter:
        return letter.title() if "CAPITAL" in script else letter.lower()
    return "?"


def _on_error(error: UnicodeError) -> tuple[str | bytes, int]:
    """Spell what cannot be encoded; the characters before it tell whether it continues a run of subscripts."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text, start = error.object, error.start
    continues = start > 0 and _mark(text[start]) != "" and _mark(text[start - 1]) == _mark(text[start])
    spelled = spell(text[start : error.end])
    return spelled[1:] if continues else spelled, error.end


codecs.register_error(ERRORS, _on_error)
