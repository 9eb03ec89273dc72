"""What is accepted and when: pure rules over values, no database."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from grader.sandbox.types import MAX_SOURCE_BYTES
from server.core.settings import Settings
from server.courses.dates import Dates
from server.submissions.errors import Closed, NoAttemptLeft, NotText, TooLarge, TooMany
from server.submissions.models import JobState, Purpose
from server.text.times import span

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
        """The policy that `settings` asks for."""
        return cls(max_source_bytes=settings.max_source_bytes)


def require_text(source: str, max_source_bytes: int) -> bytes:
    """Return `source` as UTF-8.

    Raises:
        NotText: if it holds NUL characters or lone surrogates, which no editor writes and no database stores.
        TooLarge: if it has more than `max_source_bytes` bytes.
    """
    if len(source) > max_source_bytes:  # a cheap lower bound: encoding a huge text costs memory
        raise TooLarge(len(source), max_source_bytes)
    try:
        encoded = source.encode()
    except UnicodeEncodeError as error:
        line = source.count("\n", 0, error.start) + 1
        raise NotText(
            f"Line {line} holds a character that is half of a surrogate pair; save the file as UTF-8."
        ) from error
    if len(encoded) > max_source_bytes:
        raise TooLarge(len(encoded), max_source_bytes)
    if "\0" in source:
        line = source.count("\n", 0, source.index("\0")) + 1
        raise NotText(f"Line {line} holds a NUL character; a Python source is plain text. Was another file chosen?")
    return encoded


def require_open(title: str, dates: Dates, purpose: Purpose, received_at: datetime) -> None:
    """Let a source in only while its assignment is open; a check stays possible after the end, for practice.

    Raises:
        Closed: before `opens_at`, or, for a graded attempt, after `closes_at`.
    """
    if dates.opens_at is not None and received_at < dates.opens_at:
        raise Closed(f"{title} opens on {_moment(dates.opens_at)}.")
    if purpose is Purpose.SUBMIT and dates.closes_at is not None and received_at > dates.closes_at:
        raise Closed(f"{title} closed on {_moment(dates.closes_at)}; checks are still possible.")


def is_late(dates: Dates, received_at: datetime) -> bool:
    """Whether work received at this moment is late: only the receipt counts, never the queue."""
    return dates.due_at is not None and received_at > dates.due_at


def require_attempt_left(used: int, limit: int | None) -> None:
    """Let another graded attempt in while there is one left; what does not load has used none.

    Raises:
        NoAttemptLeft: once `limit` attempts are used.
    """
    if limit is not None and used >= limit:
        count = "the one attempt" if limit == 1 else f"all {limit} attempts"
        raise NoAttemptLeft(f"You have used {count} at this exercise; checks are still possible.")


def require_cooled_down(last_at: datetime | None, cooldown_s: int | None, received_at: datetime) -> None:
    """Keep a pause between graded attempts.

    Raises:
        TooMany: before it is over; says when the next attempt is possible.
    """
    if last_at is None or not cooldown_s:
        return
    wait_s = math.ceil((last_at + timedelta(seconds=cooldown_s) - received_at).total_seconds())
    if wait_s > 0:
        raise TooMany(
            f"From one attempt to the next pass {span(cooldown_s)}; the next is possible in {span(wait_s)}. "
            "Checks are possible at any time.",
            retry_after_s=wait_s,
        )


def _moment(when: datetime) -> str:
    return f"{when:%-d %B %Y at %H:%M} UTC"
