"""Errors about setting up a course.

CourseAdminError
├── InUse
├── BelowOverrides
├── SlugTaken
├── EditOutdated
├── UndoOutdated
├── MayNotCreate
├── NotViewable
└── ViewAsRefused
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from http import HTTPStatus

from server.core.errors import Refused
from server.text.points import show_points


class CourseAdminError(Refused):
    """A change of a course is refused."""


class InUse(CourseAdminError):
    """Something cannot be removed because it is in use."""


class BelowOverrides(CourseAdminError):
    """An exercise cannot be worth less than what an override gives.

    Attributes:
        slug: the exercise, whose column of the gradebook shows the overrides.
    """

    def __init__(self, slug: str, title: str, worth: Decimal, some: Sequence[str], count: int) -> None:
        rest = f" and {count - len(some)} more" if count > len(some) else ""
        students = "1 student has an override" if count == 1 else f"{count} students have overrides"
        super().__init__(
            f"{title} cannot be worth {show_points(worth)} points because {students} with more points: "
            f"{', '.join(some)}{rest}. Change or undo these overrides first."
        )
        self.slug = slug


class SlugTaken(CourseAdminError):
    """An exercise is in another assignment of the course."""


class EditOutdated(CourseAdminError):
    """Someone else changed the same thing at the same moment."""

    status = HTTPStatus.CONFLICT
    title = "Changed by someone else"

    def __init__(self) -> None:
        super().__init__(
            "Someone else changed this at the same time, so your change was not saved. Compare it with the audit log, "
            "and try again."
        )


class UndoOutdated(CourseAdminError):
    """The values that an undo would restore have changed since."""


class NotViewable(CourseAdminError):
    """The course cannot be viewed as this person."""


class MayNotCreate(CourseAdminError):
    """The person may not create a course."""

    status = HTTPStatus.FORBIDDEN
    title = "You cannot create a course"


class ViewAsRefused(CourseAdminError):
    """Whoever views a course as a student may only read the pages of that course."""

    status = HTTPStatus.FORBIDDEN
    title = "You are viewing the course as a student"
