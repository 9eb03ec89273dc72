"""Errors about courses.

CourseError
├── CourseExists
└── UnusableSlug
"""

from __future__ import annotations

from server.core.errors import Refused


class CourseError(Refused):
    """A course cannot be created; the message is for the person who asked."""


class CourseExists(CourseError):
    """Another course has this slug."""

    def __init__(self, slug: str) -> None:
        super().__init__(f"There is already a course with the address {slug!r}.")


class UnusableSlug(CourseError):
    """The slug cannot be part of a URL."""

    def __init__(self, slug: str) -> None:
        super().__init__(
            f"The address {slug!r} is not allowed. Use at most 60 lowercase letters and digits, with single hyphens "
            "between them. “new” and “join” are reserved."
        )
