"""Lateness and its cost in words, the same on every page."""

from __future__ import annotations

from typing import Protocol


class Late(Protocol):
    """What is known of the lateness of an attempt or a score; see `server.scores.models.Score`."""

    @property
    def late_days(self) -> int:
        """Days begun after the due date."""

    @property
    def grace_days(self) -> int:
        """How many of them grace days cover."""

    @property
    def penalty_percent(self) -> int:
        """The deduction for the others."""


def late_words(late: Late | None) -> str:
    """Return how late something is and what that costs: ``5 days late: −50%``; empty if it is on time."""
    if late is None or not late.late_days:
        return ""
    return f"{days_late_words(late)}: {cost_words(late)}"


def days_late_words(late: Late) -> str:
    """Return how late something is: ``5 days late``."""
    return f"{_days(late.late_days)} late"


def cost_words(late: Late, *, is_capped: bool = False) -> str:
    """Return what lateness costs: ``1 grace day used, −25%``, or ``no penalty``."""
    grace = f"{late.grace_days} grace day{'' if late.grace_days == 1 else 's'} used" if late.grace_days else ""
    cost = f"−{late.penalty_percent}%{' (the maximum)' if is_capped else ''}" if late.penalty_percent else ""
    return ", ".join(part for part in (grace, cost) if part) or "no penalty"


def _days(count: int) -> str:
    return f"{count} day" if count == 1 else f"{count} days"
