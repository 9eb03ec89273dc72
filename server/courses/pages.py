"""Pages of a course: each gets the course, the reader's standing in it, and the places they may go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import render_template

from server.courses.policy import Access
from server.courses.rights import Right


@dataclass(frozen=True, slots=True)
class Place:
    """An entry of the course's navigation.

    Attributes:
        endpoint: where it leads; its blueprint is what is marked as the place where one is.
        right: who sees it.
    """

    label: str
    endpoint: str
    right: Right

    @property
    def blueprint(self) -> str:
        """The part of the application behind it."""
        return self.endpoint.partition(".")[0]


PLACES = (
    Place("Gradebook", "gradebook.index", Right.SEE_WORK),
    Place("Assignments", "assignments.index", Right.EDIT_ASSIGNMENTS),
    Place("Settings", "building.settings", Right.EDIT_COURSE),
)


def render(template: str, standing: Access, **context: Any) -> str:
    """Render a page of a course for somebody with this standing."""
    return render_template(
        template,
        course=standing.course,
        standing=standing,
        is_staff=standing.is_staff,
        places=[place for place in PLACES if standing.may(place.right)],
        **context,
    )
