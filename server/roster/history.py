"""The imports of a course, as the pages list them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.accounts.models import User
from server.courses.models import Course, RosterImport

RECENT = 20


@dataclass(frozen=True, slots=True)
class Summary:
    """An import with who made it.

    Attributes:
        counts: how many people, by what was done.
        actor: None for the command line.
    """

    done: RosterImport
    actor: User | None
    undone_by: User | None
    counts: Mapping[str, int]


def recent(session: Session, course: Course) -> list[Summary]:
    """The latest imports, newest first."""
    query = select(RosterImport).where(RosterImport.course_id == course.id).order_by(RosterImport.id.desc())
    return _summaries(session, list(session.scalars(query.limit(RECENT))))


def summary(session: Session, done: RosterImport) -> Summary:
    """One import."""
    return _summaries(session, [done])[0]


def _summaries(session: Session, imports: list[RosterImport]) -> list[Summary]:
    ids = {i.actor_id for i in imports} | {i.undone_by for i in imports}
    users: dict[int | None, User] = {user.id: user for user in session.scalars(select(User).where(User.id.in_(ids)))}
    return [
        Summary(
            each,
            users.get(each.actor_id),
            users.get(each.undone_by),
            Counter(change["action"] for change in each.changes["people"]),
        )
        for each in imports
    ]
