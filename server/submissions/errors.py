"""Why a source was not accepted.

SubmissionRefused
├── TooLarge      413
├── NotText       422
├── Closed        403
├── NoAttemptLeft 403
├── KeyReused     409
└── TooMany       429, says when to try again; MinuteUsedUp, DayUsedUp, TooSoon and StillGrading say which limit

UnknownSubmission  404
StaleDraft         409, carries the newer draft
"""

from __future__ import annotations

from server.core.errors import Refused
from server.submissions.models import Draft


class SubmissionRefused(Refused):
    """A source that was not accepted; the message is for its author."""


class TooLarge(SubmissionRefused):
    """More bytes than the limit."""

    status = 413
    title = "The source is too large"

    def __init__(self, size_bytes: int, limit_bytes: int) -> None:
        super().__init__(
            f"The source is {size_bytes:,} bytes, but the limit is {limit_bytes:,}. Remove any embedded data from the "
            "file."
        )


class NotText(SubmissionRefused):
    """Characters that no source file has."""

    status = 422
    title = "The source is not plain text"


class Closed(SubmissionRefused):
    """The assignment is not open now."""

    status = 403
    title = "The assignment is not open"


class NoAttemptLeft(SubmissionRefused):
    """The student has used all graded attempts at this exercise."""

    status = 403
    title = "No attempts left"


class KeyReused(SubmissionRefused):
    """The client key already names another submission of this user."""

    status = 409
    title = "The client key is already in use"

    def __init__(self) -> None:
        super().__init__(
            "This client key belongs to a submission with a different source or exercise. "
            "Send a new key with each new source."
        )


class TooMany(SubmissionRefused):
    """This user has to wait."""

    status = 429
    title = "Too many requests"

    def __init__(self, message: str, retry_after_s: int) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class MinuteUsedUp(TooMany):
    """The user has sent as much as is allowed in a minute."""

    title = "Per-minute limit reached"


class DayUsedUp(TooMany):
    """The user has sent as much code as is allowed in a day."""

    title = "Daily limit reached"


class TooSoon(TooMany):
    """The wait between two attempts is not over."""

    title = "Wait between attempts"


class StillGrading(TooMany):
    """As many submissions of the user as allowed are waiting."""

    title = "Earlier submissions are still being graded"


class UnknownSubmission(SubmissionRefused, LookupError):
    """No submission has this public id."""

    status = 404
    title = "Page not found"


class StaleDraft(SubmissionRefused):
    """The draft was saved elsewhere since; nothing was overwritten.

    Attributes:
        newer: the draft as it is now.
    """

    status = 409
    title = "A newer draft exists"

    def __init__(self, newer: Draft) -> None:
        super().__init__(f"The draft was saved elsewhere in the meantime. It is now at version {newer.version}.")
        self.newer = newer
