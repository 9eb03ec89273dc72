"""What can be wrong with a course.

CourseError
├── CourseExists
└── UnusableSlug
"""

from __future__ import annotations


class CourseError(Exception):
    """Its text is a sentence for whoever asked."""


class CourseExists(CourseError):  # noqa: N818 - named by what was found
    """Another course has the slug."""

    def __init__(self, slug: str) -> None:
        super().__init__(f"there is a course {slug!r} already")


class UnusableSlug(CourseError):  # noqa: N818
    """The slug cannot stand in an address."""

    def __init__(self, slug: str) -> None:
        super().__init__(
            f"{slug!r} cannot stand in an address: lower-case letters and digits with single dashes between, "
            "60 characters at most; “new” and “join” are pages of their own"
        )
