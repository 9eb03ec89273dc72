"""What can be refused about the people of a course.

RosterError
├── LastInstructor
├── JoinRefused
└── UnreadableRoster
"""

from __future__ import annotations

from server.core.errors import Refused


class RosterError(Refused):
    """Its text is a sentence for whoever asked."""


class LastInstructor(RosterError):
    """The change would leave a course without anybody who may run it."""

    def __init__(self) -> None:
        super().__init__("A course needs an instructor, and this is the last one. Make somebody else one first.")


class JoinRefused(RosterError):
    """A person may not come in by this code or invitation."""


class UnreadableRoster(RosterError):
    """The file as a whole is not a roster; nothing of it is used."""
