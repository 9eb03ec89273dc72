"""Points with up to two decimals, as exact numbers: how they are rounded, typed, shown and written as JSON."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from server.text.numbers import halves_up

_TYPED = re.compile(r"[0-9]{1,9}([.,][0-9]{1,2})?")


@lru_cache(maxsize=10_000)
def of_hundredths(count: int) -> Decimal:
    """Return points from their hundredths, without trailing zeros: 250 gives 2.5."""
    return Decimal(count) / 100


def in_hundredths(points: Decimal | int | float) -> int:
    """Return the number of hundredths, for example 250 for 2.5.

    Raises:
        ValueError: if there are more than two decimals.
    """
    exact = 100 * (Decimal(str(points)) if isinstance(points, float) else Decimal(points))
    if exact != (count := int(exact)):
        raise ValueError(f"{points} has more than two decimals")
    return count


def round_points(exact: Fraction) -> Decimal:
    """Round exact points to two decimals, halves up."""
    return of_hundredths(halves_up(100 * exact))


def parse_points(text: str, least: Decimal | int, most: Decimal | int) -> Decimal | None:
    """Return the points in `text`, with a decimal point or comma; None if they are not points within the bounds."""
    if not _TYPED.fullmatch(text):
        return None
    points = of_hundredths(in_hundredths(Decimal(text.replace(",", "."))))
    return points if least <= points <= most else None


def points_error(found: str, least: Decimal | int, most: Decimal | int) -> str:
    """Return the error message for a text that is not points within the bounds."""
    allowed = f"a number from {show_points(least)} to {show_points(most)} with at most two decimal places"
    return f"“{found[:40]}” is not {allowed}." if found else f"Enter {allowed}."


def show_points(points: Decimal | int | float) -> str:
    """Return points as people write them: ``90``, ``4.55``, ``0.5``."""
    text = f"{points:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def points_or_dash(points: Decimal | int | None) -> str:
    """Return points as people write them, and a dash where there are none."""
    return "–" if points is None else show_points(points)


def as_number(points: Decimal | int) -> int | float:
    """Return points as JSON holds them: an integer if they are whole, otherwise a decimal."""
    return int(points) if points == int(points) else float(points)
