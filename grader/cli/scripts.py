"""Superscripts and subscripts in Unicode, where every character has one; else ``^(…)`` and ``_(…)``."""

from __future__ import annotations

SUPERSCRIPTS = str.maketrans(
    "0123456789+−-=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWβγδθφχ⊤𝖳",
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵝᵞᵟᶿᵠᵡᵀᵀ",
)
SUBSCRIPTS = str.maketrans(
    "0123456789+−-=()aehijklmnoprstuvxβγρφχ",
    "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ",
)


def superscript(text: str) -> str:
    """``2`` gives ``²``, ``-x`` gives ``⁻ˣ``; what Unicode lacks keeps its caret."""
    return text if text.strip("′") == "" else _script(text, SUPERSCRIPTS, "^")


def subscript(text: str) -> str:
    """``t-1`` gives ``ₜ₋₁``; what Unicode lacks keeps its underscore."""
    return _script(text, SUBSCRIPTS, "_")


def _script(text: str, table: dict[int, int], mark: str) -> str:
    tight = text.replace(" ", "")
    if all(ord(character) in table for character in tight):
        return tight.translate(table)
    return f"{mark}{tight}" if len(tight) == 1 or (tight.isascii() and tight.isalnum()) else f"{mark}({tight})"
