"""The errors of scores; each text is shown to the person who asked."""

from __future__ import annotations

from decimal import Decimal

from server.core.errors import Refused
from server.text.points import points_error


class ScoreRefused(Refused):
    """A change of scores, extensions or comments that is not possible."""


class UnusablePoints(ScoreRefused):
    """Points outside the range of the exercise."""

    def __init__(self, found: str, max_points: Decimal) -> None:
        super().__init__(points_error(found, 0, max_points))


class UnusableReason(ScoreRefused):
    """A reason that is missing or too long."""

    def __init__(self, found: int, allowed: int) -> None:
        problem = "The reason is missing." if found == 0 else f"The reason has {found} characters."
        super().__init__(f"{problem} Enter 1 to {allowed} characters. The student will see the reason.")


class UnusableDates(ScoreRefused):
    """Dates that do not extend the assignment."""
