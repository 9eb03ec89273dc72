"""What can be refused about building a course.

BuildingError
├── InUse
├── SlugTaken
├── Outdated
└── NotViewable
"""

from __future__ import annotations


class BuildingError(Exception):
    """Its text is a sentence for whoever asked."""


class InUse(BuildingError):  # noqa: N818 - named by what was found
    """Something cannot be removed, since work hangs on it."""


class SlugTaken(BuildingError):  # noqa: N818
    """An exercise is in another assignment of the course."""


class Outdated(BuildingError):  # noqa: N818
    """What an undo would put back has been changed again since."""


class NotViewable(BuildingError):  # noqa: N818
    """The course cannot be seen as this person."""
