"""What the gradebook refuses, as sentences for the person who asked for it."""

from __future__ import annotations

from server.core.errors import Refused


class ScoreRefused(Refused):
    """Something that cannot be done; the text says what was found and what is allowed."""


class UnusablePoints(ScoreRefused):
    """Points that the exercise does not have."""

    def __init__(self, found: object, max_points: int) -> None:
        super().__init__(f"Points are a whole number from 0 to {max_points} here; this is {found!r}.")


class UnusableReason(ScoreRefused):
    """A reason that is missing or too long."""

    def __init__(self, found: int, allowed: int) -> None:
        what = "The reason is missing" if found == 0 else f"The reason has {found} characters"
        super().__init__(f"{what}; say in 1 to {allowed} characters why, for the student and for the history.")


class UnusableDates(ScoreRefused):
    """Dates that would extend nothing."""
