"""Errors about the members of a course.

RosterError
├── LastInstructor
├── JoinRefused
├── UndoOutdated
└── UnreadableRoster
"""

from __future__ import annotations

from server.core.errors import Refused


class RosterError(Refused):
    """A change of the roster is refused."""


class LastInstructor(RosterError):
    """The change would leave a course without an instructor."""

    def __init__(self) -> None:
        super().__init__("This is the course's last instructor. Make someone else an instructor first.")


class JoinRefused(RosterError):
    """A person may not join with this code or invitation."""


class UnreadableRoster(RosterError):
    """The file is not a roster; nothing in it is used."""


class UndoOutdated(RosterError):
    """What was shown is no longer what undoing an import would do."""

    def __init__(self) -> None:
        super().__init__("The course has changed since the preview. Review the new preview and confirm again.")
