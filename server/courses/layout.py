"""Pages of a course: each gets the course, the reader's access to it, and the navigation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import render_template

from server.courses.permissions import Access, Right


@dataclass(frozen=True, slots=True)
class Place:
    """An entry of the course's navigation.

    Attributes:
        endpoint: where it leads; on the pages of its blueprint it is marked as the place where one is.
        right: who sees it; None for students only.
        also: other blueprints whose pages lie behind it.
    """

    label: str
    endpoint: str
    right: Right | None
    also: tuple[str, ...] = ()

    @property
    def blueprints(self) -> tuple[str, ...]:
        """The parts of the application behind it."""
        return (self.endpoint.partition(".")[0], *self.also)


PLACES = (
    Place("My scores", "gradebook.mine", None),
    Place("Gradebook", "gradebook.index", Right.SEE_WORK, also=("regrades",)),
    Place("Insight", "insight.index", Right.SEE_WORK),
    Place("Similarity", "similarity.index", Right.SEE_SIMILARITY),
    Place("People", "roster.index", Right.SEE_WORK),
    Place("Assignments", "assignments.index", Right.EDIT_ASSIGNMENTS),
    Place("Settings", "building.settings", Right.EDIT_COURSE, also=("announcements", "viewing")),
)


def render(template: str, access: Access, **context: Any) -> str:
    """Render a page of a course for a person with this access."""
    return render_template(
        template,
        course=access.course,
        access=access,
        is_staff=access.is_staff,
        places=[place for place in PLACES if _goes(access, place)],
        **context,
    )


def _goes(access: Access, place: Place) -> bool:
    return not access.is_staff if place.right is None else access.may(place.right)
