"""The list of a course's people, a page at a time, in a number of queries that does not grow with the course."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from server.accounts.models import User
from server.courses.membership import enrolled
from server.courses.models import Course, Enrollment, Role

PAGE_SIZE = 100
T = TypeVar("T")


class State(StrEnum):
    """Whether somebody is in the course."""

    ENROLLED = "enrolled"
    DROPPED = "dropped"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Filters:
    """Which people to show, as given in the address.

    Attributes:
        name: part of a name or e-mail address.
        role: only these; None for all.
        section: id of a section, 0 for whoever is in none, None for all.
        page: from 1.
    """

    name: str = ""
    role: Role | None = None
    section: int | None = None
    state: State = State.ENROLLED
    page: int = 1

    def address(self, page: int | None = None) -> dict[str, str | int]:
        """The arguments of the address that shows this, or another page of it."""
        given = replace(self, page=page or self.page)
        arguments: dict[str, str | int | None] = {
            "name": given.name,
            "role": given.role.value if given.role else None,
            "section": given.section,
            "state": given.state.value if given.state is not State.ENROLLED else None,
            "page": given.page if given.page > 1 else None,
        }
        return {key: value for key, value in arguments.items() if value not in (None, "")}


@dataclass(frozen=True, slots=True)
class People:
    """A page of the list.

    Attributes:
        found: how many the filters let through, on all pages.
        enrolled: how many are in the course, by role, whatever the filters.
    """

    rows: Sequence[Enrollment]
    found: int
    enrolled: dict[Role, int]
    dropped: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.found // PAGE_SIZE))


def people(session: Session, course: Course, filters: Filters) -> People:
    """The page that `filters` ask for, by name."""
    query = _matching(select(Enrollment), course, filters)
    query = query.options(joinedload(Enrollment.user), joinedload(Enrollment.section))
    query = query.order_by(func.lower(User.name), User.id).limit(PAGE_SIZE).offset((filters.page - 1) * PAGE_SIZE)
    found = session.scalar(_matching(select(func.count()).select_from(Enrollment), course, filters)) or 0
    has_left = Enrollment.dropped_at.is_not(None).label("has_left")
    counts = select(Enrollment.role, has_left, func.count()).where(Enrollment.course_id == course.id)
    by_role = dict.fromkeys(Role, 0)
    dropped = 0
    for role, gone, count in session.execute(counts.group_by(Enrollment.role, has_left)):
        if gone:
            dropped += count
        else:
            by_role[role] += count
    return People(session.scalars(query).all(), found, by_role, dropped)


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
        query = query.where(enrolled() if filters.state is State.ENROLLED else ~enrolled())
    return query
