"""What can be refused about the people of a course.

RosterError
├── LastInstructor
├── JoinRefused
└── UnreadableRoster
"""

from __future__ import annotations


class RosterError(Exception):
    """Its text is a sentence for whoever asked."""


class LastInstructor(RosterError):  # noqa: N818 - named by what was found
    """The change would leave a course without anybody who may run it."""

    def __init__(self) -> None:
        super().__init__("A course needs an instructor, and this is the last one. Make somebody else one first.")


class JoinRefused(RosterError):  # noqa: N818
    """A person may not come in by this code or invitation."""


class UnreadableRoster(RosterError):  # noqa: N818
    """The file as a whole is not a roster; nothing of it is used."""
