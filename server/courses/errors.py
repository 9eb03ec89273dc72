"""What can be wrong with a course.

CourseError
├── CourseExists
└── UnusableSlug
"""

from __future__ import annotations

from server.core.errors import Refused


class CourseError(Refused):
    """Its text is a sentence for whoever asked."""


class CourseExists(CourseError):
    """Another course has the slug."""

    def __init__(self, slug: str) -> None:
        super().__init__(f"there is a course {slug!r} already")


class UnusableSlug(CourseError):
    """The slug cannot stand in an address."""

    def __init__(self, slug: str) -> None:
        super().__init__(
            f"{slug!r} cannot stand in an address: lower-case letters and digits with single dashes between, "
            "60 characters at most; “new” and “join” are pages of their own"
        )
