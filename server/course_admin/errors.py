"""Errors about setting up a course.

CourseAdminError
├── InUse
├── SlugTaken
├── UndoOutdated
├── MayNotCreate
├── NotViewable
└── ViewAsRefused
"""

from __future__ import annotations

from http import HTTPStatus

from server.core.errors import Refused


class CourseAdminError(Refused):
    """A change of a course is refused."""


class InUse(CourseAdminError):
    """Something cannot be removed because it is in use."""


class SlugTaken(CourseAdminError):
    """An exercise is in another assignment of the course."""


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
