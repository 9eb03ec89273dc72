"""Pages of a course: each gets the course, the reader's access to it, and the navigation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from flask import render_template

from server.core.request import db
from server.courses.duplicate_names import emails_of_duplicate_names
from server.courses.permissions import Access, Right


@dataclass(frozen=True, slots=True)
class NavItem:
    """An entry of the course's navigation.

    Attributes:
        endpoint: where it leads; on the pages of its blueprint, it is marked as the current page.
        right: who sees it; None for students only.
        also: other blueprints whose pages lie behind it.
        is_for_everyone: whether both students and staff see it, whatever `right` says.
    """

    label: str
    endpoint: str
    right: Right | None
    also: tuple[str, ...] = ()
    is_for_everyone: bool = False

    @property
    def blueprints(self) -> tuple[str, ...]:
        """Return the blueprints of its pages."""
        return (self.endpoint.partition(".")[0], *self.also)


NAV_ITEMS = (
    NavItem("My scores", "gradebook.mine", None),
    NavItem("Gradebook", "gradebook.index", Right.SEE_WORK, also=("regrades",)),
    NavItem("Insights", "insight.index", Right.SEE_WORK),
    NavItem("Similarity", "similarity.index", Right.SEE_SIMILARITY),
    NavItem("People", "roster.index", Right.SEE_WORK),
    NavItem("Assignments", "assignments.index", Right.EDIT_ASSIGNMENTS),
    NavItem("Settings", "building.settings", Right.EDIT_COURSE, also=("announcements", "viewing")),
    NavItem("Playground", "playground.in_course", None, is_for_everyone=True),
)


def render(template: str, access: Access, **context: Any) -> str:
    """Render a page of a course for a person with this access."""
    return render_template(
        template,
        course=access.course,
        access=access,
        is_staff=access.is_staff,
        email_beside_name=_email_beside_name(access),
        nav_items=[item for item in NAV_ITEMS if _is_visible(access, item)],
        **context,
    )


def _email_beside_name(access: Access) -> Callable[[int], str]:
    """Return a function for the address that tells a person from another one of that name, empty if there is none."""

    @cache
    def found() -> dict[int, str]:
        return emails_of_duplicate_names(db(), access.course) if access.is_staff else {}

    return lambda user_id: found().get(user_id, "")


def _is_visible(access: Access, item: NavItem) -> bool:
    if item.is_for_everyone:
        return True
    return not access.is_staff if item.right is None else access.may(item.right)
