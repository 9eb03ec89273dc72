"""Errors about courses.

CourseError
├── CourseExists
├── ExerciseUnavailable
├── NotOpenYet
└── UnusableSlug
"""

from __future__ import annotations

from server.core.errors import Refused


class CourseError(Refused):
    """Something about a course is refused; the message is for the person who asked."""


class ExerciseUnavailable(CourseError):
    """The files of an exercise are broken on this server; the log says where."""

    status = 503
    title = "This exercise is unavailable"
    retry_after_s = 600

    def __init__(self) -> None:
        super().__init__(
            "The exercise's files on the server are damaged, so it cannot be shown or graded. Tell the course staff."
        )


class NotOpenYet(CourseError):
    """Students cannot see the exercise before its assignment opens."""

    status = 403
    title = "This exercise is not open yet"

    def __init__(self, opens: str) -> None:
        super().__init__(f"This exercise is not open yet. It opens on {opens}.")


class CourseExists(CourseError):
    """Another course has this slug."""

    def __init__(self, slug: str) -> None:
        super().__init__(f"There is already a course with the short name {slug!r}.")


class UnusableSlug(CourseError):
    """The slug cannot be part of a URL."""

    def __init__(self, slug: str) -> None:
        super().__init__(
            f"The short name {slug!r} is not allowed. Use at most 60 lowercase letters and digits, with single hyphens "
            "between them. “new” and “join” are reserved."
        )
