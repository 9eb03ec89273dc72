"""Characters that cannot be stored."""

from __future__ import annotations

BROKEN = "This text contains an invalid character."


def is_broken(text: str) -> bool:
    """Return whether the text has a character that cannot be stored: NUL, or half of a surrogate pair."""
    return "\0" in text or any("\ud800" <= character <= "\udfff" for character in text)
