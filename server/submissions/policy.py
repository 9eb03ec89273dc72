"""The rules for accepting a submission, as functions of plain values; no database."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from grader.sandbox.types import MAX_SOURCE_BYTES
from server.core.settings import Settings
from server.courses.dates import Dates
from server.submissions.errors import Closed, NoAttemptLeft, NotText, TooLarge, TooSoon
from server.submissions.models import JobState, Purpose
from server.text import times

PENDING = (JobState.QUEUED, JobState.RUNNING)
FINAL = (JobState.GRADED, JobState.NOT_GRADABLE, JobState.ERROR, JobState.SUPERSEDED)


@dataclass(frozen=True, slots=True)
class Policy:
    """The limits of acceptance.

    Attributes:
        max_source_bytes: the largest source, as UTF-8.
        max_pending: submissions of one user, exercise and purpose that may wait or run at once.
    """

    max_source_bytes: int = MAX_SOURCE_BYTES
    max_pending: int = 2

    @classmethod
    def of(cls, settings: Settings) -> Policy:
        """Return the policy of these settings."""
        return cls(max_source_bytes=settings.max_source_bytes)


def require_text(source: str, max_source_bytes: int) -> bytes:
    """Return `source` as UTF-8.

    Raises:
        NotText: if it has NUL characters or lone surrogates, which no editor writes and no database stores.
        TooLarge: if it has more than `max_source_bytes` bytes.
    """
    if len(source) > max_source_bytes:  # a cheap lower bound: encoding a huge text costs memory
        raise TooLarge(len(source), max_source_bytes)
    try:
        encoded = source.encode()
    except UnicodeEncodeError as error:
        line = source.count("\n", 0, error.start) + 1
        raise NotText(f"Line {line} contains half of a surrogate pair. Save the file as UTF-8.") from error
    if len(encoded) > max_source_bytes:
        raise TooLarge(len(encoded), max_source_bytes)
    if "\0" in source:
        line = source.count("\n", 0, source.index("\0")) + 1
        raise NotText(
            f"Line {line} contains a NUL character, which Python source cannot contain. Did you choose the right file?"
        )
    return encoded


def require_open(title: str, dates: Dates, zone_name: str, purpose: Purpose, received_at: datetime) -> None:
    """Require that the assignment is open; a check stays possible after it closes, for practice.

    Raises:
        Closed: before `opens_at`, or, for a graded attempt, after `closes_at`.
    """
    if dates.opens_at is not None and received_at < dates.opens_at:
        raise Closed(f"{title} opens on {_date(dates.opens_at, zone_name)}.")
    if purpose is Purpose.SUBMIT and dates.closes_at is not None and received_at > dates.closes_at:
        raise Closed(f"{title} closed on {_date(dates.closes_at, zone_name)}. You can still run checks.")


def require_attempt_left(used: int, limit: int | None) -> None:
    """Require that a graded attempt is left; code that does not load uses none.

    Raises:
        NoAttemptLeft: once `limit` attempts are used.
    """
    if limit is not None and used >= limit:
        count = "your only attempt" if limit == 1 else f"all {limit} attempts"
        raise NoAttemptLeft(f"You have used {count} at this exercise. You can still run checks.")


def require_cooled_down(last_at: datetime | None, cooldown_s: int | None, received_at: datetime) -> None:
    """Require the pause between graded attempts.

    Raises:
        TooSoon: before it is over; says when the next attempt is possible.
    """
    if last_at is None or not cooldown_s:
        return
    wait_s = math.ceil((last_at + timedelta(seconds=cooldown_s) - received_at).total_seconds())
    if wait_s > 0:
        raise TooSoon(
            f"Wait {times.exact_span(cooldown_s)} between attempts. You can try again in {times.span(wait_s)}. "
            "You can run checks at any time.",
            retry_after_s=wait_s,
        )


def _date(moment: datetime, zone_name: str) -> str:
    return f"{times.local(moment, zone_name)} ({zone_name})"
