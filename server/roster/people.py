"""List the members of a course, one page at a time, with a number of queries that does not grow with the course."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from server.accounts.models import User
from server.courses.membership import is_enrolled
from server.courses.models import Course, Enrollment, Role

PAGE_SIZE = 100
T = TypeVar("T")


class State(StrEnum):
    """Whether a person is in the course."""

    ENROLLED = "enrolled"
    DROPPED = "dropped"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Filters:
    """Which members to show, from the query string.

    Attributes:
        name: part of a name or email address.
        role: only these; None for all.
        section: id of a section, 0 for people without one, None for all.
        page: the number of the page, from 1.
    """

    name: str = ""
    role: Role | None = None
    section: int | None = None
    state: State = State.ENROLLED
    page: int = 1

    def address(self, page: int | None = None) -> dict[str, str | int]:
        """Return the query string of this list, or of another page of it."""
        filters = replace(self, page=page or self.page)
        arguments: dict[str, str | int | None] = {
            "name": filters.name,
            "role": filters.role.value if filters.role else None,
            "section": filters.section,
            "state": filters.state.value if filters.state is not State.ENROLLED else None,
            "page": filters.page if filters.page > 1 else None,
        }
        return {key: value for key, value in arguments.items() if value not in (None, "")}


@dataclass(frozen=True, slots=True)
class People:
    """A page of the list.

    Attributes:
        found: how many match the filters, on all pages.
        enrolled: how many are in the course, by role, regardless of the filters.
    """

    rows: Sequence[Enrollment]
    found: int
    enrolled: dict[Role, int]
    removed: int

    @property
    def pages(self) -> int:
        """Return how many pages there are, at least one."""
        return max(1, -(-self.found // PAGE_SIZE))


def people(session: Session, course: Course, filters: Filters) -> People:
    """Return the page that `filters` ask for, sorted by name."""
    query = _matching(select(Enrollment), course, filters)
    query = query.options(joinedload(Enrollment.user), joinedload(Enrollment.section))
    query = query.order_by(func.lower(User.name), User.id).limit(PAGE_SIZE).offset((filters.page - 1) * PAGE_SIZE)
    found = session.scalar(_matching(select(func.count()).select_from(Enrollment), course, filters)) or 0
    is_removed_column = Enrollment.dropped_at.is_not(None).label("is_removed")
    counts = select(Enrollment.role, is_removed_column, func.count()).where(Enrollment.course_id == course.id)
    by_role = dict.fromkeys(Role, 0)
    removed = 0
    for role, is_removed, count in session.execute(counts.group_by(Enrollment.role, is_removed_column)):
        if is_removed:
            removed += count
        else:
            by_role[role] += count
    return People(session.scalars(query).all(), found, by_role, removed)


def _matching(query: Select[T], course: Course, filters: Filters) -> Select[T]:
    query = query.join(User, User.id == Enrollment.user_id).where(Enrollment.course_id == course.id)
    if filters.name:
        by_name = User.name.icontains(filters.name, autoescape=True)
        query = query.where(by_name | User.email.icontains(filters.name, autoescape=True))
    if filters.role:
        query = query.where(Enrollment.role == filters.role)
    if filters.section is not None:
        query = query.where(
            Enrollment.section_id == filters.section if filters.section else Enrollment.section_id.is_(None)
        )
    if filters.state is not State.ALL:
        query = query.where(is_enrolled() if filters.state is State.ENROLLED else ~is_enrolled())
    return query
