"""Numbers as people type and read them."""

from __future__ import annotations

import re
from fractions import Fraction
from math import floor

_MAX_DIGITS = 9


def whole(text: str, least: int, most: int) -> int | None:
    """Return the whole number in `text`; None if it is not one within the bounds."""
    if not re.fullmatch(rf"[0-9]{{1,{_MAX_DIGITS}}}", text):
        return None
    return number if least <= (number := int(text)) <= most else None


def clamped(text: str, least: int, most: int) -> int | None:
    """Return the whole number in `text`, moved to the nearest bound; None if it is not a number at all."""
    found = re.fullmatch(r"(-?)([0-9]+)", text)
    if found is None:
        return None
    sign, digits = found[1], found[2].lstrip("0") or "0"
    if len(digits) > _MAX_DIGITS:
        return least if sign else most
    return min(max(least, int(sign + digits)), most)


def halves_up(value: Fraction) -> int:
    """Return the nearest whole number, halves up."""
    return floor(value + Fraction(1, 2))


def percent(share: int) -> str:
    """Return a share in ten-thousandths as percent with two decimals, which is exact: ``83.42``."""
    return f"{share // 100}.{share % 100:02d}"


def whole_number_error(found: str, least: int, most: int) -> str:
    """Return the error message for a text that is not a whole number within the bounds."""
    if not found:
        return f"Enter a whole number from {least} to {most}."
    return f"“{found[:40]}” is not a whole number from {least} to {most}."
