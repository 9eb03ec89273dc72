"""What can be refused about building a course.

CourseAdminError
├── InUse
├── SlugTaken
├── Outdated
└── NotViewable
"""

from __future__ import annotations

from server.core.errors import Refused


class CourseAdminError(Refused):
    """Its text is a sentence for whoever asked."""


class InUse(CourseAdminError):
    """Something cannot be removed, since work hangs on it."""


class SlugTaken(CourseAdminError):
    """An exercise is in another assignment of the course."""


class Outdated(CourseAdminError):
    """What an undo would put back has been changed again since."""


class NotViewable(CourseAdminError):
    """The course cannot be seen as this person."""
